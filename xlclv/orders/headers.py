"""What a header says: its plain words, the columns it names by role, and what to say where it is not clear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from xlclv.orders.currencies import CODES, WORDS
from xlclv.orders.rules.fee_words import without_cents
from xlclv.orders.rules.headers import (
    AMOUNT,
    CONTACT,
    CURRENCY,
    CUSTOMER_ITSELF,
    DATE,
    DATE_BEGINNINGS,
    DATE_ENDINGS,
    DUE_DATE,
    FEES,
    GROSS,
    GROSS_WORD,
    NET,
    NET_WORD,
    PRICE,
    TAXES,
)
from xlclv.orders.rules.spelled import reckons, says_more
from xlclv.orders.rules.tax_words import bare, height, phrase, subtotal, tax_of
from xlclv.orders.rules.units import currency_in
from xlclv.terms.options import bare_option, option

_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_IN_CURRENCY = re.compile(
    rf"(?<=[^\W_])[\s_]+(?:in[\s_]+(?:euros?|dollars?|[A-Z]{{0,2}}[$€£¥₹])|(?:in[\s_]+)?(?:{'|'.join(CODES)}))\s*$",
    re.IGNORECASE,
)
_OF_CURRENCY = re.compile(rf"^\s*(?:{'|'.join(set(CODES) - WORDS)})[\s_]+(?=[^\W\d_])")  # USD amount


# As pivot tables name the sums of a column.
_SUMMED = re.compile(
    r"^\s*(?:(?:sum of|summe von|somme de|suma de|somma di|som van|soma de|suma z|сумма по полю|toplam)\s+|"
    r"(?:合計|求和项|合计|합계)\s*[/:：]\s*)(?=\S)",
    re.IGNORECASE,
)
TIMES = re.compile(r"\s*[*×]\s*|\s+x\s+", re.IGNORECASE)  # between two columns whose product is meant
WIDEST = 16_384  # columns of a spreadsheet; to look for a role among many more takes minutes
_LONG = 200  # characters: no header has so many
_TEXT = 2_000  # a text, which names no role: every word of it would be looked at, again for each role


class UnclearError(Exception):
    """No columns, or several that could be it; the text says which, and reads on after the file's name."""


def too_wide(width: int) -> str:
    """What to say of a table of more columns than a spreadsheet has, by any kind of file; "" of others.

    >>> too_wide(16_384), too_wide(16_385)
    ('', 'it has 16,385 columns and a spreadsheet has 16,384 at most; give the columns of the orders alone')
    """
    rule = f"it has {width:,} columns and a spreadsheet has {WIDEST:,} at most; give the columns of the orders alone"
    return rule if width > WIDEST else ""


def plain(header: str) -> str:
    """A header without case, blanks, underscores, points, hyphens and without what stands in brackets or its currency.

    >>> plain(" Customer_ID "), plain("Amount (EUR)"), plain("Total in USD"), plain("金額（円）"), plain("Sum of Sales")
    ('customerid', 'amount', 'total', '金額', 'sales')
    >>> plain("Betrag in €"), plain("USD amount"), plain("TOP customer")
    ('betrag', 'amount', 'topcustomer')
    """
    text = _SUMMED.sub("", unicodedata.normalize("NFKC", header))
    bare = _OF_CURRENCY.sub("", _IN_CURRENCY.sub("", _UNIT.sub("", text))) if len(text) < _LONG else text
    return re.sub(r"[\W_]+", "", bare if bare.strip() else text).casefold().replace("\u0307", "")


@lru_cache(1 << 15)  # a role after the other asks for each of perhaps 10,000 headers
def _names(header: str) -> tuple[str, str, str]:
    """A plain header, without what it says of tax, and without cents: amount_cents, where nothing is called amount."""
    return plain(header), plain(bare(header)), plain(without_cents(header))


def find(tiers: tuple[frozenset[str], ...], headers: Sequence[str]) -> list[int]:
    """The columns of the first tier that has any."""
    headers = [header if len(header) <= _TEXT else "" for header in map(str.strip, headers)]
    if not headers:
        return []
    names, untaxed, units = zip(*map(_names, headers), strict=True)
    for called in (names, units) if units != names else (names,):
        for tier in tiers:
            found = [i for i, name in enumerate(called) if name in tier or untaxed[i] in tier]
            found = _beside_tax(found, headers)
            if found and tiers is AMOUNT:  # Paid? is a question beside an amount
                found = [i for i in found if not headers[i].endswith("?")] or found
                heights = [i for i in found if height(headers[i])]
                found = found if not heights or _of_tax(headers) else [i for i in found if i not in heights]
            if found:
                return [i for i in found if called[i] != CONTACT] if _says(CUSTOMER_ITSELF, found, called) else found
    if tiers is DATE:
        days = [i for i, name in enumerate(names) if name.endswith(DATE_ENDINGS) or name.startswith(DATE_BEGINNINGS)]
        return [i for i in days if not DUE_DATE.search(names[i])] or days
    return []


