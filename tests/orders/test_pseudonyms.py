"""Pseudonyms in place of customer ids: the same key gives the same ones, and no later step sees an id."""

from __future__ import annotations

import hashlib
import hmac
import re
import sqlite3
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from xlclv.errors import InputError, UsageError
from xlclv.orders.pseudonyms import VARIABLE, Pseudonyms, from_key
from xlclv.orders.reading import read
from xlclv.orders.summary import summarise
from xlclv.orders.tables.reading import read_table

from .conftest import Write

KEY = b"a key of more than sixteen bytes"
ROWS = ("customer,date,amount", "Smith,2026-01-01,10", "smith,2026-01-02,5", "Jones,2026-02-01,7", "Ruiz,2026-02-03,-4")


def test_a_pseudonym_is_the_start_of_the_hmac() -> None:
    """RFC 2104 with SHA-256, its first 80 bits in base 32: checked against the definition, written out."""
    block = KEY.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + b"Smith").digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).digest()
    assert outer == hmac.digest(KEY, b"Smith", "sha256")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    bits = int.from_bytes(outer[:10])
    expected = "".join(letters[bits >> 5 * i & 31] for i in reversed(range(16)))
    assert Pseudonyms(KEY).of("Smith").replace("-", "") == expected


def test_the_same_key_gives_the_same_pseudonyms_in_any_file(write: Write) -> None:
    """A customer in two files is one customer; the key's text alone decides, another key gives others."""
    paths = [write("a.csv", *ROWS), write("b.csv", ROWS[0], "Jones,2026-03-01,1")]
    names = summarise(read(paths, pseudonyms=Pseudonyms(KEY))).id
    assert sorted(names) == sorted(map(Pseudonyms(KEY).of, ("Smith", "smith", "Jones")))
    assert all(re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", name) for name in names)
    assert not set(names) & set(summarise(read(paths, pseudonyms=Pseudonyms(KEY[::-1]))).id)


def test_money_and_days_are_those_of_the_ids(write: Write) -> None:
    """Only names change: each pseudonym has the orders of its id."""
    path = write("a.csv", *ROWS)
    plain, masked = summarise(read(path)), summarise(read(path, pseudonyms=Pseudonyms(KEY)))
    told = dict(zip(masked.id, zip(masked.units, masked.first_day, masked.orders, strict=True), strict=True))
    for name, *line in zip(plain.id, plain.units, plain.first_day, plain.orders, strict=True):
        assert told[Pseudonyms(KEY).of(name)] == tuple(line)
    assert masked.ledger.rows_used == plain.ledger.rows_used


def test_messages_name_pseudonyms(write: Write) -> None:
    """Pairs that differ in case, customers with refunds only and refused ids are named without their ids."""
    ledger = summarise(read(write("a.csv", *ROWS), pseudonyms=Pseudonyms(KEY))).ledger
    said = " ".join((*ledger.warnings, *ledger.assumed, *(p for e in ledger.excluded for p in e.first_rows)))
    assert "such as" in said
    assert Pseudonyms(KEY).of("Ruiz") in said
    assert not re.search("smith|jones|ruiz", said, re.IGNORECASE)
    with pytest.raises(InputError) as caught:
        read(write("b.csv", ROWS[0], "4.5E+15,2026-01-01,1"), pseudonyms=Pseudonyms(KEY))
    assert "4.5E+15" not in str(caught.value)
    assert "row 2" in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"only": "customer=ID1"}, "that of --only"),
        ({"without": "customer=ID1"}, "that of --without"),
        ({"status_column": "customer", "only": "x"}, "the status"),
        ({"status_column": "1"}, "the status"),
        ({"order_column": "Customer"}, "the order's number"),
        ({"date": "customer"}, "the date"),
        ({"amount": "customer"}, "the money"),
        ({"amount": "customer*amount"}, "the quantity"),
        ({"cost": "customer"}, "the cost or margin"),
        ({"by": ["customer"]}, "a column of --by"),
        ({"customer": "date", "date": "date"}, "the date"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "sqlite", "duckdb"])
def test_the_column_of_ids_is_nothing_else(tmp_path: Path, kind: str, asked: dict[str, Any], what: str) -> None:
    """Its ids would be statuses, say, and be listed: refused in files and tables of every kind, with no id."""
    rows = [(f"ID{n}", f"2026-01-0{n}", float(n)) for n in range(1, 8)]
    path, masks = made(tmp_path, kind, rows), None if kind == "csv" else Pseudonyms(KEY)
    if kind in ("sqlite", "duckdb"):
        asked = {"url": f"{kind}://{path}", "name": "t", **asked}
    reader = read_table if kind in ("sqlite", "duckdb") else partial(read, path)
    with pytest.raises(InputError) as refused:
        reader(pseudonyms=masks, **asked)
    column = asked.get("customer", "customer")
    assert f'column "{column}" is the customer\'s id and cannot be {what} too; name another column' in str(
        refused.value
    )
    assert "ID" not in str(refused.value)


def made(folder: Path, kind: str, rows: list[tuple[str, str, float]]) -> Path:
    """The rows as a file or a base of this kind."""
    path, names = folder / f"a.{kind}", ("customer", "date", "amount")
    if kind == "csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in (names, *rows)), encoding="utf-8")
    elif kind == "xlsx":
        book = Workbook()
        for row in (names, *rows):
            book.active.append(row)
        book.save(path)
    elif kind == "parquet":
        pq.write_table(pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))), path)
    else:
        base: Any = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(path)
        base.execute("CREATE TABLE t (customer VARCHAR, date VARCHAR, amount DOUBLE)")
        base.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        base.commit()
        base.close()
    return path


