"""The contact log: resolution worked by hand, cost, handle time, what is refused, and whether resolution pays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from tests.companions.shops import HEADER as SHOP
from tests.companions.shops import orders_file, run, shop, told, write
from tests.companions.test_acquisition import everyone
from xlclv.companions import contacts, service, spend
from xlclv.companions.base import Base, base
from xlclv.companions.columns import of_acquisition, of_contacts
from xlclv.companions.data import Contacts
from xlclv.companions.file import open_beside
from xlclv.companions.told import Told, costs
from xlclv.errors import InputError, UsageError
from xlclv.orders.reading import read
from xlclv.orders.source import Options

HEADER = ["customer", "day", "reason"]
BILLS = [["A", "2026-03-01", "bill"], ["A", "2026-03-04", "bill"], ["A", "2026-03-20", "bill"]]


def shop_of_a(folder: Path, as_of: dt.date) -> Base:
    return base(read(write(folder / "a.csv", ["date", "customer", "amount"], [["2026-01-05", "A", "10"]]), as_of=as_of))


def found(folder: Path, rows: list[list[Any]], day: int = 31, header: list[str] | None = None, **said: Any) -> Contacts:
    at, how = shop_of_a(folder, dt.date(2026, 3, day)), Told(**said)
    opened = open_beside(write(folder / "calls.csv", header or HEADER, rows), of_contacts(None), Options())
    return service.contacts(at, contacts.read(at, opened, Options(), how), how, everyone([0.0]))


def test_first_contact_resolution_by_hand(tmp_path: Path) -> None:
    """Contacts of 1, 4 and 20 March: as of the 31st 2 of 3, as of the 25th the last is not yet known, 1 of 2."""
    late, early = found(tmp_path, BILLS), found(tmp_path, BILLS, 25)
    assert (late.resolved, late.known, late.fcr) == (2, 3, 2 / 3)
    assert (early.resolved, early.known, early.fcr) == (1, 2, 0.5)
    assert found(tmp_path, BILLS, fcr_days=2).fcr == 1.0
    other = [*BILLS[:1], ["A", "2026-03-04", "delivery"], *BILLS[2:]]
    assert found(tmp_path, other).fcr == 1.0  # another reason is no further contact
    newest_first = [["A", "2026-03-04 09:00", "bill"], ["A", "2026-03-04 08:00", "bill"]]
    assert found(tmp_path, newest_first).resolved == 1


def test_later_contacts_are_left_out_by_until(tmp_path: Path) -> None:
    """A log exported later gives the numbers of one exported on the day; what is left out is counted, all of it too."""
    later = [["A", "2026-03-26", "bill"], *([f"new{i}", "2026-04-02", "bill"] for i in range(40))]
    opened = open_beside(write(tmp_path / "later.csv", HEADER, [*BILLS, *later]), of_contacts(None), Options())
    at = shop_of_a(tmp_path, dt.date(2026, 3, 25))
    log = contacts.read(at, opened, Options(until="2026-03-25"), Told())
    assert (log.read, log.used, log.of_others, log.excluded) == (44, 3, 0, 41)
    assert "later.csv: left out, after 2026-03-25, the last day that counts: 41 contacts" in log.notes
    then = service.contacts(at, log, Told(), everyone([0.0]))
    assert (then.resolved, then.known) == (1, 2)
    none = contacts.read(at, opened, Options(until="2026-02-01"), Told())
    assert (none.used, none.excluded, service.contacts(at, none, Told(), everyone([0.0])).known) == (0, 44, 0)


def test_later_spend_is_left_out_by_until(tmp_path: Path) -> None:
    """Periods that begin after the day are left out with their money; the one in which it lies is kept."""
    rows = [["2026-01", "100"], ["2026-03", "50"], ["2026-04", "70"], ["2026-05", "1.50"]]
    opened = open_beside(write(tmp_path / "spend.csv", ["month", "spend"], rows), of_acquisition, Options())
    read_spend = spend.read(shop_of_a(tmp_path, dt.date(2026, 3, 25)), opened, Options(until="2026-03-25"))
    assert read_spend.money.tolist() == [100.0, 50.0]
    assert any(note.endswith("the last day that counts: 2 rows, 71.50 in all") for note in read_spend.notes)


def test_what_the_log_says_itself(tmp_path: Path) -> None:
    """A column of resolutions wins; blank is not known; handle times in their unit; costs of their own."""
    header = ["customer", "day", "resolved", "handle time (min)", "channel", "cost"]
    rows = [
        ["A", "2026-03-01", "yes", "2", "phone", "1.50"],
        ["A", "2026-03-02", "no", "0:04:00", "chat", "2.00"],
        ["A", "2026-03-30", "", "", "chat", ""],
        ["Z", "2026-03-02", "no", "1", "chat", "9"],
        ["", "2026-03-02", "no", "1", "chat", "9"],
    ]
    log = found(tmp_path, rows, header=header)
    assert (log.read, log.used, log.of_non_customers, log.excluded) == (5, 4, 1, 1)
    assert (log.resolved, log.known, log.handle_seconds) == (1, 2, 180.0)
    assert (log.cost, log.cost_of_non_customers, log.cost_to_serve_a_year) == (3.5, 9.0, 3.5)
    assert [(name, count) for name, count, *_ in log.channels] == [("chat", 2), ("phone", 1)]
    plain = [row[:5] for row in rows]
    by_channel = found(tmp_path, plain, header=header[:5], contact_cost={"phone": 4.2, "chat": 2.1})
    assert by_channel.cost == pytest.approx(8.4)
    assert found(tmp_path, plain, header=header[:5], minute_cost=0.5).cost == pytest.approx(3.0)
    assert found(tmp_path, plain, header=header[:5]).cost is None


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        (HEADER, [["A", "2026-04-01", "bill"]], 'column "day": 2026-04-01 is after the as-of date, 2026-03-31'),
        (["customer", "day", "AHT"], [["A", "2026-03-01", "120"]], "say --handle-unit seconds"),
        (["customer", "day", "AHT (s)"], [["A", "2026-03-01", "long"]], '"long" is not a handle time'),
        (["customer", "day", "AHT (s)"], [["A", "2026-03-01", "nan"]], '"nan" is not a handle time'),
        (["customer", "day", "AHT (s)"], [["A", "2026-03-01", "inf"]], '"inf" is not a handle time'),
        (["customer", "day", "resolved"], [["A", "2026-03-01", "maybe"]], '"maybe" is neither yes nor no'),
        (HEADER, [["a", "2026-03-01", "bill"]], 'ids meet those of the orders: here "a"; in the orders "A"'),
        (["customer", "reason"], [["A", "bill"]], "no column looks like the day"),
    ],
)  # fmt: skip
def test_logs_that_are_refused(header: list[str], rows: list[list[str]], says: str, tmp_path: Path) -> None:
    """Place, value, rule and way out."""
    with pytest.raises(InputError) as refused:
        found(tmp_path, rows, header=header)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["2.5", "EUR"]], 'column "currency": amounts in EUR cannot be set beside orders in USD'),
        (
            [["-2.5", "USD"], ["1", "USD"]],
            "what was paid for contacts adds up to -1.5, below 0 (1 amount with a minus)",
        ),
    ],
)
def test_costs_of_contacts_that_are_refused(rows: list[list[str]], says: str, tmp_path: Path) -> None:
    """In another currency than the orders, as a column beside them says; below 0 in all."""
    orders = write(tmp_path / "a.csv", ["date", "customer", "amount", "currency"], [["2026-01-05", "A", "10", "USD"]])
    log = [[*ON_1_MARCH, *row] for row in rows]
    opened = open_beside(
        write(tmp_path / "c.csv", ["customer", "day", "cost", "currency"], log), of_contacts(None), Options()
    )
    with pytest.raises(InputError) as refused:
        contacts.read(base(read(orders, as_of=dt.date(2026, 3, 31))), opened, Options(), Told())
    assert says in str(refused.value)


def test_blank_times_at_a_cost_a_minute_are_told(tmp_path: Path) -> None:
    """Two of three contacts have no time: 60 seconds at 2 a minute are 2 in all, and it is said that two cost 0."""
    rows = [[*ON_1_MARCH, cell] for cell in ("60", "", " ")]
    opened = open_beside(write(tmp_path / "c.csv", ["customer", "day", "handle_seconds"], rows), of_contacts(None),
                         Options())  # fmt: skip
    at, priced = shop_of_a(tmp_path, dt.date(2026, 3, 31)), Told(minute_cost=2.0)
    log = contacts.read(at, opened, Options(), priced)
    assert service.contacts(at, log, priced, everyone([0.0])).cost == 2.0
    told_of = 'c.csv: column "handle_seconds" is blank in 2 contacts (first row 3): they cost 0'
    assert told_of in log.warnings
    assert told_of not in contacts.read(at, opened, Options(), Told()).warnings


def test_ratings_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    """4,5 is four and a half; words, shares and nan count as not rated, and are counted."""
    given = ("4,5", "4", "", "very good", "4/5", "nan")
    at = shop_of_a(tmp_path, dt.date(2026, 3, 31))
    path = write(tmp_path / "c.csv", ["customer", "day", "CSAT"], [["A", "2026-03-01", rating] for rating in given])
    log = contacts.read(at, open_beside(path, of_contacts(None), Options()), Options(), Told())
    ratings = at.arrow(f"SELECT satisfaction FROM {contacts.TABLE} ORDER BY row").column(0).to_pylist()
    assert ratings == [4.5, 4.0, None, None, None, None]
    (warning,) = log.warnings
    assert '"very good" (row 5) and 2 other cells are no number, and counted as not rated' in warning


@pytest.mark.parametrize("said", ["nan", "phone=inf", "phone=-3", "chat=1,phone=much"])
def test_costs_are_finite_and_not_below_0(said: str) -> None:
    """Of a contact and of a minute."""
    with pytest.raises(UsageError, match=r'--contact-cost ".*" is not a cost: a number, at least 0'):
        costs(said)
    with pytest.raises(UsageError, match="--minute-cost nan is not a cost"):
        Told(minute_cost=float("nan"))


def test_resolution_that_pays_is_found_and_held_equal(tmp_path: Path) -> None:
    """Resolved contacts raise the chance of an order by 0.2; the good tier is resolved more often, which misleads."""
    rng = np.random.default_rng(1)
    who, tier = np.arange(8000), rng.integers(0, 2, 8000)
    yes = rng.random(8000) < np.where(tier == 1, 0.8, 0.3)
    bought = (rng.random(8000) < 0.2 + 0.4 * tier + 0.2 * yes).astype(float)
    after = service.compared(90, who, yes, bought, tier)
    assert after.equal is not None
    assert after.equal_low is not None
    assert after.equal_high is not None
    assert after.equal_low < 0.2 < after.equal_high
    assert after.difference is not None
    assert after.difference > 0.3  # raw: what the tiers do is in it
    assert after.pilot is not None


def test_intervals_know_that_contacts_of_one_customer_are_alike() -> None:
    """Ten equal contacts each say no more than one: the interval stays as wide."""
    rng = np.random.default_rng(2)
    yes, bought = rng.random(400) < 0.5, (rng.random(400) < 0.4).astype(float)
    one = service.compared(90, np.arange(400), yes, bought, np.zeros(400, dtype=int))
    ten = service.compared(
        90, np.repeat(np.arange(400), 10), np.repeat(yes, 10), np.repeat(bought, 10), np.zeros(4000, dtype=int)
    )
    assert (one.low, one.high) == pytest.approx((ten.low, ten.high))


def test_beside_the_orders(tmp_path: Path) -> None:
    """Contacts, spend and journeys in one report; read = used + excluded; a contact before the first order counts."""
    path, rows = orders_file(tmp_path), shop()
    names = sorted({row[1] for row in rows})
    calls = [[name, "2024-06-01" if i % 9 == 0 else "2025-05-01", "phone", 240] for i, name in enumerate(names)]
    calls += [["nobody", "2025-05-01", "chat", 60]]
    log = write(tmp_path / "calls.csv", ["customer", "day", "channel", "handle_seconds"], calls)
    said = told(path, "--contacts", log, "--contact-cost", "phone=2,chat=1", "--by", "Category")
    contacts_ = said["contacts"]
    assert contacts_["read"] == contacts_["used"] + contacts_["excluded"] == len(calls)
    assert contacts_["of_non_customers"] == 1
    year = sum(call[1] > "2025-06-28" for call in calls)
    assert contacts_["cost_to_serve_a_year"] == pytest.approx(2.0 * year / len(names))
    assert contacts_["cost"] == 2.0 * len(names)
    assert contacts_["handle_seconds"] == 240.0
    assert any(journey["path"].startswith("Contact phone") for journey in said["journeys"])
    assert sum(one["customers"] for one in said["second_order_days"]["classes"]) == said["customers"]


@pytest.mark.parametrize(
    ("header", "customer"),
    [
        (["Id", "Requester external ID", "Requester email", "Created at", "Requester ID"], 1),
        (["Id", "Requester email", "Created at"], 1),
        (["Ticket", "Requester", "Created at"], 1),
        (["Customer ID", "Requester external ID", "Created at"], 0),
        (["id", "created at"], 0),
    ],
)
def test_help_desks_call_the_customer_their_requester(header: list[str], customer: int) -> None:
    """By the id that the shop gave first, never by the number of the ticket where a requester stands beside it."""
    assert of_contacts(None)(header).customer == customer


def test_a_unit_that_is_none(tmp_path: Path) -> None:
    """Said before anything is read."""
    done = run(
        "summarize", orders_file(tmp_path), "--contacts", tmp_path / "orders.csv", "--handle-unit", "days", "--json"
    )
    assert '--handle-unit "days" is not a unit' in str(done.exception)


TALK = ["customer", "day", "talk time (s)", "hold time (s)", "wrap up time (s)"]
ON_1_MARCH = ["A", "2026-03-01"]


def seconds_of(folder: Path, header: list[str], rows: list[list[str]], **options: Any) -> tuple[Any, Any]:
    """Seconds of handle time, row by row, and what is warned of."""
    at = shop_of_a(folder, dt.date(2026, 3, 31))
    opened = open_beside(write(folder / "c.csv", header, rows), of_contacts(None), Options())
    log = contacts.read(at, opened, Options(**options), Told())
    return at.arrow(f"SELECT handle FROM {contacts.TABLE} ORDER BY row").column(0).to_pylist(), log.warnings


@pytest.mark.parametrize(
    ("header", "cells", "seconds"),
    [
        (TALK[2:], ["200", "50", "80"], 330.0),
        (["talk_time_seconds", "hold_time_seconds", "acw_seconds"], ["200", "", "80"], 280.0),
        (["Talk time (min)", "Hold time (s)", "After call work time"], ["2", "50", "0:01:20"], 250.0),
        (["Gesprächszeit (s)", "Haltezeit (s)", "Nachbearbeitungszeit (s)"], ["200", "50", "80"], 330.0),
        (["Temps de conversation (s)", "Temps de mise en attente (s)", "Post-appel (s)"], ["200", "50", "80"], 330.0),
        (["Tiempo de conversación (s)", "Tiempo de retención (s)", "Trabajo post llamada (s)"], ["200", "50", "80"],
         330.0),
        (["Tempo di conversazione (s)", "Tempo messa in attesa (s)", "Lavoro dopo chiamata (s)"], ["200", "50", "80"],
         330.0),
        (["Gesprekstijd (s)", "Tijd in de wacht (s)", "Nawerktijd (s)"], ["200", "50", "80"], 330.0),
        ([*TALK[2:], "handle time (s)"], ["200", "50", "80", "320"], 320.0),
        (["call duration (s)", "hold time (s)", "wrap up time (s)"], ["250", "50", "80"], 330.0),  # hold is in the call
        ([*TALK[2:4], "Wrap-up (s)", "wrap-up"], ["200", "50", "80", "billing"], 330.0),
        (TALK[2:], ["", "", ""], None),
    ],
)  # fmt: skip
def test_handle_time_is_talk_hold_and_after_call_work(
    tmp_path: Path, header: list[str], cells: list[str], seconds: float | None
) -> None:
    """In every language, each in its unit; one column that has all of it goes before."""
    assert seconds_of(tmp_path, [*TALK[:2], *header], [[*ON_1_MARCH, *cells]]) == ([seconds], ())


@pytest.mark.parametrize("header", ["Agent handle", "Customer handle", "Agent talk"])
def test_what_someone_is_called_is_no_handle_time(tmp_path: Path, header: str) -> None:
    """A handle is a name too."""
    assert seconds_of(tmp_path, [*TALK[:2], header], [[*ON_1_MARCH, "bob"]]) == ([None], ())


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (["talk time (s)"], "no column has hold or after-call work: handle time without is too low"),
        (["talk time (s)", "hold time (s)"], "no column has after-call work"),
        (["Anrufdauer (s)"], "no column has after-call work"),
        (["Duration (s)", "ACW (s)"], 'column "ACW (s)" is not added to column "Duration (s)", as if in it'),
    ],
)
def test_what_handle_time_lacks_is_told(tmp_path: Path, header: list[str], says: str) -> None:
    """Talk time alone is used, with a warning."""
    cells = ["200", "0"][: len(header)]
    seconds, (warning,) = seconds_of(tmp_path, [*TALK[:2], *header], [[*ON_1_MARCH, *cells]])
    assert (seconds, says in warning) == ([200.0], True)


@pytest.mark.parametrize(
    ("cells", "decimal", "seconds"),
    [
        (["6,2", "12,25", "8", "0:01:00"], None, [6.2, 12.25, 8.0, 60.0]),
        (["1,234", "5"], ",", [1.234, 5.0]),
        (["1,234", "5"], ".", [1234.0, 5.0]),
        (["1,234", "5.5"], None, [1234.0, 5.5]),
        (["1.234,5", "6,2"], None, [1234.5, 6.2]),
        (["330.125"], None, [330.125]),
    ],
)
def test_handle_times_with_decimal_commas(
    tmp_path: Path, cells: list[str], decimal: str | None, seconds: list[float]
) -> None:
    """As amounts are read: by --decimal, else as the cells leave no choice."""
    rows = [[*ON_1_MARCH, cell] for cell in cells]
    assert seconds_of(tmp_path, ["customer", "day", "AHT (s)"], rows, decimal=decimal)[0] == seconds


def test_handle_times_that_are_none_are_named_with_their_rows(tmp_path: Path) -> None:
    """A comma that could be of thousands is asked about; of several faults the rows are named, the rest is counted."""
    head = ["customer", "day", "AHT (s)"]
    with pytest.raises(InputError, match='"1,234" could be a number of thousands or have a decimal comma; say --decim'):
        seconds_of(tmp_path, head, [[*ON_1_MARCH, "1,234"], [*ON_1_MARCH, "5"]])
    with pytest.raises(InputError, match=r'"long" is not a handle time \(also rows 3, 4, 5, 6 and 2 more\); write sec'):
        seconds_of(tmp_path, head, [[*ON_1_MARCH, "long"]] * 7)
    with pytest.raises(InputError, match=r'"6.5" is not a handle time'):
        seconds_of(tmp_path, head, [[*ON_1_MARCH, "6,2"], [*ON_1_MARCH, "6.5"]])


@pytest.mark.parametrize(
    ("header", "cell", "unit", "seconds", "read"),
    [
        ("Handle time (h:mm)", "0:06", None, 360, "hours and minutes"),
        ("AHT hh:mm", "00:06", None, 360, "hours and minutes"),
        ("Handle time (hours)", "0:06", None, 360, "hours and minutes"),
        ("Bearbeitungszeit (Std:Min)", "0:06", None, 360, "hours and minutes"),
        ("Durée de traitement (h:min)", "0:06", None, 360, "hours and minutes"),
        ("AHT", "0:06", "hours", 360, "hours and minutes"),
        ("AHT", "6:40", None, 400, "minutes and seconds; --handle-unit hours"),
        ("AHT (s)", "6:40", None, 400, "minutes and seconds; --handle-unit hours"),
        ("Handle time (min)", "6:40", None, 400, ""),
        ("AHT mm:ss", "6:40", None, 400, ""),
        ("Handle time (h:mm:ss)", "0:06:40", None, 400, ""),
        ("Handle Time (ms)", "400000", None, 400, ""),
        ("handle_milliseconds", "400000", None, 400, ""),
        ("Total Handle", "400000", "milliseconds", 400, ""),
        ("Total Handle", "0:06:40", None, 400, ""),
    ],
)
def test_times_of_two_parts_and_units(
    tmp_path: Path, header: str, cell: str, unit: str | None, seconds: float, read: str
) -> None:
    """0:06 under hours and minutes is six minutes, not six seconds; where nothing tells, a note says how it is read."""
    at = shop_of_a(tmp_path, dt.date(2026, 3, 31))
    opened = open_beside(write(tmp_path / "c.csv", [*TALK[:2], header], [[*ON_1_MARCH, cell]]), of_contacts(None),
                         Options())  # fmt: skip
    log = contacts.read(at, opened, Options(), Told(handle_unit=unit))
    assert at.arrow(f"SELECT handle FROM {contacts.TABLE}").column(0).to_pylist() == [pytest.approx(seconds)]
    said = [note for note in log.notes if "times of two parts" in note]
    assert bool(said) == bool(read)
    assert all(note.endswith(read) or read + " reads them" in note for note in said)


def test_talk_hold_and_work_of_a_report(tmp_path: Path) -> None:
    """Total Talk and its like are sums of times."""
    header = [*TALK[:2], "Total Talk", "Total Hold", "Total ACW"]
    assert seconds_of(tmp_path, header, [[*ON_1_MARCH, "0:03:20", "0:00:50", "0:01:20"]])[0] == [330.0]


@pytest.mark.parametrize(
    ("header", "cells", "said", "warned"),
    [
        (["Total"], ["400"], Told(minute_cost=2), ["--minute-cost is not used: no column looks like handle time"]),
        (["Total"], ["400"], Told(handle_unit="hours"), ["--handle-unit is not used: no column looks like handle"]),
        (["cost", "AHT (s)"], ["3", "60"], Told({"": 2.0}, 2),
         ['--minute-cost is not used: column "cost" says', '--contact-cost is not used: column "cost" says']),
        (["AHT (s)"], ["60"], Told({"": 2.0}, 2), ["--minute-cost is not used: --contact-cost says"]),
        (["AHT (s)"], ["60"], Told({"phone": 2.0}), ["no column looks like a channel, so all contacts cost 0"]),
        (["channel"], ["Chat"], Told({"phone": 2.0}), ['no price for 1 contact ("Chat"): they cost 0']),
        (["resolved"], ["yes"], Told(fcr_days=3), ['--fcr-days is not used: column "resolved" says']),
        (["channel", "AHT (s)"], ["Phone", "60"], Told({"phone": 2.0}), []),
        (["channel"], ["Chat"], Told({"phone": 2.0, "": 1.0}), []),
        (["AHT (s)"], ["60"], Told(minute_cost=2), []),
    ],
)  # fmt: skip
def test_options_that_find_no_column_are_told(
    tmp_path: Path, header: list[str], cells: list[str], said: Told, warned: list[str]
) -> None:
    """What the user says of a column that the log has not is not passed over in silence."""
    at = shop_of_a(tmp_path, dt.date(2026, 3, 31))
    opened = open_beside(write(tmp_path / "c.csv", [*TALK[:2], *header], [[*ON_1_MARCH, *cells]]), of_contacts(None),
                         Options())  # fmt: skip
    log = contacts.read(at, opened, Options(), said)
    assert len(log.warnings) == len(warned)
    assert all(any(one in text for text in log.warnings) for one in warned), log.warnings


@pytest.mark.parametrize("day", ["Conversation Start", "Ticket created", "Segment Start Time", "Initiation timestamp"])
def test_days_of_contact_centres(day: str) -> None:
    """Reports of contact centres name the day in their own words; a plain date goes before; the columns are named."""
    assert of_contacts(None)(["customer", day]).date == 1
    assert of_contacts(None)(["customer", day, "Date"]).date == 2


def test_columns_taken_are_named(tmp_path: Path) -> None:
    """As orders and contracts do."""
    at = shop_of_a(tmp_path, dt.date(2026, 3, 31))
    header = [*TALK, "Kanal", "Kosten", "fcr"]
    opened = open_beside(write(tmp_path / "c.csv", header, [[*ON_1_MARCH, "1", "2", "3", "x", "4", "yes"]]),
                         of_contacts(None), Options())  # fmt: skip
    log = contacts.read(at, opened, Options(), Told())
    assert log.notes[0] == (
        'c.csv: customer is "customer", day is "day", channel is "Kanal", resolved is "fcr", cost is "Kosten", handle '
        'time is "talk time (s)", hold time is "hold time (s)", after-call work is "wrap up time (s)"'
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_email_meets_an_email(kind: str, tmp_path: Path) -> None:
    """Where the orders' customers are e-mails no id of another system stands for them, in contacts and customers."""
    mail = [[row[0], f"{row[1]}@example.com", *row[2:]] for row in shop()]
    path = write(tmp_path / "mail.csv", [SHOP[0], "Email", *SHOP[2:]], mail)
    names = sorted({row[1] for row in mail})
    heads = ["Customer Email", "Customer External ID", "Date", "Channel"]
    calls = [[name, f"x{at}", "2025-05-01", "phone"] for at, name in enumerate(names)]
    people = [[f"x{at}", name, "ab"[at % 2]] for at, name in enumerate(names)]
    files = []
    for what, head, cells in (("calls", heads, calls), ("people", ["Customer ID", "Customer Email", "Group"], people)):
        files.append(tmp_path / f"{what}.{kind}")
        if kind == "csv":
            write(files[-1], head, cells)
        else:
            book = openpyxl.Workbook()
            for cell in (head, *cells):
                book.active.append(cell)  # type: ignore[union-attr]
            book.save(files[-1])
    said = told(path, "--contacts", files[0], "--customers", files[1])
    assert (said["contacts"]["used"], said["contacts"]["of_non_customers"]) == (len(calls), 0)
    assert [one["name"] for one in said["dimensions"]] == ["Group"]


@pytest.mark.parametrize(
    "header",
    [
        "First contact resolved", "FCR", "Resolved on first contact", "Resolved at first contact?", "One-touch",
        "Im Erstkontakt gelöst", "Erstlösung", "Résolu au premier contact", "Resuelto en el primer contacto",
        "First Call Resolution", "Opgelost bij eerste contact",
    ],
)  # fmt: skip
def test_what_was_resolved_at_once_by_its_names(header: str, tmp_path: Path) -> None:
    """Its yes and no are read; it goes before what was resolved in the end, wherever that stands."""
    rows = [["A", "2026-03-01", "no", "yes"], ["A", "2026-03-02", "yes", "yes"], ["A", "2026-03-03", "yes", "no"]]
    log = found(tmp_path, rows, header=["customer", "day", header, "x"])
    assert (log.resolved, log.known) == (2, 3)
    log = found(tmp_path, [[a, b, d, c] for a, b, c, d in rows], header=["customer", "day", "Resolved", header])
    assert (log.resolved, log.known) == (2, 3)
