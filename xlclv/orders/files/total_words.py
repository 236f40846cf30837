"""The words of totals and the numbers beside them, as SQL looks for them."""

from __future__ import annotations

from xlclv.orders.files.cells import trimmed
from xlclv.orders.rules.layouts import MONTHS
from xlclv.orders.rules.roughly import READINGS, is_minus
from xlclv.orders.rules.whole_money import zeros_of

_WORDS = (
    r"((grand |sub[- ]?)?totals?|sums?|overall|(gesamt|zwischen)?summe|gesamt|total (général|general)|sous[- ]total|"
    r"somme|(sub)?totale( generale)?|totali|(eind|sub|tussen)?totaal|(sub)?totais|delsumma|mezisoučet|razem|suma|"
    r"ogółem|итого|всего|((genel|ara) )?toplam|celkem|összesen|summa|yhteensä|i alt|σύνολο|合計|総計|小計|合计|总计|"
    r"小计|합계|소계|총계)"
)
WORD = _WORDS + r"\s*[:：]?( ?\([0-9][^)]*\))?"
_OF_ALL = r"all (customers|clients|orders|sales|invoices|accounts)|alle kunden|tous les clients"
# A name that goes on behind such a word may be a company's, whose money is hardly ever the sum of all others'. So may
# one that ends with it: "January total", and in the subtotals of spreadsheets "Ann Total".
_BEGINS = rf"({_WORDS}|{_OF_ALL})([ :：0-9(/.,_–—-].*)?"
_ENDS = rf"({_WORDS}|(gesamt)?ergebnis)\s*[:：]?"
CALLED = rf"({_BEGINS}|.*[ :：0-9)/.,_–—年月期-]{_ENDS})"
# What is told where no sum proves it: a name that ends so may be a restaurant's, but for months and years.
_TIME = rf"((19|20)[0-9]{{2}}|[qh][1-4]|({'|'.join(sorted(MONTHS))})\.?)"
DOUBTED = rf"({_BEGINS}|({_TIME}[ :：/.,_–—年月期-]*){{1,2}}{_ENDS})"


def number_of(role: str) -> list[str]:
    """SQL: the number in a cell with its sign, with decimal points and with decimal commas."""
    cell = zeros_of(trimmed(role))
    sign = f"CASE WHEN {is_minus(trimmed(role))} THEN '-' ELSE '' END"
    power = f"regexp_full_match({trimmed(role)}, '-?[0-9.]+[eE][+-]?[0-9]+')"
    digits = (f"regexp_replace({reading.format(cell)}, '[^0-9.]', '', 'g')" for reading in READINGS)
    return [f"TRY_CAST(CASE WHEN {power} THEN {cell} ELSE {sign} || {each} END AS DECIMAL(28, 6))" for each in digits]