def test_columns_by_place_are_each_their_own(write: Write) -> None:
    """Of a table without headers too."""
    path = write("a.csv", *ROWS[1:])
    with pytest.raises(InputError, match=r"column 1 is the customer's id and cannot be the date too"):
        read(path, customer="1", date="1", amount="3")
    assert summarise(read(path, customer="1", date="2", amount="3")).ledger.rows_used == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_cells_that_may_be_ids_are_not_quoted(tmp_path: Path, write: Write, kind: str) -> None:
    """Below a table, where a header is missing, and an id of --exclude-customer that nobody has."""
    with pytest.raises(InputError, match="beside pseudonyms no cell is shown; give the columns by their place") as told:
        read(made_of(tmp_path / f"a.{kind}", [row.split(",") for row in ROWS[1:]]), pseudonyms=Pseudonyms(KEY))
    assert "Smith" not in str(told.value)
    path = made_of(tmp_path / f"b.{kind}", [row.split(",") for row in (*ROWS, "", "Abel")])
    for masks, said, quoted in ((None, '"Abel"', True), (Pseudonyms(KEY), "1 line below the table", False)):
        ledger = read(path, pseudonyms=masks, exclude=["Nemo"]).ledger
        lines = " ".join((*ledger.warnings, *ledger.assumed))
        assert said in lines
        assert ("Abel" in lines, "Nemo" in lines) == (quoted, quoted)


def test_names_of_nobody_are_counted_where_they_are_not_told(write: Write) -> None:
    """Each was a line of its own, word for word the same, so that the file was named twice and no number told."""
    path, said = write("a.csv", *ROWS), "a.csv: no customer is called as {}, so none was left out"
    for names, words in ((["Nemo"], "an --exclude-customer says"), (["Nemo", "Nil"], "2 of --exclude-customer say")):
        lines = read(path, pseudonyms=Pseudonyms(KEY), exclude=[*names, "Smith"]).ledger.warnings
        assert [line.removesuffix(" for these") for line in lines if "is called" in line] == [said.format(words)]


def made_of(path: Path, rows: list[list[str]]) -> Path:
    """The cells as a file."""
    if path.suffix == ".csv":
        path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
        return path
    book = Workbook()
    for row in rows:
        book.active.append([float(cell) if cell.lstrip("-").isdecimal() else cell or None for cell in row])
    book.save(path)
    return path


def test_two_ids_of_one_pseudonym_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A collision would make two customers one: it is refused, within a file and across files."""
    monkeypatch.setattr(Pseudonyms, "of", lambda self, name: "SAME" if name in ("Smith", "Jones") else name)
    with pytest.raises(InputError, match="two ids have the same pseudonym by this key; use another key"):
        read(write("a.csv", *ROWS), pseudonyms=Pseudonyms(KEY))
    with pytest.raises(InputError, match="use another key"):
        read([write("a.csv", *ROWS[:2]), write("b.csv", ROWS[0], ROWS[3])], pseudonyms=Pseudonyms(KEY))


def test_the_key_comes_from_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same text is the same key, whatever wrote the file; the file wins over the environment."""
    text = "0123456789abcdef0123"
    monkeypatch.setenv(VARIABLE, text)
    assert from_key(None) == Pseudonyms(text.encode())
    monkeypatch.setenv(VARIABLE, "another key, of more than 16")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "key").write_bytes(f"{text}\r\n".encode(encoding))
        assert from_key(tmp_path / "key") == Pseudonyms(text.encode())
    assert text not in repr(from_key(tmp_path / "key"))


def test_a_key_is_its_text_however_unicode_spells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NFC, NFD, UTF-8 and UTF-16, in a file and in the environment; bytes that are no text are a key as they are."""
    text = "clé très sécrète de Zoë"
    for form in ("NFC", "NFD"):
        spelled = unicodedata.normalize(form, text)
        monkeypatch.setenv(VARIABLE, spelled)
        assert from_key(None) == Pseudonyms(text.encode())
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            (tmp_path / "key").write_bytes(f"{spelled}\n".encode(encoding))
            assert from_key(tmp_path / "key") == Pseudonyms(text.encode())
    (tmp_path / "key").write_bytes(f"{text}\n".encode("latin-1"))
    assert from_key(tmp_path / "key") == Pseudonyms(text.encode("latin-1"))


def test_ids_with_accents_apart_are_warned_of(write: Write) -> None:
    """In another file the same id may be written in one sign, and has another pseudonym; no message quotes one."""
    apart = unicodedata.normalize("NFD", "Zoë")
    rows = "customer,date,amount", "Jones,2026-01-01,10", f"{apart},2026-01-02,5", "Zoë,2026-02-01,7"
    found = read(write("a.csv", *rows), pseudonyms=Pseudonyms(KEY)).ledger.warnings
    (said,) = (words for words in found if "apart" in words and "NFD" in words)
    assert said == (
        'a.csv: 1 id in column "customer" has letters and accents apart (row 3; Unicode\'s NFD, as macOS writes '
        "names): the same id in NFC has another pseudonym; write all files in NFC"
    )
    assert not any("NFD" in words for words in read(write("b.csv", *rows)).ledger.warnings)


def test_a_missing_or_weak_key_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line each: no key, a short one, a file that is not there."""
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(UsageError, match=r"needs a key: make one with .*token_hex"):
        from_key(None)
    (tmp_path / "key").write_text("secret\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"has 6 characters.*make one with") as caught:
        from_key(tmp_path / "key")
    assert "secret\n" not in str(caught.value)
    with pytest.raises(UsageError, match="no such file"):
        from_key(tmp_path / "none")
