"""Files and values of options that nobody sound writes: a line and a way out, whatever they hold."""

from __future__ import annotations

import json
import os
import zipfile
from contextlib import suppress
from encodings.aliases import aliases
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run
from xlclv.cli.saved_tables import read
from xlclv.errors import InputError, UsageError
from xlclv.orders.files.textstream import TextBytes
from xlclv.orders.pseudonyms import from_key
from xlclv.planning.opening import opening

ORDERS = "customer,date,amount\n" + "".join(f"c{at % 9},2025-0{1 + at % 9}-03,{at + 1}\n" for at in range(60))
CODECS = sorted({*aliases, *aliases.values(), "idna", "punycode", "undefined", "unicode_escape", "rot13", "palmos"})
KEY = "a long secret of their own"
DEEP = "a key has more than 20 dots, or brackets stand in brackets without end, as in no options; mend it, or delete"
MANY = ".".join("a" * 30)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with orders."""
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "key",
    [".".join("a" * 20_000), " . ".join("a" * 30), ".".join([r'"a\"."'] * 30), ".".join(["'a\"'"] * 30)],
    ids=["long", "blanks", "quoted", "single"],
)
@pytest.mark.parametrize(
    "form", ["{} = 1", "[{}]", "[[{}]]", "[check]\nx = {{{} = 1}}", 'x = {{b = """\n""", {} = 1}}']
)
def test_a_key_of_many_parts_is_refused_before_it_is_read(key: str, form: str, tmp_path: Path) -> None:
    """The reader of TOML takes the square of them in time and memory."""
    path = tmp_path / "xlclv.toml"
    path.write_text(form.format(key), encoding="utf-8")
    with pytest.raises(InputError, match=DEEP):
        read(path)


@pytest.mark.parametrize("form", ["x = {0}{1}", "[check]\nx = {0}{1}"])
@pytest.mark.parametrize("pair", ["[]", ("{a=", "}")], ids=["lists", "tables"])
def test_brackets_without_end_are_told_as_dots_are(pair: str, form: str, tmp_path: Path) -> None:
    """One rule for what stands deeper than options do."""
    path = tmp_path / "xlclv.toml"
    path.write_text(form.format(pair[0] * 5_000, pair[1] * 5_000), encoding="utf-8")
    with pytest.raises(InputError, match=DEEP):
        read(path)


def test_names_with_dots_are_no_keys(tmp_path: Path) -> None:
    """Of files, however many and long."""
    path = tmp_path / "xlclv.toml"
    names = [f"a.{at}.b.c.d.csv" for at in range(5_000)]
    path.write_text(f"[check]\ninputs = {json.dumps(names)}\n", encoding="utf-8")
    assert read(path) == {"check": {"inputs": names}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[chek]\nx = 1\n", "no command of xlclv that keeps options is called [chek]; did you mean [check]?"),
        ("[tool.ruff]\nx = 1\n", "no command of xlclv that keeps options is called [tool]; take it out"),
        ('until = "2026-01-01"\n[check]\n', '"until" stands in no table; write it below [check], say'),
        ("[demo]\nx = 1\n", "no command of xlclv that keeps options is called [demo]"),
    ],
)
def test_what_no_command_knows_is_not_passed_over(text: str, said: str, here: Path) -> None:
    """At the top of the file as inside a table."""
    (here / "xlclv.toml").write_text(text, encoding="utf-8")
    done = run("check", "orders.csv", folder=here)
    assert (done.returncode, said in done.stderr) == (3, True), done.stderr


def test_options_of_other_commands_may_stand_there(here: Path) -> None:
    """Each has a table of its own."""
    text = "[summarize]\nmargin = 0.4\n[score]\n[contracts]\n[backtest]\n"
    (here / "xlclv.toml").write_text(text, encoding="utf-8")
    done = run("check", "orders.csv", folder=here)
    assert done.returncode == 0, done.stderr


@pytest.mark.filterwarnings("ignore:.*invalid .*escape sequence")
@pytest.mark.parametrize("codec", CODECS)
def test_every_encoding_of_python_reads_or_is_refused(codec: str, tmp_path: Path) -> None:
    """Some decode what is no text, no line, or nothing without a mark."""
    path = tmp_path / "a.csv"
    odd = b"a..b\n\x80\\x" + b"x" * 300
    for data in (ORDERS.encode(), "Müller;1\n".encode("cp1252") * 9, odd, bytes(range(256))):
        path.write_bytes(data)
        with suppress(InputError), TextBytes(path, codec) as stream:
            stream.read()


def test_utf_16_without_its_mark_says_what_helps(tmp_path: Path) -> None:
    """And what helps does help."""
    path = tmp_path / "a.csv"
    path.write_bytes(ORDERS.encode("utf-16-le"))
    with pytest.raises(InputError, match=r"it is not UTF-16 text .*such as utf-16-le where the mark is missing"):
        TextBytes(path, "utf-16")
    with TextBytes(path, "utf-16-le") as stream:
        assert stream.read().decode() == ORDERS


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("file", ["/dev/zero", "/dev/null", "/tmp", KEY, "a\0b", "x" * 5_000])
def test_what_is_no_file_of_a_key_is_not_repeated(file: str) -> None:
    """It may be the key itself; a device is not read to its end, which it has not."""
    with pytest.raises(UsageError, match=r"^--pseudonym-key( names|: )") as caught:
        from_key(Path(file))
    assert file not in str(caught.value)


def test_a_key_is_no_long_file(here: Path) -> None:
    """Nor is it repeated where nobody asks for pseudonyms."""
    (here / "key").write_bytes(b"x" * (1 << 17))
    with pytest.raises(UsageError, match="more than 65,536 characters, as no key does"):
        from_key(here / "key")
    done = run("check", "orders.csv", "--pseudonym-key", KEY, folder=here)
    assert (done.returncode, KEY in done.stderr) == (2, False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_key_may_come_by_a_pipe() -> None:
    """As from a store of passwords."""
    reader, writer = os.pipe()
    os.write(writer, f"{KEY}\n".encode())
    os.close(writer)
    try:
        assert from_key(Path(f"/dev/fd/{reader}")).key == KEY.encode()
    finally:
        os.close(reader)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON of the demo's report."""
    folder = tmp_path_factory.mktemp("report")
    assert run("demo", folder=folder).returncode == 0
    orders = next(path for path in folder.iterdir() if path.suffix == ".csv")
    found: dict[str, Any] = json.loads(run("summarize", orders, "--json", folder=folder).stdout)
    return found


