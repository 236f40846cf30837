"""Words of reports and pivot tables: totals, the heading of row labels, and what a day or a month looks like."""

from __future__ import annotations

import re

from xlclv.orders.rules.whole_money import with_zeros

# A total of everything, alone in its cell.
GRAND = re.compile(
    r"(grand[- ]?totals?|totals?|sub[- ]?totals?|sums?|overall|report totals?|gesamt|gesamtergebnis|gesamtsumme|summe|"
    r"zwischensumme|sous[- ]total|subtotale|subtotais|(sub|tussen)totaal|delsumma|mezisoučet|ara toplam|小計|소계|小计|"
    r"endsumme|total g[ée]n[ée]ral|totale|totale complessivo|totale generale|totaal|eindtotaal|total geral|suma|"
    r"suma końcowa|razem|toplam|genel toplam|итого|итог|общий итог|всего|"
    r"総計|合計|総合計|계|총계|총합계|합계|总计|合计|總計)"
    r"\s*:?",
    re.IGNORECASE,
)
# A total of one group: before its name, or behind it.
BEFORE = re.compile(
    r"(?:sub[- ]?)?(?:totals?|totale|totaal|summe|zwischensumme|gesamt|sous-total|somme|suma|soma|razem|ara toplam|"
    r"итого|итог|всего|sums?(?= (?:for|of) ))"
    r"(?: (?:for|of|account|customer|für|von|kunde|pour|de|du|per|di|van|voor|para|do|da|dla|по|для))?"
    r"\s*:?\s+(?P<name>.+)",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"(?P<name>.+?)[\s:–-]*(?:totals?|ergebnis|gesamt|summe|totale|totaal|suma|итог|итого|toplamı|toplam|集計|合計|小計|計|"
    r"요약|합계|소계|汇总|小计|总计|合计|小計)",
    re.IGNORECASE,
)

# What stood in a book before a list begins, or after it ends, with a day and money as an order has them.
BALANCE = re.compile(
    r"((opening|closing|starting|ending|beginning|initial|final) balance|balance (brought|carried) forward|"
    r"(brought|carried) forward|balance [bc]/[fd]|(anfangs|end|schluss|eröffnungs)(saldo|bestand)|"
    r"saldovortrag|übertrag|"
    r"report à nouveau|solde (initial|final|de départ)|saldo (inicial|final|iniziale|finale|anterior|início|"
    r"początkowy|początkowe|końcowy|końcowe|precedente)|(begin|eind)saldo|a reportar|riporto|"
    r"начальный остаток|конечный остаток|期首残高|繰越|前期繰越|期初余额|期末余额)\b",
    re.IGNORECASE,
)
BALANCES = "(?i)^" + BALANCE.pattern.removesuffix(r"\b")  # as every engine reads it


_LONGEST = 500  # characters of a cell that names a total


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The first letters of the months' names, as dates and headings have them.
_MONTHS = _words(
    "abr ago aou aoû apr ara aug avr ağu cze dec dez dic déc eki ene eyl feb fev fév gen giu gru haz jan jui "
    "jul jun jän kas kwi lip lis lug lut mag mai maj mar may mei mrt mrz mär nis nov oca oct okt ott out paź sep "
    "set sie sty tem wrz şub авг апр дек июл июн май мар мая ноя окт сен фев янв"
)
_YEAR, _NAME, _TIME = r"(?:19|20)[0-9]{2}", r"([^\W\d_]{3,12})\.?", r"(?:[T ,]+[0-9]{1,2}[:時시时].*)?"
_DAYS = tuple(
    re.compile(pattern + _TIME, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR} ?[-/.年년] ?[0-9]{{1,2}} ?[-/.月월] ?[0-9]{{1,2}}[日일.]?",
        r"[0-9]{1,2}[-/. ] ?[0-9]{1,2}[-/. ] ?(?:[0-9]{4}|[0-9]{2})",
        rf"{_YEAR}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])",
        rf"[0-9]{{1,2}}[-/. ]+{_NAME}[-/., ]*(?:[0-9]{{4}}|[0-9]{{2}})",
        rf"{_NAME}[ -][0-9]{{1,2}}[, -]+[0-9]{{4}}",
    )
)
_OF_MONTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR} ?[-/年년M] ?[0-9]{{1,2}} ?[月월]?",
        rf"[0-9]{{1,2}}[-/.]{_YEAR}",
        rf"{_YEAR}(?:0[1-9]|1[0-2])",
        rf"{_NAME}[-/. ']*(?:de )?(?:{_YEAR}|[0-9]{{2}})",
        rf"{_YEAR}[-/. ]*{_NAME}",
    )
)
_MONTH = re.compile(_NAME)
YEAR = re.compile(_YEAR)


def is_day(cell: str) -> bool:
    """Whether a cell reads as a day.

    >>> is_day("2024-01-05 00:00:00"), is_day("05.01.24"), is_day("5-Jan-24"), is_day("12.50"), is_day("Jan-24")
    (True, True, True, False, False)
    """
    return _reads_as(cell, _DAYS)


