"""The report as one HTML file: every number is the report's, nothing is loaded, nothing of the data is markup."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner

from xlclv import page, report
from xlclv.cli.keys import plain
from xlclv.cli.program import xlclv as program
from xlclv.cli.show_planning import PLANNING
from xlclv.companions import data
from xlclv.contracts import reading as contract_reading
from xlclv.contracts.build import build as build_contracts
from xlclv.errors import NotIdentifiedError, OutputError
from xlclv.models.season.clock import STEADY
from xlclv.orders.reading import read
from xlclv.page import printing
from xlclv.page.document import listed
from xlclv.planning.budget import Budget, NewOnes
from xlclv.planning.months import months_ahead
from xlclv.planning.scenario import Drivers, scenarios
from xlclv.planning.what_if import what_if
from xlclv.report import Report
from xlclv.report.described import describe
from xlclv.simulation import orders
from xlclv.valuation.residual import Flows

HOSTILE = '<script>alert("1")</script>&lt;b&gt;\u202e" onload="x'
ID = HOSTILE.replace("\u202e", "")  # which is refused where ids are read


class Parsed(HTMLParser):
    """The elements of a page with their attributes, its text, and whether every element is closed in order."""

    VOID = frozenset(("meta", "br", "hr", "img", "input", "link"))

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text.append(data)

    @property
    def numbers(self) -> list[float]:
        return [float(str(attributes["value"])) for tag, attributes in self.tags if tag == "data"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report of 150 simulated customers in two channels, one of whom has a hostile id."""
    made = orders(150, seed=5)
    lines = ["customer,date,amount,channel"]
    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        name = '"' + ID.replace('"', '""') + '"' if who == made.customer[0] else f"C{who:03d}"
        date = dt.date.fromordinal(733_000 + day)
        lines.append(f"{name},{date},{cents / 100:.2f},{('shop', 'web <b>')[who % 2]}")
    path = tmp_path_factory.mktemp("shop") / "orders.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    from xlclv.companions import reading

    beside = reading.opened(("channel",))
    assert beside is not None
    return report.build(read(path, **beside.reading()), margin=0.4, companions=beside)


@pytest.fixture(scope="module")
def text(shop: Report) -> str:
    first = replace(shop, customers=replace(shop.customers, id=[HOSTILE, *shop.customers.id[1:]]))
    return page.html(first)


def test_every_headline_is_the_reports(shop: Report, text: str) -> None:
    """Equity, interval, customers, means, tiers and the data check stand there as the report has them."""
    found = Parsed(text).numbers
    o = shop.outcome
    assert o is not None
    # fmt: off
    wanted = [shop.customer_equity, o.low, o.high, shop.customer_count, shop.mean_clv, shop.median_clv, shop.realised,
              shop.expected_active, shop.expected_orders, shop.top_decile_share, float(shop.ledger.amount_used)]
    # fmt: on
    wanted += [value for s in shop.segments for value in (s.total, s.mean, s.share, s.p_alive)]
    assert shop.new_customer is not None
    one = shop.new_customer.total.times(0.4)
    wanted += [one.low, one.value, one.high]
    assert shop.beside is not None
    wanted += [level.mean_lifetime * 0.4 for one in shop.beside.dimensions for level in one.levels]
    assert not [value for value in wanted if value not in found]
    said = "".join(Parsed(text).text)
    assert f"{shop.customer_equity:,.0f}" in said  # in English, for whoever reads without a script
    assert all(line in said for line in shop.cautions)
    assert shop.model.name in said


