"""What a run may not write over: anything it reads, whatever it is called there, and another output of its own."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from xlclv.atomic import Replacement
from xlclv.cli.inputs import STANDARD, tables
from xlclv.cli.ours import ours
from xlclv.errors import UsageError
from xlclv.orders.tables.connecting import FILES

OF_OPTIONS = "--options-file"
_CALLED = {"-o": "the workbook", "--to": "the scores", "--html": "the page", "--pdf": "the page", OF_OPTIONS: "it"}
# Files beside the orders; what is no file there, such as a day, is none on the disk either.
_BESIDE = {
    "customers_file": "--customers", "contacts_file": "--contacts", "acquisition_file": "--acquisition",
    "openings": "--opening", "scenarios": "--scenario", "new_customers": "--new-customers",
}  # fmt: skip


def refused(
    inputs: Sequence[Path], outputs: Mapping[str, Path | None], options: Mapping[str, Any],
    own: Iterable[Path] = (), orders: str = "orders",
) -> tuple[Path, ...]:  # fmt: skip
    """The outputs that were asked for, by the options that name them; UsageError or OutputError before the work where
    one must not or cannot be written. `own` are the files of options.
    """
    there = {option: path for option, path in outputs.items() if path is not None}
    for option, path in there.items():
        if what := _read_too(path, inputs, options, () if option == OF_OPTIONS else own, orders):
            raise UsageError(f"{option} {path} is {what}; give {_CALLED[option]} another name")
    seen: dict[str, Path] = {}
    for path in there.values():
        if (other := seen.setdefault(_key(path), path)) is not path:
            raise UsageError(f"{other} and {path} would be one file; give one of them another name")
        Replacement(path)  # what could not be written in the end is said before the work
    return tuple(there.values())


def _read_too(
    path: Path, inputs: Sequence[Path], options: Mapping[str, Any], own: Iterable[Path], orders: str
) -> str:  # fmt: skip
    """What an output is to this run already, in words; "" where it is nothing."""
    for given in inputs:
        if _among_standard(path) if given == Path(STANDARD) else same(given, path):
            return f"the file of {orders} itself"
        if not ours(path) and any(same(each, path) for each in _within(given)):
            return f"one of the files of {orders}"
    for option, file in _beside(options):
        if same(file, path):
            return f"the file of {option}"
    key = options.get("pseudonym_key")
    if key is not None and same(Path(key), path):
        return "the key itself"
    return "the file of options" if any(_key(each) == _key(path) or same(each, path) for each in own) else ""


def _within(given: Path) -> Iterator[Path]:
    """What a folder or a pattern gives to read, outputs of ours among it."""
    if given.is_dir():
        yield from tables(given)
    elif not given.exists():
        yield from (Path(name) for name in glob.iglob(str(given), recursive=True))  # noqa: PTH207  # in any folder


def _beside(options: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    for name, option in _BESIDE.items():
        value = options.get(name)
        several = value if isinstance(value, tuple | list) else [value]
        yield from ((option, Path(str(one))) for one in several if one is not None)
    kind, _, rest = str(options.get("source") or "").partition("://")
    if kind.lower() in FILES:
        yield "--source", Path(unquote(rest.partition("?")[0]))


def _among_standard(path: Path) -> bool:
    """Whether the shell has piped in that very file."""
    try:
        return os.path.samestat(os.fstat(sys.stdin.fileno()), path.stat())
    except (OSError, ValueError, AttributeError):
        return False


def same(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, by whatever link; a name of none is no file's."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _key(path: Path) -> str:
    """One for all names of a file that need not be there yet."""
    try:
        found = path.stat()
        return f"{found.st_dev} {found.st_ino}"
    except (OSError, ValueError):
        name = os.path.normcase(os.path.realpath(path))
        return name.casefold() if sys.platform == "darwin" else name
