"""Time zones: which day an instant is on. One zone a file, or the one that the user states."""

from __future__ import annotations

from typing import Any

from xlclv.errors import listed
from xlclv.orders.files.cells import Column, literal
from xlclv.orders.source import refusal
from xlclv.terms.options import bare_option, option_name

_SOUTH = 120  # minutes from Greenwich of the nearest southern zone that keeps summer time


def check(connection: Any, zone: str) -> str:
    """The zone as the database spells it. Raises InputError when it knows none of that name."""
    found: list[tuple[str]] = connection.execute(
        "SELECT name FROM pg_timezone_names() WHERE lower(name) = lower(?)", [zone.strip()]
    ).fetchall()
    if not found:
        raise refusal(
            option_name("timezone"), f'no time zone is called "{zone}"', "give one such as Europe/Berlin or UTC"
        )
    return found[0][0]


def one_zone(column: Column, parts: str, stated: str | None, day: str) -> list[str]:
    """What to note of the zones written with the times; without a stated zone, days of several cannot be compared."""
    zones = column.rows(
        f"SELECT upper(part.zone) AS zone, arg_min(text, first), min(first) FROM ({parts}) GROUP BY zone ORDER BY 3"
    )
    written = ["UTC" if zone == "+00" else zone for zone, _, _ in zones if zone]  # as databases write it
    if stated is not None:
        some = f"times that name a zone ({listed(written, 3)}) are read as {stated}, " if written else ""
        return [f"{column.source.where}: {some}{column.called} has the days of {stated}"] if written else []
    if len(zones) == 2 and _seasons(zones[0][0], zones[1][0]) and _in_season(column, parts, day):
        both = " and ".join(sorted(written))
        return [f"{column.source.where}: {column.called} is in {both}, one zone's winter and summer; days are local"]
    if len(zones) > 1:
        (_, first, _), (_, other, row) = zones[:2]
        first, other = column.source.quoted(first, "another"), column.source.quoted(other)
        rule = f"{other} is in another time zone than {first}"
        if not (zones[0][0] and zones[1][0]):
            named, bare = (other, first) if zones[1][0] else (first, other)
            rule = f"{named} names a time zone and {bare} none"
        raise column.source.refuse(
            rule,
            row=column.source.row(row),
            column=column.called,
            fix=f"say in which zone days are counted, such as {bare_option('timezone', 'Europe/Berlin')}",
        )
    return [f"{column.source.where}: {column.called} is in time zone {z}; days are that zone's" for z in written]


def _seasons(one: str, other: str) -> bool:
    """Whether two offsets are an hour apart, as one zone's winter and summer are.

    >>> _seasons("+0100", "+02:00"), _seasons("Z", "+0100"), _seasons("+0100", "-0500"), _seasons("", "+0100")
    (True, True, False, False)
    """
    if not one or not other:
        return False
    return abs(_minutes(one) - _minutes(other)) == 60


def _in_season(column: Column, parts: str, day: str) -> bool:
    """Whether the later time is kept in summer alone and the earlier in winter alone, north or south."""
    months = column.rows(f"SELECT DISTINCT upper(part.zone), month({day}) FROM ({parts})")
    late = max({zone for zone, _ in months}, key=_minutes)
    summer = {month for zone, month in months if zone == late}
    winter = {month for zone, month in months if zone != late}
    north = summer <= set(range(3, 12)) and not winter & set(range(5, 10))
    south = winter <= set(range(3, 12)) and not summer & set(range(5, 9)) and abs(_minutes(late)) >= _SOUTH
    return north or south


def _minutes(zone: str) -> int:
    digits = "".join(filter(str.isdigit, zone)).ljust(4, "0")
    return (-1 if zone.startswith("-") else 1) * (int(digits[:2]) * 60 + int(digits[2:4]))


def local_day(day: str, zone: str) -> str:
    """SQL: the day in a zone of a time that names its own; other times are that zone's already."""
    hour = (
        "(CAST(split_part(part.clock, ':', 1) AS INTEGER) % CASE WHEN part.half = '' THEN 24 ELSE 12 END "
        "+ CASE WHEN lower(left(part.half, 1)) = 'p' THEN 12 ELSE 0 END)"
    )
    minute = "CAST(split_part(part.clock, ':', 2) AS INTEGER)"
    digits = "regexp_replace(part.zone, '[^0-9]', '', 'g')"
    ahead = (
        f"(CASE WHEN left(part.zone, 1) = '-' THEN -1 ELSE 1 END * (CAST(left({digits}, 2) AS INTEGER) * 60 "
        f"+ CAST(coalesce(nullif(substr({digits}, 3), ''), '0') AS INTEGER)))"
    )
    offset = f"CASE WHEN {digits} = '' THEN 0 ELSE {ahead} END"
    utc = f"(CAST({day} AS TIMESTAMP) + to_minutes(CAST({hour} * 60 + {minute} - {offset} AS BIGINT)))"
    local = f"CAST(({utc} AT TIME ZONE 'UTC') AT TIME ZONE {literal(zone)} AS DATE)"
    return f"CASE WHEN part.zone = '' THEN {day} ELSE {local} END"
