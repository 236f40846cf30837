"""Whether a name leads out of a folder: judged by its words, and those of links, before anything is looked up."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_SHARE = re.compile(r"[\\/]{2}")  # how Windows begins the names of other machines' folders, and of devices
_LONG = re.compile(r"\\\\\?\\(?=[A-Za-z]:)")  # what it puts before a drive where a link says a whole path
_LINKS = 40  # one after another, as many as Linux follows


class Home(NamedTuple):
    """A folder: as it is called, and what that name leads to."""

    called: Path
    real: Path

    @classmethod
    def of(cls, file: Path) -> Home:
        """The folder a file lies in."""
        called = Path(os.path.abspath(file.parent))  # noqa: PTH100  # by its words: a Path asks the disk
        return cls(called, called.resolve())

    def holds(self, name: str | Path) -> bool:
        """Whether a name leads to no place elsewhere. Words are judged before anything is looked up, links' too: where
        they name another machine, Windows would tell it who the user is by merely looking.
        """
        text = str(name)
        if _SHARE.match(text) and not _SHARE.match(str(self.called)):
            return False
        path = self.called / text
        try:
            return self._said(path, _LINKS) and path.resolve().is_relative_to(self.real)
        except (OSError, ValueError, RuntimeError):  # NUL, links in a circle, too long: no file is behind it
            return True

    def _said(self, path: Path, links: int) -> bool:
        """Whether a path lies in the folder by its words, and so does what each link on it says."""
        path = Path(os.path.normpath(path))
        home = next((each for each in self if path.is_relative_to(each)), None)
        if home is None:
            return False
        parts = path.relative_to(home).parts
        for at in range(len(parts)):
            step = home.joinpath(*parts[: at + 1])
            try:
                leads = _LONG.sub("", os.readlink(step))  # noqa: PTH115  # a junction of Windows too
            except OSError:  # no link, or nothing
                continue
            return links > 0 and self._said(step.parent.joinpath(leads, *parts[at + 1 :]), links - 1)
        return True

    def holds_all(self, name: str) -> bool:
        """The same of the name, of what lies in it as in a folder, and of what matches it as a pattern."""
        return self.holds(name) and all(map(self.holds, self._behind(name)))

    def _behind(self, name: str) -> Iterator[str | Path]:
        parts, path = Path(name).parts, self.called / name
        try:
            if path.is_dir():
                yield from path.iterdir()
            for end in range(1, len(parts) + 1):  # folders first: none is looked into before it was judged
                if glob.has_magic(each := str(Path(*parts[:end]))):
                    yield from glob.iglob(each, root_dir=self.called, recursive=True)  # noqa: PTH207  # in any folder
        except (OSError, ValueError):  # no name of a file; the reader says so
            return
