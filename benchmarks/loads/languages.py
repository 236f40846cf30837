"""The whole commands under other languages of the system: to the byte what they are in plain English."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.hostile.days import COMMANDS, made
from benchmarks.loads import Came, Ended, Load, Run, Told, beside, summed, wrong

_PLAIN = "C.UTF-8"
_LANGUAGES = ("C", "tr_TR.UTF-8", "de_DE.UTF-8")
# What a host of ours may do before us, and what Python by itself does not: everything by the language, numbers too.
_PROGRAM = "import locale; locale.setlocale(locale.LC_ALL, ''); from xlclv.cli import main; main()"
_SAMPLE = ("orders.csv",)  # the demo leaves its orders beside its workbook
_CALLS = {
    "check": ("check", "FOLDER/a.csv", "--json"),
    "summarize": (*COMMANDS["summarize"], "--json"),
    "score": COMMANDS["score"],
    "backtest": ("backtest", "FOLDER/a.csv", "--json"),
    "contracts": (*COMMANDS["contracts"], "--json"),
    "demo": ("demo", "-o", "FOLDER/out.xlsx"),
}


def alike(folder: Path, told: Told) -> Came:
    """What is printed and what is written are the same in every language."""
    made_here = folder / "languages"
    made_here.mkdir()
    ends, found = list[Ended](), list[str]()
    for name in _LANGUAGES:
        if name != "C":
            words = ["localedef", "-i", name.partition(".")[0], "-f", "UTF-8", str(made_here / name)]
            subprocess.run(words, check=False, capture_output=True)  # warns of letters, and then makes it
            if not (made_here / name).is_dir():
                found.append(f"{name} could not be made: localedef and the system's sources of languages are missing")
    for command, call in _CALLS.items():
        home = folder / command
        home.mkdir()
        words = made(call)(home)
        plain: tuple[str, dict[str, bytes]] | None = None
        for name in (_PLAIN, *_LANGUAGES):
            spoken = {"LC_ALL": name, "LANG": name, "LOCPATH": str(made_here)}
            if name == _PLAIN:
                del spoken["LOCPATH"]  # where it is not
            end = Run(words, home, folder / "aside", environment=spoken, program=("-c", _PROGRAM)).ended()
            ends.append(end)
            found.append(wrong(end, (0,)))
            came = end.out, {path.name: path.read_bytes() for path in home.glob("o*.*")}
            plain = plain or came
            if came != plain:
                parts = [part for part in came[1] if came[1][part] != plain[1].get(part)]
                found.append(f"{command} in {name} differs from plain English: {parts or 'what is printed'}")
            found += beside(home, ("a.csv", "c.csv", *came[1], *_SAMPLE)) + beside(folder / "aside" / "tmp", ())
        told(f"{command} done")
    figure = f"{len(_CALLS)} commands in {', '.join(_LANGUAGES)}: every byte printed and written is that of {_PLAIN}"
    return summed(ends, found, figure)


LOADS = [Load("other languages of the system", alike)]