@pytest.mark.parametrize("value", [-1, 0, 1e308, -5e300, "x", None, [], {}, True], ids=str)
@pytest.mark.parametrize(
    "key", ["parameters", "rate", "margin", "horizon", "as_of", "segments", "season", "level", "model"]
)
def test_an_earlier_report_of_odd_values_is_named(key: str, value: Any, report: dict[str, Any], tmp_path: Path) -> None:
    """By the option and the file."""
    told = {**report, key: dict.fromkeys(report[key], value) if key == "parameters" else value}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    said = ""
    try:
        opening(str(path))
    except InputError as refused:
        said = str(refused)
    assert not said or said.startswith("--opening a.json: ")


def test_a_database_of_the_other_kind_is_told(here: Path) -> None:
    """With what to write instead."""
    import sqlite3

    import duckdb

    sqlite3.connect(here / "a.db").execute("CREATE TABLE orders (customer, date, amount)").connection.close()
    duckdb.connect(here / "b.db").close()
    for url, said in {
        "duckdb://a.db": "this is a file of SQLite, not of DuckDB; write sqlite:// before its name",
        "sqlite://b.db": "this is a file of DuckDB, not of SQLite; write duckdb:// before its name",
    }.items():
        done = run("check", "--source", url, "--table", "orders", folder=here)
        assert (done.returncode, said in done.stderr) == (3, True), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses such names")
def test_no_sign_that_turns_text_stands_in_a_workbook(here: Path) -> None:
    """From names of files and the command; the terminal and the page have a sign for it too."""
    name = "or\u202eders\x1b[31m.csv"
    (here / "orders.csv").rename(here / name)
    done = run("summarize", name, "-o", "a.xlsx", folder=here)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(here / "a.xlsx") as book:
        held = "".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))
    assert "\u202e" not in held
    assert "_x001B_" not in held


@pytest.mark.parametrize("command", ["summarize", "contracts"])
def test_no_level_nor_header_turns_text_in_a_workbook(tmp_path: Path, command: str) -> None:
    """On no sheet, in no chart and in no name; what follows from them adds up as with other names."""
    header, levels = "Re\u202egion\x07", ("N\u202eorth\x1b[31m", "So\u2066uth\x85")
    dates = ("Start", "End") if command == "contracts" else ("Date",)
    rows = [
        f"C{at % 60},{f'2024-{1 + at // 20:02}-{1 + at % 28:02}'}"
        + (f",{f'2025-0{1 + at % 9}-01' if at % 3 else ''}" if command == "contracts" else "")
        + f",{10 + at % 7},{levels[at % 60 % 2]}"
        for at in range(60 if command == "contracts" else 200)
    ]
    text = "\n".join([f"Customer,{','.join(dates)},Amount,{header}", *rows])
    (tmp_path / "o.csv").write_text(text, encoding="utf-8")
    fee = ("--fee", "Amount", "--period", "month") if command == "contracts" else ()
    done = run(command, "o.csv", "--by", header, *fee, "-o", "a.xlsx", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "A CHECK FAILS" not in done.stdout + done.stderr
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        held = "".join(book.read(part).decode() for part in book.namelist() if part.endswith((".xml", ".rels")))
    assert "N orth" in held
    assert not [sign for sign in "\u202e\u2066\x1b\x07\x85" if sign in held]
    assert "_x001B_" not in held
