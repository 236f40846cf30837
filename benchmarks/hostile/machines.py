"""Odd machines: clocks that are wrong, other languages, another file system; and being asked to stop
while a command reads."""

from __future__ import annotations

import locale
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import EITHER, READ, Case
from benchmarks.hostile.days import COMMANDS, made

PATH = "odd machines"
STOPPED = {signal.SIGTERM: 143, signal.SIGINT: 130}
_ELSEWHERE = Path("/dev/shm")  # memory: another file system than that of temporary files
_LOCALES = Path(tempfile.gettempdir()) / f"xlclv-locales-{os.getpid()}"
_OPEN: list[tempfile.TemporaryDirectory[str]] = []
_CAPITALS = {"customer": "CUSTOMERID", "date": "INVOICE DATE", "amount": "TOTAL"}  # I: in Turkish another letter's


def _clock(year: int) -> Callable[[Path], None]:
    """Python's clock in that year; other processes keep theirs, so that no test moves the machine's."""

    def before(folder: Path) -> None:
        seconds, true, at = (year - 1970) * 31_556_952.0, time.time, time.localtime
        began = true()
        time.time = lambda: seconds + true() - began
        time.localtime = lambda when=None: at(time.time() if when is None else when)

    return before


def _touched(year: int) -> Callable[[Path], None]:
    def before(folder: Path) -> None:
        seconds = (year - 1970) * 31_556_952
        for path in folder.glob("*.*"):
            os.utime(path, (seconds, seconds))

    return before


def _language(name: str) -> Callable[[Path], None]:
    """All of the language: letters, numbers, days, messages; made from the system's sources where it is not there."""

    def before(folder: Path) -> None:
        if name != "C" and not (_LOCALES / f"{name}.UTF-8").is_dir():
            _LOCALES.mkdir(exist_ok=True)
            words = ["localedef", "-i", name, "-f", "UTF-8", str(_LOCALES / f"{name}.UTF-8")]
            subprocess.run(words, check=False, capture_output=True)
        os.environ.update(LOCPATH=str(_LOCALES), LC_ALL=name if name == "C" else f"{name}.UTF-8")
        locale.setlocale(locale.LC_ALL, "")
        for path in folder.glob("?.csv"):
            head, _, rest = path.read_text(encoding="utf-8").partition("\n")
            head = ",".join(_CAPITALS.get(word, word.upper()) for word in head.split(","))
            path.write_text(f"{head}\n{rest}", encoding="utf-8")

    return before


def _signalled(number: signal.Signals, after: float) -> Callable[[Path], None]:
    """The signal after that much of the processor's time, whatever else the machine does."""

    def before(folder: Path) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)

        def strike() -> None:
            began = time.process_time()
            while time.process_time() - began < after:
                time.sleep(0.005)
            os.kill(os.getpid(), number)

        threading.Thread(target=strike, daemon=True).start()

    return before


_ALL = ("summarize", "score", "contracts", "backtest")
_WORLDS: tuple[tuple[str, Callable[[Path], None], str, tuple[str, ...]], ...] = (
    ("a clock of 1971", _clock(1971), EITHER, ("check", "template")),
    ("a clock of 2150", _clock(2150), READ, ("template",)),
    ("files of 1971", _touched(1971), READ, ("check",)),
    ("files of 2150", _touched(2150), READ, ("check",)),
    ("Turkish", _language("tr_TR"), READ, ("check",)),
    ("German", _language("de_DE"), READ, ("check",)),
    ("SIGTERM after 0.4 CPU s", _signalled(signal.SIGTERM, 0.4), EITHER, _ALL),
    ("SIGINT after 0.4 CPU s", _signalled(signal.SIGINT, 0.4), EITHER, _ALL),
)


def _elsewhere(words: tuple[str, ...]) -> Callable[[Path], list[str]]:
    """The output in memory, a folder of its own there linked from where the others write."""

    def make(folder: Path) -> list[str]:
        there = tempfile.TemporaryDirectory(prefix="xlclv-case-", dir=_ELSEWHERE)
        _OPEN.append(there)  # goes when the run of all cases ends
        (folder / "elsewhere").symlink_to(there.name)
        given = made(tuple(word.replace("FOLDER/out.", "FOLDER/elsewhere/out.") for word in words))
        return given(folder)

    return make


CASES = [
    *(
        Case(PATH, f"{command}: {name}", made(COMMANDS[command]), may, before=before)
        for name, before, may, commands in _WORLDS
        for command in commands
    ),
    *(
        Case(PATH, f"{command}: output in another file system", _elsewhere(COMMANDS[command]), READ)
        for command in ("template",)
    ),
]
