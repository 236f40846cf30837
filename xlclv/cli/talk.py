"""What the program says, and where: results on standard output, progress and notes on standard error.

`-q` leaves errors and what was asked for; `-v` adds each step with its seconds. Nothing is wrapped in a file or a pipe.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from xlclv.cli.stopping import standing
from xlclv.cli.unsaid import one_line, unsaid
from xlclv.errors import printable

if TYPE_CHECKING:
    from rich.console import Console

_LEVEL = "xlclv.level"
_WIDE = 1000  # columns where nobody looks on: as wide as any line of ours


def talking(command: Callable[..., None]) -> Callable[..., None]:
    """The options -q and -v, which every command has: who calls several need not know which has steps."""
    loud = _option("-v", "--verbose", 1, "Say each step with its seconds on standard error.")(command)
    return _option("-q", "--quiet", -1, "Say nothing but errors, and what was asked for on standard output.")(loud)


def _option(short: str, long: str, level: int, words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(short, long, is_flag=True, expose_value=False, callback=_setting(level), help=words, metavar="")


def _setting(level: int) -> Callable[[click.Context, click.Parameter, bool], None]:
    def set_level(ctx: click.Context, param: click.Parameter, said: bool) -> None:
        if not said:
            return
        if ctx.meta.get(_LEVEL, level) != level:
            raise click.UsageError("-q and -v are opposites; give one", ctx)
        ctx.meta[_LEVEL] = level

    return set_level


def level() -> int:
    """-1 quiet, 0 as usual, 1 verbose."""
    context = click.get_current_context(silent=True)
    return 0 if context is None else int(context.meta.get(_LEVEL, 0))


def result() -> Console:
    """Standard output: as wide as the terminal; where it is a file or a pipe, no line is broken."""
    return _console(err=False)


def aside() -> Console:
    """Standard error, silent with -q."""
    return _console(err=True, quiet=level() < 0)


def _console(*, err: bool, quiet: bool = False) -> Console:
    from rich.console import Console
    from rich.text import Text

    class Safe(Console):
        """Names in files may hold what moves a terminal's cursor, colours it or begins a line: only rich does so."""

        def render_str(self, text: str, **named: Any) -> Text:
            return super().render_str(_unbroken(text), **named)

        def render(self, *args: Any, **named: Any) -> Iterator[Any]:
            if args and isinstance(args[0], Text):
                args[0].plain = _unbroken(args[0].plain)
            for segment in super().render(*args, **named):
                text = unsaid(segment.text) if err else segment.text
                yield segment if segment.control else segment._replace(text=printable(text, lines=True))

    stream = sys.stderr if err else sys.stdout
    wide = stream is None or not stream.isatty()
    return Safe(stderr=err, quiet=quiet, width=_WIDE if wide else None)


def _unbroken(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def say(words: str, *, err: bool = False) -> None:
    """A line of ours about what was done; not with -q."""
    if level() >= 0:
        click.echo(one_line(words), err=err)


def wrote(path: object, words: str) -> None:
    """Say what was written; where that cannot be said, the failure names it."""
    with standing() as written:
        written.append(path)
        say(words)


def notes(lines: Iterable[str]) -> None:
    """What to know about the result; not with -q, where the workbook and JSON have it still."""
    for line in lines:
        say(f"Note: {line}", err=True)


def failing(target: object, checks: Iterable[str]) -> list[str]:
    """What to say of checks that fail in a workbook that was just written: nobody should have to find it in there."""
    return [f"A CHECK FAILS in {target}: {words}; do not rely on it, and please report this" for words in checks]


@contextmanager
def working(words: str) -> Iterator[Callable[[str], None]]:
    """A spinner with what is being done; call what it gives to name the next step. With -v steps stay, with seconds."""
    begun, now = time.perf_counter(), words

    def next_step(following: str) -> None:
        nonlocal begun, now
        if level() > 0:
            click.echo(f"{time.perf_counter() - begun:7.2f} s  {now.removesuffix(' ...')}", err=True)
        begun, now = time.perf_counter(), following
        status.update(following)

    with aside().status(words, spinner="dots") as status:
        yield next_step
        next_step("")
