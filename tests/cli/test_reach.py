"""The ways in and out of the command line: what may be named as input, which days count, where scores go."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from xlclv.atomic import unnamed as unnamed_file
from xlclv.cli import inputs, table_out, talk, unnamed
from xlclv.cli.command import Command
from xlclv.cli.program import COMMANDS
from xlclv.cli.program import xlclv as program
from xlclv.cli.recorded import as_typed
from xlclv.cli.saved import names
from xlclv.cli.stopping import Stopped
from xlclv.errors import InputError, OutputError, UsageError, XlclvError
from xlclv.orders.engine import connect
from xlclv.orders.reading import read

LINES = ["customer,date,amount"] + [f"C{n % 7},2026-0{1 + n % 6}-1{n % 9},{n}.50" for n in range(60)]
TEXT = "\n".join(LINES) + "\n"


def answer(*words: str | Path, piped: bytes | None = None) -> Any:
    """The JSON of a command, run in this process."""
    done = CliRunner().invoke(program, list(map(str, words)), input=piped, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return json.loads(done.stdout)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "orders.csv").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_way_to_name_the_orders_reads_the_same(here: Path) -> None:
    """A file, a folder, a pattern, an archive, standard input and a pipe are one and the same table."""
    folder = here / "exports"
    folder.mkdir()
    (folder / "a.csv").write_text(TEXT, encoding="utf-8")
    (folder / "notes.md").write_text("not a table", encoding="utf-8")
    (folder / "~$a.xlsx").write_bytes(b"what Excel leaves")
    with zipfile.ZipFile(here / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "a.csv", "2026/a.csv")
        archive.write(folder / "notes.md", "notes.md")
        archive.writestr("__MACOSX/2026/._a.csv", b"of the Finder")
    ways = {
        "orders.csv": (answer("check", "orders.csv", "--json"), "orders.csv", []),
        "folder": (answer("check", "exports", "--json"), "a.csv", ["exports: not read: notes.md"]),
        "pattern": (answer("check", "ex*/*.csv", "--json"), "a.csv", []),
        "zip": (answer("check", "all.zip", "--json"), "all.zip - a.csv", ["all.zip: not read: notes.md"]),
        "piped": (answer("check", "-", "--json", piped=TEXT.encode()), "standard input", []),
        "piped zip": (
            answer("check", "-", "--json", piped=(here / "all.zip").read_bytes()),
            "standard input - a.csv", ["standard input: not read: notes.md"],
        ),
    }  # fmt: skip
    for way, (told, name, left) in ways.items():
        assert (told["rows_used"], told["customers"], told["reconciles"]) == (60, 7, True), way
        assert [file["name"] for file in told["files"]] == [name], way
        assert [line for line in told["warnings"] if "not read" in line] == left, way


def test_files_of_one_name_in_an_archive_are_told_apart(here: Path) -> None:
    """By their folders, in messages and in the data check; where a path is too long or there twice, by their number."""
    long = "/".join(["2025"] * 40)
    with zipfile.ZipFile(here / "all.zip", "w") as archive:
        for at, name in enumerate(["2023/a.csv", "2024/A.csv", "b.csv", f"{long}/a.csv"]):
            archive.writestr(name, TEXT.replace("A,", f"A{at},"))
    found = inputs.files([Path("all.zip")])
    assert [path.name for path in found.paths] == [
        "all.zip - 2023 - a.csv", "all.zip - 2024 - A.csv", "all.zip - b.csv", "all.zip - 4 - a.csv"
    ]  # fmt: skip


def test_every_table_of_an_archive_or_folder_is_read_or_named(here: Path) -> None:
    """Steps that lead nowhere are left out of a member's path; a hidden table is named, what systems keep is not."""
    members = [
        "./a.csv",
        "../b.csv",
        "/tmp/c.csv",
        "..\\d.csv",
        ".kept/e.csv",
        ".f.csv",
        "__MACOSX/._a.csv",
        "x/._a.csv",
    ]
    with zipfile.ZipFile(here / "all.zip", "w") as archive:
        for at, name in enumerate([*members, ".DS_Store"]):
            archive.writestr(name, TEXT.replace("A,", f"A{at},"))
    found = inputs.files([Path("all.zip")])
    assert [path.name for path in found.paths] == [f"all.zip - {name}.csv" for name in "abcd"]
    assert found.notes == ("all.zip: not read: .kept/e.csv, .f.csv",)
    folder = here / "exports"
    folder.mkdir()
    for name in ("a.csv", ".b.csv", "._a.csv", "~$a.xlsx", ".DS_Store"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    assert inputs.files([folder]).notes == (f"{folder}: not read: .b.csv",)


def test_names_in_an_archive_are_kept_as_every_system_takes_them(here: Path) -> None:
    """Windows knows no file with such signs: it is read under a name without them, two of one name apart."""
    with zipfile.ZipFile(here / "all.zip", "w") as archive:
        for at, name in enumerate(['Q1: "new"/a.csv', "Q2*/a.csv", "x|y<?>\x07.csv"]):
            archive.writestr(name, TEXT.replace("A,", f"A{at},"))
    assert [path.name for path in inputs.files([Path("all.zip")]).paths] == [
        "all.zip - Q1_ _new_ - a.csv", "all.zip - Q2_ - a.csv", "all.zip - x_y____.csv"
    ]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_read_once_into_a_file(here: Path) -> None:
    """Process substitution names a pipe: it is read to its end, then looked at as often as a reader wants."""
    os.mkfifo(here / "fifo")
    writer = threading.Thread(target=lambda: (here / "fifo").write_text(TEXT, encoding="utf-8"), daemon=True)
    writer.start()
    found = inputs.files([here / "fifo"])
    assert [path.name for path in found.paths] == ["pipe fifo"]
    assert [path.read_text(encoding="utf-8") for path in found.paths for _ in range(2)] == [TEXT, TEXT]


def test_what_cannot_be_an_input_says_why(here: Path) -> None:
    """One line: what was named, what is wrong, what to do."""
    (here / "empty").mkdir()
    (here / "broken.zip").write_bytes(b"PK\x03\x04 and then nothing")
    with zipfile.ZipFile(here / "texts.zip", "w") as archive:
        archive.writestr("a.md", "")
    with zipfile.ZipFile(here / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (17 << 20) * 2)
    for named, words in {
        "no.csv": "no.csv: no such file; check the name and the folder",
        "no*.csv": r"no\*.csv: no file matches",
        "empty": "empty: no file in this folder is a table; it can be .csv",
        "broken.zip": "broken.zip: the archive is damaged or cut off",
        "texts.zip": "texts.zip: no file in this archive is a table",
    }.items():
        with pytest.raises(InputError, match=words):
            inputs.files([Path(named)])
    with pytest.raises(InputError, match=r"bomb\.zip: a\.csv unpacks to more than 200 times its size"):
        inputs.files([Path("bomb.zip")])
    with pytest.raises(UsageError, match="can be read once"):
        inputs.files([Path("-"), Path("-")])


def test_a_folder_does_not_give_the_workbook_to_be_written(here: Path) -> None:
    """A second run over a folder does not read the result of the first."""
    (here / "clv-summary.xlsx").write_bytes(b"of last month")
    assert [p.name for p in inputs.files([here], [here / "clv-summary.xlsx"]).paths] == ["orders.csv"]


def test_only_the_days_asked_for_count(here: Path) -> None:
    """Rows beyond --from and --until are left out by name, to the cent; valued is the quarter's end."""
    told = answer("check", "orders.csv", "--from", "2026-02-01", "--until", "2026-04-30", "--json")
    kept = [line.split(",") for line in LINES[1:] if "2026-02-01" <= line.split(",")[1] <= "2026-04-30"]
    assert told["rows_used"] == len(kept)
    assert told["amount_used"] == sum(float(cells[2]) for cells in kept)
    assert told["reconciles"]
    assert {each["reason"] for each in told["excluded"]} == {
        "before 2026-02-01, the day of --from", "after 2026-04-30, the day of --until"
    }  # fmt: skip
    assert (told["first_order"], told["last_order"]) == (min(c[1] for c in kept), max(c[1] for c in kept))
    import datetime as dt

    quarter, later = dt.date(2026, 4, 30), dt.date(2026, 12, 31)
    assert read("orders.csv", until=quarter).as_of == quarter  # there are later orders, so all up to it are known
    assert read("orders.csv", until=later).as_of == max(dt.date.fromisoformat(line.split(",")[1]) for line in LINES[1:])
    with pytest.raises(InputError, match="leave those rows out with --until 2026-04-30, or give a later --as-of"):
        read("orders.csv", as_of=quarter)
    with pytest.raises(InputError, match="2026-12-31 is after 2026-04-30"):
        read("orders.csv", since=later, until=quarter)


def test_a_parquet_file_and_a_database_leave_out_the_same_days(here: Path) -> None:
    """What could be read in place is read cell by cell where days are left out: the same ledger."""
    import datetime as dt

    import duckdb

    con = duckdb.connect("shop.duckdb")
    con.execute("CREATE TABLE orders AS SELECT * FROM 'orders.csv'")
    con.execute("COPY orders TO 'orders.parquet'")
    con.close()
    until = dt.date(2026, 4, 30)
    whole = read("orders.csv", until=until).ledger
    from xlclv.orders.tables.reading import read_table

    for other in (read("orders.parquet", until=until), read_table("duckdb://shop.duckdb", "orders", until=until)):
        assert (other.ledger.rows_used, other.ledger.amount_used) == (whole.rows_used, whole.amount_used)
        assert [e.reason for e in other.ledger.excluded] == [e.reason for e in whole.excluded]


def test_several_sheets_are_read_together(here: Path) -> None:
    """--sheet may be repeated and may be a pattern; each sheet is a table of its own in the ledger."""
    book = Workbook()
    for place, name in enumerate(("2025 H1", "2025 H2", "2026")):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = name
        sheet.append(["customer", "date", "amount"])
        for row in range(3):
            sheet.append([f"C{row}", f"202{5 + place // 2}-0{1 + row}-0{1 + place}", 1 + place])
    book.save("orders.xlsx")
    assert read("orders.xlsx", sheet=["2025 H1", "2026"]).ledger.rows_used == 6
    found = read("orders.xlsx", sheet="2025*").ledger
    assert [(file.sheet, file.rows) for file in found.files] == [("2025 H1", 3), ("2025 H2", 3)]
    assert read("orders.xlsx", sheet="*").ledger.rows_used == 9
    with pytest.raises(InputError, match="the same file, byte for byte"):
        read("orders.xlsx", sheet=["2026", "2026"])
    with pytest.raises(InputError, match='no sheet "2024\\*"; the sheets are 2025 H1, 2025 H2, 2026'):
        read("orders.xlsx", sheet="2024*")


def test_ids_are_normalised_as_said(here: Path) -> None:
    """Case and accents alone make no other customer with --normalise; marks of other alphabets are letters."""
    rows = ["customer,date,amount", *(f"{who},2026-01-0{n},1" for n, who in enumerate(("Zoë", "zoe", "ZOE\u0308"), 1))]
    (here / "a.csv").write_text("\n".join([*rows, "ガ,2026-01-05,1", "カ,2026-01-06,1"]) + "\n", encoding="utf-8")
    assert answer("check", "a.csv", "--json")["customers"] == 5
    assert answer("check", "a.csv", "--json", "--normalise")["customers"] == 3


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found = []
    for name in group.list_commands(click.Context(group)):
        one = group.get_command(click.Context(group), name)
        assert one is not None
        found += commands(one, (*path, name)) if isinstance(one, click.Group) else [((*path, name), one)]
    return found


def test_no_command_takes_a_single_option_twice() -> None:
    """The last would win in silence: everywhere it is an error, which names the option."""
    every = commands(program)
    assert {path[0] for path, _ in every} == set(COMMANDS)
    for path, one in every:
        assert isinstance(one, Command), path
        for option in one.params:
            if isinstance(option, click.Option) and not (option.multiple or option.count):
                words = [option.opts[-1]] if option.is_flag else [option.opts[-1], "1"]
                with pytest.raises(click.UsageError, match=f"{option.opts[-1]}.* is given 2 times"):
                    one.make_context("x", words * 2)
    with pytest.raises(click.UsageError, match="--dayfirst/--monthfirst is given 2 times"):
        dict(every)["check",].make_context("check", ["--dayfirst", "--monthfirst"])


def test_scores_go_where_asked(here: Path) -> None:
    """Parquet, .csv, .xlsx and standard output hold the same rows; an id that begins with = stays a text."""
    lines = ["customer,date,amount"]
    for n in range(40):
        lines += [
            f"{'=1+' if n == 0 else 'Zoë '}{n},2025-{1 + k * 3:02d}-{1 + n % 28:02d},{10 + n}" for k in range(1 + n % 4)
        ]
    (here / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed = CliRunner().invoke(program, ["score", "a.csv", "--to", "-"], standalone_mode=False)
    assert printed.exception is None
    for to in ("a.parquet", "b.csv", "c.xlsx"):
        assert CliRunner().invoke(program, ["score", "a.csv", "--to", to, "-q"], standalone_mode=False).output == ""
    rows = pq.read_table("a.parquet").to_pylist()
    assert (here / "b.csv").read_bytes() == printed.stdout_bytes
    sheet = openpyxl.load_workbook("c.xlsx")["Customers"]
    names = [cell.value for cell in sheet[1]]
    by_id = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert by_id["=1+0"][0].data_type == "s"
    import csv

    with (here / "b.csv").open(encoding="utf-8", newline="") as file:
        texts = {row["customer"]: row for row in csv.DictReader(file)}
    assert set(texts) == set(by_id) == {row["customer"] for row in rows}
    at = names.index("residual_clv")
    for row in rows:
        assert float(texts[row["customer"]]["residual_clv"]) == row["residual_clv"]
        assert by_id[row["customer"]][at].value == pytest.approx(row["residual_clv"], rel=1e-12)
    with pytest.raises(XlclvError, match=r"name a file that ends in \.parquet, \.csv or \.xlsx, or - to print"):
        CliRunner().invoke(program, ["score", "a.csv", "--to", "b.txt"], standalone_mode=False, catch_exceptions=False)


@pytest.mark.parametrize("codec", ["cp1252", "ascii", "cp932", "utf-8"])
def test_no_encoding_of_the_output_is_the_end_of_it(here: Path, codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese headers in cp1252 and a euro sign in ASCII are written as escapes; every line arrives whole."""
    from xlclv import cli

    (here / "a.csv").write_text("客户,日期,金额\n顾客1,2024-01-02,€1.50\n顾客2,2024-01-05,€2.50\n", encoding="utf-8")
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=codec, write_through=True) for _ in range(2)]
    words = ["xlclv", "check", "a.csv", "--customer", "客户", "--date", "日期", "--amount", "金额"]
    monkeypatch.setenv("PYTHONIOENCODING", codec)
    for name, value in (("sys.stdout", streams[0]), ("sys.stderr", streams[1]), ("sys.argv", words)):
        monkeypatch.setattr(name, value)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    shown, told = (stream.buffer.getvalue().decode(codec) for stream in streams)  # type: ignore[attr-defined]
    assert ended.value.code == 0, told
    euro, name = ("€".encode(codec, "backslashreplace").decode(codec), "客户".encode(codec, "backslashreplace"))
    assert f"amounts are in {euro}" in shown
    assert f'customer is "{name.decode(codec)}"' in shown
    assert "Read = used + excluded" in shown
    assert max(map(len, shown.splitlines())) > 80  # where nobody looks on, no line is broken


def test_quiet_and_verbose(here: Path) -> None:
    """-q leaves what was asked for; -v adds the steps; both at once is an error."""
    run: Callable[..., Any] = lambda *words: CliRunner().invoke(program, list(words), standalone_mode=False)  # noqa: E731
    quiet, loud = (run("check", "orders.csv", "--json", flag) for flag in ("-q", "-v"))
    assert (quiet.stderr, json.loads(quiet.stdout)) == ("", json.loads(loud.stdout))
    assert "s  Reading orders" in loud.stderr
    assert isinstance(run("check", "orders.csv", "-q", "-v").exception, click.UsageError)
    assert talk.level() == 0


def _every(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                yield from _every(found, f"{path} {name}".strip())


@pytest.mark.parametrize(("path", "command"), [each for each in _every(program) if each[0]])
def test_every_command_has_both(path: str, command: click.Command) -> None:
    """Also those whose steps nobody waits for, and groups before their commands."""
    assert {"-q", "-v"} <= {name for param in command.params for name in param.opts}, path


def test_saved_options_are_taken_again(here: Path) -> None:
    """--save-options keeps what was typed, as typed; what is typed later goes before it; unknown names are refused."""
    first = answer("check", "orders.csv", "--until", "2026-04-30", "--keep-id", "0", "--json", "--save-options")
    assert (here / "xlclv.toml").read_text(encoding="utf-8") == (
        '[check]\ninputs = ["orders.csv"]\nuntil = "2026-04-30"\nkeep-id = ["0"]\njson = true\n'
    )
    assert answer("check") == first
    assert answer("check", "--until", "2026-02-28")["rows_used"] < first["rows_used"]
    assert answer("check", "orders.csv", "--json", "--options-file", "none")["rows_used"] == 60
    (here / "xlclv.toml").write_text('[check]\nuntill = "2026-04-30"\n', encoding="utf-8")
    with pytest.raises(InputError, match='there is no option "untill"; did you mean until'):
        answer("check", "orders.csv", "--json")
    (here / "xlclv.toml").write_text("[check\n", encoding="utf-8")
    for more in ((), ("--save-options",)):  # it may hold options of other commands: nothing replaces it unasked
        with pytest.raises(
            InputError, match=r"this is not TOML .*; mend it, or delete it and let --save-options write it"
        ):
            answer("check", "orders.csv", "--json", *more)
    (here / "xlclv.toml").write_text('[check]\nuntil = "2026-02-28"\n', encoding="utf-8-sig")  # as Windows saves text
    assert answer("check", "orders.csv", "--json")["rows_used"] < first["rows_used"]


@pytest.mark.parametrize(
    ("command", "saved", "why"),
    [
        ("check", 'source = "pyspark://?spark.jars=x.jar"\ntable = "orders"', "names a server to connect to (pyspark)"),
        ("score", 'source = "postgres://db.example/shop"\ntable = "orders"', "names a server to connect to (postgres)"),
        ("summarize", 'output = "../elsewhere.xlsx"', "writes --output to ../elsewhere.xlsx"),
        ("summarize", 'html = "/tmp/elsewhere.html"', "writes --html to /tmp/elsewhere.html"),
        ("score", 'pseudonym-key = "orders.csv"', "sets --pseudonym-key"),
        ("summarize", 'customers = "../a.csv"', "reads --customers ../a.csv from outside this folder"),
        ("summarize", 'opening = ["/tmp/a.json"]', "reads --opening /tmp/a.json from outside this folder"),
        ("score", 'source = "sqlite://../a.db?a=S3"', "reads --source sqlite://../a.db?*** from outside this folder"),
        ("check", 'source = "host=db password=S3CRET"', "names a server to connect to (***)"),
        ("check", 'source = "duckdb://a.db"\ntable = "t"', "opens --source duckdb://a.db, and what a DuckDB file"),
        ("summarize", 'customers = "//server/share/a.csv"', "reads --customers //server/share/a.csv from outside"),
        ("summarize", "customers = '\\\\server\\share\\a.csv'", r"reads --customers \\server\share\a.csv from outside"),
        ("summarize", "html = '\\\\server\\share\\a.html'", r"writes --html to \\server\share\a.html"),
        ("score", 'source = "sqlite:////server/a/b.db"', "reads --source sqlite:////server/a/b.db from outside"),
    ],
)  # fmt: skip
def test_options_that_nobody_named_stay_in_their_folder(here: Path, command: str, saved: str, why: str) -> None:
    """A file of options that came with others' orders connects to nothing and writes nowhere else, unless named."""
    (here / "xlclv.toml").write_text(f'[{command}]\ninputs = ["orders.csv"]\n{saved}\n', encoding="utf-8")
    refused = CliRunner().invoke(program, [command], standalone_mode=False).exception
    assert isinstance(refused, InputError)
    assert why in str(refused)
    assert ", which a file that nobody named may not; if it is yours, add --options-file xlclv.toml" in str(refused)
    named = CliRunner().invoke(program, [command, "--options-file", "xlclv.toml", "--margin", "200%", "-q"],
                               standalone_mode=False)  # fmt: skip
    assert "nobody named" not in str(named.exception)
    assert not (here.parent / "elsewhere.xlsx").exists()


def test_options_that_nobody_named_read_this_folder_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name, pattern, folder or link leads out of it, nor is the file such a link; what is typed may."""
    (here / "in").mkdir()
    (here / "orders.csv").rename(here / "out.csv")
    (here / "in" / "deep").mkdir()
    (here / "in" / "deep" / "a.csv").symlink_to(here / "out.csv")
    (here / "in" / "up").symlink_to(here)
    monkeypatch.chdir(here / "in")
    saved = here / "in" / "xlclv.toml"
    for named in ("../out.csv", "../*.csv", str(here / "out.csv"), "deep", "de*/*.csv", "deep/a.csv", "up/out.csv"):
        saved.write_text(f"[check]\ninputs = ['{named}']\n", encoding="utf-8")
        with pytest.raises(InputError, match="from outside this folder, which a file that nobody named may not"):
            answer("check", "--json")
        assert answer("check", "../out.csv", "--json")["rows_used"] == 60
    saved.rename(here / "other.toml")
    saved.symlink_to(here / "other.toml")
    with pytest.raises(InputError, match="it is a link to a file outside this folder"):
        answer("check", "../out.csv", "--json")


@pytest.mark.parametrize("folder", ["in", "[2026]", "a*b?"])
def test_a_folder_whose_name_is_a_pattern_is_looked_at_as_well(
    here: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own name is no pattern: a link in it that leads out is found, and what lies in it is read."""
    inside = here / folder
    inside.mkdir()
    (inside / "a.csv").write_text(TEXT, encoding="utf-8")
    (inside / "b.csv").symlink_to(here / "orders.csv")
    (inside / "up").symlink_to(here)
    monkeypatch.chdir(inside)
    for named, fine in (("a*.csv", True), ("*.csv", False), ("[b].csv", False), ("u*/orders.csv", False),
                        ("**/*.csv", False), (str(inside / "a.csv"), True)):  # fmt: skip
        (inside / "xlclv.toml").write_text(f"[check]\ninputs = ['{named}']\n", encoding="utf-8")
        if fine:
            assert answer("check", "--json")["rows_used"] == 60, named
        else:
            with pytest.raises(InputError, match="from outside this folder, which a file that nobody named may not"):
                answer("check", "--json")


def test_words_that_name_another_place_are_never_looked_up(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a share of another machine, nor a link that says one: on Windows a look tells it who the user is."""
    (here / "in").mkdir()
    (here / "in" / "share.csv").symlink_to("//server/share/a.csv")
    (here / "in" / "twice.csv").symlink_to("share.csv")
    (here / "in" / "fine.csv").symlink_to("other.csv")
    home = unnamed.Home.of(here / "in" / "xlclv.toml")
    looked: list[str] = []
    real = os.path.realpath
    monkeypatch.setattr(os.path, "realpath", lambda path, *more, **named: looked.append(str(path)) or real(path))
    for name in ("//server/share", r"\\server\share", r"/\server", "../out", "/elsewhere", "share.csv", "twice.csv",
                 "s*.csv"):  # fmt: skip
        assert not home.holds_all(name), name
    assert [path for path in looked if not path.endswith("s*.csv")] == []
    for name in ("share.csv", "twice.csv"):  # names of outputs that nobody typed too
        with pytest.raises(OutputError, match="is a link to a file in another folder"):
            unnamed_file(here / "in" / name)
    assert [path for path in looked if path.endswith(("share.csv", "twice.csv"))] == []
    assert home.holds("fine.csv")
    assert looked


def test_every_option_is_one_that_an_unnamed_file_may_have_or_not() -> None:
    """A new option is refused from such a file until somebody has thought about it; none stands in two lists."""
    lists = (unnamed.VALUES, unnamed.READ, unnamed.WRITTEN, unnamed.NEVER, {"source"})
    with click.Context(program) as ctx:
        commands = [program.get_command(ctx, name) for name in program.list_commands(ctx)]
    having = [each for each in commands if each and any(option.name == "options_file" for option in each.params)]
    assert sorted(name for each in lists for name in each) == sorted({name for each in having for name in names(each)})


def test_the_key_of_the_day_goes_before_a_saved_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's key is taken, not the one of a file of options, though somebody named it."""
    (here / "key").write_text("a key of somebody else, long enough", encoding="utf-8")
    (here / "mine.toml").write_text('[check]\ninputs = ["orders.csv"]\npseudonym-key = "key"\n', encoding="utf-8")
    words = ("check", "--options-file", "mine.toml", "--pseudonymise", "--json")
    monkeypatch.delenv("XLCLV_PSEUDONYM_KEY", raising=False)
    saved = answer(*words)["largest_customer"]
    monkeypatch.setenv("XLCLV_PSEUDONYM_KEY", "a key of my own, long enough")
    own = answer("check", "orders.csv", "--pseudonymise", "--json")["largest_customer"]
    assert answer(*words)["largest_customer"] == own != saved
    (here / "mine.toml").rename(here / "xlclv.toml")  # and where nobody named it, it chooses nothing
    assert answer("check", "--pseudonymise", "--json")["largest_customer"] == own


def test_options_that_were_found_are_told(here: Path) -> None:
    """On standard error, in a line that says which; not with -q."""
    (here / "xlclv.toml").write_text('[check]\ninputs = ["orders.csv"]\nuntil = "2026-04-30"\n', encoding="utf-8")
    told, quiet = (CliRunner().invoke(program, ["check", *more]).stderr for more in ((), ("-q",)))
    assert told.startswith("Took options from xlclv.toml (--until, inputs); --options-file none takes none\n")
    assert quiet == ""


def test_a_table_on_a_terminal_moves_no_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in a pipe gets every byte; a terminal has blanks for what would move its cursor or turn its letters."""
    label = "a\x1b[2Jb\x9b1mc\u202ed\u00e9"
    backend = connect()
    backend.con.execute("CREATE TABLE t AS SELECT ? AS label, 1 AS n", [label])
    table = backend.table("t")
    for terminal, told in ((False, label), (True, "a [2Jb 1mc d\u00e9")):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        stream.isatty = lambda terminal=terminal: terminal  # type: ignore[method-assign,misc]
        stream.write = len  # type: ignore[method-assign]  # as where a bar of progress takes what is written as text
        monkeypatch.setattr("sys.stdout", stream)
        assert table_out.write(table, "-", lambda done, whole: None).rows == 1
        stream.flush()
        assert raw.getvalue().decode() == f'"label","n"\n"{told}",1\n'


@pytest.mark.parametrize("command", ["summarize", "contracts"])
def test_no_id_and_no_password_is_in_the_recorded_command(
    here: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ids beside --pseudonymise, typed or saved, in both ways to write them; without it the command is as it was."""
    (here / "xlclv.toml").write_text(f'[{command}]\nkeep-id = ["ID3"]\npseudonymise = true\n', encoding="utf-8")
    words = ["a.csv", "--exclude-customer", "ID1", "--exclude-customer=ID2", "--source=postgres://a:ID4@h/b"]
    for more, left in (((), []), (("--options-file", "none"), ["ID1", "ID2"])):
        monkeypatch.setattr("sys.argv", ["xlclv", command, *words, *more])
        with click.Context(program) as parent:
            made = program.get_command(parent, command)
        assert made is not None
        line = as_typed(made.make_context(command, [*words, *more]))
        assert [name for name in ("ID1", "ID2", "ID3", "ID4") if name in line] == left
        assert "--source=postgres://a:***@h/b" in line


def test_an_address_that_may_hold_a_password_is_not_saved(here: Path) -> None:
    """It is said, and the other options are kept."""
    sqlite3.connect(here / "a.db").executescript(
        "CREATE TABLE t (customer TEXT, date TEXT, amount REAL); INSERT INTO t VALUES ('C', '2026-01-01', 5);"
    )
    words = ("check", "--source", "sqlite://a.db?token=S3CRET", "--table", "t", "--save-options")
    done = CliRunner().invoke(program, words)
    assert "--source may hold a password and is not in it: type it again" in done.stderr
    assert "S3CRET" not in done.output
    assert (here / "xlclv.toml").read_text(encoding="utf-8") == '[check]\ntable = "t"\n'


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("clv-summary.xlsx", ("summarize", "orders.csv")),
        ("xlclv.toml", ("check", "orders.csv", "--json", "--save-options")),
        ("contracts.xlsx", ("contracts", "orders.csv")),
        ("clv-summary.xlsx", ("demo",)),
        ("contracts.html", ("demo", "--contracts", "--html")),
        ("clv-calculator.xlsx", ("template", "calculator")),
        ("service-roi.xlsx", ("template", "service-roi")),
        ("clv-functions.xlsx", ("template", "functions")),
        ("xlclv.xlam", ("addin", "build")),
        ("xlclv.intellisense.xml", ("addin", "build")),
        ("xlclv.oxt", ("addin", "build", "--for", "calc")),
        ("xlclv-bundle", ("addin", "bundle")),
    ],
)
def test_a_name_that_nobody_typed_follows_no_link_out(here: Path, name: str, words: tuple[str, ...]) -> None:
    """A link that came with others' orders does not lead to a file of the user's: the file stays, the run says why."""
    diary = here.parent / f"{here.name}-diary.txt"
    for content in (None, "# of today\n"):  # a link to nothing is no better
        if content is not None:
            diary.write_text(content, encoding="utf-8")
        (here / name).unlink(missing_ok=True)
        (here / name).symlink_to(diary)
        refused = CliRunner().invoke(program, words, standalone_mode=False).exception
        # Options are read before they are written, and a link to them is not followed to see what it leads to.
        assert isinstance(refused, InputError if name == "xlclv.toml" else OutputError), refused
        assert "link to a file" in str(refused)
        assert (diary.read_text(encoding="utf-8") if diary.exists() else None) == content


def test_a_link_within_the_folder_is_followed(here: Path) -> None:
    """As is one that was typed, wherever it leads."""
    (here / "kept").mkdir()
    (here / "a.xlsx").symlink_to(here / "kept" / "a.xlsx")
    (here / "b.xlsx").symlink_to("/tmp/b.xlsx")
    assert unnamed_file(here / "a.xlsx") == here / "a.xlsx"
    assert unnamed_file(here / "new.xlsx") == here / "new.xlsx"
    with pytest.raises(OutputError, match="name the file with -o, or remove the link"):
        unnamed_file(here / "b.xlsx")
    with pytest.raises(OutputError, match="name the file with --options-file, or remove the link"):
        unnamed_file(here / "b.xlsx", "--options-file")


@pytest.mark.parametrize(
    ("words", "name", "link", "told"),
    [
        (("check", "orders.csv", "--save-options", "--options-file", "no/x.toml"), "", "", "there is no folder no"),
        (("check", "orders.csv", "--save-options", "--options-file", "."), "", "", "is a folder; name a file in it"),
        (("check", "-", "--save-options"), "", "", "which no file of options can keep"),
        (("summarize", "orders.csv", "--html", "no/x.html"), "", "", "there is no folder no"),
        (("summarize", "orders.csv", "-o", "no/x.xlsx"), "", "", "there is no folder no"),
        (("contracts", "orders.csv", "--html", "no/x.html", "-o", "a.xlsx"), "", "", "there is no folder no"),
        (("contracts", "orders.csv", "--to", "no/x.csv"), "", "", "there is no folder no"),
        (
            ("contracts", "orders.csv", "--to", "a.xlsx", "-o", "./a.xlsx"),
            "",
            "",
            "a.xlsx and a.xlsx would be one file",
        ),
        (("score", "orders.csv", "--to", "no/x.csv"), "", "", "there is no folder no"),
        (("demo", "--html"), "clv-summary.html", "../elsewhere.html", "is a link to a file in another folder"),
        (("demo",), "orders.csv", "../elsewhere.csv", "is a link to a file in another folder"),
        (("demo", "--contracts"), "contracts.csv", "../elsewhere.csv", "is a link to a file in another folder"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_work(
    here: Path, words: tuple[str, ...], name: str, link: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page, scores, saved options, a file beside the demo's workbook: nothing is read and nothing written first."""

    def worked(*_: object, **__: object) -> None:
        raise AssertionError("the work had begun")

    for place in ("summarize.read_orders", "contracts.read_contracts", "score.read_orders"):
        monkeypatch.setattr(f"xlclv.cli.{place}", worked)
    if name:
        (here / name).unlink(missing_ok=True)
        (here / name).symlink_to(link)
    there = sorted(here.iterdir())
    refused = CliRunner().invoke(program, words, standalone_mode=False, input=TEXT).exception
    assert isinstance(refused, OutputError | UsageError), refused
    assert told in str(refused)
    assert sorted(here.iterdir()) == there


@pytest.mark.parametrize("command", ["summarize", "contracts"])
@pytest.mark.parametrize("kind", [OutputError, Stopped, MemoryError])
def test_what_ends_a_run_between_its_files_names_those_written(
    here: Path,
    command: str,
    kind: type[BaseException],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The workbook stands there, the page does not: the one line says so, and no longer that nothing was written."""
    from xlclv import page
    from xlclv.cli.failing import failed
    from xlclv.cli.stopping import Stop

    def ended(*_: object) -> None:
        raise kind("page.html could not be written")

    (here / "c.csv").write_text("customer,start,end,fee\nA,2025-01-01,,10\nB,2025-02-01,2025-09-30,20\n", "utf-8")
    monkeypatch.setattr(page, "write", ended)
    words = {"summarize": ["summarize", "orders.csv"], "contracts": ["contracts", "c.csv", "--period", "month"]}[
        command
    ]
    with pytest.raises(kind) as came:
        program.main([*words, "-q", "-o", "a.xlsx", "--html", "page.html"], standalone_mode=False)
    assert (here / "a.xlsx").exists()
    capsys.readouterr()
    if kind is Stopped:
        assert Stop.words(None, came.value) == "stopped; a.xlsx is written"  # type: ignore[arg-type]
        return
    assert failed(came.value) == (5 if kind is OutputError else 6)
    assert capsys.readouterr().err == (
        "xlclv: page.html could not be written; a.xlsx is written\n"
        if kind is OutputError
        else "xlclv: out of memory; a.xlsx is written; close other programs, or give fewer orders\n"
    )


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_starter_of_the_page_follows_no_link(here: Path, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a link of its name leads to is not written over; without one it is a file that can be started."""
    from xlclv.cli import page

    monkeypatch.setattr(page.sys, "platform", system)
    monkeypatch.setattr(page, "_windows", lambda: system == "win32")
    path = page._starter(here)
    assert os.access(path, os.X_OK) or system == "win32"
    assert "xlclv" in path.read_text(encoding="utf-8")
    path.unlink()
    path.symlink_to(here / "orders.csv")
    with pytest.raises(OutputError, match="is a link, and what it leads to would be written over"):
        page._starter(here)
    assert (here / "orders.csv").read_text(encoding="utf-8") == TEXT


def test_check_opens_with_the_figures_to_compare(here: Path) -> None:
    """Customers, orders, first and last day and the largest customer come first, in terminal and JSON."""
    money: dict[str, float] = {}
    for line in LINES[1:]:
        who, _, amount = line.split(",")
        money[who] = money.get(who, 0.0) + float(amount)
    best = max(money, key=lambda who: money[who])
    told = answer("check", "orders.csv", "--json")
    assert list(told)[:5] == ["schema", "customers", "orders", "first_order", "last_order"]
    assert (told["largest_customer"], told["largest_customer_amount"]) == (best, money[best])
    assert told["largest_customer_share"] == pytest.approx(money[best] / sum(money.values()), rel=1e-12)
    shown = CliRunner().invoke(program, ["check", "orders.csv"], standalone_mode=False).stdout
    assert shown.index("Customers") < shown.index("Largest customer") < shown.index("Data check")


def test_the_largest_customers_share_is_of_what_customers_above_0_bring(here: Path) -> None:
    """10 of 10 and 5 is two thirds, whoever got 8 back; no share where money in all is not above 0."""
    for back, share in ((8, 10 / 15), (15, None), (20, None)):
        lines = ["customer,date,amount", "A,2024-01-05,10", "B,2024-01-06,5", f"C,2024-01-07,-{back}"]
        (here / "back.csv").write_text("\n".join(lines), encoding="utf-8")
        told = answer("check", "back.csv", "--json")
        assert (told["largest_customer"], told["largest_customer_amount"]) == ("A", 10)
        assert told["largest_customer_share"] == (share if share is None else pytest.approx(share, rel=1e-12))


def test_from_a_system_is_told_its_new_name(here: Path) -> None:
    """--from took a system once; it names the option that does now."""
    done = CliRunner().invoke(program, ["check", "orders.csv", "--from", "shopify"])
    assert done.exit_code == 2
    assert "'shopify' says whose export it is; type --system shopify" in done.output


def test_help_names_formats_and_whole_numbers(here: Path) -> None:
    """Every format is in the help of commands that read, and a default of 3 years is 3."""
    for name in ("summarize", "check", "score", "contracts", "backtest"):
        shown = " ".join(CliRunner().invoke(program, [name, "--help"]).output.split())
        assert inputs.NAMED in shown, name
        assert "3.0" not in shown, name
