"""Columns that say what kind of document a row is: billed, credited, paid. Keys as `statuses.key` leaves them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from xlclv.orders.rules.codes import OF_PAPERS, codes, meant_alone
from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.kinds_of_sale import (
    CASH,
    CHANNELS,
    KINDS,
    ON_CREDIT,
    ONE_WAY,
    SOLD_SO,
    TICKETS_BACK,
    WAYS,
    WITH_PAYMENTS,
)
from xlclv.orders.rules.papers import BILL, OF_KINDS, ordered
from xlclv.orders.rules.payment_words import (
    BACK,
    CAPTURED,
    CHARGED,
    FEES,
    PAID,
    PAID_TOWARDS,
    PROMISED,
    RESERVED,
    SALES,
)
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, REFUNDED, SALE, key, meaning

# A column of SAP's billing types, and one of signs.
_BILLING = "billingtype billingdocumenttype billtype fakturaart fkart"
_SIGNS = (
    "debitcredit creditdebit debitcreditind debitcreditindicator creditdebitindicator debitorcredit dc drcr crdr "
    "sollhaben sollhabenkennzeichen sh shkennzeichen shkz sign vorzeichen plusminus "
    "amountsign signofamount"
)
OF_BILLING, OF_SIGNS = tiers(_BILLING, _SIGNS)
OF_DOCUMENTS = OF_BILLING | OF_SIGNS | OF_PAPERS | OF_KINDS
# Credit memos, returns and cancelled invoices are written without a minus in lists of billing documents.
_BILLING_TYPES = {
    **dict.fromkeys(("f1", "f2", "l2", "s2"), SALE), **dict.fromkeys(("g2", "re", "s1"), CREDIT),
    **dict.fromkeys(("f5", "f8"), NO_SALE),
}  # fmt: skip
# Credited beside a word of what is billed. A sale beside its counterpart: cash, or a ticket one way. Else a question.
(_PERHAPS,) = tiers("credit credits cn return returns returned retour retours retur returer retourniert geretourneerd")
# What may take money back or not, and must be asked about.
(_ASKED,) = tiers(
    "cancellation cancellations correction corrections adjustment adjustments exchange exchanges dispute disputes "
    "litige litiges"
)
(_DEBIT,) = tiers("d dr db deb debit soll s")
(_CREDITED,) = tiers("c cr cred credit kredit haben h")


def documents(
    cells: Iterable[str], header: str, minus: Collection[str] = (), read_codes: bool = True
) -> dict[str, str | None]:
    """What each cell of a column of documents means; `header` as `headers.plain` has it. A blank one is a sale.

    All amounts of the cells in `minus` are below 0: payments among them, beside what is sold, are no sale. Codes that
    are not to be read are sales as all others.

    >>> documents(["Payment", "Refund"], "type"), documents(["Payment", "Invoice"], "type")
    ({'Payment': 'sale', 'Refund': 'credit note'}, {'Payment': 'no sale', 'Invoice': 'sale'})
    >>> documents(["F2", "ZG2"], "billingtype"), documents(["+", "-"], "sign"), documents(["D", "C"], "dc")
    ({'F2': 'sale', 'ZG2': 'credit note'}, {'+': 'sale', '-': 'credit note'}, {'D': None, 'C': None})
    >>> documents(["Sale", "Return"], "type"), documents(["Single", "Return"], "type")
    ({'Sale': 'sale', 'Return': 'credit note'}, {'Single': 'sale', 'Return': 'sale'})
    >>> documents(["Charge", "Payment"], "type", minus=["Payment"]), documents(["FT", "NC"], "tipo")
    ({'Charge': 'sale', 'Payment': 'no sale'}, {'FT': 'sale', 'NC': 'credit note'})
    """
    found = list(cells)
    if header in OF_SIGNS:
        return _signs(found)
    words = {key(cell) for cell in found}
    coded = codes_of(words, header)
    coded = coded if read_codes else dict.fromkeys(coded, SALE)
    means = {cell: coded.get(key(cell)) or _one(cell, header, words) for cell in found}
    means |= {cell: NO_SALE for cell in minus if key(cell) in FEES and _processed(words)}
    no_bills = PAID | KINDS | _ASKED | _PERHAPS | FEES | WITH_PAYMENTS  # whatever else they are
    others = {meant for cell, meant in means.items() if key(cell) not in no_bills and cell}
    billed = words & BILL or SALE in coded.values()
    kept = words & PROMISED and NO_SALE in others
    paid = NO_SALE if billed else SALE if kept or others <= {CREDIT, NO_SALE} else None
    charged = SALE if SALE not in others and paid is None else paid
    sold = any((meant == SALE or key(cell) in PAID) and cell and cell not in minus for cell, meant in means.items())
    taken = {cell for cell in minus if sold}
    means |= {
        cell: NO_SALE if cell in taken else charged if key(cell) in CHARGED else paid
        for cell in found
        if key(cell) in PAID
    }
    beside = SALE in {means[cell] for cell in found if key(cell) in PAID}
    return means | {cell: SALE for cell in found if beside and key(cell) in WITH_PAYMENTS and means[cell] is None}


def codes_of(words: Iterable[str], header: str) -> dict[str, str]:
    """What the codes among the words mean; those of SAP's billing types are others."""
    return {} if header in OF_BILLING else codes(words)


