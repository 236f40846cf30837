"""Currencies: the codes of ISO 4217 in use, and what counts as a sign of one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations

from xlclv.orders.source import Source, refusal
from xlclv.terms.options import option, option_name

_ISO_4217 = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CODES = tuple(_ISO_4217.split())
# Those that are words too: a header names them only as "in ALL".
WORDS = frozenset(("ALL", "BAM", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "NAD", "PEN", "SOS", "TOP", "TRY"))
# Short names that stand beside amounts, with a point or without.
_MEANT = {
    "kr": "DKK ISK NOK SEK", "zł": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON MDL", "leu": "RON MDL", "tl": "TRY",
    "rs": "INR PKR LKR NPR MUR SCR", "rp": "IDR", "rm": "MYR", "r": "ZAR", "ksh": "KES", "лв": "BGN", "lv": "BGN",
    "руб": "RUB BYN", "р": "RUB BYN", "грн": "UAH", "din": "RSD DZD TND KWD IQD JOD BHD LYD", "дин": "RSD", "s/": "PEN",
    "dhs": "AED MAD", "dh": "AED MAD", "fr": "CHF XAF XOF XPF RWF BIF DJF GNF KMF", "sfr": "CHF",
}  # fmt: skip
_CALLED = {"euro": "EUR", "euros": "EUR", "dollar": "$", "dollars": "$"}
NAMES = tuple(sorted((*_MEANT, *_CALLED), key=len, reverse=True))
BEFORE = ("US", "AU", "CA", "NZ", "HK", "NT", "MX", "A", "C", "R", "S")  # US$, R$
_DOLLARS = (
    "ARS AUD BBD BMD BND BSD BZD BRL CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD LRD MOP MXN NAD NIO NZD SBD SGD SRD "
    "TOP TTD TWD USD UYU WST XCD ZWG"
)
# What each sign may stand for. A sign that is not here may be any currency.
_MEANINGS = {
    "$": _DOLLARS, "US$": "USD", "AU$": "AUD", "A$": "AUD", "CA$": "CAD", "C$": "CAD NIO", "NZ$": "NZD", "HK$": "HKD",
    "R$": "BRL", "S$": "SGD", "€": "EUR", "£": "GBP EGP FKP GIP SHP LBP SSP SYP SDG", "¥": "JPY CNY", "￥": "JPY CNY",
    "円": "JPY", "元": "CNY TWD HKD MOP", "원": "KRW KPW", "₩": "KRW KPW", "₹": "INR", "₨": "INR PKR LKR NPR MUR SCR",
    "₺": "TRY", "₽": "RUB", "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND",
    "₦": "NGN", "₱": "PHP", "NT$": "TWD", "MX$": "MXN", **_MEANT,
}  # fmt: skip


def known(text: str) -> str | None:
    """A currency as it is shown: its code in capitals, or its sign; None for what is no currency.

    >>> known("eur"), known(" US$ "), known("€"), known("Kr."), known("euro")
    ('EUR', 'US$', '€', 'Kr.', None)
    """
    text = text.strip()
    if text.upper() in CODES:
        return text.upper()
    sign = bool(text) and unicodedata.category(text[-1]) == "Sc" and text[:-1] in ("", *BEFORE)
    return text if sign or text.casefold().removesuffix(".") in _MEANT else None


def shown(name: str, source: Source) -> str:
    """The currency that a cell names as messages quote it: where ids are pseudonyms no text that names none."""
    return "a text not shown" if source.secret and not known(name) else name


def called(written: str) -> str:
    """A currency written with amounts, by its code where its name in letters has but one.

    >>> called("TL"), called("Euro"), called("Rs."), called("€")
    ('TRY', 'EUR', 'Rs.', '€')
    """
    name = written.casefold().removesuffix(".")
    codes = _MEANT.get(name, "").split()
    return codes[0] if len(codes) == 1 else _CALLED.get(name, written)


def way_out(header: str = "", code: str = "") -> str:
    """What to do about amounts in several currencies; one alone can be read where a column with a header says which.

    >>> print(way_out("Currency", "EUR"))
    convert them to one currency first, or read one alone: --only "Currency=EUR"
    """
    first = "convert them to one currency first"
    return f"{first}, or read one alone: {option('only', f'{header.strip()}={code}')}" if header.strip() else first


def alike(one: str, other: str) -> bool:
    """Whether two currencies, as codes or signs, can be the same one.

    >>> alike("EUR", "€"), alike("$", "CAD"), alike("$", "EUR"), alike("kr", "USD"), alike("euro", "USD")
    (True, True, False, False, True)
    """
    first, second = _codes(one), _codes(other)
    return not first or not second or bool(first & second)


def same(one: str, other: str) -> bool:
    """Whether two currencies that files name are one: by their names, or as a code and its sign."""
    return one == other or bool(_codes(one) & _codes(other))


def contradicts(named: str, others: Iterable[str]) -> str:
    """The first of other names that cannot be the currency named; "" where all can, or nothing is named."""
    return next((other for other in sorted(others) if not alike(named, other)), "") if named else ""


def other_than(named: str, codes: Sequence[str]) -> str:
    """The first code of a column beside amounts that is not their header's currency: the amounts are converted.

    "" where the header names none, or where it leaves open which of several codes it means.

    >>> other_than("USD", ["USD", "EUR"]), other_than("USD", ["USD"]), other_than("", ["EUR"])
    ('EUR', '', '')
    >>> other_than("$", ["EUR", "USD"]), other_than("$", ["CAD", "EUR", "USD"])  # dollars of which land?
    ('EUR', '')
    """
    meant = [code for code in codes if alike(code, named)]
    return contradicts(named, codes) if not meant or one_of(meant) is not None else ""


def converted(column: str, code: str, amounts: str, named: str) -> str:
    """What is said of a column of other currencies than that of the amounts' header; columns as messages call them."""
    return (
        f"{column} says {code}, but the header of {amounts} names {named}: its amounts are read as {named}, converted "
        "already; if they are in the currencies of that column, convert them first"
    )


