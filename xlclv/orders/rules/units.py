"""The currency that a header of money names: Amount (EUR), amount_usd, Betrag in €, USD revenue."""

from __future__ import annotations

import re
import unicodedata

from xlclv.orders.currencies import CODES, WORDS, called

_SIGN = r"(?:US|AU|CA|NZ|HK|A|C|R|S)?[$€£¥₹₺₽₴₪฿₫₦₱₩]"
_NAME = rf"(?:{_SIGN}|(?:{'|'.join(CODES)}|euros?|dollars?)(?![^\W\d_]))"
_LARGE = r"(?:k|t|m|mio\.?|mn|tsd\.?)?"  # $k, TEUR, Mio. EUR
_AT_END = rf"(?:^|[\s_.\-/])(?:in[\s_]+)?{_LARGE}\s?(?P<name>{_NAME})\s*k?\s*$"
_IN_BRACKETS = rf"[(\[]\s*(?:in\s+)?{_LARGE}\s?(?P<name>{_NAME})\s*k?\s*[)\]]"
_IN_FRONT = rf"^\s*(?P<name>{_NAME})(?:[\s_.\-]|$)"
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (_IN_BRACKETS, _AT_END, _IN_FRONT))
_JOINED = re.compile(rf"(?<=[a-zà-ÿ])(?P<name>{'|'.join(CODES)})$")  # amountUSD
_LONGEST = 200  # characters: no header has so many


def currency_in(header: str) -> str:
    """The currency, as code or sign; "" where the header names none.

    >>> [currency_in(h) for h in ("amount USD", "Betrag (in €)", "amount_eur", "Amount in US$", "ARR ($k)", "netGBP")]
    ['USD', '€', 'EUR', 'US$', '$', 'GBP']
    >>> [currency_in(h) for h in ("Umsatz in TEUR", "USD revenue", "Total in euros", "eur", "Sales all", "TOTAL TOP")]
    ['EUR', 'USD', 'EUR', 'EUR', '', '']
    >>> [currency_in(h) for h in ("Sales (ALL)", "Amount ALL", "Total TOP", "Amount in ALL")]
    ['', '', '', 'ALL']
    """
    text = unicodedata.normalize("NFKC", header.strip())
    if len(text) > _LONGEST:
        return ""
    for found in (pattern.search(text) for pattern in (*_PATTERNS, _JOINED)):
        if found is None:
            continue
        name = found.group("name")
        said = re.search(rf"\bin[\s_]+{name}\b", text) is not None
        plain_word = name.upper() in WORDS and (name != name.upper() or not said)
        if not plain_word:
            return called(name.upper())
    return ""
