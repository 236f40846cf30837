"""Everything xlclv refuses to do, and the exit code a command line gives for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # NumPy takes a tenth of a second, and the command line needs these names before it needs arrays
    import numpy as np
    from numpy.typing import NDArray

# Excel's error values, in the order in which one wins over another on the same cell.
VALUE, NUM, DIV0, NA = "#VALUE!", "#NUM!", "#DIV/0!", "#N/A"
SEVERITY = (VALUE, NUM, DIV0, NA)

_WIDEST = 60  # characters of a value in a message
_SHARE = re.compile(r"type [0-9.]+% or [0-9.]+")  # a fix that shows how to type a share, by an example
_LEAST_PERCENT, _MOST_PERCENT = 2, 100  # what was typed as a number of percent; 1.2 is more likely a wrong share
_SHOWN = 5  # rows named in one message; the rest are counted


def printable(text: str, lines: bool = False, sign: str | Callable[[str], str] = " ") -> str:
    r"""The text as it may be shown, whoever wrote it: a sign for what moves a cursor, turns letters or is not seen.

    The one rule of terminal, page and JSON.

    >>> printable("a\x1b[31mb\u202ec"), printable("a\nb", lines=True), printable("a\u200eb\ufeffc\u061c", sign="?")
    ('a [31mb c', 'a\nb', 'a?b?c?')
    """
    if text.isprintable():
        return text
    put = sign if callable(sign) else lambda _: sign
    return "".join(c if c.isprintable() or (lines and c in "\n\t") else put(c) for c in text)


class XlclvError(Exception):
    """The base of all errors a user of xlclv can cause; its text is one line that can be shown."""

    exit_code = 1


class UsageError(XlclvError):
    """The command itself was wrong: an unknown option, a value that does not read."""

    exit_code = 2


class NotIdentifiedError(XlclvError):
    """The data cannot tell the model's parameters apart, so no estimate would mean anything."""

    exit_code = 4


class OutputError(XlclvError):
    """A file could not be written; what stood there before is untouched."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: the argument, the rule in words, the fix, and where it is broken.

    `where` is a boolean array over the broadcast rows, or True when the whole call is meant.
    """

    argument: str
    rule: str
    code: str
    where: NDArray[np.bool_] | bool = True
    value: Any = None
    fix: str = ""

    def tail(self, value: Any = None) -> str:
        """The fix as the end of a sentence; where it says how to type a share, with the number that was typed.

        >>> Fault("retention", "must be between 0 and 1", NUM, fix="type 80% or 0.8").tail(65)
        '; type 65% or 0.65'
        """
        if not self.fix:
            return ""
        number: Any = value.item() if getattr(value, "ndim", None) == 0 else value
        plain = isinstance(number, int | float) and not isinstance(number, bool)
        if plain and _SHARE.fullmatch(self.fix) and _LEAST_PERCENT <= abs(number) <= _MOST_PERCENT:
            return f"; type {number:.15g}% or {number / 100:.12g}"
        return f"; {self.fix}"

    def sentences(self, first: int = 0) -> Iterator[str]:
        """One sentence a row, at most five; rows are counted from `first`."""
        import numpy as np

        if isinstance(self.where, bool) or self.where.ndim == 0:
            what = "" if self.value is None else f" is {shown(self.value)};"
            yield f"{self.argument}{what} {self.rule}{self.tail(self.value)}"
            return
        rows = np.flatnonzero(self.where)
        values = None if self.value is None else np.broadcast_to(self.value, self.where.shape)
        for i in rows[:_SHOWN]:
            value = None if values is None else values.ravel()[i]
            what = "" if value is None else f" is {shown(value)};"
            yield f"{self.argument}[{i + first}]{what} {self.rule}{self.tail(value)}"
        if len(rows) > _SHOWN:
            yield f"and {len(rows) - _SHOWN:,} more rows of {self.argument}"


class InputError(XlclvError):
    """Input that breaks a rule. `faults` lists every rule broken and the rows that break it.

    A fault that is not about an argument (a file, a row of a file) comes as `text` alone.
    """

    exit_code = 3

    def __init__(self, faults: tuple[Fault, ...] = (), text: str = "") -> None:
        self.faults = faults
        self.text = text
        super().__init__(faults, text)  # both in args, so that it survives a process boundary

    def __str__(self) -> str:
        return self.text or ". ".join(s for fault in self.faults for s in fault.sentences())

    @property
    def code(self) -> str:
        """The error value that wins when the whole call shows one cell."""
        return min((f.code for f in self.faults), key=SEVERITY.index, default=VALUE)


class MissingError(InputError):
    """A package that is not installed, or not in the version that is needed; the text says what brings it."""


def counted(n: int, what: str) -> str:
    """A number of things in words.

    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def listed(names: Sequence[str], most: int = 5) -> str:
    """The first names, and how many more there are.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d"], 2)
    ('a, b', 'a, b and 2 more')
    """
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")


def pip_extra(name: str) -> str:
    """What brings the packages of an extra; no index carries xlclv, so its name alone would bring somebody else's.

    >>> pip_extra("page")
    'pip install ".[page]" in the folder of xlclv'
    """
    return f'pip install ".[{name}]" in the folder of xlclv'


def shown(value: Any) -> str:
    """A value as the person who typed it would recognise it."""
    if getattr(value, "ndim", None) == 0:  # a NumPy scalar
        value = value.item()
    if isinstance(value, float):
        return f"{value:.15g}"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}..."
