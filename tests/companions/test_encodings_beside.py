"""--encoding reaches the files beside the orders, where they are no UTF-8."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.companions.shops import orders_file, run, shop, told
from xlclv.companions.columns import of_acquisition, of_contacts, of_customers
from xlclv.companions.file import open_beside
from xlclv.errors import InputError
from xlclv.orders.engine import rows
from xlclv.orders.files.staging import stage
from xlclv.orders.source import Options

TEXTS: dict[str, tuple[Callable[..., Any], str]] = {
    "customers": (of_customers(None), "customer,Straße\nC0,Łódź\n"),
    "contacts": (of_contacts(None), "customer,day,reason\nC0,2026-05-01,Łódź ż\n"),
    "acquisition": (of_acquisition, "month,campaign,spend\n2026-01,Łódź,5\n"),
}


def cells(path: Path, told: Callable[..., Any], encoding: str | None) -> str:
    from xlclv.orders.engine import connect

    opened = open_beside(path, told, Options(encoding=encoding))
    backend = connect()
    stage(backend.con, opened.source, opened.columns, orders=False)  # type: ignore[arg-type]
    return str(rows(backend.con, "SELECT * FROM raw")) + " ".join(opened.source.headers)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("stored", ["cp1250", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_what_is_stated_holds_where_it_is_no_utf_8(name: str, stored: str, tmp_path: Path) -> None:
    """A file beside the orders may be of another program; Łódź was refused, with the option as the way."""
    told, text = TEXTS[name]
    (tmp_path / "beside.csv").write_bytes(text.replace("ß", "s").encode(stored))
    assert "Łódź" in cells(tmp_path / "beside.csv", told, "cp1250")


def test_another_encoding_is_still_refused(tmp_path: Path) -> None:
    """A name that no encoding has, and bytes that are none of it."""
    told, text = TEXTS["customers"]
    path = tmp_path / "beside.csv"
    path.write_bytes(text.encode("cp1250", "replace"))
    with pytest.raises(InputError, match='no encoding is called "cp125x"'):
        cells(path, told, "cp125x")
    with pytest.raises(InputError, match="is not ASCII text; give another --encoding"):
        cells(path, told, "ascii")


def test_it_reaches_them_from_the_command(tmp_path: Path) -> None:
    """Beside a database too, which has no such thing itself: it was refused, and the refusal without it named it."""
    orders = orders_file(tmp_path, shop(60))
    base = duckdb.connect(str(tmp_path / "shop.db"))
    base.execute(f"CREATE TABLE orders AS FROM read_csv('{orders}', all_varchar=true)")
    base.close()
    people = tmp_path / "people.csv"
    text = "Customer,Town\n" + "\n".join(f"{row[1]},Łódź" for row in shop(60))
    people.write_bytes(text.encode("cp1250"))
    of_base = ("--source", f"duckdb://{tmp_path / 'shop.db'}", "--table", "orders")
    for source in ((orders,), of_base):
        found = told(*source, "--margin", "40%", "--customers", people, "--by", "Town", "--encoding", "cp1250")
        assert "Łódź" in str(found)
    assert "--encoding is for files" in str(run("summarize", *of_base, "--encoding", "cp1250", "--json").exception)
