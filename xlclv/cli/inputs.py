"""What people name as input, as files that can be read: standard input, pipes, folders, patterns, .zip archives."""

from __future__ import annotations

import glob
import os
import re
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from xlclv.errors import InputError, UsageError
from xlclv.orders.files.package import entire
from xlclv.orders.files.textstream import HARMLESS, RATIO
from xlclv.orders.source import FORMATS
from xlclv.orders.tables.connecting import in_words, is_address
from xlclv.scratch import Folder, fit

# The same for people, in help and messages.
NAMED = f"{', '.join('.csv.gz' if ending == '.gz' else ending for ending in FORMATS)}, a folder or .zip of them"
STANDARD = "-"
_UNSEEN = (".", "~$")  # how names begin of what systems and open programs keep for themselves
_ASIDE = ("._", "~$")  # and of what they keep beside a table, under its ending
_LARGEST = 4 << 30  # bytes unpacked: what the reader of workbooks allows too
_MOST = 10_000  # files of one archive
_LONGEST = 200  # bytes of a name: file systems take 255
_PART = 120  # bytes of it that the path within an archive may take
_SPARE = 256 << 20  # bytes of the disk that a pipe without end leaves free
_WORKBOOK = ("[content_types].xml", "mimetype")  # a part that every .xlsx, .xlsb and .ods has


class Found(NamedTuple):
    """The files to read, in order, and what was passed over on the way to them."""

    paths: list[Path]
    notes: tuple[str, ...]


def files(inputs: Sequence[Path], targets: Sequence[Path] = ()) -> Found:
    """The files behind what was named; `targets` are about to be written, so a folder that has one does not give it.

    Raises InputError for what is not there, UsageError where nothing is piped in.
    """
    if inputs.count(Path(STANDARD)) > 1:
        raise UsageError("- is standard input, which can be read once; name it once")
    absent = [str(path) for path in inputs if path != Path(STANDARD) and not path.exists() and not _pattern(path)]
    if missing := [in_words(name) for name in absent]:
        if (address := next(filter(is_address, absent), None)) is not None:
            told = in_words(re.sub(":/+", "://", address, count=1))  # of which a path keeps one stroke
            fix = "a database is given with --source URL --table NAME, and a file of the web is downloaded first"
            raise InputError(text=f"{told}: this is an address, not a file; {fix}")
        raise InputError(text=f"{', '.join(missing)}: no such file; check the name and the folder")
    notes: list[str] = []
    found = [file for path in inputs for file in _behind(path, targets, notes)]
    return Found([file for path in found for file in _unpacked(path, notes)], tuple(notes))


def alone(path: Path) -> Path:
    """The one file behind a name that stands for one: a pipe is read into a file of ours."""
    return path if path.is_file() or path.is_dir() or not path.exists() else _copied(path)


def _pattern(path: Path) -> bool:
    return glob.has_magic(str(path))


def _behind(path: Path, targets: Sequence[Path], notes: list[str]) -> Iterator[Path]:
    if path == Path(STANDARD):
        yield _piped()
    elif path.is_dir():
        yield from _of_folder(path, targets, notes)
    elif path.is_file():
        yield path
    elif path.exists():
        yield _copied(path)
    else:
        matching = [Path(name) for name in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207  # any folder
        kept = [file for file in matching if file.is_file() and not _same(file, targets)]
        if not kept:
            raise InputError(text=f"{path}: no file matches; check the pattern and the folder")
        yield from kept


def _of_folder(folder: Path, targets: Sequence[Path], notes: list[str]) -> Iterator[Path]:
    """The files in a folder that are tables by their names; the others are named, not passed over in silence."""
    inside = sorted(path for path in folder.iterdir() if not _unseen(path.name))
    kept = [path for path in tables(folder) if not _same(path, targets)]
    if not kept:
        raise InputError(text=f"{folder}: no file in this folder is a table; it can be {', '.join(FORMATS)} or .zip")
    taken = set(kept)
    _say_left(notes, str(folder), [path.name for path in inside if path not in taken])
    yield from kept


def tables(folder: Path) -> list[Path]:
    """The files in a folder that are tables by their names, in order."""
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith(_UNSEEN))
    return [path for path in inside if path.is_file() and path.suffix.lower() in (*FORMATS, ".zip")]


def _same(path: Path, targets: Sequence[Path]) -> bool:
    return any(target.exists() and path.samefile(target) for target in targets)


def _say_left(notes: list[str], where: str, names: Sequence[str]) -> None:
    if names:
        rest = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
        notes.append(f"{where}: not read: {', '.join(names[:5])}{rest}")


def _piped() -> Path:
    """Standard input as a file of ours."""
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("- reads what is piped in, and nothing is: type it as in 'cat orders.csv | xlclv check -'")
    return _kept(sys.stdin.buffer, "standard input")


def _copied(path: Path) -> Path:
    if path.is_char_device() or path.is_block_device():
        raise InputError(text=f"{path}: this is a device, not a file; name the file of orders")
    with path.open("rb") as stream:
        return _kept(stream, f"pipe {path.name}")


def _kept(stream: IO[bytes], name: str, folder: Path | None = None) -> Path:
    """A stream in a private folder, which goes when the process ends: readers want to look at a file twice."""
    name = fit(name)
    path = (folder or Folder().path) / (
        name if len(os.fsencode(name)) <= _LONGEST else f"{name[:40]}{Path(name).suffix[:10]}"
    )
    free = shutil.disk_usage(path.parent).free
    with path.open("wb") as file:
        while piece := _read(stream, name, 1 << 20):
            if file.tell() + len(piece) > free - min(_SPARE, free >> 1):
                told = f"{name}: it does not end before the disk of {tempfile.gettempdir()} is full, which has"
                way = "name the file of orders, or set TMPDIR to a larger disk"
                raise InputError(text=f"{told} {free / 2**20:,.1f} MB free; {way}")
            file.write(piece)
    return path


