"""`xlclv.toml`: the options of a monthly rerun, saved once and taken again; what is typed goes before them."""

from __future__ import annotations

import difflib
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from xlclv.cli import outputs, talk
from xlclv.cli.options import together
from xlclv.cli.saved_tables import read, table
from xlclv.cli.unnamed import beyond, strange
from xlclv.errors import InputError, UsageError
from xlclv.orders.pseudonyms import VARIABLE

FILE = "xlclv.toml"
RECALLED = "xlclv.recalled"
# What is said of one run alone, or must not lie about in a file.
_NOT_KEPT = ("save_options", "options_file", "help", "quiet", "verbose")

# The options that keep what was typed, and take it again.
saving = together(
    click.option(
        "--options-file",
        metavar="FILE",
        is_eager=True,
        help=f"File with saved options, or none. Default: {FILE} in this folder, where there is one.",
    ),
    click.option(
        "--save-options",
        is_flag=True,
        help=f"Write the inputs and options of this command to {FILE}, or to --options-file: the next run in this "
        "folder takes them, and what is typed goes before them. Ids that options name are kept as they are.",
    ),
)


def recall(command: click.Command, ctx: click.Context, args: list[str]) -> None:
    """Take the saved options of a command that has them as its defaults."""
    if not any(option.name == "options_file" for option in command.params):
        return
    typed, _, _ = command.make_parser(ctx).parse_args(args=list(args))
    path, named = _file(typed.get("options_file"))
    if path is None:
        return
    if not named and (why := strange(path)):  # before it is looked at
        raise _not_taken(path, why)
    if not path.is_file():
        if not named or "--save-options" in args:
            return
        raise InputError(text=f"{path}: no such file of options; --save-options writes one")
    said = table(path, str(ctx.info_name), partial(_commands, ctx))
    by_name = names(command)
    for name in said:
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; take it out, or see xlclv {ctx.info_name} --help"
            raise InputError(text=f'{path}, [{ctx.info_name}]: there is no option "{name}"{hint}')
        _refuse_several(f"{path}, [{ctx.info_name}]", name, by_name[name], said[name])
    if os.environ.get(VARIABLE):
        said.pop("pseudonym-key", None)  # the user's own of today goes before
    own = {name for name in said if _is_typed(typed.get(str(by_name[name].name)))}
    if not named and (why := beyond(path, said, own)):
        raise _not_taken(path, why)
    ctx.default_map = {str(by_name[name].name): _typed(by_name[name], value) for name, value in said.items()}
    ctx.meta[RECALLED] = path, said


def _refuse_several(place: str, name: str, option: click.Parameter, value: object) -> None:
    """InputError where the file gives an option more than it takes."""
    several = option.nargs == -1 or (isinstance(option, click.Option) and option.multiple)
    parts = value if isinstance(value, list) and several else [value]
    if any(isinstance(part, list | dict) for part in parts):
        takes = 'a list of texts, such as ["a", "b"]' if several else "one value, not several"
        raise InputError(text=f"{place}: {name} takes {takes}")


def _not_taken(path: Path, why: str) -> InputError:
    return InputError(
        text=f"{path}: {why}, which a file that nobody named may not; if it is yours, add --options-file {path}"
    )


def _is_typed(value: object) -> bool:
    return isinstance(value, str | list | tuple) and bool(value)


def _file(name: object) -> tuple[Path | None, bool]:
    """The file of options, and whether somebody named it."""
    if not isinstance(name, str):
        return Path(FILE), False
    return (None, True) if name.strip().casefold() == "none" else (Path(name), True)


def _commands(ctx: click.Context) -> list[str]:
    """The commands whose options may be saved."""
    group = ctx.find_root().command
    if not isinstance(group, click.Group):
        return [str(ctx.info_name)]
    found = ((name, group.get_command(ctx, name)) for name in group.list_commands(ctx))
    return [name for name, one in found if one and any(option.name == "options_file" for option in one.params)]


def names(command: click.Command) -> dict[str, click.Parameter]:
    """The options by the names they are saved under: the long ones, without the strokes; inputs are `inputs`."""
    found: dict[str, click.Parameter] = {}
    for option in command.params:
        if option.name in _NOT_KEPT:
            continue
        if isinstance(option, click.Argument):
            found[str(option.name)] = option
        else:
            long = next((name for name in option.opts if name.startswith("--")), option.opts[0])
            found[long.removeprefix("--")] = option
    return found