def _says(words: frozenset[str], found: Sequence[int], names: Sequence[str]) -> bool:
    return any(names[at] in words for at in found)


def _beside_tax(found: list[int], headers: Sequence[str]) -> list[int]:
    """The columns without Excl. VAT and its like where no column of tax shows that it is money, or one says more."""
    short = [at for at in found if phrase(headers[at])]
    if not short:
        return found
    more = [at for at in found if at not in short]
    told = _of_tax(headers) and not any(tax_of(headers[at]) == "without" for at in more)
    return found if told else more


def _of_tax(headers: Sequence[str]) -> bool:
    """Whether a column is a tax, or money with it."""
    names = {re.sub(r"\d", "", plain(header)) for header in headers}
    return bool(names & TAXES) or any(tax_of(header) == "with" for header in headers)


def called(wanted: str, headers: Sequence[str]) -> int | None:
    """The column the user named: exactly, then by its plain name, then by its place counted from 1.

    >>> called("total_in_usd", ["Total in USD"]), called("Amount", ["amount (EUR)"]), called("amount)", ["amount"])
    (0, 0, None)
    """
    exact = [i for i, header in enumerate(headers) if header.strip() == wanted.strip()]
    alike = exact or [i for i, header in enumerate(headers) if is_called(wanted, header)]
    if len(alike) > 1:
        places = either([str(at + 1) for at in alike], "and")
        fix = f"rename all but one, or give its place, such as {alike[0] + 1}"
        raise UnclearError(f'columns {places} are called "{wanted.strip()}"; {fix}')
    if alike:
        return alike[0]
    if wanted.strip().isdecimal() and 0 < int(wanted) <= len(headers):
        return int(wanted) - 1
    return None


def is_called(wanted: str, header: str) -> bool:
    """Whether the user means this header, spelled freely: "amount)" is not amount, nor "Fee (USD)" the fee in euros."""
    return bool(plain(header)) and plain(header) == plain(wanted) and not says_more(wanted, header)


def one(role: str, wanted: str | None, tiers: tuple[frozenset[str], ...], headers: Sequence[str]) -> int:
    """The one column for a role, as the user says or as its header says."""
    if wanted is not None:
        place = called(wanted, headers)
        if place is None:
            raise UnclearError(no_column(wanted, headers, product=role in ("amount", "fee", "cost")))
        return place
    return only(role, find(tiers, headers), headers)


def product(role: str, wanted: str, headers: Sequence[str]) -> tuple[int, int] | None:
    """The two columns whose product is meant by QUANTITY*PRICE; None where it is the name of one.

    >>> product("amount", "qty * price", ["qty", "price"]), product("amount", "2*1", ["qty", "price"])
    ((0, 1), (1, 0))
    """
    factors = TIMES.split(wanted.strip())
    if len(factors) != 2 or called(wanted, headers) is not None:
        return None
    first, second = (one(role, factor, (), headers) for factor in factors)
    places = [factor.strip() for factor in factors if factor.strip().isdecimal()]
    if len(places) == 1 and places[0] not in (headers[first].strip(), headers[second].strip()):
        fix = f"name both columns, or give both places, {first + 1}*{second + 1}"
        raise UnclearError(f'"{wanted}" may be a number of times or the place of a column; {fix}')
    return first, second


def no_column(wanted: str, headers: Sequence[str], product: bool = False) -> str:
    """What to say of a name that no column has, and where it reckons, what may be written.

    >>> no_column("day)", ["Day"]), no_column("2*x", ["x"], product=True)
    ('no column "day)"; the columns are Day; did you mean "Day"?', 'no column "2*x"; the columns are x; a product is \
QUANTITY*PRICE, the names of two columns without brackets')
    """
    meant = next((header.strip() for header in headers if plain(header) and plain(header) == plain(wanted)), "")
    way = f'; did you mean "{meant}"?' if meant else ""
    if product and reckons(wanted) and (not meant or TIMES.search(wanted)):
        way = "; a product is QUANTITY*PRICE, the names of two columns without brackets"
    return f'no column "{wanted}"; the columns are {describe(headers)}{way}'


def only(role: str, found: Sequence[int], headers: Sequence[str]) -> int:
    """The one of these columns that may have a role; UnclearError names them where they are several."""
    if len(found) == 1:
        return found[0]
    named, alike = rivals(found, headers)
    how = f"say which, such as {bare_option(role, found[0] + 1)}" if alike else f"say which with {option(role)}"
    said = net_or_gross([headers[at] for at in found]) if role == "amount" and not alike else ""
    raise UnclearError(f"the columns {named} could each be the {role}{said and ': ' + said}; {how}")


