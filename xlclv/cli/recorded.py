"""The command as it is recorded and said: what was typed, what came from a file of options, and nothing secret."""

from __future__ import annotations

import shlex
import sys
from typing import Any

import click
from click.core import ParameterSource

from xlclv.cli import talk
from xlclv.cli.saved import RECALLED, names

_OF_IDS = ("--exclude-customer", "--keep-id")


def _recalled(ctx: click.Context | None) -> tuple[str, list[str]]:
    """Where options were taken from, and those that were, as somebody would have typed them."""
    path, said = (ctx.meta.get(RECALLED) or (None, {})) if ctx is not None else (None, {})
    if ctx is None or path is None:
        return "", []
    by_name, words = names(ctx.command), []
    for name, value in said.items():
        option = by_name[name]
        if ctx.get_parameter_source(str(option.name)) is ParameterSource.DEFAULT_MAP:
            words += _words(option, name, value)
    return (str(path), words) if words else ("", [])


def _words(option: click.Parameter, name: str, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if isinstance(option, click.Argument):
        return [str(one) for one in values]
    if isinstance(option, click.Option) and option.is_flag:
        return [f"--{name}"] if value else list(option.secondary_opts[:1])
    return [word for one in values for word in (f"--{name}", str(one))]


def _inputs(ctx: click.Context) -> bool:
    """Whether files to read were taken from there too."""
    _, said = ctx.meta[RECALLED]
    return any(
        isinstance(option, click.Argument)
        and option.name in said
        and ctx.get_parameter_source(str(option.name)) is ParameterSource.DEFAULT_MAP
        for option in ctx.command.params
    )


def told(ctx: click.Context) -> None:
    """Say that options come from a file, which may lie in a folder unnoticed."""
    path, words = _recalled(ctx)
    if words:
        which = list(dict.fromkeys(word for word in words if word.startswith("--")))
        which += ["inputs"] if _inputs(ctx) else []
        talk.say(f"Took options from {path} ({', '.join(which)}); --options-file none takes none", err=True)


def as_typed(ctx: click.Context | None) -> str:
    """The command as typed, with the options that came from a file, so that it can be run again, and where they stood;
    passwords, and the ids behind pseudonyms, are not in it.
    """
    path, words = _recalled(ctx)
    line = shlex.join(["xlclv", *_hidden(sys.argv[1:], ctx)])
    return f"{line} {shlex.join(_hidden(words, ctx))}  # the last {len(words)} words from {path}" if words else line


def _hidden(words: list[str], ctx: click.Context | None) -> list[str]:
    """The words without what must not be handed on."""
    from xlclv.orders.tables.connecting import HIDDEN, in_words

    told, masked = [], ctx is not None and bool(ctx.params.get("pseudonymise"))
    for before, word in zip(["", *words], words, strict=False):
        name, sign, _ = word.partition("=")
        if masked and before in _OF_IDS:
            told.append(HIDDEN)
        elif masked and sign and name in _OF_IDS:
            told.append(f"{name}={HIDDEN}")
        else:
            told.append(in_words(word))
    return told
