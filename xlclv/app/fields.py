"""The fields of the page: what each stands for on the command line, and what the data check puts into them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from xlclv.terms.page_fields import DAYS, DEDUPE, HOW, ONLY, ROLES, TERMS, helps

__all__ = ["DAYS", "DEDUPE", "HOW", "ONLY", "ROLES", "TERMS", "choices", "facts", "helps"]


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
    for name in ("status", "of"):  # `of`: the files that the form is of
        said.pop(name, None)
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
