"""What a shell's script says in the environment at the Tab key, and the refusal of what no script says."""

from __future__ import annotations

from collections.abc import Mapping

from xlclv.errors import UsageError

VARIABLE = "_XLCLV_COMPLETE"  # as Click calls it for a program of our name
SHELLS = ("bash", "zsh", "fish", "powershell")


def refuse(said: Mapping[str, str]) -> None:
    """UsageError where a completion is asked for, and not as one of the shells' scripts does."""
    if not said.get(VARIABLE):
        return
    shell, _, wanted = said[VARIABLE].partition("_")
    if shell not in SHELLS or wanted not in ("complete", "source"):
        why = f"{VARIABLE} must be a shell ({', '.join(SHELLS)}) with _complete or _source"
    elif wanted == "complete" and "COMP_WORDS" not in said:
        why = "COMP_WORDS must hold what is typed"
    elif wanted == "complete" and not _told(shell, said.get("COMP_CWORD")):
        why = (
            "COMP_CWORD must be the word begun" if shell == "fish" else "COMP_CWORD must be the place of a word, from 0"
        )
    else:
        return
    raise UsageError(f"{why}; 'xlclv completion SHELL' prints the script that sets it, and without {VARIABLE} none is")


def _told(shell: str, word: str | None) -> bool:
    """Whether it is told which word is to be completed: fish says the word, the others its place."""
    return word is not None and (shell == "fish" or (word.isascii() and word.isdecimal() and len(word) < 10))
