"""Every command once, in a network that leads nowhere; prints how often the system was asked for a way out.

Run by tests/faults/test_silence.py inside `unshare -rn`; the kernel counts, so native libraries are seen as well.
"""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from starlette.testclient import TestClient

from tests.faults.sample import write
from xlclv.app.server import application
from xlclv.app.session import Session
from xlclv.cli.program import xlclv
from xlclv.page.printing import browser

CONTRACTS = "customer,start,end,fee\n" + "".join(
    f"C{at},2024-{at % 12 + 1:02}-01,{f'2025-{at % 9 + 1:02}-01' if at % 3 else ''},{at % 9 + 5}\n" for at in range(60)
)
COMMANDS = (
    ("check", "orders.csv"), ("summarize", "orders.csv", "-o", "a.xlsx", "--html", "a.html"),
    ("score", "orders.csv", "--to", "a.parquet"), ("backtest", "orders.csv"),
    ("contracts", "contracts.csv", "-o", "c.xlsx"),
    ("check", "--source", "duckdb://base.duckdb", "--table", "orders"),
    ("template", "calculator", "-o", "t.xlsx"), ("addin", "build", "-o", "x.xlam"), ("addin", "doctor"),
    ("functions", "CLV"), ("schema", "check"), ("docs", "it"), ("man",), ("completion", "bash"),
)  # fmt: skip


def asked() -> int:
    """How often no way out was found since this network exists."""
    lines = [line.split() for line in Path("/proc/net/snmp").read_text(encoding="utf-8").splitlines()]
    names, values = (line for line in lines if line[0] == "Ip:")
    return int(dict(zip(names, values, strict=True))["OutNoRoutes"])


def main() -> None:
    """Run them in this folder; a command that fails is told, but for the doctor, who finds no Excel."""
    head, *rows = write(Path("orders.csv")).read_text(encoding="utf-8").splitlines()
    Path("orders.csv").write_text("\n".join([head, *rows[:400]]) + "\n", encoding="utf-8")
    Path("contracts.csv").write_text(CONTRACTS, encoding="utf-8")
    import duckdb

    duckdb.connect("base.duckdb").execute("CREATE TABLE orders AS FROM read_csv('orders.csv')").close()
    for words in COMMANDS:
        done = CliRunner().invoke(xlclv, list(words), standalone_mode=False)
        assert done.exception is None or words[1:] == ("doctor",), (words, done.exception)
    _page()
    if browser():
        done = CliRunner().invoke(xlclv, ["summarize", "orders.csv", "--pdf", "a.pdf"], standalone_mode=False)
        assert done.exception is None, done.exception
    print(asked())
    with socket.socket() as control:  # the counter can tell
        control.connect_ex(("192.0.2.1", 80))
    print(asked())


def _page() -> None:
    session = Session()
    app, home = application(session, lambda: None), "http://127.0.0.1:8000"
    browser: Any = TestClient(app, base_url=home + session.home, headers={"Origin": home})
    assert browser.get("open", params={"token": session.token}).status_code == 200
    browser.post("files", files={"orders": ("a.csv", Path("orders.csv").read_bytes())})
    while browser.get("state").json()["running"]:
        time.sleep(0.1)
    assert "Is this what you meant?" in browser.get("checked").text
    session.close()


if __name__ == "__main__":
    main()
