"""What a failure looks like in the terminal: one line that says what to do, and an exit code of its own."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator

import click

from xlclv.cli.unsaid import one_line, unsaid
from xlclv.errors import InputError, MissingError, OutputError, XlclvError, pip_extra, printable
from xlclv.terms.options import COMMAND, asking, option_name

OUT_OF_MEMORY = 6
_INTERNAL_ERROR = 1
_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF)
_LITTLE = 1 << 20  # bytes of a disk that is full
# What the extra `orders` brings: without it, these are missing as soon as orders are read.
_OF_ORDERS = ("duckdb", "fastexcel", "ibis", "pandas", "pyarrow")
_NOTHING = "nothing was written"
# What the system says where no thread or process can be started, and of whatever else is busy too: it is the former
# where native code says so, or names nothing at all, and where these functions of Python's ask for a process.
_BUSY = re.compile(r"(^|(thread|fork|clone|_create)[^:]*:\s*)resource temporarily unavailable$")
_STARTING = ("_execute_child", "_posix_spawn", "_launch", "spawnv_passfds")
_UNSTARTED = "can't start new thread"
# How libraries and the system word it when a run gets no more of something: what is told then.
_SHORT = {
    (_UNSTARTED, "failed to launch worker thread"): (
        f"no more threads or processes could be started; {_NOTHING}; close other programs, or raise the limit "
        "on them (ulimit -u) or on memory"
    ),
    ("too many open files",): (
        f"too many files are open; {_NOTHING}; close other programs, or raise the limit (ulimit -n)"
    ),
    (
        "failed to map segment",
        "cannot allocate memory",
        "out of memory",
        "without exception set",
        "without setting an exception",  # what Python itself says where it had none left
    ): (f"out of memory; {_NOTHING}; close other programs, or give fewer orders"),
}
# How the database words it where the disk that it moves orders to, beyond the memory it has, has no room for them.
_FULL = ("max_temp_directory_size", "no space left on device")


def failed(error: BaseException) -> int:
    """Tell what went wrong; the exit code for it. XLCLV_DEBUG=1 shows faults of ours in full."""
    if isinstance(error, click.ClickException):
        if isinstance(error, click.BadParameter) and error.param is not None and asking() != COMMAND:
            error.param_hint = option_name(error.param.opts[0].lstrip("-"))  # the page's field
        said = io.StringIO()
        error.show(said)
        click.echo(printable(unsaid(said.getvalue()), lines=True), err=True, nl=False)
        return error.exit_code
    if isinstance(error, BrokenPipeError):  # the reader of our output went away (head, less): not ours to report
        _drop_output()
        return 0
    told, code = _words(error)
    if code == _INTERNAL_ERROR and (os.environ.get("XLCLV_DEBUG") or not isinstance(error, Exception)):
        raise error
    stand = "; ".join(getattr(error, "__notes__", ()))  # files written before
    if stand:
        told = told.replace(_NOTHING, stand) if _NOTHING in told else f"{told}; {stand}"
    click.echo(f"xlclv: {one_line(told)}", err=True)
    return code


def _words(error: BaseException) -> tuple[str, int]:
    for cause in _causes(error):
        if isinstance(cause, ModuleNotFoundError) and (cause.name or "").partition(".")[0] in _OF_ORDERS:
            told = f"reading orders needs {cause.name}, which is not installed: {pip_extra('orders')}"
            return told, MissingError.exit_code
    if isinstance(error, XlclvError):
        return str(error), error.exit_code
    if isinstance(error, ValueError) and "embedded null" in str(error):  # of every call that takes a file's name
        return "a name with a NUL character in it cannot be a file; check the name", InputError.exit_code
    for cause in _causes(error):
        if _full(cause):
            more = ", or give more memory (--memory-limit)"
            return _crowded("where orders are kept that memory has no room for", more)
        if told := _short(cause):
            return told, OUT_OF_MEMORY
    if any(isinstance(cause, OverflowError) and "timestamp" in str(cause) for cause in _causes(error)):
        told = "the clock of this machine is centuries ahead, beyond what can be computed with"
        return f"{told}; {_NOTHING}; set it right and try again", InputError.exit_code
    if isinstance(error, FileNotFoundError) and error.filename is None and not _somewhere():
        return f"the current folder is gone; {_NOTHING}; change to another one and try again", InputError.exit_code
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        if error.filename is not None:
            return f"{error.filename}: {reason}; fix that and try again", InputError.exit_code
        if error.errno in (errno.ENOSPC, errno.EDQUOT) and shutil.disk_usage(tempfile.gettempdir()).free < _LITTLE:
            return _crowded("where files are kept while they are read or made")
        if error.errno in _WRITING:
            _drop_output()
            way = "it is closed;" if error.errno == errno.EBADF else f"{reason}; free some space, or"
            told = f"the output could not be written: {way} send it elsewhere"
            return told, OutputError.exit_code
        if error.errno in (errno.EAGAIN, errno.EIO):
            _drop_output()
            return f"a file or stream could not be read or written: {reason}; try again", OutputError.exit_code
    return f"an internal error: {type(error).__name__}: {error}; XLCLV_DEBUG=1 shows where", _INTERNAL_ERROR


def _crowded(kept: str, also: str = "") -> tuple[str, int]:
    """What is told where the disk of temporary files is full."""
    told = f"the disk of {tempfile.gettempdir()} is full, {kept}; {_NOTHING}; free some space, set TMPDIR to a folder"
    return f"{told} on a larger disk{also}", OutputError.exit_code


def _somewhere() -> bool:
    """Whether the folder that this process stands in is still there."""
    try:
        os.getcwd()  # noqa: PTH109
    except FileNotFoundError:
        return False
    return True


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _full(error: BaseException) -> bool:
    """Whether the database had no room left for what it moves to disk; it says so of its memory as well."""
    return not isinstance(error, OSError) and any(words in str(error).lower() for words in _FULL)


def _short(error: BaseException) -> str:
    """What is told of an error that says that something the system hands out is short; "" of another."""
    said = "out of memory" if isinstance(error, MemoryError) else str(error).lower()
    if _not_started(error, said):
        said = _UNSTARTED
    return next((told for words, told in _SHORT.items() if any(word in said for word in words)), "")


def _not_started(error: BaseException, said: str) -> bool:
    """Whether something was busy or used up that would have been a thread or a process."""
    if not isinstance(error, OSError):
        return _BUSY.search(said) is not None
    frames = [frame.f_code.co_name for frame, _ in traceback.walk_tb(error.__traceback__)]
    return error.errno == errno.EAGAIN and bool(frames) and frames[-1] in _STARTING


def _drop_output() -> None:
    """Let nothing more be written where nothing can be, not even at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
