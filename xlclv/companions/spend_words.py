"""Which column of an acquisition file is what was spent: by its name, and never a plan beside what may be that."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import Any

from xlclv.orders.engine import rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import find
from xlclv.orders.rules.headers import tiers
from xlclv.orders.source import Source

SPEND = tiers(
    "spend adspend marketingspend acquisitionspend totalspend mediaspend acquisitioncost acquisitioncosts spent "
    "amountspent adcost adcosts mediacost mediacosts marketingcost marketingcosts advertisingcost advertisingcosts "
    "ausgaben werbekosten marketingkosten mediakosten werbeausgaben ausgegebenerbetrag dépense dépenses depenses "
    "montantdépensé montantdepense gasto gastos importegastado spesa spese importospeso uitgaven besteed "
    "besteedbedrag valorgasto valorusado investimento wydatki расход расходы 広告費 消化金額 花费 花費",
    "totalspent spendinaccountcurrency gesamtausgaben totaldépensé montanttotaldépensé totalgastado "
    "importetotalgastado totalespeso totaalbesteed totalgasto valortotalgasto",
    "cost costs kosten coût coûts cout couts coste costes costo costi custo custos koszt koszty стоимость コスト 費用 "
    "비용 费用 kostnad kostnader",
    "totalcost totalcosts gesamtkosten coûttotal costetotal costototale totalekosten custototal",
    # What was spent as a plan's other half.
    "actualspend actualspending actualadspend actualmediaspend actualmarketingspend actualcost actualcosts "
    "spendactual spendactuals costactual costactuals actualexpense actualexpenses actualamount netspend netadspend "
    "netmediaspend grossspend istkosten istausgaben kostenist ausgabenist tatsächlicheausgaben tatsächlichekosten "
    "tatsaechlicheausgaben tatsaechlichekosten coûtréel coutreel coûtsréels coutsreels dépenseréelle dépensesréelles "
    "depensereelle depensesreelles montantréel montantreel gastoreal gastosreales costereal costoreal importereal "
    "costoeffettivo costieffettivi spesaeffettiva speseeffettive werkelijkekosten werkelijkeuitgaven "
    "gerealiseerdekosten gastosreais custoreal custosreais valorreal wydatkirzeczywiste rzeczywistewydatki "
    "kosztrzeczywisty kosztyrzeczywiste rzeczywistykoszt rzeczywistekoszty faktiskkostnad faktiskakostnader "
    "faktiskekostnader faktiskeomkostninger toteutuneetkulut skutečnénáklady skutečnéútraty tényköltség "
    "ténylegesköltség ténylegesköltségek gerçekleşenharcama gerçekleşenmaliyet фактическийрасход фактическиерасходы "
    "фактическиезатраты 実績費用 実績額 実費 实际花费 实际支出 实际费用 實際花費 實際支出 실제비용 집행금액 집행비용",
    "actual actuals ist istwert istwerte istbetrag réel reel réalisé realise consuntivo realisatie gerealiseerd "
    "realizado ejecutado wykonanie utfall toteuma skutečnost tény gerçekleşen факт 実績 实际 實際 실적 집행액",
    "budget amount betrag montant importe importo bedrag valor kwota сумма 金額",
)
(_PLANS,) = tiers(
    "budget budgets budgeted budgetary plan plans planned planning forecast forecasts forecasted projected projection "
    "target targets goal goals soll sollkosten sollausgaben sollwert plankosten planausgaben planwert geplant geplante "
    "budgetiert budgetierte prognose vorgabe prévu prévue prévues prevu prevue prévision prévisions prévisionnel "
    "prévisionnelle prévisionnelles planifié planifiée previsto prevista presupuesto presupuestado presupuestada "
    "planificado preventivo preventivato pianificato begroot begrote begroting gepland geplande orçamento orçado "
    "planejado planeado planowane planowany planowana budżet planerad planerade budgeterad budgeteret budsjett "
    "budjetti bütçe plánované plánovaný rozpočet költségvetés terv бюджет план плановый планируемый 予算 計画 预算 "
    "计划 預算 計劃 예산 계획"
)
# Numbers that stand in advertisers' reports and are no spend.
_NO_SPEND = re.compile(
    r"click|klick|clic|impress|view|reach|conver|lead|order|customer|kunde|client|session|visit|user|install|sale|"
    r"revenue|umsatz|ventas|chiffre|value|wert|rate|ratio|ctr|cp[acmlvi]\b|cac|roas|roi\b|share|anteil|percent|%|"
    r"frequen|result|count|anzahl|number|nombre|\bid\b|\bno\b|\bnr\b|year|jahr|month|monat|week|woche|day|quarter|"
    r"\bdiff|varian|abweich|écart|remaining|rest|score|rank|quality|age\b|postal|zip|per\b|/",
    re.IGNORECASE,
)
_NUMBER = r"[^\pL\d]*[A-Za-z]{0,3}[^\pL\d]*\d[\d\s.,''’]*[^\pL\d]*[A-Za-z]{0,3}"


def planned(header: str) -> bool:
    """Whether a header is of a plan: what is to be spent, not what was.

    >>> [planned(header) for header in ("Budget", "Spend (planned)", "Soll-Kosten", "Marketing budget", "Spend")]
    [True, True, True, True, False]
    """
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", unicodedata.normalize("NFKC", header)).casefold()
    return any(word in _PLANS for word in re.findall(r"[^\W\d_]+", text))


def spend_columns(headers: Sequence[str], period: int) -> list[int]:
    """The columns that may be what was spent, those of a plan only where nothing else has such a name.

    >>> spend_columns(["Month", "Budget", "Actual spend"], 0), spend_columns(["Month", "Budget", "Amount"], 0)
    ([2], [1, 2])
    >>> spend_columns(["Month", "Spend (plan)", "Spend (actual)"], 0), spend_columns(["Month", "Budget", "Ist"], 0)
    ([2], [2])
    """
    free = ["" if at == period else header for at, header in enumerate(headers)]
    done = ["" if planned(header) else header for header in free]
    return find(SPEND[:-1], done) or find(SPEND, free)


def refuse_plan(connection: Any, source: Source, at: int, others: Collection[int], cell: Callable[[int], str]) -> str:
    """InputError where a plan would be taken for what was spent beside a column of numbers that may be it.

    Else what to warn of, "" for nothing. `cell` is what the raw table calls a column.
    """
    header = source.headers[at] if source.headers else ""
    if not planned(header):
        return ""
    called = source.column(at)
    for other in others:
        name = source.headers[other]
        if planned(name) or _NO_SPEND.search(name):
            continue
        text = trimmed(cell(other))
        numbers, filled = rows(
            connection,
            f"SELECT count(*) FILTER (regexp_full_match({text}, '{_NUMBER.replace(chr(39), chr(39) * 2)}')), "
            f"count(*) FROM raw WHERE {text} <> ''",
        )[0]
        if filled and 2 * numbers >= filled:
            rule = f"{called} is of a plan by its name, and {source.column(other)} may be what was spent"
            raise source.refuse(rule, fix='call the column of what was spent "spend"')
    return f"{source.where}: {called} is of a plan by its name, and is taken as what was spent: no other column is"
