"""Statuses with a number or a pipeline around the word that counts, with no known word, or of a part paid back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from tests.orders.conftest import Write
from tests.orders.test_rulebook import csv, duck, parquet
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

Make = Callable[..., Orders]
DAY = dt.date(2025, 1, 13)


def table(header: str, words: tuple[str, ...]) -> pa.Table:
    """A row a word, of 10, 20, 40 and so on, so that each sum tells whose it is."""
    amounts = [10 * 2**at for at in range(len(words))]
    columns = {"customer": [f"C{at}" for at in range(len(words))], "date": [DAY] * len(words), "amount": amounts}
    return pa.table(columns | {header: list(words)})


INSIDE: dict[str, tuple[str, tuple[str, ...], int]] = {
    "a pipeline in brackets": (
        "Deal Stage",
        ("Closed Won (Sales Pipeline)", "Closed Lost (Sales Pipeline)", "Appointment Scheduled (Sales Pipeline)"),
        10,
    ),
    "numbers and dashes": ("Status", ("3 - Cancelled", "1 - Completed", "1 - Completed"), 60),
    "numbers of stages": ("Stage", ("6 - Closed Lost", "5 - Closed Won"), 20),
    "numbers, points and colons": ("status", ("1. Paid", "2: Void", "3) Shipped"), 50),
    "deals": ("Pipeline Stage", ("Lost deal", "Won deal"), 20),
    "orders": ("status", ("Order completed", "Cancelled order"), 10),
    "Odoo in German": ("Status", ("Angebot", "Verkaufsauftrag", "Storniert"), 20),
    "Odoo in French": ("Statut", ("Devis", "Bon de commande", "Devis envoyé"), 20),
}


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_the_word_inside_a_status_is_read(make: Make, name: str, tmp_path: Path) -> None:
    """What stands before it, after it and in brackets changes nothing."""
    header, words, used = INSIDE[name]
    ledger = make(tmp_path, table(header, words)).ledger
    assert ledger.amount_used == used
    assert ledger.reconciles


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Status", "Paid Pending"),
        ("Status", "Paid|Payment pending"),
        ("Estado", "Pagado Pendiente"),
        ("Estado", "Pagado Pendientes"),
        ("Estado del pedido", "Completado|Pendiente de pago"),
        ("Estado", "Pagado|Pago pendiente"),
        ("Situação", "Pago Pendente"),
        ("Status", "Pago|Pendente de pagamento"),
        ("Stato", "Pagato|In sospeso"),
        ("Statut", "Payé|Paiement en attente"),
        ("Status", "Bezahlt Ausstehend"),
        ("Status", "Betaald|In afwachting"),
        ("Status", "Opłacony Oczekujący"),
        ("Статус", "Оплачен|В ожидании"),
        ("状态", "已完成 待处理"),
        ("상태", "완료 대기중"),
        ("Stav", "Zaplaceno Čeká"),
    ],
)
def test_what_is_pending_is_no_sale_in_any_language(header: str, words: str, tmp_path: Path) -> None:
    """The first word of each is a sale, the second is not one yet."""
    ledger = csv(tmp_path, table(header, tuple(words.split("|") if "|" in words else words.split()))).ledger
    assert (ledger.amount_used, ledger.amount_read) == (10, 30)


OPEN = {
    "bezahlt offen überfällig Gutschrift": 62, "bezahlt offen teilbezahlt": 70, "Betaald Openstaand Creditnota": 26,
    "Payée Ouverte Avoir": 26, "paid open overdue": 70, "paid open void uncollectible": 30,
    "paid open canceled expired failed": 10, "Erfolgreich Fehlgeschlagen": 10, "Réussie Échouée": 10,
}  # fmt: skip


@pytest.mark.parametrize("words", OPEN)
@pytest.mark.parametrize("make", [csv, parquet])
def test_what_is_open_is_a_bill_or_a_payment(make: Make, words: str, tmp_path: Path) -> None:
    """Beside credit notes and what is overdue it is a bill that is not paid yet, a sale; beside payments that came to
    nothing it is one of them."""
    rows = table("Status", tuple(words.split()))
    if words.endswith(("Gutschrift", "Creditnota", "Avoir")):
        small = pa.array([*(rows["amount"].to_pylist()[:-1]), 8 if len(words.split()) == 4 else 4])
        rows = rows.set_column(2, "amount", small)
    assert make(tmp_path, rows).ledger.amount_used == OPEN[words]


@pytest.mark.parametrize("words", ["paid open", "bezahlt offen storniert"])
def test_what_is_open_beside_neither_is_asked_about(words: str, tmp_path: Path) -> None:
    """It may be either."""
    with pytest.raises(InputError, match="not known to be a sale or not"):
        csv(tmp_path, table("Status", tuple(words.split())))


@pytest.mark.parametrize("head", ["Code tiers,Date,Montant HT", "注文者メール,注文日,合計金額"])
def test_customers_of_sage_and_of_a_japanese_shop(head: str, write: Write) -> None:
    """By the names these systems give them."""
    assert read(write("a.csv", head, "A,2025-01-13,10", "B,2025-01-14,20")).ledger.amount_used == 30


def test_brackets_that_say_otherwise_are_asked_about(write: Write) -> None:
    """Paid, and in brackets something that is no full payment: nobody but the user knows."""
    for word in ("Paid (partially)", "Completed (cancelled)", "Refunded (in part)"):
        rows = [f"A,2025-01-13,10,{word}", "B,2025-01-14,20,paid"]
        with pytest.raises(InputError, match="not known to be a sale or not"):
            read(write("a.csv", "customer,date,amount,status", *rows))


@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_a_status_of_which_no_word_is_known_is_warned_of(make: Make, tmp_path: Path) -> None:
    """With its words, their rows and their money, and how to tell."""
    ledger = make(tmp_path, table("Status", ("Zulu", "Cancel asked", "Zulu"))).ledger
    assert ledger.amount_used == 70
    (said,) = [said for said in ledger.warnings if "none of its words is known" in said]
    assert '"Zulu" 2 rows (50), "Cancel asked" 1 row (20)' in said
    assert '--only "Status=Zulu,..."' in said


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("State", ("California", "Ohio")),
        ("state", ("CA", "OH")),
        ("Estado", ("SP", "RJ")),
        ("Estado", ("Jalisco", "Oaxaca")),
        ("Status", ("Zulu", "Zulu")),
        ("Status", ("Gold", "Silver")),
        ("Status", ("", "VIP")),
        ("Status", ("nowy", "powracający")),
        ("Region", ("North", "South")),
    ],
)
def test_states_of_a_country_are_not_warned_of(header: str, words: tuple[str, ...], tmp_path: Path) -> None:
    """Nor is a status with one word alone, or one of customers; it is said that every row counts."""
    ledger = csv(tmp_path, table(header, words)).ledger
    assert ledger.amount_used == 30
    assert not [said for said in ledger.warnings if "known" in said]
    assert header != "Status" or any("no status known here" in said for said in ledger.assumed)


@pytest.mark.parametrize("word", ["partially_refunded", "Partially Refunded", "Teilweise erstattet", "一部返金"])
def test_a_sale_paid_back_in_part_is_warned_of(word: str, write: Write) -> None:
    """It counts in full, and the warning says so; not where a column says how much, or a row takes it off."""
    rows = ["1,A,2025-01-13,100,paid", f"2,B,2025-01-14,200,{word}"]
    head = "order_id,customer,date,total,status"
    ledger = read(write("a.csv", head, *rows)).ledger
    assert ledger.amount_used == 300
    assert any(f'"{word}" 1 row (200) counted in full' in said for said in ledger.warnings)
    ledger = read(write("b.csv", f"{head},refunded amount", f"{rows[0]},0", f"{rows[1]},5")).ledger
    assert (ledger.amount_used, ledger.warnings) == (295, ())
    ledger = read(write("c.csv", head, *rows, "2,B,2025-01-15,-50,paid")).ledger
    assert (ledger.amount_used, ledger.warnings) == (250, ())


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Status", "Status=a=b,c==d"),
        ("Status", "status = a=b,c==d"),
        ("Status", "4=a=b,c==d"),
        ("Kind=of", "Kind=of=a=b,c==d"),
        ("Order: Status", "Status=a=b,c==d"),
        ("Order: Status", "Order: Status=a=b,c==d"),
    ],
)
@pytest.mark.parametrize("make", [csv, duck])
def test_words_and_headers_with_an_equals_sign(make: Make, header: str, said: str, tmp_path: Path) -> None:
    """The longest header that is there ends before its "=", and all behind it are words."""
    rows = table(header, ("a=b", "c==d", "b", "d"))
    if header.startswith("Order"):  # as reports name columns
        rows = rows.rename_columns(["Account: Account Number", "Order: Order Date", "Order: Amount", header])
    for option, used in (("only", 30), ("without", 120)):
        (folder := tmp_path / option).mkdir()
        assert make(folder, rows, **{option: said}).ledger.amount_used == used


def test_of_two_headers_the_longer_one_is_meant(tmp_path: Path) -> None:
    """As it was; the other is named by its place."""
    rows = table("Status", ("a=b", "b", "c")).append_column("Status=a", pa.array(["c", "b", "b"]))
    assert csv(tmp_path, rows, only="Status=a=b").ledger.amount_used == 60
    assert csv(tmp_path, rows, only="4=a=b").ledger.amount_used == 10
    with pytest.raises(InputError, match='no column "Sort=a"; the columns are'):
        csv(tmp_path, rows, only="Sort=a=b")