def _typed(option: click.Parameter, value: Any) -> Any:
    """A value of the file as somebody would have typed it."""
    if isinstance(value, list):
        return [str(one) for one in value]
    several = isinstance(option, click.Option) and option.multiple
    text = value if isinstance(value, bool) else str(value)
    return [text] if several or option.nargs == -1 else text


def given(ctx: click.Context) -> set[str]:
    """The options that were typed, or saved by the user before."""
    own = (ParameterSource.COMMANDLINE, ParameterSource.DEFAULT_MAP)
    return {name for name in ctx.params if ctx.get_parameter_source(name) in own}


def refuse_unkept(ctx: click.Context) -> None:
    """Where --save-options could not do its part in the end, say so before the work."""
    if not ctx.params.get("save_options"):
        return
    if any(str(value) == "-" for value in ctx.params.get("inputs") or ()):
        raise UsageError("- is what was piped in, which no file of options can keep; name the file of orders")
    outputs.refused(ctx.params.get("inputs") or (), {outputs.OF_OPTIONS: _kept_in(ctx)}, ctx.params)


def of_options() -> list[Path]:
    """The files of options that this run takes, and is to write."""
    ctx = click.get_current_context()
    found = [Path(ctx.meta[RECALLED][0])] if RECALLED in ctx.meta else []
    return [*found, _kept_in(ctx)] if ctx.params.get("save_options") else found


def _kept_in(ctx: click.Context) -> Path:
    from xlclv.atomic import unnamed

    path, named = _file(ctx.params.get("options_file"))
    if path is None:
        raise UsageError("--save-options needs a file, and --options-file says none; leave one of them out")
    return path if named else unnamed(path, "--options-file")


def keep(ctx: click.Context) -> tuple[str, bool]:
    """Write the inputs and options of this run; gives the file's name, and whether an address that may hold a password
    was left out. Other commands' tables stay as they are.
    """
    from xlclv.atomic import write_bytes
    from xlclv.orders.tables.connecting import shown

    path = _kept_in(ctx)
    kept: dict[str, Any] = {}
    for name, option in names(ctx.command).items():
        if str(option.name) not in given(ctx):
            continue
        kept[name] = _plain(ctx.params[str(option.name)], option, _spoken(ctx, name))
    others = _others(path, str(ctx.info_name))
    lines = [line for name, table in others.items() for line in _written(name, table)]
    if unkept := "source" in kept and shown(kept["source"]) != kept["source"]:
        del kept["source"]
    write_bytes(path, "\n".join([*lines, *_written(str(ctx.info_name), kept)]).encode())
    return str(path), unkept


def _spoken(ctx: click.Context, name: str) -> str | None:
    """An option's value as it was typed, such as 40%; None where it is not one word after it."""
    words = sys.argv[1:]
    for at, word in enumerate(words):
        if word == f"--{name}" and at + 1 < len(words):
            return words[at + 1]
        if word.startswith(f"--{name}="):
            return word.partition("=")[2]
    said: dict[str, Any] = (ctx.meta.get(RECALLED) or (None, {}))[1]
    return str(said[name]) if name in said and not isinstance(said[name], bool | list) else None


def _plain(value: Any, option: click.Parameter, spoken: str | None) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple | list):
        return [str(one) for one in value]
    return spoken if spoken is not None else str(value)


def _others(path: Path, command: str) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    return {name: one for name, one in read(path).items() if name != command and isinstance(one, dict)}


def _written(name: str, table: dict[str, Any]) -> list[str]:
    return [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items()), ""]


def _toml(value: Any) -> str:
    """A value as TOML writes it; JSON's texts are TOML's.

    >>> _toml(["a.csv", 'b "c".csv']), _toml(True), _toml("40%")
    ('["a.csv", "b \\\\"c\\\\".csv"]', 'true', '"40%"')
    """
    import json

    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(str(value), ensure_ascii=False)


def save_if_asked(context: click.Context, options: dict[str, Any]) -> None:
    """Save the options of a run that has gone well."""
    if options.get("save_options"):
        command = str(context.info_name)
        path, unkept = keep(context)
        own = path == FILE and not beyond(Path(path), table(Path(path), command), set())
        named = "" if own else f" --options-file {path}"
        and_source = "; --source may hold a password and is not in it: type it again" if unkept else ""
        talk.say(
            f"Saved the options in {path}; 'xlclv {command}{named}' in this folder takes them{and_source}", err=True
        )
