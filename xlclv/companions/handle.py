"""Handle time of contacts in seconds: as one column says it, or as talk, hold and after-call work add up to."""

from __future__ import annotations

from collections.abc import Mapping

from xlclv.companions.handle_words import HOLD, TALK, WRAP, kind_of, two_parts, unadded, unit_of
from xlclv.orders.files.cells import Column
from xlclv.orders.source import Source
from xlclv.terms.options import bare_option

UNITS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "milliseconds": 0.001}
TIMES = (TALK, HOLD, WRAP)
_BLANK, _CLOCK = "trim(text) = ''", r"regexp_full_match(trim(text), '\d+:\d\d(:\d\d)?')"
_TWO = r"regexp_full_match(trim(text), '\d+:\d\d')"
_BY_THOUSANDS = r"^\d{1,3}(,\d{3})+(\.\d+)?$"
_WORDS = {TALK: "talk", HOLD: "hold", WRAP: "after-call work"}


def together(found: Mapping[str, Column]) -> str:
    """SQL for the seconds of a contact, of the values of all its times; NULL where all are blank."""
    each = [f"{role}.value" for role in TIMES if role in found]
    if len(each) < 2:
        return each[0] if each else "NULL"
    return f"CASE WHEN coalesce({', '.join(each)}) IS NOT NULL THEN {' + '.join(f'coalesce({v}, 0)' for v in each)} END"


def put_together(source: Source, found: Mapping[str, Column]) -> tuple[list[str], list[str]]:
    """What to say of how handle time is made: notes, and warnings of what is missing in it."""
    roles = {role: column.position for role, column in found.items()}
    used = [found[role].called for role in TIMES if role in found]
    notes = [f"{source.where}: handle time is {' + '.join(used)}"] if len(used) > 1 else []
    if used and kind_of(source.headers[found[TALK].position]) in ("talk", "call"):
        missing = [_WORDS[role] for role in (HOLD, WRAP) if role not in found]
        if kind_of(source.headers[found[TALK].position]) == "call":  # hold is in it
            missing = [word for word in missing if word != _WORDS[HOLD]]
        if missing:
            return notes, [
                f"{source.where}: {used[0]} is time on the line, and no column has {' or '.join(missing)}: handle time "
                "without is too low; add it, or call the column handle time if it is in it"
            ]
    left = unadded(source.headers, roles) if used else []
    if left:
        named = " and ".join(source.column(at) for at in left)
        return notes, [
            f"{source.where}: {named} {'are' if len(left) > 1 else 'is'} not added to {used[0]}, as if in it; if not, "
            "call that column talk time"
        ]
    return notes, []


def seconds(column: Column, decimal: str | None, unit_told: str | None) -> tuple[str, list[str]]:
    """SQL for the seconds that a text of the column says, and what was taken.

    Times of two parts are minutes and seconds unless the header, or the unit that the user names, says hours.
    """
    unit = UNITS[unit_told] if unit_told else unit_of(column.called)
    mark = _mark(column, decimal)
    number = _number(mark)
    counts = f"coalesce(isfinite({number}) AND {number} >= 0, FALSE)"
    refuse(column, f"NOT ({_BLANK} OR {_CLOCK} OR {counts})", "is not a handle time",
           "write seconds, minutes or h:mm:ss")  # fmt: skip
    plainly, halves = column.one(
        f"SELECT count(*) FILTER (NOT ({_BLANK} OR {_CLOCK})), min(trim(text)) FILTER ({_TWO}) FROM {column.table}"
    )
    if plainly and unit is None:
        rule = "holds numbers, and nothing says whether they are seconds or minutes"
        fix = "say --handle-unit seconds or --handle-unit minutes (hours, milliseconds)"
        raise column.source.refuse(rule, column=column.called, fix=fix)
    form = two_parts(unit_told or column.called)
    parts = "string_split(trim(text), ':')"
    first, second = (3600, 60) if form == "h:mm" else (60, 1)
    spoken = (
        f"CASE len({parts}) WHEN 3 THEN {parts}[1]::DOUBLE * 3600 + {parts}[2]::DOUBLE * 60 + {parts}[3]::DOUBLE "
        f"ELSE {parts}[1]::DOUBLE * {first} + {parts}[2]::DOUBLE * {second} END"
    )
    word = next((name for name, many in UNITS.items() if many == unit), "")
    commas = ", with decimal commas" if mark == "," else ""
    said = [f"{column.source.where}: {column.called} is in {word}{commas}"] if plainly else []
    if halves is not None and form != "m:ss":
        said.append(_of_two_parts(column, halves, form == "h:mm"))
    return f"CASE WHEN {_BLANK} THEN NULL WHEN {_CLOCK} THEN {spoken} ELSE {number} * {unit or 1.0} END", said


def _of_two_parts(column: Column, text: str, of_hours: bool) -> str:
    """How times of two parts are read where the header does not say that they are of minutes."""
    shown = column.source.quoted(text, "")
    read = "hours and minutes" if of_hours else "minutes and seconds"
    other = "" if of_hours else "; --handle-unit hours reads them as hours and minutes"
    return (
        f"{column.source.where}: {column.called}: times of two parts{shown and f', such as {shown},'} are {read}{other}"
    )


def refuse(column: Column, bad: str, rule: str, fix: str) -> None:
    """The first cell whose text meets a condition is refused, the others are named or counted."""
    text, row, more = column.bad(column.table, bad)
    if row:
        said = f"{column.source.quoted(text, most=40)} {rule}{more}"
        raise column.source.refuse(said, row=column.source.row(row), column=column.called, fix=fix)


def _mark(column: Column, decimal: str | None) -> str:
    """The decimal mark: as the user says, else as the cells with a comma leave no choice."""
    if column.type != "VARCHAR" or column.position in column.source.numeric:
        return "."
    if decimal:
        return decimal
    commas, grouped, points = column.one(
        f"SELECT count(*) FILTER (text LIKE '%,%'), count(*) FILTER (regexp_matches(trim(text), '{_BY_THOUSANDS}')), "
        f"count(*) FILTER (text LIKE '%.%') FROM {column.table} WHERE NOT ({_CLOCK})"
    )
    if not commas or (points and grouped == commas):
        return "."
    if grouped == commas:
        text = column.one(f"SELECT arg_min(trim(text), first) FROM {column.table} WHERE text LIKE '%,%'")[0]
        rule = f"{column.source.quoted(text, 'a cell')} could be a number of thousands or have a decimal comma"
        point, comma = (bare_option("decimal", mark) for mark in ".,")
        raise column.source.refuse(rule, column=column.called, fix=f"say {point} or {comma}")
    return ","


def _number(mark: str) -> str:
    """SQL for the number that a text is, NULL for none: other marks than that of decimals stand between thousands."""
    other, sign = (".", r"\.") if mark == "," else (",", ",")
    decimals = "," if mark == "," else r"\."
    grouped = rf"regexp_full_match(trim(text), '\d{{1,3}}({sign}\d{{3}})+({decimals}\d+)?')"
    plain = f"CASE WHEN {grouped} THEN replace(trim(text), '{other}', '') ELSE trim(text) END"
    if mark == ",":  # a point that groups nothing makes no number
        plain = f"CASE WHEN {grouped} OR text NOT LIKE '%.%' THEN replace(replace(trim(text), '.', ''), ',', '.') END"
    return f"TRY_CAST({plain} AS DOUBLE)"
