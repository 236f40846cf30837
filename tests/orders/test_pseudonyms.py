"""Pseudonyms in place of customer ids: the same key gives the same ones, and no later step sees an id."""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path

import pytest

from xlclv.errors import InputError, UsageError
from xlclv.orders.pseudonyms import VARIABLE, Pseudonyms, from_key
from xlclv.orders.reading import read
from xlclv.orders.summary import summarise

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
