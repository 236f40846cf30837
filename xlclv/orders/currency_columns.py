"""Which column says in which currency the amounts are: by its name, or by cells that are codes and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace

from xlclv.orders.currencies import CODES, known
from xlclv.orders.currency_names import SURE, is_word, of_the_house, qualifiers, stems, weight, words
from xlclv.orders.headers import find
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import CURRENCY, tiers
from xlclv.orders.source import Options

SEEN = 200  # rows looked at for codes
# Of a currency that is another's: of a rate, of money that a seller pays, of a ledger beside the customer's.
(_NO,) = tiers("rate rates kurs exchange conversion amount betrag montant importe importo price value")
(_OTHERS,) = tiers(
    "cost costs kosten coût cout costo coste payout payouts tax vat steuer tva iva shipping refund spend budget "
    "balance cogs margin profit marge custo supplier vendor purchase buying einkauf commission"
)
# What a column of three letters is of, where not of currencies.
(_DENIED,) = tiers(
    "country countries land länder pays pais país paese nation language languages lang sprache langue idioma lingua "
    "locale airport iata unit units uom einheit unité unidad unità region area zone territory market state province "
    "location site route origin destination port team ticker product sku item article plan status type size brand "
    "category name customer client user owner rep department channel source segment gender title"
)
_COMMON = frozenset(map(str.upper, *tiers(
    "eur usd gbp jpy chf cad aud cny sek nok dkk pln czk huf inr brl mxn krw "
    "try zar nzd sgd hkd rub aed ils thb"
)))  # fmt: skip


def by_header(headers: Sequence[str], money: int | None, taken: Collection[int]) -> tuple[int | None, tuple[int, ...]]:
    """The column of currencies for the amounts at `money`; or several, of which the names do not say which it is.

    >>> by_header(["Fee", "Billing Currency"], 0, ()), by_header(["Fee", "account.currency_code"], 0, ())
    ((1, ()), (1, ()))
    >>> heads = ["Settlement Amount", "Presentment Currency", "Settlement Currency"]
    >>> by_header(heads, 0, ()), by_header(["Amount", *heads[1:]], 0, ())
    ((2, ()), (None, (1, 2)))
    >>> by_header(["Amount", "Cost Currency"], 0, ()), by_header(["Amount", "Shop Currency", "Currency"], 0, ())
    ((None, ()), (2, ()))
    >>> by_header(["Amount", "Currency Rate", "Amount in company currency"], 0, ())
    (None, ())
    """
    amount = set(words(headers[money])) if money is not None and money < len(headers) else set()
    whole = [at for at in find(CURRENCY, headers) if at not in taken]
    found = sorted({*whole, *_of_currency(headers, amount, {*taken, money})})
    how = {at: weight(at, headers, money) for at in found}
    best = [at for at in found if how[at] == max(how.values())]
    shared = dict.fromkeys(best, 0)
    if amount and money is not None:
        its = qualifiers(headers[money])
        shared = {at: len(its & qualifiers(headers[at])) or of_the_house(headers[money], headers[at]) for at in best}
    best = [at for at in best if shared[at] == max(shared.values())]
    if len(best) > 1 and len(whole) == 1 and whole[0] in best:
        best = whole
    return (best[0], ()) if len(best) == 1 and how[best[0]] == SURE else (None, tuple(best))


def by_cells(columns: Columns, headers: Sequence[str], below: Sequence[Sequence[str]], options: Options) -> Columns:
    """The columns, with one of currencies that no header names: every cell is a code, one of them a common one.

    >>> heads, rows = ["Customer", "Fee", "ISO", "Country"], [["A", "5", "EUR", "CUP"], ["B", "6", "", "USD"]]
    >>> by_cells(Columns(0, None, 1), heads, rows, Options()).currency
    2
    """
    if options.told is not None or options.counted or columns.currency is not None:
        return columns
    money = columns.price if columns.amount is None else columns.amount
    if any(weight(at, headers, money) == SURE for at in columns.currencies):
        return columns
    used = {at for role, at in columns.roles.items() if not role.startswith(("by", "level"))}
    found = [
        at
        for at, header in enumerate(headers)
        if at not in used
        and at not in columns.currencies
        and _OTHERS.isdisjoint(said := set(words(header)))
        and _DENIED.isdisjoint(said)
        and are_codes([row[at] for row in below[:SEEN] if at < len(row)])
    ]
    sure = [at for at in found if weight(at, headers, money) == SURE]
    if len(sure) == 1:
        return replace(columns, currency=sure[0], currencies=())
    return replace(columns, currencies=tuple(sure) or columns.currencies or tuple(found))


def are_codes(cells: Collection[str]) -> bool:
    """Whether every cell that is filled is a code of ISO 4217, and one a common one; or a sign, and nothing else is.

    >>> are_codes(["EUR", "CUP"]), are_codes(["CUP"]), are_codes(["€", "", "US$"]), are_codes(["€", "EUR"])
    (True, False, True, True)
    >>> are_codes(["€", "€€", "€€€"]), are_codes(["$", "x"]), are_codes([""])
    (False, False, False)
    """
    filled = {str(cell).strip().upper() for cell in cells} - {""}
    signs = {cell for cell in filled if _is_sign(cell)}
    return filled - signs <= set(CODES) and bool(signs or not filled.isdisjoint(_COMMON))


def _is_sign(cell: str) -> bool:
    return not cell.isalpha() and unicodedata.category(cell[-1]) == "Sc" and known(cell) is not None


def are_currencies(names: Collection[str]) -> bool:
    """Whether texts, as a column has them, are all codes or signs of currencies."""
    return all(known(name) for name in names)


def _of_currency(headers: Sequence[str], amount: set[str], taken: Collection[int | None]) -> list[int]:
    """Columns whose headers have a word for currency behind or before others, and are of no other money than the
    amount.
    """
    found = []
    for at, header in enumerate(headers):
        said = words(header)
        if at in taken or not any(map(is_word, said)) or not _NO.isdisjoint(said):
            continue
        of = {*said, *(stem for word in said for stem in stems(word))}
        if not (_OTHERS & of) - amount:  # Kostenwährung
            found.append(at)
    return found
