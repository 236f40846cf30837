"""`import xlclv`: one face, whatever the orders come in."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
import pytest

import xlclv
from xlclv.cli.program import xlclv as command
from xlclv.contracts.values import Terms
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.planning.plan import Asked
from xlclv.report.build import build
from xlclv.terms.options import ARGUMENTS, PYTHON, asked_by, option

SAMPLE = str(resources.files("xlclv.demo") / "sample_orders.csv")


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return pc.read_csv(SAMPLE)


@pytest.fixture(scope="module")
def expected() -> pa.Table:
    return xlclv.score(xlclv.read_orders(SAMPLE), margin=0.4)


@pytest.mark.parametrize("shape", ["arrow", "pandas", "shuffled", "ibis"])
def test_orders_are_the_same_in_any_shape(shape: str, table: pa.Table, expected: pa.Table) -> None:
    """A data frame gives the same customers, to the last cent, as the file it came from; its row labels say nothing."""
    given: Any = {
        "arrow": lambda: table,
        "pandas": table.to_pandas,
        "shuffled": lambda: table.to_pandas().sample(frac=1, random_state=1),
        "ibis": lambda: ibis.memtable(table),
    }[shape]()
    found = xlclv.score(xlclv.read_orders(given), margin=0.4)
    assert found.column_names == expected.column_names
    assert found["customer"].equals(expected["customer"])
    for name in ("realised", "p_alive", "residual_clv"):
        pd.testing.assert_series_equal(found[name].to_pandas(), expected[name].to_pandas(), rtol=1e-9)


def test_the_margin_and_the_day_matter(expected: pa.Table) -> None:
    """Half the margin is half the value to come; on a later day customers are older."""
    orders = xlclv.read_orders(SAMPLE)
    half = xlclv.score(orders, margin=0.2)
    name = next(n for n in expected.column_names if "clv" in n.lower())
    pd.testing.assert_series_equal(half[name].to_pandas() * 2, expected[name].to_pandas(), rtol=1e-9)
    later = xlclv.score(orders, xlclv.fit(orders), as_of=orders.as_of + dt.timedelta(days=70))
    pd.testing.assert_series_equal(later["T"].to_pandas(), expected["T"].to_pandas() + 10, rtol=1e-9)


def test_all_names_are_there_and_typed() -> None:
    """What __all__ promises exists, and the stub for type checkers says the same."""
    stub = (Path(xlclv.__file__).with_suffix(".pyi")).read_text(encoding="utf-8")
    for name in xlclv.__all__:
        assert getattr(xlclv, name) is not None
        assert name in stub
    assert Path(xlclv.__file__).with_name("py.typed").exists()


def test_import_loads_nothing() -> None:
    """`import xlclv` waits for no library."""
    code = "import sys, xlclv; print({'numpy', 'pandas', 'ibis', 'openpyxl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "set()"


def test_what_is_no_table_is_refused() -> None:
    """Another object is named by its type, and what is taken is said."""
    with pytest.raises(xlclv.InputError, match=r"source is 'int'.*pandas or Polars"):
        xlclv.read_orders(42)


@pytest.mark.parametrize("theirs", ["workbook.py", "workbook/a.txt", "workbook/__init__.py"])
def test_a_workbook_of_the_users_own_hides_nothing(theirs: str, tmp_path: Path) -> None:
    """A script beside a udfs.py and a workbook.py, a folder or a package of that name reads, values and writes."""
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_text("", encoding="utf-8")
    (tmp_path / "udfs.py").write_text("", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text("import xlclv\nfrom xlclv import udfs\nprint(udfs.CLV(50, 4, 3, 100))\n"
                      "xlclv.read_orders\nxlclv.write_workbook", "utf-8")  # fmt: skip
    done = subprocess.run([sys.executable, script], capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr) == ("500.0\n", "")


def test_the_module_of_the_command_line_looks_past_the_current_folder(tmp_path: Path) -> None:
    """python -m xlclv, where a calendar.py, a workbook.py and a csv.py of the user's own lie, loads none of them."""
    for name in ("calendar", "workbook", "csv", "xlwings", "datetime"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('theirs')", encoding="utf-8")
    words = [sys.executable, "-m", "xlclv", "template", "calculator", "-o", "a.xlsx"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"margin": 40}, "margin is 40; must be at most 1; type 40% or 0.4"),
        ({"margin": float("nan")}, "margin is nan"),
        ({"margin": "40%"}, "margin is '40%'; must be a number"),
        ({"rate": -2}, "rate is -2; must be above -1"),
        ({"rate": 10}, "rate is 10; .*type 10% or 0.1"),
        ({"horizon": 0}, "horizon is 0; must be above 0"),
        ({"horizon": float("inf")}, "horizon is inf"),
    ],
)
def test_assumptions_out_of_bounds(given: dict[str, Any], words: str) -> None:
    """What the command line refuses the engine refuses too, in the same words: scores, report and contracts."""
    orders = xlclv.read_orders(SAMPLE)
    for call in (xlclv.score, xlclv.build_report):
        with pytest.raises(InputError, match=words):
            call(orders, **given)
    if given != {"horizon": float("inf")}:  # contracts may last for ever
        with pytest.raises(InputError, match=words):
            Terms(**given)
    with pytest.raises(InputError, match="cac is -5; must be at least 0"):
        xlclv.build_report(orders, cac=-5)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"a": [1], "b": [2]}, "say which with customer=..., date=... and amount=..."),
        ({"customer": [1, 2], "date": ["03/04/2024", "04/05/2024"], "amount": [1, 2]},
         "say dayfirst=True or dayfirst=False"),
        ({"customer": [1, 2], "date": ["2024-01-02"] * 2, "amount": [1, 2], "total": [3, 4]},
         "say which with amount=..."),
    ],
)  # fmt: skip
def test_messages_name_arguments(rows: dict[str, Any], said: str, tmp_path: Path) -> None:
    """Whoever calls the function types no options: of a frame and of a file alike."""
    pd.DataFrame(rows).to_csv(tmp_path / "o.csv", index=False)
    for source in (pd.DataFrame(rows), tmp_path / "o.csv"):
        with pytest.raises(InputError) as came:
            xlclv.read_orders(source)
        assert said in str(came.value)
        assert "--" not in str(came.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"customer": ["a", "a", "b", "n/a"], "date": ["2024-01-02"] * 4, "amount": [1, 1, 2, 3]},
         ["say dedupe=True to leave them out", 'exclude=["n/a"] leaves it out']),
        ({"customer": [1, 2], "date": ["2024-01-02"] * 2, "Net": [1, 2], "Amount": [3, 4]},
         ['(not "Net"; amount="Net" says otherwise)']),
        ({"customer": [1, 2], "date": ["2024-01-02"] * 2, "amount": [1, 2], "status": ["ok", "well"]},
         ["all rows count; only=... or without=... says otherwise"]),
    ],
)  # fmt: skip
def test_what_is_said_beside_the_numbers_names_arguments(rows: dict[str, Any], said: list[str], tmp_path: Path) -> None:
    """The ledger's warnings and notes too, of a frame and of a file; the engine's own reader speaks of options."""
    pd.DataFrame(rows).to_csv(tmp_path / "o.csv", index=False)
    for source in (pd.DataFrame(rows), tmp_path / "o.csv"):
        ledger = xlclv.read_orders(source).ledger
        lines = " ".join((*ledger.assumed, *ledger.warnings))
        assert [words for words in said if words not in lines] == []
        assert "--" not in lines
    ledger = read(tmp_path / "o.csv").ledger
    assert "--" in " ".join((*ledger.assumed, *ledger.warnings))