def converted_into_one(column: str, codes: tuple[str, str], amounts: str) -> str:
    """The same where the header says that amounts were converted, and not into what."""
    return (
        f"{column} says {' and '.join(codes)}, but the header of {amounts} says that its amounts were converted into "
        "one currency: they are added; if they are in the currencies of that column, convert them first"
    )


def one_of(names: Sequence[str]) -> str | None:
    """The most exact of several names of one currency; None where two contradict, or neither says more.

    >>> one_of(["$", "US$"]), one_of(["USD", "$"]), one_of(["$", "US$", "CA$"]), one_of(["EUR", "$"])
    ('US$', 'USD', None, None)
    """
    if len(set(names)) < 2:
        return next(iter(names), None)
    means = {name: _codes(name) for name in names}
    exact = [name for name in names if means[name] and all(means[name] <= means[other] for other in names)]
    return min(exact, key=lambda name: (name.upper() not in CODES, name), default=None)


def more_exact(given: str, written: str) -> str:
    """Of two names that agree the one that says more: whom files beside the amounts are held to.

    >>> more_exact("EUR", ""), more_exact("$", "USD"), more_exact("CAD", "$"), more_exact("", "")
    ('EUR', 'USD', 'CAD', '')
    """
    return one_of([name for name in (given, written) if name]) or written


def apart(names: Sequence[str]) -> tuple[str, str]:
    """The first two of several names that are not one currency."""
    pairs = list(combinations(names, 2))
    return next((pair for pair in pairs if not same(*pair)), pairs[0])


def _codes(text: str) -> set[str]:
    """The codes that a code or a sign may stand for; none where it is not known."""
    said = (known(text) or "").removesuffix(".")
    return {said} if said in CODES else set(_MEANINGS.get(said, _MEANINGS.get(said.casefold(), "")).split())


def agreed(given: str, written: str, costs: str = "") -> str:
    """The currency of a report: as the user says, else as the orders have it. "" where neither does.

    `costs` is that of their costs or margins, which reading has held to that of the amounts where these name one.

    Raises InputError where the two are different currencies: a label must not contradict the amounts.

    >>> agreed("", "eur"), agreed("€", "EUR"), agreed("CAD", "$"), agreed("EUR", "")
    ('EUR', '€', 'CAD', 'EUR')
    """
    said, found = given.strip(), known(written) or ""
    for what, named in (("amounts", found), ("costs or margins", known(costs) or "")):
        if alike(said, named):
            continue
        rule = f"the {what} are in {named}, not in {said}"
        raise refusal("currency", rule, f"leave {option_name('currency')} out, or convert the {what} first")
    return said or found
