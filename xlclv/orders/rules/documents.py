"""Columns that say what kind of document a row is: billed, credited, paid. Keys as `statuses.key` leaves them."""

from __future__ import annotations

from collections.abc import Iterable

from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, REFUNDED, SALE, key, meaning

# What such a column is called; then one of SAP's billing types, and one of signs.
_HEADERS = (
    "type documenttype doctype invoicetype transactiontype recordtype belegart dokumentart dokumenttyp belegtyp "
    "vorgangsart typ art tipo tipodocumento tipodedocumento tipodocumentofiscal typededocument typededoc "
    "tipodidocumento documentsoort soort receipttype eventtype ordertype salestype trxtype txtype transtype "
    "kind orderkind saletype entrytype linetype operationtype movementtype transactionkind action bestellart "
    "auftragsart buchungsart transaktionsart transaktionstyp typetransaction typedetransaction typecommande "
    "tipotransacción tipodetransacción tipooperación tipodeoperación tipopedido tipooperazione tipoordine tipovenda "
    "soorttransactie"
)
_BILLING = "billingtype billingdocumenttype billtype fakturaart fkart"
_SIGNS = (
    "debitcredit creditdebit debitcreditind debitcreditindicator creditdebitindicator debitorcredit dc drcr crdr "
    "sollhaben sollhabenkennzeichen sh shkennzeichen shkz sign vorzeichen plusminus "
    "amountsign signofamount"
)
OF_BILLING, OF_SIGNS, _OTHERS = tiers(_BILLING, _SIGNS, _HEADERS)
OF_DOCUMENTS = OF_BILLING | OF_SIGNS | _OTHERS
# Credit memos, returns and cancelled invoices are written without a minus in lists of billing documents.
_BILLING_TYPES = {
    **dict.fromkeys(("f1", "f2", "l2", "s2"), SALE), **dict.fromkeys(("g2", "re", "s1"), CREDIT),
    **dict.fromkeys(("f5", "f8"), NO_SALE),
}  # fmt: skip
# What customers paid: a sale where nothing is billed, no further one where it is, and a question beside other sales.
(_PAID,) = tiers("payment payments charge charges capture zahlung zahlungen paiement pago pagamento betaling")
(_BILL,) = tiers(
    "invoice invoices salesinvoice taxinvoice accrec customerinvoice rechnung rechnungen facture factura fattura "
    "fatura factuur faktura"
)
(_SALES,) = tiers("purchase purchases order orders kauf achat compra acquisto aankoop")
# What is credited in such a column, and may be something else in one of statuses.
(_BACK,) = tiers(
    "credit credits cn rma partialrefund partialreturn customerreturn productreturn returnorder orderreturn "
    "refundorder salesrefund customerrefund returnofgoods refundcredit"
)
(_DEBIT,) = tiers("d dr db deb debit soll s")
(_CREDITED,) = tiers("c cr cred credit kredit haben h")


def documents(cells: Iterable[str], header: str) -> dict[str, str | None]:
    """What each cell of a column of documents means; `header` as `headers.plain` has it. A blank one is a sale.

    >>> documents(["Payment", "Refund"], "type"), documents(["Payment", "Invoice"], "type")
    ({'Payment': 'sale', 'Refund': 'credit note'}, {'Payment': 'no sale', 'Invoice': 'sale'})
    >>> documents(["F2", "ZG2"], "billingtype"), documents(["+", "-"], "sign"), documents(["D", "C"], "dc")
    ({'F2': 'sale', 'ZG2': 'credit note'}, {'+': 'sale', '-': 'credit note'}, {'D': None, 'C': None})
    """
    found = list(cells)
    if header in OF_SIGNS:
        return _signs(found)
    means = {cell: _one(cell, header) for cell in found}
    billed = any(key(cell) in _BILL for cell in found)
    others = {meant for cell, meant in means.items() if key(cell) not in _PAID and cell}
    paid = NO_SALE if billed else SALE if others <= {CREDIT, NO_SALE} else None
    return {cell: paid if key(cell) in _PAID else meant for cell, meant in means.items()}


def _one(cell: str, header: str) -> str | None:
    word = key(cell)
    if not word or word in _SALES:
        return SALE
    if header in OF_BILLING:
        return _BILLING_TYPES.get(word) or _BILLING_TYPES.get(word.removeprefix("z")) or meaning(cell)
    meant = meaning(cell)
    return CREDIT if meant == REFUNDED or word in _BACK else meant


def sides(cells: Iterable[str]) -> list[set[str]]:
    """The cells of a column of signs that say debit, and those that say credit; none where others say something else.

    >>> sides(["D", "Cr."]), sides(["D", "Leo"])
    ([{'D'}, {'Cr.'}], [])
    """
    found = [{cell for cell in cells if _sign(cell) in side} for side in (_DEBIT, _CREDITED)]
    return found if all(found) and not {cell for cell in cells if cell.strip()} - found[0] - found[1] else []


def _signs(cells: list[str]) -> dict[str, str | None]:
    """Plus and minus say it; of debit and credit a ledger of customers and one of sales mean the opposite."""
    known: dict[str, str | None] = {"": SALE, "+": SALE, "-": CREDIT, "\u2212": CREDIT, "\u2013": CREDIT}
    known |= dict.fromkeys(_DEBIT | _CREDITED, None if sides(cells) else SALE)
    return {cell: known.get(_sign(cell)) for cell in cells}


def _sign(cell: str) -> str:
    return cell.strip().casefold().rstrip(".")