def test_a_report_names_arguments(tmp_path: Path) -> None:
    """What it says to know beside the numbers, and what it refuses; the command line's report speaks of options."""
    rows = [(f"C{at % 40}", dt.date(2024, 1, 1) + dt.timedelta(5 * at + at % 7), 10 + at % 9, 4) for at in range(140)]
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount", "cost"])
    orders = xlclv.read_orders(frame)
    said = " ".join(xlclv.build_report(orders, budget=Asked(6)).cautions)
    assert "prior=False takes the data alone" in said
    assert "--" not in re.sub("`[^`]*`", "", said)  # commands for the terminal
    assert "--no-prior takes the data alone" in " ".join(build(orders).cautions)
    with pytest.raises(InputError, match=r"^margin: the lines have their own margin"):
        xlclv.build_report(xlclv.read_orders(frame, cost="cost"), margin=0.5)


def test_what_is_left_out_is_known_as_asked_for(tmp_path: Path) -> None:
    """Whoever the reason is worded for: days and customers that the user puts out of the question."""
    rows = {"customer": list("abcd"), "date": [f"2024-01-0{day}" for day in (1, 2, 3, 4)], "amount": [1, 2, 3, 4]}
    pd.DataFrame(rows).to_csv(tmp_path / "o.csv", index=False)
    asked = {"since": dt.date(2024, 1, 2), "until": dt.date(2024, 1, 3), "exclude": ["b"]}
    names = ("exclude", "since", "until"), ("--exclude-customer", "--from", "--until")
    for reader, called in zip((xlclv.read_orders, read), names, strict=True):
        ledger = reader(tmp_path / "o.csv", **asked).ledger
        assert sorted(each.reason.rpartition(" ")[2] for each in ledger.excluded) == sorted(called)
        assert ledger.missing == ()
        assert ledger.rows_used == 1


def test_a_byte_far_down_is_told_in_arguments(tmp_path: Path) -> None:
    """Another thread reads on there, which is told who asks."""
    lines = b"customer,date,amount\n" + b"a,2024-01-02,1\n" * 200_000
    (tmp_path / "o.csv").write_bytes(lines + "\u00e4,2024-01-02,1\n".encode() + b"\xe4,2024-01-02,1\n")
    with pytest.raises(InputError, match='encoding="cp1252"'):
        xlclv.read_orders(tmp_path / "o.csv")


def test_every_argument_is_one_of_a_function() -> None:
    """Each option that a message names is called as the function that takes it does, and as the command does."""
    taken = {
        name
        for function in (xlclv.read_orders, xlclv.score, xlclv.build_report)
        for name in inspect.signature(function).parameters
    } | set(inspect.signature(read).parameters)
    assert {argument.name for argument in ARGUMENTS.values()} <= taken
    everywhere = [one for name in command.list_commands(None) for one in command.get_command(None, name).params]
    known = {name for one in everywhere for name in (*one.opts, *one.secondary_opts)}
    assert {f"--{option}" for option in ARGUMENTS} <= known


@pytest.mark.parametrize(
    ("name", "value", "argument"),
    [
        ("exclude-customer", "0", 'exclude=["0"]'),
        ("amount", 'Total "net"', "amount='Total \"net\"'"),
        ("from", "2024-01-31", "since=date(2024, 1, 31)"),
        ("monthfirst", "", "dayfirst=False"),
        ("until", "", "until=..."),
        ("pdf", "a.pdf", '--pdf "a.pdf"'),
    ],
)
def test_an_option_is_told_as_its_argument(name: str, value: str, argument: str) -> None:
    """With its value, as Python takes it; what is no argument of a function stays as it is."""
    with asked_by(PYTHON):
        assert option(name, value) == argument
    assert option(name).startswith("--")
