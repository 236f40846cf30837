"""Words of headers that say that a column holds shares of the money beside it, not money: Margin %, Cost rate."""

from __future__ import annotations

import re
import unicodedata

# What can mean nothing else, also where it is written in the cells.
MARKS = "%\uff05\u066a"
_PERCENT = (
    rf"[{MARKS}]|percent(?!er|re)|per cent\b|pct|prozent|pourcent|por ?centaje|por ?ciento\b|por ?cento\b|per cento\b|"
    r"procent|prosent|процент|yüzde|パーセント|百分|퍼센트|백분|százalék|ποσοστ"
)
# May be money too (a rate by the hour): only the values show it.
_RATE = (
    r"\b(?:margin|profit|contribution|costs?|cogs) (?:rates?|ratio)\b|\b(?:rate|ratio) of\b|\w{3}quote\b|"
    r"marge?n?satz\b|\btaux de (?:marge|coût|profit)|\btasa de (?:margen|coste|costo|beneficio)|"
    r"\btasso di (?:margine|costo)|\btaxa de (?:margem|custo|lucro)|(?:stopa|wskaźnik) (?:marż|zysk|koszt)|"
    r"\boranı?\b|доля|[益価利本]率|[익가]율\b|비율"
)
_OF_TAX = re.compile(rf"[0-9] ?(?:[{MARKS}]|percent|per cent|prozent|pct)", re.IGNORECASE)  # incl. 19% VAT
# Of what goods cost, not of what was paid for them.
_MARKUP = (
    r"mark[- ]?up|\b(?:of|on) costs?\b|aufschlag|\bricarico|\bopslag|narzut|наценк|値入|"
    r"sobre (?:el )?cost[eo]|sul costo"
)
_WORDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in (("percent", _PERCENT), ("rate", _RATE)))
_OF_COST = re.compile(_MARKUP, re.IGNORECASE)
_LONGEST = 200  # characters: no header has so many


def share_in(header: str) -> str:
    """What a header says its numbers are: "percent", a "rate", or "" for money.

    >>> [share_in(h) for h in ("Margin %", "margin_pct", "Marge in Prozent", "Pourcentage de marge", "CostPercent")]
    ['percent', 'percent', 'percent', 'percent', 'percent']
    >>> [share_in(h) for h in ("Porcentaje de coste", "% costo", "Marge percentage", "Custo percentual")]
    ['percent', 'percent', 'percent', 'percent']
    >>> [share_in(h) for h in ("Margin Rate", "marginRate", "Taux de marge", "Margenquote", "粗利益率", "原価率")]
    ['rate', 'rate', 'rate', 'rate', 'rate', 'rate']
    >>> [share_in(h) for h in ("Kosten inkl. 19% MwSt", "Coste por centro", "Cost at FX rate", "Supercenter cost")]
    ['', '', '', '']
    >>> [share_in(h) for h in ("Margin", "Cost", "Umsatz", "Kostensatz", "Cost quote", "Freight rated", "Profit share")]
    ['', '', '', '', '', '', '']
    """
    text = _OF_TAX.sub("", _spaced(header))
    return next((kind for kind, words in _WORDS if words.search(text)), "")


def of_cost(header: str) -> bool:
    """Whether a share is one of the cost: Markup %.

    >>> of_cost("Markup %"), of_cost("Margin % of cost"), of_cost("Cost %")
    (True, True, False)
    """
    return _OF_COST.search(_spaced(header)) is not None


def _spaced(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).strip() if len(header) <= _LONGEST else ""
    return re.sub(r"[\s_\-]+", " ", re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text))
