"""Everything xlclv refuses to do, and the exit code a command line gives for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # NumPy takes a tenth of a second, and the command line needs these names before it needs arrays
    import numpy as np
    from numpy.typing import NDArray

# Excel's error values, in the order in which one wins over another on the same cell.
VALUE, NUM, DIV0, NA = "#VALUE!", "#NUM!", "#DIV/0!", "#N/A"
SEVERITY = (VALUE, NUM, DIV0, NA)

_WIDEST = 60  # characters of a value in a message
_SHOWN = 5  # rows named in one message; the rest are counted


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
    """One broken rule: the argument, the rule in words, the mend, and where it is broken.

    `where` is a boolean array over the broadcast rows, or True when the whole call is meant.
    """

    argument: str
    rule: str
    code: str
    where: NDArray[np.bool_] | bool = True
    value: Any = None
    mend: str = ""

    def sentences(self, first: int = 0) -> Iterator[str]:
        """One sentence a row, at most five; rows are counted from `first`."""
        import numpy as np

        tail = f"; {self.mend}" if self.mend else ""
        if isinstance(self.where, bool) or self.where.ndim == 0:
            what = "" if self.value is None else f" is {shown(self.value)};"
            yield f"{self.argument}{what} {self.rule}{tail}"
            return
        rows = np.flatnonzero(self.where)
        values = None if self.value is None else np.broadcast_to(self.value, self.where.shape)
        for i in rows[:_SHOWN]:
            what = "" if values is None else f" is {shown(values.ravel()[i])};"
            yield f"{self.argument}[{i + first}]{what} {self.rule}{tail}"
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


def counted(n: int, what: str) -> str:
    """A number of things in words.

    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def shown(value: Any) -> str:
    """A value as the person who typed it would recognise it."""
    if getattr(value, "ndim", None) == 0:  # a NumPy scalar
        value = value.item()
    if isinstance(value, float):
        return f"{value:.15g}"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}..."
