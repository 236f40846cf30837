"""What JSON says, stated once: each key with its shape, its words and where its value comes from.

The output, its schema (`xlclv schema`) and the handbook's page of it are made from tables of these keys. A shape is
"integer", "number", "string", "boolean" or "any", with a question mark where it may be null; a list of one shape; a
dict of shapes by name, or by "*" for names that the data give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

VERSION = 1  # grows when a key goes, or changes what it means; a new key leaves it
ABSENT: Any = object()  # the value of a key that is left out
Shape = Any

TEXT, TEXT_OR_NULL = "string", "string?"
WHOLE, WHOLE_OR_NULL = "integer", "integer?"
NUMBER, NUMBER_OR_NULL = "number", "number?"
YES = "boolean"
INTERVAL = {"low": NUMBER, "high": NUMBER, "confidence": NUMBER, "?": True}  # "?": the whole may be null


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `of` is a path of attributes, or a function of what is told; a key may be left out `sometimes`."""

    name: str
    shape: Shape
    words: str
    of: str | Callable[[Any], Any] = ""
    sometimes: bool = False

    def value(self, told: Any) -> Any:
        """The key's value of a report."""
        return self.of(told) if callable(self.of) else attrgetter(self.of or self.name)(told)


def opening(name: str) -> Key:
    """The key that says which schema a text of JSON follows."""
    said = f"xlclv/{name}/{VERSION}"
    return Key("schema", TEXT, f'"{said}": this schema and its version.', lambda _: said)


def plain(keys: Sequence[Key], told: Any) -> dict[str, Any]:
    """What is told as plain JSON.

    >>> plain((Key("real", NUMBER, "The real part."), Key("size", NUMBER, "", lambda z: ABSENT)), 3 + 4j)
    {'real': 3.0}
    """
    found = ((key.name, key.value(told)) for key in keys)
    return {name: value for name, value in found if value is not ABSENT}


def schema(name: str, title: str, variants: Sequence[Sequence[Key]], money: frozenset[str]) -> dict[str, Any]:
    """JSON Schema (2020-12) of a command's output; `money` are the keys that are null where there is no money.

    Keys that are not in it are allowed: a later version of xlclv may say more.
    """
    objects = [
        _object({key.name: key.shape for key in keys}, money, _sometimes(keys), _words(keys)) for keys in variants
    ]
    whole = objects[0] if len(objects) == 1 else {"anyOf": objects}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"xlclv/{name}/{VERSION}", "title": title}
    return {**head, **whole}


def _sometimes(keys: Sequence[Key]) -> frozenset[str]:
    return frozenset(key.name for key in keys if key.sometimes)


def _words(keys: Sequence[Key]) -> dict[str, str]:
    return {key.name: key.words for key in keys}


def _object(
    shapes: dict[str, Shape], money: frozenset[str], sometimes: frozenset[str], words: dict[str, str]
) -> dict[str, Any]:
    if "*" in shapes:
        return {"type": "object", "additionalProperties": _shape(shapes["*"], money)}
    named = {name: shape for name, shape in shapes.items() if name != "?"}
    properties = {name: _shape(shape, money, null=name in money) for name, shape in named.items()}
    for name, said in words.items():
        properties[name]["description"] = said
    required = [name for name in named if name not in sometimes]
    return {"type": "object", "required": required, "properties": properties}


def _shape(shape: Shape, money: frozenset[str], *, null: bool = False) -> dict[str, Any]:
    if isinstance(shape, list):
        found: dict[str, Any] = {"type": "array", "items": _shape(shape[0], money)}
    elif isinstance(shape, dict):
        found, null = _object(shape, money, frozenset(), {}), null or "?" in shape
    elif shape.removesuffix("?") == "any":
        return {}
    else:
        found, null = {"type": shape.removesuffix("?")}, null or shape.endswith("?")
    return {**found, "type": [found["type"], "null"]} if null else found


def described(shape: Shape) -> str:
    """A shape in words, for the page of the handbook.

    >>> described([{"path": TEXT, "customers": WHOLE}]), described("number?")
    ('list of {path, customers}', 'number or null')
    """
    if isinstance(shape, list):
        return f"list of {described(shape[0])}"
    if isinstance(shape, dict):
        if "*" in shape:
            return f"{described(shape['*'])} by name"
        return f"{{{', '.join(name for name in shape if name != '?')}}}{' or null' if '?' in shape else ''}"
    return str(shape).replace("?", " or null")


def page(title: str, keys: Sequence[Key]) -> Iterator[str]:
    """The keys as a table of Markdown."""
    yield from (f"## {title}", "", "| key | is | meaning |", "|---|---|---|")
    for key in keys:
        words = key.words.replace("|", "\\|")
        yield f"| `{key.name}` | {described(key.shape)}{', not always there' if key.sometimes else ''} | {words} |"
    yield ""
