"""`xlclv page`: the report on a page in the browser, for people without a command line."""

from __future__ import annotations

import logging
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import click

from xlclv import children
from xlclv.atomic import write_bytes
from xlclv.cli import talk
from xlclv.cli.command import Command
from xlclv.cli.unsaid import one_line
from xlclv.errors import MissingError, OutputError, pip_extra


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port to use. Default: a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option("--shortcut", is_flag=True, help="Put a starter for a double-click on the desktop, and start nothing.")
@talk.talking
def page(port: int, no_browser: bool, shortcut: bool) -> None:
    """Open a page in the browser: drop files, look at the data check, set assumptions, take the report home.

    Only this machine can open it, with the address that is printed, once. All files are deleted when it is closed.
    """
    if shortcut:
        made = _starter(_desktop())
        talk.wrote(made, f"Wrote {made}: a double-click on it opens the page.")
        return
    try:
        from xlclv.app.server import serve
    except ModuleNotFoundError as missing:
        told = f"the page needs {missing.name}, which is not installed: {pip_extra('page')}"
        raise MissingError(text=told) from None

    def opened(address: str, door: Callable[[], Path]) -> None:
        click.echo(f"The page is at {address}")
        talk.say("The address is good once. Ctrl-C, or 'Close' on the page, ends it and deletes all files.", err=True)
        if not no_browser:
            import webbrowser

            webbrowser.open(door().as_uri())

    if not os.environ.get("XLCLV_DEBUG"):
        logging.getLogger().addHandler(_Lines(logging.ERROR))
    serve(opened, port)


class _Lines(logging.Handler):
    """What the server's libraries log, a line each and without passwords. What they only warn of, a request that is
    malformed, say, has its answer in the browser; whoever sent it has no say in this window.
    """

    def emit(self, record: logging.LogRecord) -> None:
        failed = record.exc_info[1] if record.exc_info else None
        words = record.getMessage() + (f" ({type(failed).__name__}: {failed})" if failed else "")
        click.echo(f"xlclv: {one_line(words)}; XLCLV_DEBUG=1 shows where", err=True)


def _desktop() -> Path:
    for folder in (Path(os.environ.get("ONEDRIVE", "")) / "Desktop", Path.home() / "Desktop", Path.home()):
        if folder.is_absolute() and folder.is_dir():
            return folder
    raise OutputError("there is no desktop to put a starter on; start 'xlclv page' in a terminal")


def _in_exec(word: str) -> str:
    """A word of a desktop entry's Exec: quoted as its shell reads it, then escaped as any value of the file.

    >>> print(_in_exec("/opt/a b/$c%d"))
    "/opt/a b/\\\\$c%%d"
    """
    quoted = re.sub(r'(["`$\\])', r"\\\1", word).replace("\\", "\\\\")
    return '"' + quoted.replace("%", "%%") + '"'


def _starter(folder: Path) -> Path:
    """A file that starts the page by a double-click, for this system and this Python."""
    command = children.python("-m", "xlclv", "page")
    if _windows():
        path, quoted = folder / "xlclv page.cmd", " ".join(f'"{word.replace("%", "%%")}"' for word in command)
        text = f"@chcp 65001 >nul\r\n@{quoted}\r\n@if errorlevel 1 pause\r\n"
        write_bytes(_unlinked(path), text.encode(), everyone=True)
        return path
    if sys.platform == "darwin":
        path, text = folder / "xlclv page.command", f"#!/bin/sh\nexec {shlex.join(command)}\n"
    else:
        words = " ".join(map(_in_exec, command))
        path = folder / "xlclv-page.desktop"
        text = f"[Desktop Entry]\nType=Application\nName=xlclv page\nTerminal=true\nExec={words}\n"
    write_bytes(_unlinked(path), text.encode(), everyone=True)
    path.chmod(0o755)
    return path


def _windows() -> bool:
    return os.name == "nt"


def _unlinked(path: Path) -> Path:
    """A starter is nobody's to keep elsewhere: whatever a link of its name leads to would be written over, and run."""
    if path.is_symlink():
        raise OutputError(f"{path} is a link, and what it leads to would be written over; remove the link first")
    return path
