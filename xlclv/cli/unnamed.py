"""What a file of options that nobody named may say: it may have come in one folder with others' orders."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from xlclv.cli.ours import ours
from xlclv.home import Home

# Options that hold values and names of columns alone. One that stands in no list here is refused from such a file.
VALUES = frozenset((
    "acquisition-table", "after-days", "amount", "as-of", "auto-renew", "billing", "by", "cac", "cohorts", "columns",
    "contact-cost", "contacts-table", "contract", "cost", "covariates", "currency", "customer", "customers-table",
    "cuts", "date", "dayfirst", "decimal", "dedupe", "encoding", "end", "end-day", "exclude-customer", "fcr-days",
    "fee", "fill-down", "fixed-costs", "from", "grace", "growth", "handle-unit", "horizon", "json", "keep-id",
    "lambdas", "left", "list", "margin", "margin-column", "memory-limit", "minute-cost", "model", "months",
    "normalise", "only", "order-column", "own-rates", "payments", "period", "prior", "pseudonymise", "ranges", "rate",
    "regularity", "require-model", "season", "sheet", "spend", "start", "status-column", "system", "table", "tenure",
    "timezone", "timing", "unit", "until", "variants", "without",
))  # fmt: skip
READ = frozenset(("inputs", "customers", "contacts", "acquisition", "opening", "new-customers", "scenario"))
WRITTEN = frozenset(("output", "to", "html", "pdf"))
# What only the user may choose: who made the key of pseudonyms can undo them.
NEVER = frozenset(("pseudonym-key",))


def strange(path: Path) -> str:
    """Why a file of options that nobody named is not taken, whatever it says; "" where it may be, or there is none."""
    if not Home.of(path).holds(path.name):
        return "it is a link to a file outside this folder"
    try:
        own = not hasattr(os, "getuid") or path.stat().st_uid in (os.getuid(), 0)
    except OSError:
        return ""
    return "" if own else "it belongs to another user"


def beyond(path: Path, said: dict[str, Any], typed: set[str]) -> str:
    """What options reach beyond their folder, in words: they may name no server, on which Spark's settings run
    programs, read and write no file elsewhere, and choose no key. "" where they stay in it. `typed` goes before them.
    """
    if why := strange(path):
        return why
    home = Home.of(path)
    for name, value in said.items():
        if name not in typed and (why := _reaches(name, value, home)):
            return why
    return ""


def _reaches(name: str, value: Any, home: Home) -> str:
    """Why one option may not be said."""
    texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if name in VALUES:
        return ""
    if name == "source":
        return _source(str(value), home)
    if name in READ:
        called = "" if name == "inputs" else f"--{name} "
        whys = (_read(text, home) for text in texts if not (name == "scenario" and "=" in text))
        return next((f"it reads {called}{why}" for why in whys if why), "")
    if name in WRITTEN:
        whys = (_written(text, home) for text in texts if text != "-")
        return next((f"it writes --{name} {why}" for why in whys if why), "")
    return f"it sets --{name}"


def _read(text: str, home: Home) -> str:
    """Why a name may not be read: standard input and pipes may have no end, and nobody chose to wait for it."""
    if text == "-":
        return "- (standard input)"
    if not home.holds_all(text):
        return f"{text} from outside this folder"
    path = home.called / text
    return f"{text}, a pipe or device" if _exists(path) and not (path.is_file() or path.is_dir()) else ""


def _written(text: str, home: Home) -> str:
    """Why a name may not be written: only what we made before is made anew without the user's word."""
    if not home.holds(text):
        return f"to {text}"
    path = home.called / text
    return f"over {text}, which is no earlier output of xlclv" if _exists(path) and not ours(path) else ""


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a name; the reader says so
        return False


def _source(url: str, home: Home) -> str:
    from xlclv.orders.tables.connecting import FILES, shown

    kind, _, rest = url.partition("://")
    if kind.lower() not in FILES:
        return f"it names a server to connect to ({kind.lower() if rest else shown(url)})"
    if kind.lower() == "duckdb":
        return f"it opens --source {shown(url)}, and what a DuckDB file calls a table may read files anywhere"
    inside = home.holds(unquote(rest.partition("?")[0]))
    return "" if inside else f"it reads --source {shown(url)} from outside this folder"
