"""What a file of options that nobody named may say: it may have come in one folder with others' orders."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

# Options that hold values and names of columns alone. One that stands in no list here is refused from such a file.
VALUES = frozenset((
    "acquisition-table", "after-days", "amount", "as-of", "auto-renew", "billing", "by", "cac", "cohorts", "columns",
    "contact-cost", "contacts-table", "contract", "cost", "covariates", "currency", "customer", "customers-table",
    "cuts", "date", "dayfirst", "decimal", "dedupe", "encoding", "end", "exclude-customer", "fcr-days", "fee",
    "fill-down", "fixed-costs", "from", "grace", "growth", "handle-unit", "horizon", "json", "keep-id", "lambdas",
    "left", "list", "margin", "margin-column", "memory-limit", "minute-cost", "model", "months", "normalise", "only",
    "order-column", "own-rates", "payments", "period", "prior", "pseudonymise", "ranges", "rate", "regularity",
    "require-model", "season", "sheet", "spend", "start", "status-column", "system", "table", "tenure", "timezone",
    "timing", "unit", "until", "variants", "without",
))  # fmt: skip
READ = frozenset(("inputs", "customers", "contacts", "acquisition", "opening", "new-customers", "scenario"))
WRITTEN = frozenset(("output", "to", "html", "pdf"))
# What only the user may choose: who made the key of pseudonyms can undo them.
NEVER = frozenset(("pseudonym-key",))


def beyond(path: Path, said: dict[str, Any], typed: set[str]) -> str:
    """What options reach beyond their folder, in words: they may name no server, on which Spark's settings run
    programs, read and write no file elsewhere, and choose no key. "" where they stay in it. `typed` goes before them.
    """
    if hasattr(os, "getuid") and path.stat().st_uid not in (os.getuid(), 0):
        return "it belongs to another user"
    home = path.parent.resolve()
    if not _inside(path, home):
        return "it is a link to a file outside this folder"
    for name, value in said.items():
        if name not in typed and (why := _reaches(name, value, home)):
            return why
    return ""


def _reaches(name: str, value: Any, home: Path) -> str:
    """Why one option may not be said."""
    texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if name in VALUES:
        return ""
    if name == "source":
        return _source(str(value), home)
    if name in READ:
        for text in texts:
            if text != "-" and not all(_inside(file, home) for file in _files(home / text)):
                return f"it reads {'' if name == 'inputs' else f'--{name} '}{text} from outside this folder"
        return ""
    if name in WRITTEN:
        return next((f"it writes --{name} to {t}" for t in texts if t != "-" and not _inside(home / t, home)), "")
    return f"it sets --{name}"


def _source(url: str, home: Path) -> str:
    from xlclv.orders.tables.connecting import FILES, shown

    kind, _, rest = url.partition("://")
    if kind.lower() not in FILES:
        return f"it names a server to connect to ({kind.lower() if rest else shown(url)})"
    inside = _inside(home / unquote(rest.partition("?")[0]), home)
    return "" if inside else f"it reads --source {shown(url)} from outside this folder"


def _files(path: Path) -> Iterator[Path]:
    """The name, what matches it as a pattern, and what lies in each as in a folder."""
    try:
        found = [path, *map(Path, glob.iglob(str(path), recursive=True))]  # noqa: PTH207  # in any folder
        for each in found:
            yield each
            if each.is_dir():
                yield from each.iterdir()
    except (OSError, ValueError):  # no name of a file; the reader says so
        return


def _inside(path: Path, home: Path) -> bool:
    try:
        return path.resolve().is_relative_to(home)
    except (OSError, ValueError, RuntimeError):  # NUL, links in a circle, too long: no file is behind it
        return True
