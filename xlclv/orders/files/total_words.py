"""The words of totals and the numbers beside them, as SQL looks for them."""

from __future__ import annotations

from xlclv.orders.files.cells import trimmed
from xlclv.orders.rules.whole_money import zeros_of

_WORDS = (
    r"((grand |sub[- ]?)?totals?|sums?|overall|(gesamt|zwischen)?summe|gesamt|total (général|general)|sous[- ]total|"
    r"somme|(sub)?totale( generale)?|totali|(eind|sub|tussen)?totaal|(sub)?totais|delsumma|mezisoučet|razem|suma|"
    r"ogółem|итого|всего|((genel|ara) )?toplam|celkem|összesen|summa|yhteensä|i alt|σύνολο|合計|総計|小計|合计|总计|"
    r"小计|합계|소계|총계)"
)
WORD = _WORDS + r"\s*[:：]?( ?\([0-9][^)]*\))?"
_OF_ALL = r"all (customers|clients|orders|sales|invoices|accounts)|alle kunden|tous les clients"
# A name that goes on behind such a word may be a company's, whose money is hardly ever the sum of all others'.
BEGINS = rf"({_WORDS}|{_OF_ALL})([ :：0-9(/.,_–—-].*)?"


def number_of(role: str) -> list[str]:
    """SQL: the number in a cell, with decimal points and with decimal commas."""
    cell = zeros_of(trimmed(role))
    points, commas = f"replace({cell}, ',', '')", f"replace(replace({cell}, '.', ''), ',', '.')"
    return [f"TRY_CAST(regexp_replace({text}, '[^0-9.-]', '', 'g') AS DECIMAL(28, 6))" for text in (points, commas)]