def is_month(cell: str) -> bool:
    """Whether a cell reads as a month of a year, or as a day.

    >>> is_month("Jan-24"), is_month("2024年1月"), is_month("Mai 2024"), is_month("Item 24"), is_month("2024")
    (True, True, True, False, False)
    """
    return _reads_as(cell, _OF_MONTHS) or is_day(cell)


def is_month_name(cell: str) -> bool:
    """Whether a cell is the name of a month alone.

    >>> is_month_name("Jan"), is_month_name("März"), is_month_name("Janet")
    (True, True, False)
    """
    found = _MONTH.fullmatch(cell.strip())
    return found is not None and _named(found.group(1))


_BY_YEAR = rf"(?:[-/. ']*(?:{_YEAR}|[0-9]{{2}}))?"
_BEFORE = rf"(?:{_YEAR}[-/. ]*)?"
_QUARTER = re.compile(
    rf"{_BEFORE}(?:(?:q|t|qtr\.?|quarter|quartal|trim\.?|trimestre|kwartaal|кв\.?|квартал)\s*[1-4]|"
    rf"[1-4](?:st|nd|rd|th|er|e|º|\.)?\s*(?:q|t|qtr\.?|quarter|quartal|trim\.?|trimestre|kwartaal|кв\.?|квартал)){_BY_YEAR}",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"{_BEFORE}(?:(?:h|hj|half|halbjahr|semestre)\s*[12]|[12](?:st|nd|er|e|º|\.)?\s*(?:h|hj|half|halbjahr|semestre))"
    rf"{_BY_YEAR}",
    re.IGNORECASE,
)


def months_of(cell: str) -> int:
    """How many months a quarter or a half year has; 0 for what is neither.

    >>> [months_of(cell) for cell in ("Q1", "Q1 2025", "2025-Q1", "1. Quartal", "T2", "H1", "Total", "March")]
    [3, 3, 3, 3, 3, 6, 0, 0]
    """
    text = cell.strip()
    return 3 if _QUARTER.fullmatch(text) else 6 if _HALF.fullmatch(text) else 0


def _reads_as(cell: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    text = cell.strip()
    if not text or len(text) > 40 or not any(c.isdigit() for c in text):
        return False
    for pattern in patterns:
        found = pattern.fullmatch(text)
        if found and all(_named(name) for name in found.groups() if name):
            return True
    return False


def _named(name: str) -> bool:
    """Whether a word is a month's name, written out or cut short."""
    word = name.casefold().replace("\u0307", "")
    return word[:3] in _MONTHS and (len(word) <= 4 or word in _LONG)


_LONG = _words(
    "abril agosto août april aprile aralık august augustus avril ağustos czerwca czerwiec december dezember "
    "dezembro dicembre diciembre décembre ekim enero eylül febbraio febrero februar februari february "
    "fevereiro fevrier février gennaio giugno grudnia grudzień haziran janeiro januar januari january janvier "
    "juillet julho juli julio july june junho juni junio jänner kasım kwiecień kwietnia lipca lipiec listopad "
    "listopada luglio lutego luty maart maggio maio marca march marco marzec marzo março mayo mayıs märz "
    "nisan november novembre novembro noviembre ocak october octobre octubre oktober ottobre outubro "
    "październik października september septembre septiembre setembro setiembre settembre sierpień sierpnia "
    "styczeń stycznia temmuz wrzesień września şubat август августа апрель апреля декабрь декабря июль июля "
    "июнь июня марта ноябрь ноября октябрь октября сентябрь сентября февраль февраля январь января"
)

MONTHS = frozenset(word for word in _MONTHS | _LONG if word.isalpha())


def total_of(cell: str) -> str | None:
    """What a cell says it is the total of: "" for everything, a group's name, None where it is no total.

    >>> total_of("Total for Customer 1"), total_of("C0000 Total"), total_of("Gesamtergebnis"), total_of("Totality")
    ('Customer 1', 'C0000', '', None)
    >>> total_of("Sum of 2026"), total_of("Sum Ting")
    ('2026', None)
    """
    text = cell.strip()
    if len(text) > _LONGEST:  # no name of a group; and with blanks enough a search for one would take minutes
        return None
    if GRAND.fullmatch(text):
        return ""
    found = BEFORE.fullmatch(text) or BEHIND.fullmatch(text)
    return found.group("name").strip(" :\"'") if found else None


def number(cell: str) -> bool:
    """Whether a cell can be an amount: digits, marks, signs and a currency, no words.

    >>> number("1.234,50-"), number("$133.24"), number("5,- EUR"), number("CI-1001"), number("2024-01-05")
    (True, True, True, False, False)
    """
    text = with_zeros(cell.strip())
    digits = sum(c.isdigit() for c in text)
    words = sum(c.isalpha() for c in text)
    inner = text.strip("()+- ")
    if is_day(text) and not text.isdecimal():
        return False
    return bool(digits) and words <= 3 and not any(c in "/:#@_" for c in text) and "-" not in inner
