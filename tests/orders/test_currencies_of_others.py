"""Columns of currencies that are not, or not surely, of the amounts: sound files are read, and what is not sure is
warned of; amounts in two currencies are still never added without a word.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.orders.test_currency_columns import typed
from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

MIXED = ("EUR", "USD")
CONVERTED = [
    ("Amount in Local Currency", "Document Currency"),
    ("Amount in Local Currency", "Foreign Currency"),
    ("Betrag in Hauswährung", "Belegwährung"),
    ("Amount (converted)", "Opportunity Currency"),
    ("Base Amount", "Billing Currency"),
    ("Home Amount", "Foreign Currency"),
    ("Amount in company currency", "Deal Currency"),
    ("Reporting Amount", "Invoice Currency"),
    ("Montant converti", "Devise de facturation"),
    ("Importe en moneda local", "Moneda del documento"),
    ("換算金額", "請求通貨"),
]
PERHAPS = ["Preferred Currency", "Customer Currency", "Shopper Currency", "Original Currency", "Foreign Currency",
           "Local Currency", "Desk", "Kundenwährung", "Fremdwährung", "Devise du client", "顧客通貨"]  # fmt: skip
THEIRS = ["Transaction Currency", "Billing Currency", "Contract Currency", "Account Currency", "Currency Code",
          "Document Currency", "Order Currency", "Auftragswährung"]  # fmt: skip


def file(path: Path, *columns: tuple[str, tuple[str, ...]], contracts: bool = False) -> Path:
    start = ["Start,End,Billing", "2026-01-05,,monthly"] if contracts else ["Date", "2026-01-05"]
    lines = [f"Customer,{start[0]}," + ",".join(name for name, _ in columns)]
    lines += [f"C{at},{start[1]}," + ",".join(cells[at] for _, cells in columns) for at in (0, 1)]
    made = path / "f.csv"
    made.write_text("\n".join(lines), "utf-8")
    return made


def of(path: Path, *columns: tuple[str, tuple[str, ...]]) -> Orders:
    return read(file(path, *columns))


@pytest.mark.parametrize(("amount", "name"), CONVERTED)
def test_amounts_converted_already_are_read(tmp_path: Path, amount: str, name: str) -> None:
    """The other column has what each was in before: noted, not warned of, and no currency of the sum."""
    found = of(tmp_path, (amount, ("30", "12")), (name, MIXED))
    assert (found.ledger.amount_used, found.currency, found.ledger.warnings) == (42, "", ())
    assert f'column "{name}" (EUR, USD) is not taken for the currency of the amounts' in " ".join(found.ledger.assumed)


@pytest.mark.parametrize("name", PERHAPS)
def test_what_may_say_another_thing_is_warned_of(tmp_path: Path, name: str) -> None:
    """Both currencies and the way out are named; one currency labels nothing, and contradicts nothing."""
    found = of(tmp_path, ("Amount", ("30", "12")), (name, MIXED))
    assert found.ledger.amount_used == 42
    (warning,) = found.ledger.warnings
    assert f'column "{name}" names several currencies (EUR, USD)' in warning
    assert "leave the column out of the file" in warning
    found = of(tmp_path, ("Amount", ("$30", "$12")), (name, ("EUR", "EUR")))
    assert (found.currency, found.ledger.warnings) == ("$", ())
    assert of(tmp_path, ("Amount (EUR)", ("30", "12")), (name, MIXED)).ledger.warnings == ()


@pytest.mark.parametrize("name", THEIRS)
def test_those_of_the_amounts_are_refused(tmp_path: Path, name: str) -> None:
    """Beside a plain Amount, whose currency they say; a column of another thing beside them does not hide it."""
    for more in ((), (("Customer Currency", MIXED),)):
        with pytest.raises(InputError, match=f'column "{name}": amounts in EUR and in USD cannot be added'):
            of(tmp_path, ("Amount", ("30", "12")), (name, MIXED), *more)


@pytest.mark.parametrize(
    ("amount", "name"),
    [
        ("Amount in Local Currency", "Local Currency"),
        ("Betrag in Hauswährung", "Hauswährung"),
        ("Home Amount", "Home Currency"),
        ("Base Amount", "Currency"),
        ("Amount in Local Currency", "Currency"),
        ("Amount (converted)", "Amount (converted) Currency"),
        ("Betrag in Hauswährung", "HWähr"),
        ("Betrag in Hauswährung", "Local Currency"),
        ("Amount in Local Currency", "LCurr"),
        ("Amount in local currency", "Company Code Currency"),
        ("Amount in LC", "Local Curr"),
        ("Amount (LCY)", "Local Currency"),
    ],
)
def test_of_the_same_kind_they_are_of_the_amounts(tmp_path: Path, amount: str, name: str) -> None:
    """Two house currencies are two currencies, whichever others stand beside them; the plain name is of any amount."""
    with pytest.raises(InputError, match="amounts in EUR and in USD cannot be added"):
        of(tmp_path, (amount, ("30", "12")), ("Document Currency", MIXED), (name, MIXED))


@pytest.mark.parametrize("contracts", [False, True])
@pytest.mark.parametrize("amount", ["Amount (LCY)", "Amount (converted)"])
def test_converted_amounts_beside_the_currency_of_documents(tmp_path: Path, amount: str, contracts: bool) -> None:
    """A plain Currency of several is not that of amounts of one by header: added, with a warning of both."""
    made = file(tmp_path, (amount, ("30", "12")), ("Currency", MIXED), contracts=contracts)
    with duckdb.connect(str(tmp_path / "f.duckdb")) as base:
        base.execute(f"CREATE TABLE f AS SELECT * FROM read_csv('{made}')")
        base.execute(f"COPY f TO '{tmp_path / 'f.parquet'}' (FORMAT parquet)")
    text = read_contracts([made], options(), Asked()) if contracts else read(made)
    for found in (text, *(typed(tmp_path, contracts, stored) for stored in (False, True))):
        (said,) = (words for words in found.ledger.warnings if 'column "Currency" says' in words)
        assert f'says EUR and USD, but the header of column "{amount}" says' in said.replace("f.csv, ", "")
        assert "were converted into one currency: they are added" in said
        assert (found.currency, found.ledger.amount_used) == ("", 42)


def test_a_currency_with_an_amount_of_its_own(tmp_path: Path) -> None:
    """Original Currency is that of Original Amount."""
    found = of(tmp_path, ("Amount", ("30", "12")), ("Original Amount", ("29", "14")), ("Original Currency", MIXED))
    assert (found.ledger.amount_used, found.ledger.warnings) == (42, ())


def test_local_to_whom_is_not_sure(tmp_path: Path) -> None:
    """Local amounts beside the currency of each customer may be in it."""
    found = of(tmp_path, ("Amount in Local Currency", ("30", "12")), ("Customer Currency", MIXED))
    assert "names several currencies (EUR, USD)" in found.ledger.warnings[0]


@pytest.mark.parametrize("contracts", [False, True])
def test_typed_tables_and_contracts_say_the_same(tmp_path: Path, contracts: bool) -> None:
    """Parquet and DuckDB; a note of what is converted, a warning of what may be."""
    for amount, name, warned in (("Amount (converted)", "Deal Currency", 0), ("Amount", "Customer Currency", 1)):
        made = file(tmp_path, (amount, ("30", "12")), (name, MIXED), contracts=contracts)
        (tmp_path / "f.duckdb").unlink(missing_ok=True)
        with duckdb.connect(str(tmp_path / "f.duckdb")) as base:
            base.execute(f"CREATE TABLE f AS SELECT * FROM read_csv('{made}')")
            base.execute(f"COPY f TO '{tmp_path / 'f.parquet'}' (FORMAT parquet)")
        text = read_contracts([made], options(), Asked()) if contracts else read(made)
        for found in (text, *(typed(tmp_path, contracts, stored) for stored in (False, True))):
            said = [line for line in found.ledger.warnings if "names several currencies (EUR, USD)" in line]
            assert (found.currency, len(said)) == ("", warned)
