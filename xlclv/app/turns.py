"""Whose turn it is: what the page says where several tabs ask of it, and one's files or work are not another's."""

from __future__ import annotations

from pathlib import Path

_NAMED = 3  # names written out; of more, their count
FILES = "your files were not taken"
SAMPLE = "the sample was not taken"
CHOICES = "what you chose was not taken"
LIST = "the list of every customer was not begun"


def named(files: dict[str, list[Path]]) -> str:
    """The files by name, in the order of their kinds.

    >>> named({"orders": [Path("a.csv"), Path("b.csv")], "customers": [Path("c.csv")]})
    'a.csv, b.csv, c.csv'
    >>> named({"orders": [Path(f"{at}.csv") for at in range(5)]})
    '0.csv, 1.csv, 2.csv and 2 more'
    """
    names = [path.name for of in files.values() for path in of]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def busy(names: str, left: str) -> str:
    """What is asked while other work goes on, and so is left undone."""
    return f"Work on {names} is going on, so {left}. Wait until it has ended, or stop it, and then try again."


def replaced(names: str) -> str:
    """A form or a tab of files that others have replaced."""
    return (
        f"Nothing was begun: the files that you saw here were replaced since, in this tab or another, by {names}. "
        "To go on with yours, drop them again; that ends what is here."
    )


def another(names: str) -> str:
    """Cancel, pressed for work that had ended when other work began."""
    return f"Nothing was stopped: the work you saw had ended, and other work, on {names}, has begun since."


def gone(names: str) -> str:
    """A file or a list of a report that is here no more."""
    return (
        "That report is no longer here: other files or other assumptions came since, in this tab or another. "
        f"The page is now about {names}."
    )
