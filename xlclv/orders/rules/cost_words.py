"""Words of headers that say whether a cost or a margin is of one piece or of the whole line."""

from __future__ import annotations

import re
import unicodedata

_OF_ONE = (
    r"\bunits?(?:\b|cost|price)|\bper (?:unit|piece|item|pc)\b|\beach\b|\bper ?stück|stück(?:kosten|preis)|"
    r"(?:pro|je) (?:stück|einheit|stk)|\bunitaire|\bpar (?:unité|pièce)|\bà l'unité|\bunit[aá]ri[oa]|\bpor unidad|"
    r"\bpor unidade|\bper unità|\bal pezzo|\bcad(?:auno|\.)|\bper (?:stuk|eenheid)|\bstuks?(?:kost|prijs)|"
    r"\beenheids|\bjednostkow|\bza sztukę|\bbirim|за единицу|за шт|単価|單價|单价|单位|단가|\bjednotkov|\bza kus|"
    r"\bdarabonként|\begység|\bstyck(?:kostnad|pris)|\bper st\b|\benhets|\bstykpris|\bpr\.? stk|\bμονάδ"
)
# A price that was paid for goods is that of one of them.
_PRICE = (
    r"cost price|purchase price|buying price|einkaufspreis|einstandspreis|\bek[- ]?preis|prix d.?achat|prix de revient|"
    r"precio de (?:compra|coste|costo)|prezzo d.?acquisto|inkoopprijs|kostprijs|preço de custo|cena zakupu|"
    r"alış fiyatı|закупочная цена|仕入価格|仕入単価|成本价|成本價|매입단가|nákupní cena|inköpspris|indkøbspris|"
    r"innkjøpspris"
)
_OF_LINE = (
    r"\btotal|\bline\b(?! ?item)|\bextended|\bext\b|gesamt|zeile|summe|"
    r"totale?\b|\bligne|\blínea|\briga|\blinha|\bregel|totaal|łączn|całkowit|toplam|satır|итог|общ|合計|总|總|총|"
    r"celkem|celkov|összes|\brad\b|\blinje"
)
_LINE, _ONE, _BOUGHT = (re.compile(words, re.IGNORECASE) for words in (_OF_LINE, _OF_ONE, _PRICE))
_LONGEST = 200  # characters: no header has so many


def said_of(header: str) -> str:
    """What a header says its money is of: "one" piece, the "line", or "" where it does not say.

    >>> [said_of(h) for h in ("Unit Cost", "cost_per_unit", "Stückkosten", "Einstandspreis", "UnitCost")]
    ['one', 'one', 'one', 'one', 'one']
    >>> [said_of(h) for h in ("Coût unitaire", "Costo unitario", "Kostprijs per stuk", "Koszt jednostkowy")]
    ['one', 'one', 'one', 'one']
    >>> [said_of(h) for h in ("Total Cost", "Line cost", "Extended cost", "EK-Preis gesamt", "Coste total")]
    ['line', 'line', 'line', 'line', 'line']
    >>> [said_of(h) for h in ("Cost", "COGS", "Line Item Cost", "Total unit cost", "Cost United States")]
    ['', '', '', '', '']
    """
    text = unicodedata.normalize("NFKC", header).strip() if len(header) <= _LONGEST else ""
    text = re.sub(r"[\s_\-]+", " ", re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text))
    one = _ONE.search(text) is not None
    if _LINE.search(text):
        return "" if one else "line"
    return "one" if one or _BOUGHT.search(text) else ""
