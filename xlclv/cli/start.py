"""The run of a command from its first moment to its exit code, whatever happens on the way."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import warnings
from typing import TYPE_CHECKING

from xlclv.children import ENCODING
from xlclv.cli.stopping import Stop
from xlclv.scratch import tidy

if TYPE_CHECKING:
    from typing_extensions import Buffer


def run(stop: Stop) -> None:
    """Run the command that was typed; the process ends here."""
    # Our matrices are small, and with too little memory OpenBLAS waits for ever for its threads'.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What a command makes it mostly keeps until it ends: to look through all of it for rings again and again, as after
    # every 700 objects Python does, is a twentieth of its time.
    gc.set_threshold(20_000, 20, 20)
    _open_streams()
    _print_whole()
    _speak_aside()
    _speak_utf8()
    printed = sys.stdout
    if not os.environ.get("XLCLV_DEBUG"):  # numbers are checked where they are used; packages' asides help nobody here
        for kind in (RuntimeWarning, DeprecationWarning):
            warnings.simplefilter("ignore", kind)
    try:
        from xlclv.cli.program import xlclv

        code = xlclv.main(standalone_mode=False)
        sys.stdout.flush()
        stop.over()
    except BaseException as error:
        stop.over()
        if stop.code:
            code = stop.code
            print(f"xlclv: {stop.words(error)}", file=sys.stderr)
        else:  # click puts another stream in the place of one whose reader has gone, and ends with 1
            code = _failed(error if sys.stdout is printed else BrokenPipeError())
    tidy()
    sys.exit(code if isinstance(code, int) else 0)


class _Aside(io.FileIO):
    """Standard error: where nothing more can be written, on a full disk, what is said aside goes nowhere, as where the
    stream is closed. The exit code tells the same."""

    def write(self, said: Buffer, /) -> int:
        """Write it if it can be."""
        try:
            return super().write(said)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
                raise
            return memoryview(said).nbytes


def _open_streams() -> None:
    """Where a stream was closed, as some daemons do, nothing else may take its place: a file would get what is printed.

    What is printed then fails as on a full disk, and what is said aside goes nowhere.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding=ENCODING, closefd=False)  # noqa: SIM115  # as long as the process
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding=ENCODING, closefd=False)  # noqa: SIM115


def _print_whole() -> None:
    """Where Python was told to buffer nothing (PYTHONUNBUFFERED, as containers do), it drops without a word what a full
    disk or pipe does not take of a text. A buffer, emptied with every line, writes all of it or fails."""
    kept = sys.stdout
    if isinstance(kept, io.TextIOWrapper) and isinstance(kept.buffer, io.FileIO):
        buffer = io.BufferedWriter(io.FileIO(kept.fileno(), "w", closefd=False))
        sys.stdout = io.TextIOWrapper(buffer, encoding=kept.encoding, errors=kept.errors, line_buffering=True)


def _speak_aside() -> None:
    kept = sys.stderr
    if not isinstance(kept, io.TextIOWrapper) or os.name != "posix":  # Windows writes to its terminals otherwise
        return
    if isinstance(kept.buffer, io.BufferedWriter | io.FileIO):  # not someone's own
        buffer = io.BufferedWriter(_Aside(kept.fileno(), "w", closefd=False))
        sys.stderr = io.TextIOWrapper(buffer, encoding=kept.encoding, errors=kept.errors, line_buffering=True)


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 in any language of Windows; a letter that a terminal lacks is no crash."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):  # someone else's
            continue
        own = None if stream.isatty() or os.environ.get("PYTHONIOENCODING") else ENCODING
        stream.reconfigure(encoding=own, errors="backslashreplace")


def _failed(error: BaseException) -> int:
    try:
        from xlclv.cli.failing import failed
    except ModuleNotFoundError:  # an installation that is not whole: Python's own words name what is missing
        raise
    except (MemoryError, ImportError):  # so early, and so little memory, that not even this could be loaded
        stand = "; ".join(getattr(error, "__notes__", [])) or "nothing was written"
        print(f"xlclv: out of memory; {stand}; close other programs and try again", file=sys.stderr)
        return 6
    return failed(error)
