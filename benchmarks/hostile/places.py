"""What is no file, or changes while it is read: devices, pipes, links, folders, names."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import EITHER, ORDERS, READ, REFUSED, Case


def _path(name: str) -> Callable[[Path], list[str]]:
    return lambda _: ["check", name]


def _named(name: str, content: str = ORDERS) -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        (folder / name).write_text(content, encoding="utf-8")
        return ["check", str(folder / name)]

    return make


def _unreadable_name(folder: Path) -> list[str]:
    path = os.fsencode(folder) + b"/\xff\xfe.csv"
    with open(path, "wb") as file:  # noqa: PTH123  # a name in bytes
        file.write(ORDERS.encode())
    return ["check", os.fsdecode(path)]


def _loop(folder: Path) -> list[str]:
    (folder / "a.csv").symlink_to(folder / "b.csv")
    (folder / "b.csv").symlink_to(folder / "a.csv")
    return ["check", str(folder / "a.csv")]


def _dangling(folder: Path) -> list[str]:
    (folder / "a.csv").symlink_to(folder / "gone.csv")
    return ["check", str(folder / "a.csv")]


def _folder(folder: Path) -> list[str]:
    (folder / "deep").mkdir()
    return ["check", str(folder / "deep")]


def _own_folder(folder: Path) -> list[str]:
    """A folder with a link to itself and to a device beside a file of orders."""
    (folder / "in").mkdir()
    (folder / "in" / "a.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "in" / "self").symlink_to(folder / "in")
    (folder / "in" / "zero.csv").symlink_to("/dev/zero")
    return ["check", str(folder / "in")]


def _pipe(folder: Path) -> list[str]:
    os.mkfifo(folder / "a.csv")
    threading.Thread(target=lambda: (folder / "a.csv").write_text(ORDERS, encoding="utf-8"), daemon=True).start()
    return ["check", str(folder / "a.csv")]


def _shrinking(folder: Path) -> list[str]:
    """A file that is cut to nothing again and again while it is read."""
    path = folder / "a.csv"
    rows = ORDERS + "".join(f"C{at},2024-03-01,5\n" for at in range(200_000))
    path.write_text(rows, encoding="utf-8")

    def cut() -> None:
        with contextlib.suppress(OSError):  # when the case is over, its folder goes
            for _ in range(200):
                time.sleep(0.01)
                os.truncate(path, 1 << 20)

    threading.Thread(target=cut, daemon=True).start()
    return ["check", str(path)]


def _growing(folder: Path) -> list[str]:
    path = folder / "a.csv"
    path.write_text(ORDERS, encoding="utf-8")

    def grow() -> None:
        with contextlib.suppress(OSError):
            for at in range(200):
                time.sleep(0.01)
                with path.open("r+", encoding="utf-8") as file:
                    file.seek(0, os.SEEK_END)
                    file.write(f"C{at},2024-03-01,5\n")

    threading.Thread(target=grow, daemon=True).start()
    return ["check", str(path)]


def _options(text: str) -> Callable[[Path], list[str]]:
    """A file of saved options in the folder of the run."""

    def make(folder: Path) -> list[str]:
        (folder / "a.csv").write_text(ORDERS, encoding="utf-8")
        (folder / "xlclv.toml").write_text(text, encoding="utf-8")
        return ["check", str(folder / "a.csv"), "--options-file", str(folder / "xlclv.toml")]

    return make


def _case(name: str, make: Callable[[Path], list[str]], may: str = EITHER, *, heavy: bool = False) -> Case:
    return Case("places and names", name, make, may, heavy)


def _toml(name: str, text: str, may: str = REFUSED) -> Case:
    return Case("saved options .toml", name, _options(text), may)


CASES = [
    _case("zeros without end", _path("/dev/zero"), REFUSED),
    _case("chance without end", _path("/dev/urandom"), REFUSED),
    _case("a device without a byte", _path("/dev/null"), REFUSED),
    _case("a terminal", _path("/dev/tty"), REFUSED),
    _case("a folder without a table", _folder, REFUSED),
    _case("a folder with a link to itself and to a device", _own_folder),
    _case("links in a circle", _loop, REFUSED),
    _case("a link to nothing", _dangling, REFUSED),
    _case("a pipe", _pipe, READ),
    _case("a file cut while it is read", _shrinking),
    _case("a file that grows while it is read", _growing),
    _case("a name of escape sequences", _named("\x1b[31ma\x07.csv"), READ),
    _case("a name with a line end", _named("a\nb.csv"), READ),
    _case("a name that is no text", _unreadable_name),
    _case("a name like an option", _named("--help.csv"), READ),
    _case("a name that is SQL", _named("a'; DROP TABLE raw; --.csv"), READ),
    _case("a name of 4,000 characters", _path("/tmp/" + "x" * 4000), REFUSED),
    _case("a name with NUL", _path("/tmp/a\0b"), REFUSED),
    _case("a pattern of stars", _path("/tmp/" + "*" * 200 + "x.none"), REFUSED),
    _toml("100,000 arrays in arrays", "[check]\ndate = " + "[" * 100_000),
    _toml("NUL", '[check]\ndate = "a\0b"'),
    _toml("not a table", "check = 5"),
    _toml("a number of 100,000 digits", "[check]\ndate = " + "9" * 100_000),
    _toml("an option that is none", '[check]\n"\\u001b[31mx" = 1'),
    _toml("a value of escape sequences", '[check]\ndate = "\\u001b[31mx"'),
]
