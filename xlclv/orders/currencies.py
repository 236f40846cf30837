"""Currencies: the codes of ISO 4217 in use, and what counts as a sign of one."""

from __future__ import annotations

import unicodedata

from xlclv.orders.source import refusal

_ISO_4217 = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CODES = tuple(_ISO_4217.split())
_WORDS = ("kr", "zł", "kč", "ft", "fr", "lei", "rp", "rm")
_BEFORE = ("US", "AU", "CA", "NZ", "HK", "A", "C", "R", "S")  # US$, R$
_SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD"}  # signs of one currency alone; $, kr and others are of several


def known(text: str) -> str | None:
    """A currency as it is shown: its code in capitals, or its sign; None for what is no currency.

    >>> known("eur"), known(" US$ "), known("€"), known("Kr."), known("euro")
    ('EUR', 'US$', '€', 'Kr.', None)
    """
    text = text.strip()
    if text.upper() in CODES:
        return text.upper()
    sign = bool(text) and unicodedata.category(text[-1]) == "Sc" and text[:-1] in ("", *_BEFORE)
    return text if sign or text.casefold().removesuffix(".") in _WORDS else None


def agreed(given: str, written: str) -> str:
    """The currency of a report: as the user says, else as the orders have it. "" where neither does.

    Raises InputError where the two are different currencies: a label must not contradict the amounts.

    >>> agreed("", "eur"), agreed("€", "EUR"), agreed("CAD", "$"), agreed("EUR", "")
    ('EUR', '€', 'CAD', 'EUR')
    """
    said, found = given.strip(), known(written) or ""
    one, other = _SIGNS.get(said, said.upper()), _SIGNS.get(found, found)
    if one in CODES and other in CODES and one != other:
        rule = f"the amounts are in {found}, not in {said}"
        raise refusal("currency", rule, "leave --currency out, or convert the amounts first")
    return said or found
