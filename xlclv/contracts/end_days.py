"""Whether an end is a contract's last day, or the day on which it no longer runs: as stated, or as the days tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlclv.contracts.cells import ContractPart
from xlclv.errors import InputError
from xlclv.orders.engine import one
from xlclv.orders.headers import plain
from xlclv.orders.source import refusal

LAST, GONE = "last", "gone"
_FEW = 5  # ends that tell, with which a file does not show what its ends are
_OF_ALL = 1 / 3  # of the ends tell where they are those of terms: of days at random 1 in 15 does
_MOST = 0.9  # of those that tell say the same
# Who leaves does so on a day, often the one before the next fee is due: such days show nothing of terms.
_OF_LEAVING = re.compile(
    r"cancel|churn|left|leav|lapse|unsubscri|kündig|kuendig|storn|austritt|résili|resili|baja|disdett|cessa|opzeg|"
    r"rozwiąz|iptal|расторж|отключ|解約|退会|해지|탈퇴|退订|felmond|uppsag|uppsäg|opsag|oppsig",
    re.IGNORECASE,
)
_SIGNS = "the next contract starts the day after, or they come to whole periods"


@dataclass(frozen=True, slots=True)
class _Shown:
    """Ends of contracts: how many; those that look like a last day; like the day after one; that would matter."""

    every: int
    last: int
    gone: int
    matters: int

    @property
    def many(self) -> bool:
        """Whether enough of them tell to be those of terms."""
        return self.last > 1 and self.last + self.gone >= _OF_ALL * self.every

    @property
    def sure(self) -> bool:
        """Whether nearly all that tell are last days."""
        told = self.last + self.gone
        return self.many and told >= _FEW and self.last >= _MOST * told

    @property
    def asks(self) -> bool:
        """Whether they may be last days, and where it matters."""
        return self.many and self.matters > 0 and self.gone < _MOST * (self.last + self.gone)


def settle(
    con: Any, found: Sequence[ContractPart], stated: str | None, as_of: dt.date | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Moves each end that is a last day to the day after it; what is assumed of ends, and warnings.

    Files whose ends have one name are of one system, and are judged together.
    """
    ending = [part for part in found if part.ends is not None]
    if stated is not None and not ending:
        raise _nothing_ends(found)
    if stated is not None or as_of is None:
        for part in ending if stated == LAST else ():
            _move(con, part)
        return (("an end is a contract's last day (--end-day last)",) if stated == LAST else ()), ()
    notes, warnings = [], []
    for name in dict.fromkeys(plain(part.ends or "") for part in ending):
        alike = [part for part in ending if plain(part.ends or "") == name]
        shown = _shown(con, alike, as_of)
        where = alike[0].part.source.where + (f" and {len(alike) - 1:,} more" if len(alike) > 1 else "")
        told = f"{shown.last:,} of {shown.last + shown.gone:,} that tell ({_SIGNS})"
        leaving = _OF_LEAVING.search(alike[0].ends or "")
        if shown.sure and not leaving:
            for part in alike:
                _move(con, part)
            notes.append(f"{where}: an end is a contract's last day, by {told}; --end-day gone says otherwise")
        elif shown.asks and (shown.sure or not leaving):
            warnings.append(
                f"{where}: an end is taken as the first day on which the contract no longer runs, though by {told} it "
                "may be its last: customers would then stay a day longer, which matters at the end of a month or on "
                "the day of valuation; say --end-day last if they run on that day, --end-day gone if not"
            )
    return tuple(notes), tuple(warnings)


def _nothing_ends(found: Sequence[ContractPart]) -> InputError:
    where = " and ".join(part.part.source.where for part in found)
    what = "tenures without ends" if found[0].tenures else "no column of ends"
    return refusal(where, f"has {what}, so --end-day says nothing of it", "leave --end-day out, or name it with --end")


def _move(con: Any, part: ContractPart) -> None:
    """Days on which trials end are of the file's kind too; days until which is paid are those of the next bill."""
    con.execute(f"UPDATE {part.part.table} SET ended = ended + 1, trial_ends = trial_ends + 1")


def _shown(con: Any, parts: Sequence[ContractPart], as_of: dt.date) -> _Shown:
    """What the ends show: by the starts of the same customer, and by the time since the contract's own start.

    A 29th to 31st has no anniversary in some months; 30 and 365 days are also what software adds up. Both tell nothing.
    """
    pieces = []
    for part in parts:
        weeks = " ".join(f"WHEN {at} THEN {length.days}" for at, length in enumerate(part.periods) if length.days > 1)
        days = f"CASE period {weeks} ELSE 0 END" if weeks else "0"
        pieces.append(f"SELECT who, start, ended, {days} AS days FROM {part.part.table} WHERE customer IS NOT NULL")
    day, after, ran = "day(start)", "day(ended + 1)", "(ended - start)"
    added = f"{day} > 1 AND ({ran} % 30 = 0 OR {ran} % 365 = 0)"
    every, last, gone, matters = one(
        con,
        f"WITH c AS ({' UNION ALL '.join(pieces)}), s AS (SELECT DISTINCT who, start AS began FROM c), "
        "t AS (SELECT ended, "
        "(who, ended + 1) IN (SELECT (who, began) FROM s) OR CASE WHEN days > 0 THEN (ended + 1 - start) % days = 0 "
        f"ELSE {day} <= 28 AND {after} = {day} AND ended > start AND NOT ({added}) END AS last, "
        "ended > start AND ((who, ended) IN (SELECT (who, began) FROM s) OR CASE WHEN days > 0 THEN "
        f"{ran} % days = 0 ELSE {day} <= 28 AND day(ended) = {day} END) AS gone FROM c WHERE ended IS NOT NULL) "
        "SELECT count(*), count(*) FILTER (last AND NOT gone), count(*) FILTER (gone), count(*) FILTER (last AND NOT "
        f"gone AND (ended = DATE '{as_of}' OR (ended < DATE '{as_of}' AND ended = last_day(ended)))) FROM t",
    )
    return _Shown(int(every), int(last), int(gone), int(matters))
