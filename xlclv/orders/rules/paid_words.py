"""Words of headers for money that came in, which a bill not paid yet has none of; and for what is still due."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlclv.orders.rules.headers import AMOUNT, tiers

# As `plain` leaves them. Of these some are amounts where nothing says what was billed, and PAID has them.
_PAID = tiers(
    "amountpaid paidamount paid totalpaid paidtotal payment payments paymentamount paymentvalue paymentsreceived "
    "paymentreceived receipt receipts received amountreceived receivedamount totalreceived cashreceived "
    "bezahlt gezahlt bezahlterbetrag gezahlterbetrag betragbezahlt zahlung zahlungen zahlungsbetrag erhalten "
    "zahlungseingang payé payée montantpayé montantréglé réglé règlement règlements encaissé montantencaissé "
    "pagado pagada importepagado montopagado totalpagado cobrado importecobrado pagato pagata importopagato "
    "totalepagato incassato importoincassato betaald betaaldbedrag bedragbetaald ontvangen pago valorpago totalpago "
    "recebido valorrecebido zapłacono kwotazapłacona zapłacone ödenen ödenentutar оплачено суммаоплаты zaplaceno "
    "betalt betalat betaltbelopp betaltbeløb maksettu fizetve kifizetve befizetve πληρωμένο"
)[0]
PAID = _PAID & AMOUNT[0]
# What is left of a bill: where such a column stands, the rows are bills.
_DUE = tiers(
    "balancedue amountdue due totaldue outstanding outstandingamount amountoutstanding outstandingbalance "
    "unpaid unpaidamount openamount openbalance amountopen offen offenerbetrag offenerposten restbetrag "
    "resteàpayer resteapayer restedû soldedû montantdû saldopendiente importependiente pendiente importodovuto "
    "saldodovuto residuo openstaand openstaandbedrag saldodevedor valoremaberto pozostało pozostałodozapłaty "
    "kalantutar остатокдолга zbývá zbýváuhradit resta restbelopp restbeløb"
)[0]
# This is of a bill, unless what an account has beside it says otherwise: every movement of one leaves a balance.
_LEFT = tiers("balance saldo solde bakiye остаток zůstatek egyenleg υπόλοιπο 残高 余额 餘額 잔액")[0]
# What goes out of an account. What comes in, a deposit or a credit, is of bills too.
_OUT = tiers(
    "debit debits debitamount withdrawal withdrawals withdrawalamount withdrawn moneyout paidout soll belastung débit "
    "débits debet debitering débito débitos debito cargo cargos adeudo retiro retiros addebito addebiti dare uscite "
    "prelievo prelievi retrait retraits saque saques saída saídas afschrijving obciążenie obciążenia wypłata winien "
    "borç çekilen дебет расход снятие mádáti výběr terhelés tartozik debetbelopp χρέωση 出金 出金額 引出 お支払金額 "
    "借方 支出 支出金额 借方金额 출금 출금액 차변"
)[0]
# In what is left of a header beside net: that it is money, not a weight or a term.
_SUM = re.compile(
    r"amount|total|value|sales|betrag|summe|wert|montant|importe|importo|bedrag|valor|kwota", re.IGNORECASE
)


def is_paid(name: str) -> bool:
    """Whether a plain header says that its money came in: amountpaid, importepagado."""
    return name in _PAID


def is_due(name: str) -> bool:
    """Whether a plain header says that its money is still to come."""
    return name in _DUE


def is_left(name: str, names: Iterable[str]) -> bool:
    """Whether a plain header is the balance of a bill: none of those beside it, plain too, is what left an account.

    >>> is_left("balance", ["total", "paid"]), is_left("saldo", ["cargo", "abono"]), is_left("balance", ["deposit"])
    (True, False, True)
    """
    return name in _LEFT and _OUT.isdisjoint(names)


def of_a_sum(header: str) -> bool:
    """Whether a header has a word for money."""
    return bool(_SUM.search(header))
