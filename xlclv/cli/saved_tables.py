"""The tables of a file of options, a command each: TOML that may have come with others' orders."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from xlclv.errors import InputError

_LARGEST = 1 << 20  # bytes
_DOTS = 20
_PART = r'(?:(?<![\w-])[\w-]++|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\')[ \t]*+\.[ \t]*+'  # of a key, with its dot
_DOTTED = re.compile(f"(?:{_PART}){{{_DOTS + 1}}}")
_AWAY = "mend it, or delete it and let --save-options write it again"


def table(path: Path, command: str, commands: Callable[[], Sequence[str]] | None = None) -> dict[str, Any]:
    """The table of a command; InputError for what belongs to none of the `commands`, and would be passed over."""
    tables = read(path)
    others = [name for name in tables if name != command]
    known = commands() if commands and others else others
    for name in (name for name in others if name not in known):
        if not isinstance(tables[name], dict):
            raise InputError(text=f'{path}: "{name}" stands in no table; write it below [{command}], say')
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean [{near[0]}]?" if near else "take it out"
        raise InputError(text=f"{path}: no command of xlclv that keeps options is called [{name}]; {hint}")
    found = tables.get(command, {})
    if not isinstance(found, dict):
        raise InputError(text=f"{path}: {command} must be a table, [{command}], with an option a line")
    return found


def read(path: Path) -> dict[str, Any]:
    """All tables of the file."""
    if path.stat().st_size > _LARGEST:
        raise InputError(text=f"{path}: a file of options is not that large; {_AWAY}")
    try:
        text = path.read_text(encoding="utf-8-sig")
        deep = _DOTTED.search(text) is not None  # each dot costs the more, the further behind it stands
        found = {} if deep else tomllib.loads(text)
    except RecursionError:  # brackets
        deep, found = True, {}
    except ValueError as reason:  # no TOML, no UTF-8, digits without end
        raise InputError(text=f"{path}: this is not TOML ({reason}); {_AWAY}") from None
    if deep:
        rule = f"a key has more than {_DOTS} dots, or brackets stand in brackets without end, as in no options"
        raise InputError(text=f"{path}: {rule}; {_AWAY}")
    return found
