"""The fields of the page: what each stands for on the command line, and what the data check puts into them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

ROLES = {"customer": "Customer", "date": "Day of the order", "amount": "Amount"}
ONLY = "Statuses that count as sales"
DAYS = {"dayfirst": "day first: 03/04 is 3 April", "monthfirst": "month first: 03/04 is 4 March"}
HOW = {"days": "Day or month first", "decimal": "Decimal sign", "sheet": "Sheet"}
DEDUPE = "Leave out rows that repeat an earlier one in every column"
# The assumptions: option, words, an example with what an empty field means, and what stands behind the i.
TERMS = (
    ("margin", "Of each sale, what is left after its cost", "such as 40%; empty: 100%",
     "Margin: the contribution share of sales. Empty: every value is sales, not profit."),
    ("currency", "Currency", "such as EUR", "Only written beside amounts; nothing is converted."),
    ("cac", "What winning a customer costs", "such as 25; empty: not known",
     "CAC: acquisition cost of one customer. Empty: not compared."),
    ("horizon", "Years ahead to count", "empty: 3", "Horizon: sales after so many years count for nothing."),
    ("rate", "Yearly interest on money that comes later", "empty: 10%", "Discount rate, annual and effective."),
    ("until", "Count orders up to this day", "such as 2026-03-31; empty: all",
     "Later orders are left out; the value is as of this day."),
    ("model", "How buying is foreseen (orders)", "such as BG/NBD; empty: past days choose",
     "Model of repeat buying: BG/NBD, MBG/NBD or Pareto/NBD. Empty: the one that past days speak for."),
)  # fmt: skip
_LABELS = {**HOW, **dict.fromkeys(DAYS, HOW["days"]), **{name: words for name, words, *_ in TERMS}}
_OF_ORDERS = {**ROLES, "only": ONLY, "dedupe": DEDUPE}
_OPTION = re.compile(r"'?--([a-z][a-z-]*)'?")
_BOTH_SIGNS, _EACH = "--decimal . or --decimal ,", "--sheet, once for each"
_FIELD = "(\x02[^\x03]*\x03)"  # marks that no text of a file holds, where quotes may


def named(text: str, orders: bool) -> str:
    """What the command line says, with the page's own fields in place of the options that they stand for.

    >>> named("this can be either; say --dayfirst or --monthfirst", True)
    'this can be either; choose it under "Day or month first"'
    >>> named("say which with --amount; --fill-down repeats it", True)
    'choose it under "Amount"; --fill-down repeats it'
    """
    labels = _LABELS | (_OF_ORDERS if orders else {})
    text = text.replace(_BOTH_SIGNS, "--decimal").replace(_EACH, "--sheet")
    text = _OPTION.sub(lambda at: f"\x02{labels[at[1]]}\x03" if at[1] in labels else at[0], text)
    text = re.sub(_FIELD + r"(?:(?:,| or| and) \1)+", r"\1", text)
    text = re.sub(r"\bsay (?:which(?: with|, such as) )?" + _FIELD + r"(?: \d+\b)?", r"choose it under \1", text)
    return text.replace("\x02", '"').replace("\x03", '"')


def helps(text: str, orders: bool) -> bool:
    """Whether a field of the page is the way out that this failure names."""
    return named(text, orders) != text


def facts(checked: dict[str, Any], only: str) -> dict[str, Any]:
    """What the page of the data check shows: the columns found, to be chosen otherwise, and the statuses."""
    tables = [table["columns"] for table in checked.get("columns", [])]
    files = checked.get("files", [])
    chosen = files[0]["columns"] if files else {}
    return {"columns": [(role, words, chosen.get(role, "")) for role, words in ROLES.items()],
            "headers": {value: words for table in tables for value, words in _choices(table)},
            "statuses": _statuses([column for table in tables for column in table], chosen.get("status"), only,
                                  {each["reason"] for each in checked.get("excluded", [])})}  # fmt: skip


def _choices(table: Collection[dict[str, Any]]) -> list[tuple[str, str]]:
    """The columns to choose from: by name, or where several have it by place, which alone tells them apart."""
    names = [column["header"] for column in table]
    return [
        (name, name) if names.count(name) == 1 else (str(column["place"]), f"{name} (column {column['place']})")
        for name, column in zip(names, table, strict=True)
    ]


def choices(form: Any) -> dict[str, str]:
    """What was typed and ticked on the page, by option."""
    said = {name: str(value).strip() for name, value in form.items() if isinstance(value, str)}
    ticked, of = form.getlist("status"), said.pop("status-column", "")
    said.pop("status", None)
    if said.pop("which", "") == "these":
        said["only"] = f"{of}={','.join(ticked)}"
    return said


def _statuses(tables: list[dict[str, Any]], read: str | None, only: str, left_out: set[str]) -> dict[str, Any]:
    """The column of statuses, by the reader or by its header, with its values to tick; empty where none can be.

    Ticked is what was read as sales: what a word means, but for those that were `left_out`. `own`: which count is the
    reader's choice, made already, or to be made because a status is not known.
    """
    called = next((c["header"] for c in tables if c["header"] == read or (read is None and c["status"])), None)
    own, ticked = only.startswith(f"{called}="), set(only.rpartition("=")[2].split(","))
    found: dict[str, dict[str, Any]] = {}
    for column in (c for c in tables if c["header"] == called):
        if len(column["values"]) < column["different"] or any(set(v["value"]) & set(",=") for v in column["values"]):
            return {}
        for value in column["values"]:
            kept = found.setdefault(value["value"], {"rows": 0, "known": value["sale"] is not None})
            kept["rows"] += value["rows"]
            kept["ticked"] = (
                value["value"] in ticked
                if own
                else (bool(value["sale"]) and f'status "{value["value"]}"' not in left_out)
            )
    if not found:
        return {}
    return {"column": called, "values": found, "blank": not own or "blank" in ticked,
            "own": own or not all(each["known"] for each in found.values())}  # fmt: skip
