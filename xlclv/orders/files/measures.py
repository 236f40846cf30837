"""Tables that hold quantities or costs beside sales, a row each: a column says which; added up they are no money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlclv.orders.engine import rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import find, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import COST, QUANTITY, tiers
from xlclv.orders.source import Source
from xlclv.terms.options import option

if TYPE_CHECKING:
    import ibis.expr.types as ir

(_MEASURES,) = tiers(
    "measure measures measurename measurenames metric metrics kpi kpis indicator figure values value data "
    "kennzahl kennzahlen kenngröße messgröße messgrösse wertart werteart wertetyp werte mesure mesures indicateur "
    "valeurs medida medidas métrica metrica métricas indicador valores misura misure indicatore valori maatstaf "
    "meetwaarde waarden miara miary wskaźnik wartości ölçü показатель показатели 指標 指标 度量 지표 측정값 値 值 값"
)
(_NO_MONEY,) = tiers(
    "unitssold soldunits itemssold quantitysold qtysold volume count orders numberoforders customers visits absatz "
    "absatzmenge stk stck verkaufteeinheiten unités unites volumes unidades unità pezzi stuks eenheden sztuki ilość "
    "budget plan target forecast costofsales costofgoodssold cogs margin profit marge rohertrag deckungsbeitrag kosten"
)
_MOST = 50  # different words of such a column


def beside(headers: Sequence[str], columns: Columns) -> list[int]:
    """Columns that by their names say what a row's number is of, and are not in use.

    >>> beside(["Customer", "Date", "Measure", "Value"], Columns(0, 1, 3))
    [2]
    """
    used = set(columns.roles.values())
    return [at for at, header in enumerate(headers) if at not in used and plain(header) in _MEASURES]


def any_in(table: ir.Table, columns: Columns) -> bool:
    """Whether a typed table may have such a column: then its cells are read."""
    return any(table[table.columns[at]].type().is_string() for at in beside(table.columns, columns))


def refuse(connection: Any, source: Source, columns: Columns) -> None:
    """InputError where some rows are of quantities, costs or plans and others are not."""
    for at in beside(source.headers, columns):
        cell = trimmed(f"beside{at}")
        some = f"SELECT {cell} AS word, min(row) AS row FROM raw WHERE {cell} <> '' AND left_out IS NULL GROUP BY 1"
        found = rows(connection, f"{some} ORDER BY row LIMIT {_MOST}")
        other = [(row, word) for word, row in found if _no_money(word)]
        money = [word for word, _ in found if not _no_money(word)]
        if other and money:
            row, word = other[0]
            column = source.column(at)
            said = source.quoted(word, "it", most=40), source.quoted(money[0], "other rows", most=40)
            rule = f"{said[0]} cannot be added to {said[1]}, which other rows of the column say"
            name = column.removeprefix("column ").strip('"')
            fix = "leave all but one kind out of the file"
            if not source.secret:
                fix = f"say which rows count with {option('only', f'{name}={money[0]}')}"
            raise source.refuse(rule, row=source.row(row), column=column, fix=fix)


def _no_money(word: str) -> bool:
    return plain(word) in _NO_MONEY or any(find(kinds, [word]) for kinds in (QUANTITY, COST))
