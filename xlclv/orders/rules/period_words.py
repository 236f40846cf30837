"""Words of periods, said once: those of the cells of billing periods, and what a header of money says of its span."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from xlclv.orders.rules.headers import tiers

# Whole months, or days, and the words for them; those of UNITS may be counted too.
WORDS = {
    (0, 1): "day daily d days tag täglich taeglich jour journalier journalière giorno día dia dag dagelijks daglig",
    (0, 7): "week weekly w weeks wk woche wöchentlich woechentlich wöchentliche wöchentlicher wöchentliches semaine "
    "hebdomadaire settimana settimanale semana semanal semanalmente wekelijks wekelijkse tygodniowo tygodniowa "
    "veckovis ugentlig haftalık недельный еженедельно týdenní viikoittain 毎週 每周 매주",
    (0, 14): "fortnight fortnightly biweekly 2weeks zweiwöchentlich quincenal quinzenal",
    (1, 0): "month monthly m months mon mo mth mthly pm mtl monatl monthtomonth monat monatlich monatliche monatlicher "
    "monatliches mois mensuel mensuelle mensuels mensuelles mensuellement mese mensile mensili mensilmente mes mensual "
    "mensuales mensualmente mensal mensais mensalmente mês maand maandelijks maandelijkse permaand miesiąc miesięcznie "
    "miesięczny miesięczna miesięczne månad månadsvis måned månedlig månedlige aylık ay месяц ежемесячно ежемесячный "
    "ежемесячная měsíc měsíční měsíčně havi havonta kuukausi kuukausittain μηνιαίο μηνιαία μήνας 月 毎月 每月 매월 월",
    (2, 0): "bimestriel bimestrielle bimestrale bimestral bimestre zweimonatlich tweemaandelijks",
    (3, 0): "quarter quarterly q qtr quarters 3months quartal quartalsweise vierteljährlich vierteljaehrlich "
    "vierteljährliche vierteljährlicher vierteljährliches trimestre trimestriel trimestrielle trimestriellement "
    "trimestrale trimestralmente trimestral kwartaal perkwartaal driemaandelijks kwartał kwartalnie kwartalny "
    "kwartalna kvartal kvartalsvis квартал квартальный ежеквартально čtvrtletní čtvrtletně negyedéves 四半期 季度 분기",
    (6, 0): "halfyear halfyearly semiannual semiannually biannual 6months halbjahr halbjährlich halbjaehrlich "
    "halbjährliche halbjährlicher halbjährliches semestre semestriel semestrielle semestriellement semestrale "
    "semestralmente semestral halfjaar halfjaarlijks halfjaarlijkse półrocznie półroczny półroczna halvår halvårsvis "
    "halvårlig полугодовой pololetní féléves 半年 반기",
    (12, 0): "year yearly annual annually annum y years yr oneyear 1year 12months jahr jährl jährlich jaehrlich "
    "jährliche jährlicher jährliches an année annuel annuelle annuels annuelles annuellement anno annuale annuali "
    "annualmente año anual anuales anuais anualmente ano jaar jaarlijks jaarlijkse perjaar rok rocznie roczny roczna "
    "roczne år årlig årlige årligt årsvis årligen yıllık yıl год годовой годовая ежегодно roční ročně éves évente "
    "vuosi vuosittain vuotuinen ετήσιο ετήσια έτος 年 毎年 每年 매년 연간 년",
    (24, 0): "twoyear 2year 2years twoyears biennial",
}
KNOWN = {word: size for size, words in WORDS.items() for word in words.split()}
# Of what may be counted: a word known above, then one and several of it in other words.
UNITS = {
    word: words.split()[0]
    for words in (
        "day days d dag dagen", "week weeks w wk weken", "month months m mo mon måned måneder", "quarter quarters q",
        "year years y yr yrs rok lata lat ano anos", "tag tage tagen", "woche wochen", "monat monate monaten",
        "quartal quartale quartalen", "jahr jahre jahren", "jour jours", "semaine semaines", "mois",
        "trimestre trimestres trimestri", "semestre semestres semestri", "an ans année années annee annees",
        "giorno giorni", "settimana settimane", "mese mesi", "anno anni", "día días", "dia dias", "semana semanas",
        "mes meses", "año años", "mês", "maand maanden", "kwartaal kwartalen", "jaar jaren",
        "miesiąc miesiące miesięcy", "kwartał kwartały", "månad månader",
    )
    for word in words.split()
}  # fmt: skip
NAMES = {(0, 1): "day", (0, 7): "week", (1, 0): "month", (3, 0): "quarter", (6, 0): "half-year", (12, 0): "year"}
# Of money by its very name, and as adjectives of it that no cell of a period has.
_OF_MONEY = {
    (1, 0): "mrr cmrr mensualité mensualite mensalidade mensalidades",
    (12, 0): "arr carr acv annualized annualised annualisé annualisée annualisiert annualizado annualizzato anuidade "
    "anuidades annualità",
}
# In front of the word for money, as one word: Jahrespreis, maandbedrag, årsavgift.
_STEMS = {
    (0, 7): "wochen week vecko viikko",
    (1, 0): "monats maand månads måneds kuukausi",
    (3, 0): "quartals vierteljahres kwartaal kvartals neljännesvuosi",
    (6, 0): "halbjahres halfjaar halvårs puolivuosi",
    (12, 0): "jahres jaar års vuosi",
}
# Where words are not set apart: 年額料金. Of a number before it (2024年) none is meant; the longer ones first.
_JOINED = (
    ((6, 0), r"半年|半期|반기"),
    ((3, 0), r"四半期|季[度付费費]|분기"),
    ((0, 7), r"毎?週|每周|매주|주간"),
    ((12, 0), r"(?<![0-9０-９])年(?![齢龄代生])|연간|연회비|연요금|연이용료|연납|매년|(?<![0-9])년간"),
    ((1, 0), r"(?<![0-9０-９ヶか个個ケ])月|월간|매월|월요금|월이용료|월정액|월회비|월납"),
)  # fmt: skip
# A unit that stands for a period only behind one of these: "per year", "Fee month" is a month's name.
(_PER,) = tiers(
    "per pro par por al all a à au ao l je jede jeden jedes jeder every each chaque cada ogni za na pr в за om i"
)
(_UNCOUNTED,) = tiers(
    "annum ay yıl месяц год квартал měsíc kuukausi vuosi år halvår halfyear halbjahr semestre μήνας έτος rok"
)
_UNIT_WORDS = frozenset(UNITS) | _UNCOUNTED
_ADJECTIVES = {
    word: size
    for size, words in (*WORDS.items(), *_OF_MONEY.items())
    for word in words.split()
    if word not in _UNIT_WORDS and len(word) > 2
}
_SLASHED = re.compile(r"/\s*(?:(?P<y>y|yr|a|j)|(?P<q>q|qtr)|(?P<m>m|mo|mth|mon)|(?P<w>w|wk))\b\.?")
_SHORT = re.compile(r"(?<![^\W_])p\s?[./]?\s?(?:(?P<y>a|j)|(?P<q>q)|(?P<m>m)|(?P<w>w))(?:\.|(?![^\W_]))")
_SPANS = {"y": " per year ", "q": " per quarter ", "m": " per month ", "w": " per week "}
# How often it is billed, which is not what it is for: annual fee, billed monthly.
(_BILLED,) = tiers(
    "billed paid payable invoiced charged collected abgerechnet bezahlt gezahlt zahlbar facturé facturée payé "
    "payée payable facturado facturada pagado pagada fatturato pagato betaald gefactureerd"
)
(_OTHER,) = tiers("semi half bi tri two three six non not no halb zwei drei other deux trois dos tres due tre")
_PLURAL = re.compile(r"(?P<many>[0-9]{1,3})[\s_-]*(?P<unit>[ヶか个個ケ]月|[^\W\d_]+)")


# Which one of them: year 2.
_NUMBERED = re.compile(r"(?P<unit>[^\W\d_]+)[\s_]*[0-9]{1,4}(?![^\W_])")


class Said(NamedTuple):
    """The span of money by its header, as `period` of contracts reads it; or what in it leaves that open."""

    span: str = ""
    unclear: str = ""


def said(header: str, money: frozenset[str] = frozenset(), nouns: bool = False) -> Said:
    """What a header of money says it is for. What stands in brackets counts where nothing before it does.

    `money` are words that may be joined with one of a period; with `nouns` a bare unit counts ("Fee year").

    >>> [said(header).span for header in ("Annual Contract Value", "Fee p.a.", "Fee (annual)", "Price per seat/mo")]
    ['year', 'year', 'year', 'month']
    >>> said("Jahrespreis", frozenset(["preis"])).span, said("Annual fee, billed monthly").span, said("年額料金").span
    ('year', 'year', 'year')
    >>> [said(header).span for header in ("Semi-annual fee", "Quarterly Fee", "Total Contract Value", "Fee this year")]
    ['half-year', 'quarter', '', '']
    >>> said("12 month fee"), said("Monthly/annual fee"), said("Fee every 3 months"), said("Bi-monthly fee").unclear
    (Said(span='', unclear='12 month'), Said(span='', unclear='monthly, annual'), Said(span='3 month', unclear=''), \
'bi-monthly')
    """
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", text).casefold()
    inside = " ".join(re.findall(r"[(\[]([^)\]]*)[)\]]?", text))
    first = _of(re.sub(r"[(\[][^)\]]*[)\]]?", " ", text), money, nouns)
    return first if first != Said() else _of(inside, money, nouns or (inside.isalpha() and len(inside) > 2))


def spelled(text: str) -> str:
    """Small letters, with short forms of periods in words.

    >>> spelled("fee p.a."), spelled("price/mo"), spelled("eur/jahr"), spelled("p.o. box")
    ('fee  per year ', 'price per month ', 'eur per jahr', 'p.o. box')
    """
    for pattern in (_SHORT, _SLASHED):
        text = pattern.sub(lambda found: _SPANS[str(found.lastgroup)], text)
    return text.replace("/", " per ")


def paired(words: list[str]) -> list[str]:
    """The words, with two that are one of a period together as that: semi annual.

    >>> paired(["semi", "annual", "fee"])
    ['semiannual', 'fee']
    """
    found: list[str] = []
    for word in words:
        if found and found[-1] + word in KNOWN:
            found[-1] += word
        else:
            found.append(word)
    return found


def is_word(word: str) -> bool:
    """Whether a word, in small letters, is one of a period of money: a week or longer, for days are no such.

    >>> [is_word(word) for word in ("annual", "year", "day", "q", "arr", "plan")]
    [True, True, False, False, True, False]
    """
    size = KNOWN.get(word, _ADJECTIVES.get(word))
    return size is not None and size != (0, 1) and len(word) > 1


def _of(text: str, money: frozenset[str], nouns: bool) -> Said:
    """The same of small letters without brackets."""
    text = _NUMBERED.sub(_kept, spelled(text))
    counted: dict[str, str] = {}
    open_to: list[str] = []
    for found in _PLURAL.finditer(text):
        unit = "month" if found["unit"].endswith("月") else UNITS.get(found["unit"])
        if unit is not None and len(unit) > 1:
            before = re.findall(r"[^\W_]+", text[: found.start()])[-1:]
            if found["many"] == "1" or (before[0:1] and before[0] in _PER):
                counted[f"{found['many']} {unit}" if found["many"] != "1" else _name(KNOWN[unit])] = found[0]
            else:
                open_to.append(found[0])
    text = _PLURAL.sub(_kept, text)
    told, billed, odd = _words(re.findall(r"[^\W\d_]+", text), money, nouns)
    joined = next(((_name(size), hit[0]) for size, pattern in _JOINED if (hit := re.search(pattern, text))), None)
    told = counted | told | dict([joined] if joined else [])
    open_to += odd
    if not told and not open_to:
        told = billed
    if len(told) == 1 and not open_to:
        return Said(next(iter(told)))
    return Said("", ", ".join(dict.fromkeys((*told.values(), *open_to))))


def _kept(found: re.Match[str]) -> str:
    """What is left of a number and the word behind it: nothing of a counted unit."""
    return " " if found["unit"] in UNITS or found["unit"].endswith("月") else found[0]


def _words(words: list[str], money: frozenset[str], nouns: bool) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Spans told by words, each with how; those behind a word of bills; and words that leave it open."""
    told: dict[str, str] = {}
    billed: dict[str, str] = {}
    odd: list[str] = []
    pairs = {at + 1: KNOWN[one + other] for at, (one, other) in enumerate(pairwise(words)) if one + other in KNOWN}
    behind = False
    for at, word in enumerate(words):
        behind = behind or word in _BILLED
        size = _size(words, at, money, nouns)
        if at + 1 in pairs or (size is None and at not in pairs):
            continue
        shown = f"{words[at - 1]}-{word}" if at in pairs or (at and words[at - 1] in _OTHER) else word
        if at in pairs:
            size = pairs[at]
        elif shown != word:
            odd.append(shown)
            continue
        if size is None or (span := _name(size)) == "24 months":
            odd.append(shown)
        else:
            (billed if behind else told)[span] = shown
            behind = False
    return told, billed, odd


def _size(words: list[str], at: int, money: frozenset[str], nouns: bool) -> tuple[int, int] | None:
    """What one word says: an adjective anywhere, a unit behind "per", either joined with a word for money."""
    word = words[at]
    if word in _ADJECTIVES:
        return _ADJECTIVES[word]
    if word in KNOWN and (nouns or (at and words[at - 1] in _PER)):
        return KNOWN[word]
    for stem, size in _STEMMED:
        if (word.startswith(stem) and word[len(stem) :] in money) or (
            word.endswith(stem) and word[: -len(stem)].removesuffix("per") in money
        ):
            return size
    return None


_STEMMED = sorted(
    (
        *((stem, size) for size, stems in _STEMS.items() for stem in stems.split()),
        *((word, size) for word, size in _ADJECTIVES.items() if len(word) > 4),
        *((word, KNOWN[word]) for word in ("month", "quarter", "year", "monat", "mois", "maand", "jaar")),
    ),
    key=lambda pair: -len(pair[0]),
)  # the longer first: halfyearly before yearly


def _name(size: tuple[int, int]) -> str:
    """A span as `period` of contracts reads it."""
    months, days = size
    return NAMES.get(size) or (f"{months} months" if months else f"{days} days")