def test_what_stands_beside_the_orders_is_told_with_its_numbers(shop: Report) -> None:
    """People, service, acquisition, journeys, second orders and stages: each has its section, at the margin."""
    assert shop.beside is not None
    day = dt.date(2026, 6, 30)
    nothing = np.zeros(1)
    after = data.After(90, 30, 10, 0.31, 0.11, 0.2, 0.15, 0.25)
    contacts = data.Contacts("log.csv", 50, 41, 9, 0, 40, 30, 351.5, 80.5, 4.5, 3.75, 7, (), after,
                             data.Served(*[nothing] * 10), (("Phone", 41, 351.5, 0.75, 80.5),))  # fmt: skip
    spent = data.Acquisition("spend.csv", 2, 1250.5, 50, (data.CohortCost("2026-01", 1250.5, 50, 25.01, 7.5, True),))
    profile = data.Profile("Region", HOSTILE, 43, 0.29, 0.47, 0.3, 0.6, True, 0.4, 0.3, True)
    card = data.Resemblance(0.625, (), nothing, (data.Alike("C9", ("x",), (17.5,)),),
                            (data.Alike("P7", ("x",), (16.5,)),))  # fmt: skip
    stages = data.Stages(30.0, (day,), np.arange(101, 110)[None, :], None, np.zeros(1, dtype=np.int8))
    whole = replace(
        shop.beside, contacts=contacts, acquisition=spent, profiles=(profile,), resemblance=card, stages=stages,
        journeys=(data.Journey("Order > Silence", 7, 770.0, 0.125, 0.375),),
        steps=data.Steps(90, 400, 800, (data.Step("Refund", 13, 650, True),)),
        second_orders=data.SecondOrders(58.0, (("1 to 30 days", 4, 50.0), ("31 to 60 days", 0, 0.0))),
    )  # fmt: skip
    found = Parsed(page.html(replace(shop, beside=whole)))
    wanted = [0.75, 351.5, 3.75, 0.31, 0.11, 0.2, 0.15, 0.25, 80.5, 1250.5, 25.01, 7.5, 0.29, 0.47, 0.625, 17.5, 16.5,
              770.0 / 7 * 0.4, 0.125, 0.375, 13 / 400, 650 / 800, 58.0, 50.0 * 0.4 / 4, *range(101, 110)]  # fmt: skip
    assert not [value for value in wanted if not any(abs(value - number) < 1e-12 for number in found.numbers)]
    assert {"people", "service", "acquisition", "journeys", "second-order", "stages"} <= set(
        ids(page.html(replace(shop, beside=whole)))
    )
    assert not found.open


def test_what_was_planned_is_told_as_json_tells_it(shop: Report) -> None:
    """Movement, budget and scenarios: every amount of the JSON stands on the page; without them there is no section."""
    assert not {"movement", "budget", "scenarios"} & set(ids(page.html(shop)))
    months = months_ahead(shop.assumptions.as_of, 3)[:3]
    sales = np.array([[100.0, 20.0], [90.0, 18.0], [80.0, 16.0]])
    ahead = Budget(
        months, np.array([9.0, 8.0, 7.0]), (2025, 2026), sales, sales[:, :1] * np.full(4, 0.3), sales[:, 0],
        sales[:, 0] * 2,
        np.array([5.0, 6.0, 7.0]), "typed", "", NewOnes(20.0, 15.0, np.array([0.5, 0.25, 0.125])), np.ones(3), 12.5, (),
    )  # fmt: skip
    base = Drivers(0.1, 0.4, shop.assumptions.horizon, None)
    asked = scenarios(["Down <b>: margin=35%, orders=-10%"], base)
    weekly = Flows(np.full((2, 4), 50.0), np.array([0.5, 1.5]))
    whole = replace(shop, budget=ahead, what_if=what_if(asked, base, weekly, STEADY))
    text = page.html(whole)
    found = Parsed(text)
    told = plain(PLANNING, whole)
    wanted = [
        v for line in told["budget"] for k, v in line.items() if k not in ("month", "days", "discounted", "by_segment")
    ]
    wanted += [line["customer_equity"] for line in told["scenarios"]]
    assert not [value for value in wanted if not any(abs(value - number) < 1e-9 for number in found.numbers)]
    assert {"budget", "scenarios"} <= set(ids(text))
    said = "".join(found.text)
    assert "margin 35%, orders -10%" in said
    assert "Budget to " in said
    assert "Fixed costs" in said
    assert "Acquisition" not in said  # noughts alone: nothing is spent
    plots = [a["points"] for tag, a in found.tags if tag == "polyline"]
    assert plots
    assert min(float(at.split(",")[1]) for line in plots for at in str(line).split()) > 20  # below the legend


def test_what_is_typed_is_set_as_such() -> None:
    """Commands in backticks and options are code, which no line breaks at a hyphen; other dashes are words."""
    made = listed(["try `xlclv score --regularity`, or --model auto; well--known <b>"])
    assert made is not None
    text = ElementTree.tostring(made, method="html", encoding="unicode")
    assert "try <code>xlclv score --regularity</code>, or <code>--model</code> auto; well--known &lt;b&gt;" in text


