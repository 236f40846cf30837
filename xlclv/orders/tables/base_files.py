"""The files that hold a database file's rows: the file itself, and what was written beside it and not yet into it."""

from __future__ import annotations

import hashlib
from pathlib import Path

SQLITE = b"SQLite format 3"
CALLED = {"sqlite": "SQLite", "duckdb": "DuckDB"}
_BESIDE = {"sqlite": "-wal", "duckdb": ".wal"}  # where each notes what it has written and will move into the file
_WAL_MODE = b"\x02\x02"  # of a file of SQLite, at bytes 18 and 19

Stamp = tuple[tuple[str, int, int], ...]


def kind(head: bytes) -> str:
    """Whose file begins so.

    >>> kind(b"SQLite format 3\\0..."), kind(b"12345678DUCK..."), kind(b"customer,date")
    ('sqlite', 'duckdb', '')
    """
    return "sqlite" if head.startswith(SQLITE) else "duckdb" if head[8:12] == b"DUCK" else ""


def kind_of(path: Path) -> str:
    """Whose database a file is; "" of others, and of what cannot be opened, which the database tells."""
    return kind(_head(path))


def files(path: Path) -> list[Path]:
    """The file, and behind it the one beside it whose rows are read too."""
    end = _BESIDE.get(kind_of(path))
    return [path, beside] if end and _size(beside := _beside(path, end)) else [path]


def size(path: Path) -> int:
    """The bytes of all of them."""
    return sum(map(_size, files(path)))


def fingerprint(path: Path) -> str:
    """The SHA-256 of the files one behind the other, as `cat shop.db shop.db-wal | sha256sum` gives it."""
    digest = hashlib.sha256()
    for each in files(path):
        with each.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()


def stamp(path: Path) -> Stamp:
    """By what a later look can tell whether any of them was written meanwhile."""
    states = ((each, each.stat()) for each in files(path))
    return tuple((each.name, found.st_size, found.st_mtime_ns) for each, found in states)


def settled(path: Path) -> bool:
    """Whether a file of SQLite that notes writes beside it has none there and nobody at work.

    To read such a file as any other, SQLite makes two files beside it, and leaves them.
    """
    noted = kind_of(path) == "sqlite" and _head(path)[18:20] == _WAL_MODE
    beside = (_beside(path, end) for end in ("-wal", "-shm", "-journal"))
    return noted and not any(each.exists() and (each.name.endswith("-shm") or _size(each)) for each in beside)


def _beside(path: Path, end: str) -> Path:
    """What stands beside a file under its name and an ending; of SQLite's beside the file that a link leads to."""
    return Path(f"{path.resolve() if end.startswith('-') else path}{end}")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(20)
    except OSError:
        return b""


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
