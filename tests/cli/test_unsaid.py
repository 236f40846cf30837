"""No message tells the password of an address, in whatever option it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from xlclv.cli.unsaid import unsaid

PLAIN, HARD = "postgres://ann:S3CRET@127.0.0.1:1/shop", "postgres://ann:x/S3CRET:S3CRET2@127.0.0.1:1/shop"


@pytest.mark.parametrize("address", [PLAIN, HARD, "https://ann:S3CRET@h/o.csv"])
@pytest.mark.parametrize(
    "words",
    [
        ("check", "{}"),
        ("{}",),
        ("check", "--{}"),
        ("check", "o.csv", "--sheet={}"),
        ("check", "o.csv", "--as-of", "{}"),
        ("check", "o.csv", "--customer", "{}"),
        ("check", "o.csv", "--options-file", "{}"),
        ("check", "o.csv", "--options-file", "{}", "--save-options"),
        ("check", "o.csv", "--pseudonymise", "--pseudonym-key", "{}"),
        ("check", "--source", "{}", "--table", "t"),
        ("score", "o.csv", "--to", "{}"),
        ("score", "o.csv", "--to", "{}.csv"),
        ("score", "o.csv", "--to", "s.csv", "--customers", "{}"),
        ("summarize", "o.csv", "-o", "{}"),
        ("summarize", "o.csv", "-o", "{}.xlsx"),
        ("summarize", "o.csv", "--html", "{}.html"),
        ("summarize", "o.csv", "--opening", "{}"),
        ("summarize", "o.csv", "--scenario", "{}"),
        ("summarize", "o.csv", "--new-customers", "{}"),
        ("contracts", "{}"),
        ("functions", "{}"),
        ("docs", "{}"),
        ("demo", "-o", "{}.xlsx"),
        ("template", "calculator", "-o", "{}.xlsx"),
    ],
)
def test_no_message_tells_a_password(tmp_path: Path, words: tuple[str, ...], address: str) -> None:
    """As it was typed, as a path that lost a stroke, and as the folder that is missing in it."""
    (tmp_path / "o.csv").write_text("customer,date,amount\nA,2026-01-01,5\n", encoding="utf-8")
    done = run(*(word.format(address) for word in words), folder=tmp_path)
    assert done.returncode != 1, done.stderr
    assert "S3CRET" not in done.stdout + done.stderr
    assert done.stderr.strip()


def test_an_address_given_as_a_file_is_told_as_that(tmp_path: Path) -> None:
    """With what to do about it."""
    said = run("check", PLAIN, folder=tmp_path).stderr
    assert said.startswith("xlclv: postgres://ann:***@127.0.0.1:1/shop: this is an address, not a file; a database is")
    assert "--source URL --table NAME" in said


def test_what_holds_no_password_is_said_as_it_is() -> None:
    """Names with @ and colons, times, and addresses without a login."""
    for text in ("ann@example.org: no column", "at 12:30@home", "C:/a:b@c.csv", "see https://example.org/a@b",
                 "postgres://ann@db:5432/shop", 'customer "x:y@z"'):  # fmt: skip
        assert unsaid(text) == text
    assert unsaid("took sqlite:/u:pw@a.db, and http://a:b@c") == "took sqlite:/u:***@a.db, and http://a:***@c"
