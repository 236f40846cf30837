"""Words of a ledger: what its columns and its accounts are called. An account of a ledger is nobody's customer."""

from __future__ import annotations

import re

from xlclv.orders.rules.headers import CUSTOMER, tiers

# Headers as `plain` leaves them, here and below: those that are a customer in a CRM and an account in a ledger.
(ACCOUNTS,) = tiers("account accountno accountnumber accountid konto")
# Beside one, who a row is about. A name alone may be an opportunity's, a contact's or a product's.
NAMES = CUSTOMER[3] | tiers("name nom nombre nome naam nazwa navn namn nimi név ad имя 名前 이름 姓名")[0]
# Beside both, that the rows are those of a ledger.
(OF_LEDGER,) = tiers(
    "memo memodescription split debit credit num docnum documentnumber journal journalentry "
    "soll haben gegenkonto buchungstext buchungsnummer débit crédit journalcode contrepartie debe haber contrapartida "
    "dare avere contropartita debet"
)
# What most books call the accounts that sales are posted to; a number may stand before, and others below them.
_CALLED = (
    r"accounts? receivables?(?: \(a/?r\))?|a/?r|receivables|(?:trade |sundry )?debtors(?: control(?: account)?)?|"
    r"undeposited funds|sales(?: income| revenue| of product income)?|(?:(?:services?|product|other) )?income|"
    r"services|revenues?|cash|bank|checking|savings|petty cash|cost of goods sold|inventory asset|"
    r"(?:sales tax|vat) payable|forderungen(?: .*)?|debitoren|(?:umsatz)?erlöse(?: .*)?|umsatzsteuer(?: .*)?|kasse|"
    r"clients|ventes(?: .*)?|banque|caisse|tva collectée|clientes|ventas(?: .*)?|caja|bancos?|iva repercutido|"
    r"crediti(?: .*)?|vendite|cassa|banca|debiteuren|omzet(?: .*)?|kas"
)
_ACCOUNT = re.compile(rf"(?:\d[\d.\-]*\s*[·:\-–]?\s*)?(?:{_CALLED})\s*(?::.*)?", re.IGNORECASE | re.DOTALL)


def is_account(cell: str) -> bool:
    """Whether a cell is what a ledger calls an account that sales, what is owed, or money is posted to.

    >>> [is_account(cell) for cell in ("Accounts Receivable", "1200 · Debtors", "Sales:Hardware", "Erlöse 19 %")]
    [True, True, True, True]
    >>> [is_account(cell) for cell in ("Acme Ltd", "10001", "Salesforce", "Sales Partners GmbH", "Cash & Carry")]
    [False, False, False, False, False]
    """
    return _ACCOUNT.fullmatch(cell.strip()) is not None