def _read(stream: IO[bytes], name: str, size: int) -> bytes:
    """A piece of an input; InputError where the system cannot read it, which the system tells without its name."""
    try:
        return stream.read(size)
    except OSError as reason:
        told = f"{name}: cannot be read ({(reason.strerror or str(reason)).lower()})"
        raise InputError(text=f"{told}; see whether you may, and whether its disk is sound") from reason


def _unpacked(path: Path, notes: list[str]) -> Iterator[Path]:
    """The tables of a .zip; any other file as it is, workbooks among them, which are archives too."""
    with path.open("rb") as file:
        if _read(file, path.name, 4) != b"PK\x03\x04":
            yield path
            return
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename.replace("\\", "/").casefold() for info in archive.infolist()]
            if any(part in names for part in _WORKBOOK):
                yield path
                return
            yield from _extracted(path, archive, notes)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError) as reason:
        if path.suffix.lower() != ".zip":  # a damaged workbook: its own reader says what is wrong with it
            yield path
            return
        told = f"{path.name}: the archive is damaged or cut off ({reason}); get it again from where it comes"
        raise InputError(text=told) from None


def _extracted(path: Path, archive: zipfile.ZipFile, notes: list[str]) -> Iterator[Path]:
    inside = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
    seen = [info for info in inside if not any(step.startswith(_UNSEEN) for step in _steps(info.filename))]
    kept = [info for info in seen if Path(info.filename).suffix.lower() in FORMATS]
    if not kept:
        raise InputError(text=f"{path.name}: no file in this archive is a table; it can be {', '.join(FORMATS)}")
    _refuse_sizes(path, kept)
    taken = set(map(id, kept))
    _say_left(notes, path.name, [info.filename for info in inside if id(info) not in taken])
    private = Folder().path  # one for all: each is held open and looked for by the next
    for number, (info, name) in enumerate(
        zip(kept, _told_apart([fit("/".join(_steps(info.filename))) for info in kept]), strict=True)
    ):
        folder = private / str(number)  # as two long names may be cut to one
        folder.mkdir()
        try:
            with archive.open(entire(info)) as stream:
                yield _kept(stream, f"{path.name} - {name}", folder)
        except RuntimeError:  # what zipfile raises where a password is wanted
            told = f"{path.name}: it is locked by a password; unpack it, and name the files in it"
            raise InputError(text=told) from None


def _told_apart(members: Sequence[str]) -> list[str]:
    """What messages call the files of an archive: by their names, or with their folders where two have one name.

    >>> _told_apart(["2023/orders.csv", "2024/orders.csv", "more/returns.csv"])
    ['2023 - orders.csv', '2024 - orders.csv', 'returns.csv']
    """
    names = [Path(member).name for member in members]
    alike = Counter(name.casefold() for name in names)
    paths = [" - ".join(filter(None, member.split("/"))) for member in members]
    same = Counter(path.casefold() for path in paths)
    told = []
    for number, (name, path) in enumerate(zip(names, paths, strict=True), start=1):
        alone = same[path.casefold()] == 1 and len(os.fsencode(path)) <= _PART
        told.append(name if alike[name.casefold()] == 1 else path if alone else f"{number} - {name}")
    return told


def _steps(name: str) -> list[str]:
    """The folders and the name of a file of an archive, without steps that lead nowhere: we make the folder it goes to.

    >>> _steps("./2024/orders.csv"), _steps("..\\\\orders.csv")
    (['2024', 'orders.csv'], ['orders.csv'])
    """
    return [step for step in re.split(r"[/\\]", name) if step not in ("", ".", "..")]


def _hidden(name: str) -> bool:
    """Whether nobody asks what becomes of a file in an archive."""
    steps = _steps(name)
    return "__MACOSX" in steps or not steps or _unseen(steps[-1])


def _unseen(name: str) -> bool:
    """Whether a file is kept by a system or an open program for itself, and is no table that someone has hidden."""
    hidden = name.startswith(_UNSEEN) and Path(name).suffix.lower() not in (*FORMATS, ".zip")
    return hidden or name.startswith(_ASIDE)


def _refuse_sizes(path: Path, kept: Sequence[zipfile.ZipInfo]) -> None:
    total = sum(info.file_size for info in kept)
    for info in kept:
        if info.file_size > HARMLESS and info.file_size > RATIO * info.compress_size:
            rule = f"{info.filename} unpacks to more than {RATIO} times its size, which no order table does"
            raise InputError(text=f"{path.name}: {rule}; it was not opened; if it is one, unpack it and name the file")
    if total > _LARGEST or len(kept) > _MOST:
        told = f"{path.name}: {len(kept):,} files of {total >> 20:,} MB unpacked, beyond what is opened from an archive"
        raise InputError(text=f"{told}; unpack it, and name the files in it")


def noted(orders: Any, notes: Iterable[str]) -> Any:
    """The orders or contracts, whose ledger says too what was passed over on the way to them."""
    from dataclasses import replace

    said = tuple(notes)
    if not said:
        return orders
    return replace(orders, ledger=replace(orders.ledger, warnings=(*orders.ledger.warnings, *said)))
