"""Headers of fees told from their words where no list has them whole: money, for a month or a year, in which units."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from xlclv.orders.currencies import CODES
from xlclv.orders.rules import period_words
from xlclv.orders.rules.headers import tiers

(_MONEY,) = tiers(
    "fee fees price cost costs charge charges bill premium premiums rent rental payment amount dues revenue preis "
    "gebühr gebuehr entgelt beitrag prämie praemie kosten betrag abschlag grundpreis grundgebühr grundgebuehr prime "
    "primes cotisation montant prix tarif abonnement loyer cuota prima precio importe tarifa canone premio prezzo "
    "importo tariffa premie prijs bedrag tarief contributie mensalidade valor prêmio preço taxa składka opłata cena "
    "kwota value ücret prim tutar плата взнос премия сумма стоимость poplatek pojistné avgift pris præmie díj maksu"
)
_ENDINGS = (
    "gebühr",
    "gebuehr",
    "preis",
    "entgelt",
    "beitrag",
    "prämie",
    "praemie",
    "kosten",
    "bedrag",
    "premie",
    "prijs",
    "avgift",
    "belopp",
    "maksu",
)
# Beside those, what a word of a period may be joined with: Jahresmiete, årsbelopp, kuukausihinta.
(_JOINED,) = tiers(
    "umsatz wert vertragswert abo lizenz miete pacht summe pauschale rate zahlung hyra belopp beløb leie hinta vuokra "
    "vergoeding omzet waarde huur subscription rate billing amt spend sub"
)
_WITH_PERIODS = _MONEY | _JOINED | frozenset(_ENDINGS)
# What says nothing of which money it is.
(_BESIDE,) = tiers(
    "est estimated expected avg average current base basic written agreed contract contracted subscription "
    "plan policy membership service recurring unit ttc ht "
    "aktueller aktuelle geschätzt geschätzter durchschnittl ca per pro par al por a "
    "der the of de du d des la le del in im za"
)
(_TAX,) = tiers("vat tax gst iva tva mwst btw")
# Beside one of these a tax says which money it is; alone it is the money, and no fee.
(_OF_TAX,) = tiers(
    "incl excl including excluding included excluded inclusive exclusive inc ex gross net before after brutto netto "
    "inkl exkl zzgl"
)
_KNOWN = (_BESIDE, _TAX, _OF_TAX)
_RATE = re.compile(r"\bper[\s_]*(?:cent\b|[0-9])", re.IGNORECASE)  # per cent, per 1,000: a rate, no sum
(_CENTS,) = tiers("cents cent pence pennies centimes céntimos centavos centesimi groszy haléře öre øre minorunits")
_THOUSANDS = re.compile(
    r"[(\[,\s_](?:[$€£¥]?\s?k[$€£¥]?|k(?:eur|usd|gbp|chf)|t\s?€|teur|tusd|tchf|in thousands|thousands|000s?|"
    r"tsd\.?(?:\s?(?:eur|€))?|in tausend|milliers|miles|migliaia|千円|千元|천원)[)\]\s]*$",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """What a header says of money: "month", "year", "quarter" ... or "" for a billing period."""

    span: str
    money: bool


def told(header: str) -> Told:
    """Whether a header is a sum of money to be paid, and for how long; words that say anything else make it none.

    >>> told("Monatl. Grundpreis").span, told("Prime annuelle TTC").span, told("Kontoführungsgebühr mtl.").span
    ('month', 'year', 'month')
    >>> told("Written Premium"), told("Premie per maand").span, told("Estimated annual bill (GBP)").span
    (Told(span='', money=True), 'month', 'year')
    >>> told("Total charges").money, told("Day charge").money, told("Plan").money, told("Month").money
    (False, False, False, False)
    >>> [told(header).money for header in ("Tax amount", "Amount (VAT)", "Premium per 1,000", "Price per cent")]
    [False, False, False, False]
    >>> [told(header).money for header in ("Net premium", "Price incl. VAT", "Fee before tax", "Fee (tax included)")]
    [True, True, True, True]
    """
    if _RATE.search(header) or _is_tax(header):
        return Told("", False)
    words = _words(header)
    if not (any(_is_money(word) for word in words) and _all_known(words)):
        return Told("", False)
    said = span(header)
    return Told("", False) if "," in said.unclear else Told(said.span, True)


def span(header: str) -> period_words.Said:
    """For how long money under this header is, if it says so, whatever else it says.

    >>> span("Annual Contract Value").span, span("Jahrespreis").span, span("Fee year").span, span("Fee of year").span
    ('year', 'year', 'year', 'year')
    >>> span("Price in year 2").span, span("Weekly Fee").span, span("årsavgift").span, span("Total charges").span
    ('', 'week', 'year', '')
    """
    return period_words.said(header, _WITH_PERIODS, nouns=_all_known(_words(header)))


def without_span(header: str) -> str:
    """The header without what says for how long money is, as lists of fees for one of several have it.

    >>> without_span("Price per seat per month"), without_span("Annual price per user"), without_span("Unit price")
    ('price per seat', 'price per user', 'Unit price')
    """
    if not span(header).span:
        return header
    words = period_words.spelled(header.casefold()).split()
    kept = [word for word in words if not period_words.is_word(word)]
    return " ".join(kept[:-1] if kept and kept[-1] in ("per", "pro", "par", "por") else kept)


def in_cents(header: str) -> bool:
    """Whether money under this header is in hundredths.

    >>> in_cents("unit_amount_in_cents"), in_cents("Amount (cents)"), in_cents("percent"), in_cents("Premium per cent")
    (True, True, False, False)
    """
    return not _RATE.search(header) and any(word in _CENTS for word in _split(header))


def in_thousands(header: str) -> bool:
    """Whether money under this header is in thousands.

    >>> [in_thousands(header) for header in ("ARR ($k)", "Umsatz in TEUR", "Fee (in thousands)", "Premium per 1,000")]
    [True, True, True, False]
    """
    return not _RATE.search(header) and _THOUSANDS.search(unicodedata.normalize("NFKC", header)) is not None


def unit_of(header: str, column: str) -> tuple[int, str, str]:
    """How many decimals a header of money moves, what to say of it and what to warn of; `column` as messages name it.

    >>> unit_of("amount_cents", 'column "amount_cents"')
    (2, 'column "amount_cents" is read as hundredths, as its name says', '')
    """
    if in_cents(header):
        return 2, f"{column} is read as hundredths, as its name says", ""
    if in_thousands(header):
        read = "it is read as it stands, so all money told here is in thousands"
        return 0, "", f"{column} is in thousands by its name; {read}"
    return 0, "", ""


def without_cents(header: str) -> str:
    """The header without what says that it is in hundredths, so that the lists know it.

    >>> without_cents("unit_amount_in_cents"), without_cents("MRR (cents)"), without_cents("MRR")
    ('unit amount', 'MRR', 'MRR')
    """
    if not in_cents(header):
        return header
    kept = [word for word in re.split(r"[\W_]+", header) if word and word.casefold() not in _CENTS]
    return " ".join(kept[:-1] if kept and kept[-1].casefold() == "in" else kept)


def _is_tax(header: str) -> bool:
    words = _split(header)
    return not _TAX.isdisjoint(words) and _OF_TAX.isdisjoint(words)


def _is_money(word: str) -> bool:
    return word in _MONEY or (len(word) > 6 and word.endswith(_ENDINGS))


def _all_known(words: list[str]) -> bool:
    """Whether every word is of money, of periods, or says nothing of which money it is."""
    return all(
        _is_money(word) or period_words.is_word(word) or any(word in those for those in _KNOWN) for word in words
    )


def _words(header: str) -> list[str]:
    codes = {code.casefold() for code in CODES}
    text = period_words.spelled(re.sub(r"[(\[][^)\]]*[)\]]", " ", header))
    return [word for word in period_words.paired(_split(text)) if word not in codes]


def _split(header: str) -> list[str]:
    """Words in small letters: blanks, signs and capitals within a word part them."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", text)
    return [word for word in re.split(r"[\W\d_]+", text.casefold()) if word]
