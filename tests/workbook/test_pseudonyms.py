"""The whole way with --pseudonymise: the ids are in no part of the workbook, on no stream, in no message."""

from __future__ import annotations

import datetime as dt
import zipfile
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from tests.cli import running
from xlclv.orders.pseudonyms import Pseudonyms
from xlclv.simulation import orders

from .recalculation import Calculation, plain

KEY = "7be1d4f0aa935c6628d10f4e"
START = dt.date(2024, 1, 1)
run = partial(running.run, columns=160)


def name(number: int) -> str:
    """An id that can be found wherever it is."""
    return f"Zq{number:05d}wX"


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of 300 customers; one with refunds only, one that differs from another in case, one in blanks."""
    path = tmp_path_factory.mktemp("sales") / "orders.csv"
    made = orders(300, seed=3)
    whole = zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True)
    rows = [f"{name(who)},{START + dt.timedelta(days=day)},{cents / 100:.2f}" for who, day, cents in whole]
    odd = [f"{name(77777)},2024-03-01,-9.00", f"{name(1).lower()},2024-03-01,12.00", f" {name(2)} ,2024-03-02,8.00"]
    path.write_text("\n".join(["Customer ID,Date,Amount", *rows, *odd]) + "\n", encoding="utf-8")
    return path


def test_no_id_is_anywhere(sales: Path, tmp_path: Path) -> None:
    """Every part of the workbook unpacked, the JSON, the table and the notes: no id, and no key."""
    (tmp_path / "clv.key").write_text(KEY + "\n", encoding="utf-8")
    words = ("summarize", sales, "--pseudonymise", "--pseudonym-key", "clv.key", "-o", "masked.xlsx")
    told = [run(*words, *more, folder=tmp_path) for more in ((), ("--json",))]
    told.append(run("check", sales, "--pseudonymise", folder=tmp_path, XLCLV_PSEUDONYM_KEY=KEY))
    assert [each.returncode for each in told] == [0, 0, 0], [each.stderr for each in told]
    with zipfile.ZipFile(tmp_path / "masked.xlsx") as archive:
        parts = {part: archive.read(part).decode() for part in archive.namelist()}
    streams = {f"stream {i}": each.stdout + each.stderr for i, each in enumerate(told)}
    for place, text in {**parts, **streams}.items():
        assert "zq0" not in text.lower(), place
        assert "zq7" not in text.lower(), place
        assert KEY not in text, place
    everything = "".join(parts.values()) + "".join(streams.values())
    assert "in upper and lower case" in everything
    assert Pseudonyms(KEY.encode()).of(name(77777)) in everything
    assert Calculation(tmp_path / "masked.xlsx").value("AllChecksOK") is True


def test_the_same_key_writes_the_same_bytes_and_ids_map_one_to_one(sales: Path, tmp_path: Path) -> None:
    """From a file or the environment; each pseudonym has the value of its id."""
    (tmp_path / "clv.key").write_text(KEY, encoding="utf-8")
    books = []
    for folder, words in (("a", ("--pseudonym-key", tmp_path / "clv.key")), ("b", ()), ("c", None)):
        (tmp_path / folder).mkdir()
        given = () if words is None else ("--pseudonymise", *words)
        done = run("summarize", sales, *given, folder=tmp_path / folder, XLCLV_PSEUDONYM_KEY=KEY)
        assert done.returncode == 0, done.stderr
        sheet = openpyxl.load_workbook(tmp_path / folder / "clv-summary.xlsx", data_only=True)["Customers"]
        books.append({row[0]: row[1:] for row in sheet.iter_rows(min_row=5, values_only=True)})
    assert books[0] == books[1]
    assert len(books[2]) == len(books[0])
    assert sorted(row[1] for row in books[2].values()) == sorted(row[1] for row in books[0].values())
    rank = 1  # customers of one value are ranked by id, and a pseudonym is another id
    for customer, whole in books[2].items():
        masked = [v for i, v in enumerate(books[0][Pseudonyms(KEY.encode()).of(customer)]) if i != rank]
        line = [v for i, v in enumerate(whole) if i != rank]
        assert [*map(plain, masked)] == [v if isinstance(v, str) else pytest.approx(v) for v in map(plain, line)]


def test_without_a_key_nothing_is_made(sales: Path, tmp_path: Path) -> None:
    """One line that says how to make a key; a key alone, which would do nothing, is refused too."""
    done = run("summarize", sales, "--pseudonymise", folder=tmp_path, XLCLV_PSEUDONYM_KEY="")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "make one with" in done.stderr
    (tmp_path / "clv.key").write_text(KEY, encoding="utf-8")
    done = run("summarize", sales, "--pseudonym-key", "clv.key", folder=tmp_path)
    assert (done.returncode, "add --pseudonymise" in done.stderr) == (2, True)
    done = run("summarize", sales, "--pseudonymise", "--pseudonym-key", "clv.key", "-o", "clv.key.xlsx",
               folder=tmp_path)  # fmt: skip
    assert done.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clv.key", "clv.key.xlsx"]
