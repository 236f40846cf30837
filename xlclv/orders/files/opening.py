"""Which reader a file needs: by what the file is, whatever its name ends with."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from xlclv.errors import InputError
from xlclv.orders.files.delimited import open_delimited
from xlclv.orders.files.no_table import blank
from xlclv.orders.files.parquet import open_parquet
from xlclv.orders.files.told import told_apart
from xlclv.orders.files.workbooks import open_workbook
from xlclv.orders.roles import Columns
from xlclv.orders.source import Options, Source, refusal
from xlclv.orders.tables.base_files import CALLED, kind
from xlclv.terms.options import bare_options, option_name

Opener = Callable[[Path, Options], tuple[Source, Columns]]

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xlsx, .xlsb, .ods; .xls and locked workbooks
OPENERS: tuple[tuple[bytes, Opener], ...] = ((ZIP, open_workbook), (COMPOUND, open_workbook), (b"PAR1", open_parquet))
PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"%pdf")
NOT_TEXT = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".pdf", ".zip")
_HEADER = 4096  # bytes: a header has no more


def open_all(paths: Iterable[Path], options: Options) -> Iterator[tuple[Source, Columns]]:
    """The tables of all files; of a workbook those of every sheet named."""
    for path in told_apart(list(paths)):
        for sheet in options.sheet or (None,):
            first = open_source(path, options if sheet is None else replace(options, sheet=(sheet,)))
            yield first
            for other in first[0].alike:
                yield open_source(path, replace(options, sheet=(other,)))


def open_source(path: Path, options: Options) -> tuple[Source, Columns]:
    """The table of a file, and its columns."""
    if path.is_dir():
        raise refusal(str(path), "this is a folder", "name the files in it, one after the other")
    try:
        with path.open("rb") as file:
            magic = file.read(1024)
    except OSError as reason:
        fix = "close it where it is open, and see whether you may read it"
        raise refusal(str(path), f"cannot be opened ({reason.strerror})", fix) from None
    if not magic.strip():
        raise blank(path)
    if options.sheet and not magic.startswith((ZIP, COMPOUND)):
        raise refusal(
            path.name,
            f'it has no sheets, so there is no sheet "{options.sheet[0]}"',
            f"leave out {option_name('sheet')}",
        )
    if base := kind(magic):
        rule = f"this is a database of {CALLED[base]}, in which the rows are those of a table"
        fix = bare_options(("source", f"{base}://FILE"), ("table", "NAME"))
        raise refusal(path.name, rule, f"name both: {fix}" if options.told is None else "write the table as .csv")
    for mark, opener in OPENERS:
        if magic.startswith(mark):
            return opener(path, options)
    if magic.lstrip(b"\xef\xbb\xbf \r\n\t")[:20].lower().startswith(PAGES):
        raise refusal(path.name, "this is a web page or document, not a table", "save it again as .xlsx or .csv")
    if path.suffix.lower() in NOT_TEXT:
        rule = f"the name ends in {path.suffix} but the file is something else"
        raise refusal(path.name, rule, "if it is text, call it .csv; else save it again where it comes from")
    return open_delimited(path, options)


def refuse_copies(paths: Sequence[Path]) -> None:
    """Refuse a file given twice, under whatever name, before any is read: of thousands, to read them takes minutes.

    Files of a size of their own need not be looked into.
    """
    states = [(path, _state(path)) for path in told_apart(paths) if path.is_file()]
    sizes = Counter(state[0] for _, state in states if state)
    seen: dict[bytes, str] = {}
    for path, state in states:
        if state and state[0] and sizes[state[0]] > 1:
            with contextlib.suppress(OSError), path.open("rb") as file:  # which its reader says in words of its own
                if state[0] < _HEADER and not file.read().strip().count(b"\n"):
                    continue  # a header alone, as of a day without orders: no order counts twice
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").digest()
                if seen.setdefault(digest, path.name) != path.name:
                    raise twice(seen[digest], path.name)


def twice(first: str, second: str) -> InputError:
    """The refusal of a file whose bytes another has, or of a sheet asked for twice."""
    rule = "the same file, byte for byte: every order would count twice"
    return refusal(f"{first} and {second}", rule, "give it once")


@contextlib.contextmanager
def unchanged(paths: Sequence[Path]) -> Iterator[None]:
    """Refuse files that somebody writes while they are read: of half a file no number would say that it is half."""
    paths = told_apart(paths)
    before = [_state(path) for path in paths]
    yield
    for path, state in zip(paths, before, strict=True):
        if _state(path) != state:
            raise refusal(path.name, "it changed while it was read", "wait until it is written, and try again")


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