def net_or_gross(headers: Sequence[str]) -> str:
    """What net and gross mean, where both are among the headers, or the one alone; "" where neither is.

    >>> net_or_gross(["Gross", "Net amount"])
    'gross is what customers paid, net is that without tax, fees or discounts'
    """
    words = {
        word
        for header in headers
        for word, pattern in (("net", NET_WORD), ("gross", GROSS_WORD))
        if pattern.search(header)
    }
    means = {"gross": "gross is what customers paid", "net": "net is that without tax, fees or discounts"}
    if len(words) < len(means):
        alone = {"gross": "gross: any tax is in it", "net": "net of what the file takes off: tax, fees or discounts"}
        return "".join(alone[word] for word in words)
    return ", ".join(means.values())


def rivals(found: Sequence[int], headers: Sequence[str]) -> tuple[str, bool]:
    """Columns that could each be meant, in a sentence, with their places where a name is not enough; whether it is."""
    names = [headers[at].strip() for at in found]
    alike = len(set(names)) < len(names)
    shown = [f'"{name}"' + (f" (column {at + 1})" if alike else "") for name, at in zip(names, found, strict=True)]
    return " and ".join(shown), alike


def without_tax(found: Sequence[int], headers: Sequence[str]) -> int | None:
    """Of several columns of amounts the one without tax; None where their names do not tell.

    >>> heads = ["Montant HT", "TVA", "Montant TTC"]
    >>> without_tax([0, 2], heads), without_tax([0, 1], ["gross", "net", "fee"])
    (0, None)
    >>> without_tax([0, 2], ["Net", "VAT", "Total"]), without_tax([0, 1], ["Amount", "Amount incl. VAT"])
    (0, 0)
    """
    says = {at: tax_of(headers[at]) for at in found}
    net = [at for at in found if says[at] == "without"]
    if len(net) > 1:
        net = [at for at in net if not subtotal(headers[at])]
    taxed = [at for at in found if says[at] == "with"]
    same = {plain(bare(headers[at])) for at in taxed}
    if not net:
        net = [at for at in found if not says[at] and plain(headers[at]) in same]
    names = {re.sub(r"\d", "", plain(header)) for header in headers}
    if not net and (taxed or names & TAXES) and not names & FEES:
        called_net = [at for at in found if NET.search(plain(headers[at])) and of_money(headers[at])]
        gross = all(GROSS.search(plain(headers[at])) or at in taxed for at in found if at not in called_net)
        net = called_net if gross else []
    return net[0] if len(net) == 1 else None


def of_money(header: str) -> bool:
    """Whether what stands in brackets is a currency or of tax, if anything does: Net (kg) is a weight."""
    inside = _UNIT.findall(unicodedata.normalize("NFKC", header)) if len(header) < _LONG else ["?"]
    return all(currency_in(said) or tax_of(f"Net {said}") for said in inside)


def prices(headers: Sequence[str]) -> list[int]:
    """Columns that may be the price of one; of those with tax and without, the one without."""
    found = find(PRICE, headers)
    told = without_tax(found, headers) if len(found) > 1 else None
    return found if told is None else [told]


def in_one_currency(found: Sequence[int], headers: Sequence[str]) -> int | None:
    """Of several columns of one name the one whose header names the currency, where a column has those of the others.

    >>> in_one_currency([0, 1], ["Amount", "Amount (USD)", "Currency"]), in_one_currency([0, 1], ["Fee", "Fee (USD)"])
    (1, None)
    """
    told = [at for at in found if currency_in(headers[at])]
    alike = len({plain(headers[at]) for at in found}) == 1
    return told[0] if alike and len(told) == 1 < len(found) and len(find(CURRENCY, headers)) == 1 else None


def nearest(name: str, headers: Sequence[str]) -> str:
    """The header most like a name; "" where none is.

    >>> nearest("Contry", ["Country", "City"])
    'Country'
    """
    by_plain = {plain(header): header.strip() for header in headers if header.strip()}
    close = get_close_matches(plain(name), by_plain, n=1)
    return by_plain[close[0]] if close else ""


def describe(headers: Sequence[str]) -> str:
    """The headers found, for a message."""
    shown = [h.strip() for h in headers if h.strip()]
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")


def either(names: Sequence[str], word: str = "or") -> str:
    """Names in a sentence.

    >>> either(["a customer", "a date", "an amount"]), either(["--date"], "and")
    ('a customer, a date or an amount', '--date')
    """
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