def _one(cell: str, header: str, words: set[str]) -> str | None:
    """What the cell means beside the other words of its column."""
    word = key(cell)
    if (meant := _beside(word, words)) is not None:
        return meant
    if word in ordered(words):
        return NO_SALE
    if word in PROMISED:
        return NO_SALE if _kept(word, words) else None
    if word not in PAID and PAID_TOWARDS.fullmatch(word):
        return None if words & BILL else SALE
    if word in _PERHAPS | _ASKED or (word in WAYS and words & BILL):
        return None
    if not word or word in SALES | KINDS:
        return SALE
    if word in RESERVED:
        return NO_SALE
    if header in OF_BILLING and (code := _BILLING_TYPES.get(word) or _BILLING_TYPES.get(word.removeprefix("z"))):
        return code
    meant = CREDIT if word in BACK else meaning(cell)
    if meant is None and header in OF_PAPERS and (SALE in meant_alone(word) or (word in CHANNELS and _alone(words))):
        return SALE
    return CREDIT if meant == REFUNDED else meant


def _alone(words: Iterable[str]) -> bool:
    """Whether one of the words is a code of what is billed, though no other tells which set it is of."""
    return any(SALE in meant_alone(word) for word in words)


def _kept(promise: str, words: set[str]) -> bool:
    """Whether payments of a promise are rows too: of a recurring gift its own, of a pledge all others."""
    of = {(found["of"] or "").startswith("recurring") for word in words if (found := PAID_TOWARDS.fullmatch(word))}
    return promise.startswith("recurring") in of


def _beside(word: str, words: set[str]) -> str | None:
    """What a word means by those that it stands beside: a return beside Single is a ticket, a credit beside Cash is a
    sale, beside Invoice both are taken off; None where they do not tell."""
    if word in CAPTURED:
        return NO_SALE if words & BILL else SALE
    if word.startswith("credit") and f"cash{word.removeprefix('credit')}" in words:  # credit memo beside cash memo
        return None if any(map(_billed, words - SOLD_SO)) else SALE
    billed = any(map(_billed, words))
    if (word in TICKETS_BACK and words & ONE_WAY) or (word in ON_CREDIT and words & CASH):
        return None if billed else SALE
    return CREDIT if billed and word in _PERHAPS else None


def _billed(word: str) -> bool:
    """Whether the word is one of what was sold, and more than a kind of sale."""
    if word in KINDS - SOLD_SO:
        return False
    if word in SALES | PAID | CAPTURED | SOLD_SO or PAID_TOWARDS.fullmatch(word):
        return True
    return SALE in (meaning(word), _BILLING_TYPES.get(word))


def _processed(words: set[str]) -> bool:
    """Whether a processor keeps the fees among the words: beside money that came in, or sales that no paper bills."""
    return bool(words & PAID) or (not words & BILL and any(map(_billed, words)))


def sought(words: Mapping[str, bool], header: str) -> bool:
    """Whether a column of these words decides what is a sale; of each, whether a row has no amount below 0.

    It does where all are known and one is a sale or credited, and where one is none beside a sale. Where a word is not
    known, it must be looked at if something without a minus is credited, or may be, and wherever another word is one of
    papers or of money that is paid: what is done with the one that is not known is said then.
    """
    minus = [word for word, unsigned in words.items() if not unsigned]
    means = documents(words, header, minus)
    unknown = {word for word, meant in means.items() if meant is None}
    sold, left = _sold(means, header), NO_SALE in means.values()
    billed = sold or (header in OF_PAPERS and _alone(map(key, means)))
    if not unknown:
        return sold or CREDIT in means.values() or (billed and left)
    if header in OF_SIGNS:
        both = sides(means)
        return bool(both) and all(any(words[cell] for cell in side) for side in both)
    if (billed and left) or {key(word) for word in unknown} & PROMISED:
        return True  # what pays, or is promised, whatever stands beside
    if taken_perhaps(means, header, minus):
        return True
    return (billed or speaks(means, header)) and any(words[word] for word in unknown)


def speaks(means: Mapping[str, str | None], header: str) -> bool:
    """Whether one of the words is known to be of money that is paid or reserved, of no sale, or a code of papers.

    Under one code that may be of orders or payments nothing is to be told apart.
    """
    words = {key(word) for word in means if word}
    of = [meant for word in words if header in OF_PAPERS and (meant := meant_alone(word))]
    return bool(words & (PAID | RESERVED) or unsure(means) or {CREDIT} in of or (of and len(words) > 1))


def unsure(means: Mapping[str, str | None]) -> list[str]:
    """The words that are no sale where they stand beside none that is: beside goods, say, they may be goods too.

    >>> unsure({"Online": None, "Quote": NO_SALE}), unsure({"Invoice": SALE, "Online": None, "Quote": NO_SALE})
    (['Quote'], [])
    """
    words = {key(word) for word in means}
    told = words & (PAID | RESERVED | PROMISED) or {SALE, CREDIT} & {meant for word, meant in means.items() if word}
    alone = None in means.values() and not told
    return [word for word, meant in means.items() if alone and meant == NO_SALE]


def _sold(means: Mapping[str, str | None], header: str) -> bool:
    """Whether one of the words is of what was sold, and more than a kind of sale."""
    coded = codes_of(map(key, means), header)
    return any(meant == SALE and (_billed(key(word)) or key(word) in coded) for word, meant in means.items())


def promised(words: Iterable[str]) -> bool:
    """Whether one of the words is of a promise, which is no money yet."""
    return any(key(word) in PROMISED for word in words)


def taken_perhaps(means: Mapping[str, str | None], header: str, minus: Collection[str] = ()) -> list[str]:
    """The words that are credited, and those not known that may be, or that may count a sale twice; those whose amounts
    are all below 0 count as they stand. What may correct payments alone is no more than warned of."""
    bills = {word: meant for word, meant in means.items() if key(word) not in PAID}
    asked = _PERHAPS | _ASKED | PAID if _sold(bills, header) else _PERHAPS
    perhaps = [word for word, meant in means.items() if meant == CREDIT or (meant is None and key(word) in asked)]
    return [word for word in perhaps if word not in minus]


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