def ids(text: str) -> list[str | None]:
    """The names of the sections of a page."""
    return [a.get("id") for tag, a in Parsed(text).tags if tag == "h2"]


def test_nothing_of_the_data_is_markup(text: str) -> None:
    """Ids and labels that look like elements are text; the one script is the page's own, held by its digest."""
    found = Parsed(text)
    assert not found.open
    assert HOSTILE.replace("\u202e", "\ufffd") in "".join(found.text)
    assert "web <b>" in "".join(found.text)
    names = [tag for tag, _ in found.tags]
    assert names.count("script") == 1
    assert not {"b", "iframe", "img", "object", "link", "form", "base"} & set(names)
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    (policy,) = (a["content"] for tag, a in found.tags if tag == "meta" and a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")


def test_nothing_is_loaded_and_it_is_small(text: str) -> None:
    """No address but that of SVG's own vocabulary, and far less than 1.5 MB."""
    assert set(re.findall(r"https?://[^\"' )<]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\(", text)
    assert len(text.encode()) < 300_000


def test_charts_are_told_in_words_and_headings_are_in_order(text: str) -> None:
    """Every picture has a label, every table a caption, one h1 and then h2 alone, and a language."""
    found = Parsed(text)
    pictures = [attributes for tag, attributes in found.tags if tag == "svg"]
    assert len(pictures) >= 3
    assert all(a.get("role") == "img" and a.get("aria-label") for a in pictures)
    names = [tag for tag, _ in found.tags]
    assert names.count("caption") == names.count("table") >= 5
    assert (names.count("h1"), names.count("h3")) == (1, 0)
    assert dict(found.tags)["html"].get("lang") == "en"
    keys = [a["id"] for _, a in found.tags if "id" in a]
    assert len(keys) == len(set(keys))


def test_the_past_alone_and_contracts_have_pages_too(tmp_path: Path) -> None:
    """Orders without a model tell what happened; contracts their MRR, curve and levels."""
    lines = ["customer,date,amount", *(f"C{n},2026-01-{n + 1:02d},{n}" for n in range(1, 9))]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    few = read(tmp_path / "a.csv")
    with pytest.raises(NotIdentifiedError) as reason:
        report.build(few)
    made = describe(few, str(reason.value))
    found = Parsed(page.html(made))
    assert made.sales in found.numbers
    assert str(reason.value) in "".join(found.text)
    from importlib import resources

    sample = (resources.files("xlclv.demo") / "sample_contracts.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "c.csv").write_text("\n".join(sample[:500]) + "\n", encoding="utf-8")
    asked = contract_reading.Asked(by=("Plan",))
    from xlclv.contracts.values import Terms

    read_contracts = contract_reading.read([tmp_path / "c.csv"], contract_reading.options(("Plan",)), asked)
    told = build_contracts(read_contracts, Terms(0.1, 0.6, 3.0, 0.0, 1.0))
    numbers = Parsed(page.html(told)).numbers
    assert told.mrr / 1e6 in numbers
    assert told.equity is not None
    assert told.equity.value in numbers
    assert all(level.equity in numbers for level in told.levels if level.equity is not None)


def test_the_command_writes_pages_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--html writes no workbook unless one is named; a wrong ending and a missing browser are told before the work."""
    monkeypatch.chdir(tmp_path)
    lines = ["customer,date,amount", *(f"C{n},2026-01-{n + 1:02d},{n}" for n in range(1, 9))]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = CliRunner().invoke(program, ["summarize", "a.csv", "--html", "r.html"], standalone_mode=False)
    assert done.exception is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "r.html"]
    assert "Wrote r.html" in done.output
    wrong = CliRunner().invoke(program, ["summarize", "a.csv", "--html", "r.txt"])
    assert "must end in .html" in str(wrong.exception)
    monkeypatch.setattr(printing, "browser", lambda: None)
    none = CliRunner().invoke(program, ["summarize", "no.csv", "--pdf", "r.pdf"])
    assert isinstance(none.exception, OutputError)
    assert "name one in XLCLV_BROWSER" in str(none.exception)
