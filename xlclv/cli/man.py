"""`xlclv man`: all commands and options as a manual page, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from xlclv import __version__
from xlclv.cli.command import Command
from xlclv.cli.talk import talking


@click.command(cls=Command)
@talking
def man() -> None:
    """Print the manual page in roff.

    \b
    xlclv man | man -l -
    xlclv man > ~/.local/share/man/man1/xlclv.1
    """
    from xlclv.cli.program import xlclv

    click.echo("\n".join(page(xlclv)))


def page(program: click.Group) -> Iterator[str]:
    """The lines of the page."""
    yield ".ad l"
    yield f'.TH XLCLV 1 "" "xlclv {__version__}" "User Commands"'
    yield from (".SH NAME", "xlclv \\- customer lifetime value: from a file of orders to a live summary workbook")
    yield from (".SH SYNOPSIS", ".B xlclv", r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIINPUT\fR]...")
    yield ".SH COMMANDS"
    yield from _commands(program, "xlclv", None)
    yield ".SH EXIT STATUS"
    for code, words in _CODES:
        yield from (".TP", f".B {code}", words)
    yield from (".SH SEE ALSO", "xlclv docs lists the pages of the handbook, and shows one.")


_CODES = (
    (0, "done"), (2, "wrong usage"), (3, "input rejected"), (4, "model not identified"),
    (5, "output not written, or no room for orders on the disk of TMPDIR"), (6, "out of memory, threads or open files"),
    ("130, 143, 129", "stopped by Ctrl-C, SIGTERM or SIGHUP"),
)  # fmt: skip


def _commands(group: click.Group, path: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(group, info_name=path, parent=parent)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from _command(command, f"{path} {name}")
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}", None)


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f'.SS "{path} {_plain(usage)}"',)
    for paragraph in (command.help or "").split("\n\n"):
        if paragraph.strip().startswith("\b"):
            yield from (".PP", ".nf", *(_plain(line) for line in paragraph.strip().splitlines()[1:]), ".fi")
        elif paragraph.strip():
            yield from (".PP", _plain(" ".join(paragraph.split())))
    for option in command.params:
        record = option.get_help_record(context)
        if record is not None:
            yield from (".TP", f"\\fB{_plain(record[0])}\\fR", _plain(" ".join(record[1].split())))


def _plain(text: str) -> str:
    """Text that roff shows as it is.

    >>> _plain("-o \\\\ 'x'"), _plain(".csv")
    ("\\\\-o \\\\e 'x'", '\\\\&.csv')
    """
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe
