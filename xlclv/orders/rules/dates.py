"""The ways people and programs write a day, a month or a week, and the names of months."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One way: three groups and the time's (clock, half, zone), and what the groups are, in order.

    d, m, y: day, month, year in digits; M: the month's name; Y: a year of two digits; e: a year of a Japanese era;
    w: an ISO week; q: a quarter; s: Excel's day number; u: seconds since 1970, divided by `per`.
    """

    pattern: str
    order: str
    per: int = 1


PIVOT = 30  # of two digits, as in Excel: 00 to 29 are 2000 to 2029, 30 to 99 are 1930 to 1999
OLDEST = 1970  # a year of two digits before this is none, where it would have to decide in which order parts stand
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
# Digits and separators of a Japanese or Arabic keyboard.
WIDE = "０１２３４５６７８９／．－：٠١٢٣٤٥٦٧٨٩", "0123456789/.-:0123456789"

_NO_TIME = "()()()"
_TIME = (
    r"(?:[T ,]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?) ?([AaPp]\.?[Mm]\.?)?"
    r" ?(Z|z|UTC|GMT|[-+][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_MONTH = r"(\p{L}{3,12})\.?"
_OF = r"[-/. ]*(?:(?:de|del|di|of) )?"
_TH = r"(?:st|nd|rd|th|er|º|ª)?"
_WEEKDAY = r"(?:\p{L}{2,12}[.,]{0,2} +)?"
_APART = "(?: ?[-/.] ?| )"  # 13.1.2025 and 13. 1. 2025
_BEHIND = r"(?: ?\(\p{L}{1,9}\))?"

ISO, NUMBERS, TWO_DIGITS, SERIAL = "yyyy-mm-dd", "dd/mm/yyyy or mm/dd/yyyy", "two-digit year", "Excel day number"
MONTH_OF_TWO = "month-name yy"
# The first that a text follows is its way; so what is narrow stands before what is wide.
KINDS = {
    ISO: Kind(r"([0-9]{4})[-/.] ?([0-9]{1,2})[-/.] ?([0-9]{1,2})\.?" + _BEHIND + _TIME, "ymd"),
    "year 年 month 月 day 日": Kind(
        r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일号號]?" + _BEHIND + _TIME, "ymd"
    ),
    "year of a Japanese era": Kind(
        r"((?:令和|平成|昭和|[RHSrhs])\.? ?(?:[0-9]{1,2}|元))[年./-] ?([0-9]{1,2})[月./-] ?([0-9]{1,2})日?"
        + _BEHIND
        + _TIME,
        "emd",
    ),
    "yyyymmdd": Kind(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:\.0+)?" + _TIME, "ymd"),
    "yyyymmddhhmmss": Kind(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])[0-9]{4}(?:[0-9]{2})?" + _NO_TIME, "ymd"),
    NUMBERS: Kind(rf"([0-9]{{1,3}}){_APART}([0-9]{{1,2}}){_APART}([0-9]{{4}})\.?" + _TIME, "dmy"),
    "day month-name year": Kind(rf"{_WEEKDAY}([0-9]{{1,2}}){_TH}{_OF}{_MONTH}[,]?{_OF}([0-9]{{4}})" + _TIME, "dMy"),
    "month-name day year": Kind(rf"{_WEEKDAY}{_MONTH}[-/. ]*([0-9]{{1,2}}){_TH}[-/., ]+([0-9]{{4}})" + _TIME, "Mdy"),
    "year month-name day": Kind(rf"([0-9]{{4}})[-/. ]*{_MONTH}[-/. ]*([0-9]{{1,2}})" + _TIME, "yMd"),
    "day month-name yy": Kind(rf"([0-9]{{1,2}}){_OF}{_MONTH}[-/., ']*([0-9]{{2}})" + _TIME, "dMY"),
    "month-name day yy": Kind(rf"{_MONTH}[-/. ]*([0-9]{{1,2}}){_TH}[-/., ']+([0-9]{{2}})" + _TIME, "MdY"),
    TWO_DIGITS: Kind(r"([0-9]{1,2}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{2})" + _TIME, "dmY"),
    "yyyy-mm": Kind(r"([0-9]{4}) ?[-/年년Mm] ?([0-9]{1,2}) ?[月월]?()" + _NO_TIME, "ym "),
    "mm/yyyy": Kind(r"([0-9]{1,2})[-/.]([0-9]{4})()" + _NO_TIME, "my "),
    "yyyymm": Kind(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])()(?:\.0+)?" + _NO_TIME, "ym "),
    "month-name year": Kind(rf"{_MONTH}[,]?{_OF}([0-9]{{4}})()" + _NO_TIME, "My "),
    "year month-name": Kind(rf"([0-9]{{4}})[-/. ]*{_MONTH}()" + _NO_TIME, "yM "),
    MONTH_OF_TWO: Kind(rf"{_MONTH}[-/. ']+([0-9]{{2}})()" + _NO_TIME, "MY "),
    "day of a week": Kind(r"([0-9]{4})-?W([0-9]{2})-?([1-7])" + _NO_TIME, "ywd"),
    "week of a year": Kind(r"([0-9]{4})[- /]?(?:[KCkc]?[Ww]) ?([0-9]{1,2})()" + _NO_TIME, "yw "),
    "week and year": Kind(r"(?:[KCkc]?[Ww]) ?([0-9]{1,2})[-/ ]+([0-9]{4})()" + _NO_TIME, "wy "),
    "quarter of a year": Kind(r"([0-9]{4})[- /]?[QqTt]([1-4])()" + _NO_TIME, "yq "),
    "quarter and year": Kind(r"[QqTt]([1-4])[-/ ]+([0-9]{4})()" + _NO_TIME, "qy "),
    SERIAL: Kind(r"(-?[0-9]{1,7})()()(?:\.[0-9]+)?" + _NO_TIME, "s  "),
    "Unix seconds": Kind(r"([0-9]{9,10})()()(?:\.[0-9]+)?" + _NO_TIME, "u  "),
    "Unix milliseconds": Kind(r"([0-9]{12,13})()()(?:\.[0-9]+)?" + _NO_TIME, "u  ", 1000),
    "Unix microseconds": Kind(r"([0-9]{15,16})()()" + _NO_TIME, "u  ", 1_000_000),
    "Unix nanoseconds": Kind(r"([0-9]{18,19})()()" + _NO_TIME, "u  ", 1_000_000_000),
}

