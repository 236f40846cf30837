"""Why a process that Excel started has ended: a file with one line, because nobody sees what such a process prints."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

FILE = "xlclv-start.txt"


def path() -> Path:
    """In the user's folder for temporary files, where the bridge and the doctor look."""
    return Path(os.environ.get("TEMP") or tempfile.gettempdir()) / FILE


def forget() -> None:
    """Begin without an older reason."""
    with suppress(OSError):  # should it stay, this start leaves its own if it has to
        path().unlink(missing_ok=True)


def leave(error: BaseException | str) -> None:
    """Say why: the Python, and what is wrong with it."""
    said = error if isinstance(error, str) else f"{type(error).__name__}: {' '.join(str(error).split())}"
    encoding = "mbcs" if sys.platform == "win32" else "utf-8"  # VBA reads the letters of Windows' own code page
    path().write_text(f"{sys.executable} cannot serve Excel ({said})", encoding=encoding, errors="replace")
