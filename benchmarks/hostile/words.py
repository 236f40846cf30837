"""Hostile words on the command line and in small files beside it: currencies, sheets, scenarios, keys, saved options.

Also what must never leave: passwords of addresses, the key of pseudonyms, and the names behind them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import EITHER, READ, REFUSED, Case
from benchmarks.hostile.bases import SECRET
from benchmarks.hostile.injection import PAYLOADS, rows

_OUT = ("-o", "FOLDER/out.xlsx", "--html", "FOLDER/out.html")


def _ran(
    *words: str, files: dict[str, str] | None = None, orders: str = "", home: dict[str, str] | None = None
) -> Callable[[Path], list[str]]:
    """A command over orders of these names; other files lie beside them, or in the folder of the run."""

    def make(folder: Path) -> list[str]:
        (folder / "a.csv").write_text(orders or rows(), encoding="utf-8")
        (folder / "home").mkdir()
        for place, made in ((folder, files), (folder / "home", home)):
            for name, text in (made or {}).items():
                (place / name).write_text(text.replace("FOLDER", str(folder)), encoding="utf-8")
        return [word.replace("FOLDER", str(folder)) for word in words]

    return make


def _case(path: str, name: str, make: Callable[[Path], list[str]], may: str = EITHER) -> Case:
    return Case(path, name, make, may)


def _secret_orders() -> str:
    """Orders of customers whose names hold what must not come out."""
    lines = ["customer,date,amount"]
    lines += [f"{SECRET}{at % 60},2024-{at % 12 + 1:02}-{at % 28 + 1:02},{at % 9 + 5}" for at in range(400)]
    return "\n".join(lines) + "\n"


def _sheet(name: str) -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        import openpyxl

        book = openpyxl.Workbook()
        book.active.title = name
        for row in (line.split(",") for line in _secret_orders().replace(SECRET, "C").splitlines()):
            book.active.append(row)
        book.save(folder / "a.xlsx")
        return ["summarize", str(folder / "a.xlsx"), "--sheet", name, *(w.replace("FOLDER", str(folder)) for w in _OUT)]

    return make


def _base(address: str, *words: str) -> Callable[[Path], list[str]]:
    """A base of SQLite at an address with a password in it."""

    def make(folder: Path) -> list[str]:
        base = sqlite3.connect(folder / "a.db")
        base.execute("CREATE TABLE orders (customer TEXT, date TEXT, amount REAL)")
        lines = _secret_orders().replace(SECRET, "C").splitlines()[1:]
        base.executemany("INSERT INTO orders VALUES (?, ?, ?)", [line.split(",") for line in lines])
        base.commit()
        base.close()
        filled = [word.replace("FOLDER", str(folder)) for word in (address, *words)]
        return [filled[1], "--source", filled[0], "--table", "orders", *filled[2:]]

    return make


def _unnamed(name: str, says: str, command: str, saved: str, link: tuple[str, str] | None = None) -> Case:
    """Options that lie in the folder of the run, and sound orders: only what they reach for can be refused."""

    def make(folder: Path) -> list[str]:
        home = folder / "home"
        home.mkdir()
        for path in (folder / "a.csv", home / "a.csv"):
            path.write_text(_secret_orders().replace(SECRET, "C"), encoding="utf-8")
        (folder / "a.xlsx").write_bytes(b"of the user's own")
        (home / "k").write_text("a key of somebody else's, long enough", encoding="utf-8")
        if link:
            (home / link[0]).symlink_to(link[1])
        given = "" if saved.startswith(("inputs", "source")) else 'inputs = ["a.csv"]\n'
        text = f"[{command}]\n{given}{saved}\n".replace("FOLDER", str(folder))
        (home / "xlclv.toml").write_text(text, encoding="utf-8")
        return [command]

    return Case("saved options .toml", name, make, REFUSED, says=f"{says}, which a file that nobody named may not")


_PAYLOAD = PAYLOADS[6]
_CURRENCIES = [PAYLOADS[at] for at in (0, 2, 10, 11, 19, 20)] + ['"', "$;[Red]", "\x1b[31m", "€" * 300]
_BESIDE = {
    "customers": "customer,country\n" + "".join(f'"{text}","{text}"\n' for text in PAYLOADS if '"' not in text),
    "contacts": "customer,date,resolved,minutes,channel\n" + "".join(
        f'"{text}",2024-02-0{at % 9 + 1},yes,5,"{text}"\n' for at, text in enumerate(PAYLOADS) if '"' not in text),
    "acquisition": "month,spend,channel\n" + "".join(
        f'2024-0{at % 9 + 1},500,"{text}"\n' for at, text in enumerate(PAYLOADS) if '"' not in text),
}  # fmt: skip
_SHEETS = ("=1+1", "'x'!A1", "<b>&amp;", "{{7}}")
_SERVERS = ("postgres://me:{}@127.0.0.1:1/base", "postgres://127.0.0.1:1/base?password={}", "mysql://me:{}@127.0.0.1/b",
            "snowflake://me:{}@x/y?token={}", "postgres://me:{}%40x@[::1]:1/base", "pyspark://?spark.a.secret={}",
            "postgres://me:a/{}@127.0.0.1:1/b", "me:{}@127.0.0.1", "host=127.0.0.1 user=me password={}",
            "postgres://me:my {}@127.0.0.1:1/b", "postgres://127.0.0.1:1/b?password=a;{}", "mysql://me:{}",
            "postgres://me:12/{}@127.0.0.1:1/b", "postgres://127.0.0.1:1/b?sig={}", "postgres//me:{}",
            "postgres://127.0.0.1:1/b?options=-c%20password={}", "postgres://me:{}\uff20127.0.0.1:1/b")  # fmt: skip
_WORDS = "options and names"
_SECRETS = "passwords, keys and names behind pseudonyms"
_SAVED = "[check]\n{}\n"

CASES = [
    *(_case(_WORDS, f"a currency of {text[:12]!r}", _ran("summarize", "FOLDER/a.csv", "--currency", text, *_OUT))
      for text in _CURRENCIES),
    *(_case(_WORDS, f"a sheet called {name!r}", _sheet(name), READ) for name in _SHEETS),
    *(_case(_WORDS, f"{kind} of these names, with labels", _ran(
        "summarize", "FOLDER/a.csv", f"--{kind}", "FOLDER/beside.csv", *_OUT, files={"beside.csv": text}))
      for kind, text in _BESIDE.items()),
    _case(_WORDS, "a file of scenarios of these names", _ran("summarize", "FOLDER/a.csv", "--scenario", "FOLDER/s.csv",
          *_OUT, files={"s.csv": "name,margin,rate\n" + f'"{PAYLOADS[0]}",40%,10%\n"{PAYLOADS[10]}",30%,9%\n'})),
    _case(_WORDS, "a file of months with formulas", _ran("summarize", "FOLDER/a.csv", "--new-customers", "FOLDER/m.csv",
          *_OUT, files={"m.csv": f"month,new customers\n2025-01,{_PAYLOAD}\n"}), REFUSED),
    _case(_WORDS, "an id to leave out that is a formula", _ran("summarize", "FOLDER/a.csv", "--exclude-customer",
          PAYLOADS[1], *_OUT)),
    _case(_WORDS, "an order column that is SQL", _ran("check", "FOLDER/a.csv", "--order-column", "x'); DROP TABLE raw"),
          REFUSED),
    _case(_WORDS, "statuses that are SQL", _ran("check", "FOLDER/a.csv", "--only", "status=x'); DROP TABLE raw; --"),
          REFUSED),
    _case(_WORDS, "a zone of time that is a path", _ran("check", "FOLDER/a.csv", "--timezone", "../../etc/passwd"),
          REFUSED),
    _case(_WORDS, "an encoding that is none", _ran("check", "FOLDER/a.csv", "--encoding", "zlib"), REFUSED),
    _case(_WORDS, "an encoding that runs without end", _ran("check", "FOLDER/a.csv", "--encoding", "idna"), REFUSED),
    _case(_WORDS, "a memory limit that is SQL", _ran("check", "FOLDER/a.csv", "--memory-limit", "1GB'; SELECT 1; --"),
          REFUSED),
    _case(_WORDS, "a horizon without end", _ran("summarize", "FOLDER/a.csv", "--horizon", "1e308", *_OUT), REFUSED),
    _case(_WORDS, "a rate of NaN", _ran("summarize", "FOLDER/a.csv", "--rate", "nan", *_OUT), REFUSED),
    _case(_WORDS, "months without end", _ran("summarize", "FOLDER/a.csv", "--months", "9" * 30, *_OUT), REFUSED),
    _case(_WORDS, "a back-test of these names", _ran("backtest", "FOLDER/a.csv")),
    _case(_WORDS, "the columns of these names", _ran("check", "FOLDER/a.csv", "--columns"), READ),
    _case(_WORDS, "an earlier report that is not one", _ran("summarize", "FOLDER/a.csv", "--opening", "FOLDER/o.json",
          *_OUT, files={"o.json": '{"customer_equity": 1e999, "as_of": "\\u001b[31m"}'}), REFUSED),
    _case(_WORDS, "an earlier report of brackets without end", _ran("summarize", "FOLDER/a.csv", "--opening",
          "FOLDER/o.json", *_OUT, files={"o.json": "[" * 200_000}), REFUSED),
    *(_case(_SECRETS, f"a password in {address.format('...', '...')}", _ran("check", "--source", address.format(
        SECRET, SECRET), "--table", "orders"), REFUSED) for address in _SERVERS),
    _case(_SECRETS, "a password in the address of a base, into workbook and page",
          _base(f"sqlite://FOLDER/a.db?password={SECRET}", "summarize", *_OUT)),
    _case(_SECRETS, "a password in the address of a base, into saved options",
          _base(f"sqlite://FOLDER/a.db?token={SECRET}", "check", "--save-options", "--options-file",
                "FOLDER/out.toml")),
    _case(_SECRETS, "a secret of Spark, whose Java would be started with it", _ran("check", "--source",
          f"pyspark://?spark.master=local&spark.hadoop.fs.s3a.secret.key={SECRET}", "--table", "orders"), REFUSED),
    _case(_SECRETS, "a password in a traceback, where one is asked for",
          _base(f"sqlite://FOLDER/gone.db?password={SECRET}", "check", "-v"), REFUSED),
    _case(_SECRETS, "names behind pseudonyms, into workbook and page", _ran("summarize", "FOLDER/a.csv",
          "--pseudonymise", "--pseudonym-key", "FOLDER/k", *_OUT, files={"k": f"{SECRET}-key-of-ours-0123456789"},
          orders=_secret_orders()), READ),
    _case(_SECRETS, "names behind pseudonyms, that were typed to be left out", _ran("summarize", "FOLDER/a.csv",
          "--pseudonymise", "--pseudonym-key", "FOLDER/k", "--exclude-customer", f"{SECRET}1", f"--keep-id={SECRET}2",
          *_OUT, files={"k": f"{SECRET}-key-of-ours-0123456789"}, orders=_secret_orders()), READ),
    _case(_SECRETS, "names behind pseudonyms, into scores", _ran("score", "FOLDER/a.csv", "--pseudonymise",
          "--pseudonym-key", "FOLDER/k", "--to", "FOLDER/out.csv", files={"k": f"{SECRET}-key-of-ours-0123456789"},
          orders=_secret_orders()), READ),
    _case(_SECRETS, "names behind pseudonyms, in what is refused", _ran("check", "FOLDER/a.csv", "--pseudonymise",
          "--pseudonym-key", "FOLDER/k", files={"k": f"{SECRET}-key-of-ours-0123456789"},
          orders=f"{_secret_orders()}{SECRET},2024-02-30,5\n"), REFUSED),
    _unnamed("a server that nobody named", "it names a server to connect to (pyspark)", "check",
             'source = "pyspark://?spark.jars=x.jar"\ntable = "x"'),
    _unnamed("a file elsewhere to write over", "it writes --output to ../a.xlsx", "summarize", 'output = "../a.xlsx"'),
    _unnamed("a file elsewhere, by a link", "it writes --output to out.xlsx", "summarize", 'output = "out.xlsx"',
             link=("out.xlsx", "../a.xlsx")),
    _unnamed("orders from elsewhere", "it reads ../a.csv from outside this folder", "check", 'inputs = ["../a.csv"]'),
    _unnamed("customers from elsewhere", "/a.csv from outside this folder", "summarize", 'customers = "FOLDER/a.csv"'),
    _unnamed("a base elsewhere", "it reads --source sqlite://../a.db from outside this folder", "check",
             'source = "sqlite://../a.db"\ntable = "orders"'),
    _unnamed("a key of pseudonyms", "it sets --pseudonym-key", "check", 'pseudonymise = true\npseudonym-key = "k"'),
    _case("saved options .toml", "an id of escape sequences", _ran("check", "FOLDER/a.csv", home={
          "xlclv.toml": _SAVED.format('exclude-customer = ["\\u001b[31mx"]')})),
]  # fmt: skip