# English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Turkish, Russian, the Nordic languages.
_NAMES = (
    "january januar janvier enero gennaio januari janeiro styczen stycznia ocak январь января jaenner janner",
    "february februar fevrier febrero febbraio februari fevereiro luty lutego subat февраль февраля",
    "march marz maerz mars marzo maart marco marzec marca mart март марта mrt mrz",
    "april avril abril aprile kwiecien kwietnia nisan апрель апреля",
    "may mai mayo maggio mei maio maj maja mayis май маи мая",
    "june juni juin junio giugno junho czerwiec czerwca haziran июнь июня",
    "july juli juillet julio luglio julho lipiec lipca temmuz июль июля",
    "august aout agosto augustus sierpien sierpnia agustos август августа augusti",
    "september septembre septiembre setiembre settembre setembro wrzesien wrzesnia eylul сентябрь сентября",
    "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika ekim октябрь октября",
    "november novembre noviembre novembro listopad listopada kasim ноябрь ноября",
    "december dezember decembre diciembre dicembre dezembro grudzien grudnia aralik декабрь декабря desember",
)


def _months() -> dict[str, int]:
    """Every name and every beginning of one, of three letters at least, that is of one month alone."""
    found: dict[str, int] = {}
    several: set[str] = set()
    for month, names in enumerate(_NAMES, 1):
        for name in names.split():
            for size in range(3, len(name) + 1):
                if found.setdefault(name[:size], month) != month:
                    several.add(name[:size])
    return {name: month for name, month in found.items() if name not in several}


MONTHS = _months()  # without accents, in small letters
