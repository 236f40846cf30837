"""Money of a whole contract is no month's fee: where no period is known it is asked about, and each way out works."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.data import Contracts
from xlclv.contracts.periods import period
from xlclv.contracts.reading import Asked, options, read
from xlclv.errors import InputError

HEAD = ("customer", "start", "end")
FEES = (("2400", "24"), ("3600", "36"), ("1200", "12"))  # 100 a month each


def of(
    path: Path, money: str, term: str = "", fee: str | None = None, told: str = "", years: bool = False, **named: str
) -> Contracts:
    rows = [
        (f"C{at}", "2026-01-31", "", whole, *([str(int(long) // 12) if years else long] if term else []))
        for at, (whole, long) in enumerate(FEES)
    ]
    file = written(path / "w.csv", rows, (*HEAD, money, *([term] if term else [])))
    return read([file], options(amount=fee, named=dict(named)), Asked(as_of=AS_OF, period=period(told)))


@pytest.mark.parametrize(
    "header", ["Contract Value", "contract_amount", "Contract Value (USD)", "Contract Value (cents)"]
)
def test_a_contracts_value_is_asked_about(tmp_path: Path, header: str) -> None:
    """Beside a start and an end nothing says for how long it is: --period does."""
    with pytest.raises(InputError, match=r"whole contract comes to.*--period month, year or a number of months"):
        of(tmp_path, header)
    assert mrr(of(tmp_path, header, told="24")) == pytest.approx(7200 / 24 / (100 if "cents" in header else 1), abs=0.1)


@pytest.mark.parametrize(
    "header",
    ["Total Contract Value", "TCV", "Vertragswert", "Valeur du contrat", "Valor del contrato", "Valore del contratto",
     "Contractwaarde", "Wartość umowy", "Сумма договора", "契約金額", "계약금액", "合同金额"],
)  # fmt: skip
def test_in_any_language_also_where_it_is_named(tmp_path: Path, header: str) -> None:
    """None of them is found as a fee, and who names one with --fee is asked for its period."""
    with pytest.raises(InputError, match=r"whole contract comes to"):
        of(tmp_path, header, fee=header)
    assert mrr(of(tmp_path, header, fee=header, told="year")) == 600


def test_a_value_for_each_billing_period_is_warned_of(tmp_path: Path) -> None:
    """A billing period is that of the fee, but a value may be for the whole contract still."""
    rows = [("A", "2026-01-31", "", "2400", "yearly")]
    found = read([written(tmp_path / "w.csv", rows, (*HEAD, "Contract Value", "billing period"))], options(),
                 Asked(as_of=AS_OF))  # fmt: skip
    assert mrr(found) == 200
    assert any("whole contract" in said for said in found.ledger.warnings)


@pytest.mark.parametrize("money", ["Amount", "Fee", "Betrag", "Contract Value", "price"])
@pytest.mark.parametrize(
    "term",
    ["Contract Term (months)", "Term Months", "term_months", "Laufzeit (Monate)", "Durée du contrat (mois)",
     "Duración (meses)", "Contract Term", "Term", "Vertragslaufzeit", "契約期間（月）"],
)  # fmt: skip
def test_a_term_in_bare_numbers_is_asked_about(tmp_path: Path, money: str, term: str) -> None:
    """Money beside how long a contract binds may be for all of it: 2,400 over 24 months, or 2,400 each month."""
    with pytest.raises(InputError, match=r"how long contracts bind.*--billing .* if it is for all of it"):
        of(tmp_path, money, term)
    assert mrr(of(tmp_path, money, term, billed=term)) == 300
    assert mrr(of(tmp_path, money, term, told="month")) == 7200


@pytest.mark.parametrize("term", ["Contract Term (years)", "Laufzeit in Jahren", "term_years"])
def test_a_term_in_years(tmp_path: Path, term: str) -> None:
    """Its bare numbers are years where the header says so, also as a billing period: 2 is no two months."""
    with pytest.raises(InputError, match=r"how long contracts bind"):
        of(tmp_path, "Amount", term, years=True)
    assert mrr(of(tmp_path, "Amount", term, years=True, billed=term)) == 300


def test_a_term_of_numbers_without_a_unit(tmp_path: Path) -> None:
    """1, 2 and 3 under a bare term may be years: the way out writes the unit, since bare numbers are months."""
    with pytest.raises(InputError, match=r'write the unit in the header, such as "Contract Term \(years\)"'):
        of(tmp_path, "Amount", "Contract Term", years=True)
    assert mrr(of(tmp_path, "Amount", "Term", years=True)) == 7200  # which may be one of a school


@pytest.mark.parametrize("money", ["MRR", "Monthly fee", "ARR", "Jahresbeitrag"])
def test_a_fee_that_says_its_span_is_not_asked_about(tmp_path: Path, money: str) -> None:
    """Money a month or a year stays so beside any term."""
    assert mrr(of(tmp_path, money, "Contract Term (months)")) in (7200, 600)


@pytest.mark.parametrize(
    "term", ["Notice period (months)", "Months active", "Tenure (months)", "Trial length (months)", "Remaining months"]
)
def test_other_months_are_no_term(tmp_path: Path, term: str) -> None:
    """Numbers of months of other things ask nothing."""
    assert mrr(of(tmp_path, "Amount", term)) == 7200


def test_none_is_taken_at_the_word(tmp_path: Path) -> None:
    """--billing none says that no column is the period; a contract's value is asked for its period still."""
    assert mrr(of(tmp_path, "Amount", "Term Months", billed="none")) == 7200
    with pytest.raises(InputError, match="--period month"):
        of(tmp_path, "Contract Value", billed="none")


def test_in_a_workbook(tmp_path: Path) -> None:
    """Cells of numbers are asked about as text is."""
    book = openpyxl.Workbook()
    for row in (
        (*HEAD, "Amount", "Term Months"),
        ("A", "2026-01-31", None, 2400, 24),
        ("B", "2026-01-31", None, 1, 12),
    ):
        book.active.append(row)
    book.save(tmp_path / "w.xlsx")
    with pytest.raises(InputError, match="how long contracts bind"):
        read([tmp_path / "w.xlsx"], options(), Asked(as_of=AS_OF))
