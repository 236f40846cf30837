"""Rows of contract files that are no contracts: what says so in a column of kinds, and in one of a CRM's stages.

Only plain words are among them. What may also be a plan, a state of a contract or what became of one is none: an offer,
a concept, a Spanish abono, a cancellation.
"""

from __future__ import annotations

import re

from xlclv.orders.rules.codes import OF_PAPERS, codes
from xlclv.orders.rules.contracts import LEFT
from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.kinds_of_sale import TICKETS_BACK
from xlclv.orders.rules.papers import OF_KINDS
from xlclv.orders.rules.payment_words import BACK
from xlclv.orders.rules.statuses import (
    CREDIT,
    DRAFTS,
    NO_SALE,
    PARTLY,
    REFUNDED,
    SALE,
    VOIDED,
    closed,
    inside,
    key,
    meaning,
)

CREDITED, QUOTED, STAGED = "credit note or refund, no contract", "quote or draft, no contract", "no customer yet"
(_QUOTES,) = tiers(
    "quote quotes quotation quotations estimate estimates proposal angebot angebote kostenvoranschlag "
    "kostenvoranschläge devis presupuesto presupuestos cotización cotizacion cotizaciones preventivo preventivi "
    "orçamento orçamentos cotação kosztorys árajánlat nabídka "
    "見積 見積書 报价 报价单 報價單 견적 견적서"
)
# Of the words of orders what may be a plan or a contract here: a concept, a season ticket.
_PLANS = frozenset(("concept", "koncept", "abono"))
# What columns of stages are called; a status of customers or contracts may have the plain ones of them too.
(_STAGE_COLUMNS,) = tiers(
    "stage stagename lifecyclestage lifecycle lifecyclephase lifecyclestatus dealstage opportunitystage salesstage "
    "pipelinestage crmstage leadstatus leadstage contactstage customerstage phase dealphase salesphase "
    "verkaufsphase vertriebsphase lebenszyklusphase lebenszyklus dealphase étape étapedutransaction phaseducycledevie "
    "cycledevie etapa etapadelciclodevida ciclodevida etapadelnegocio etapadelnegócio fase fasedelciclodivita "
    "levenscyclusfase verkoopfase etap etaplejka стадия этап этапсделки フェーズ 商談フェーズ ライフサイクルステージ "
    "阶段 销售阶段 階段 단계 영업단계 aşama"
)
# Of people and deals that are before any contract, in whatever column of stages.
(_BEFORE,) = tiers(
    "lead leads newlead openlead qualifiedlead marketingqualifiedlead marketingqualified mql salesqualifiedlead "
    "salesqualified sql salesacceptedlead sal productqualifiedlead pql prospect prospects prospecting prospection "
    "prospecto prospectos opportunity opportunities opportunité oportunidad oportunidade opportunità "
    "verkaufschance potentialcustomer potentialclient interessent interessenten "
    "appointmentscheduled qualifiedtobuy presentationscheduled decisionmakerboughtin contractsent "
    "proposal proposals proposalsent proposalpricequote negotiation negotiationreview needsanalysis valueproposition "
    "iddecisionmakers perceptionanalysis identifydecisionmakers demoscheduled closedlost lostdeal deallost "
    "verhandlung négociation negociación negociação negoziazione trattativa onderhandeling negocjacje szansa "
    "лид переговоры 見込み客 リード 商談 失注 潜在客户 线索 商机 丢单 잠재고객 리드 기회"
)
_OF_CUSTOMERS = re.compile(r"customer|client|kunde|cliente|klant|klient|lifecycle|lebenszyklus|ciclo|cycle|cyclus")
_HISTORY = re.compile(r"^(?:previous|former|original|first|initial|last|old|vorherige)", re.IGNORECASE)


def speaks(header: str) -> bool:
    """Whether a column of this name, as `headers.plain` has it, may say that a row is no contract."""
    return bool(header in _KINDS or header in LEFT[-1] or _of_stages(header))


def reasons(header: str, cells: list[str]) -> dict[str, str]:
    """Of the cells of such a column those that say it, and why.

    >>> reasons("type", ["Subscription", "Credit Note", "renewal", "Quote", "Upgrade", "Concept"])
    {'Credit Note': 'credit note or refund, no contract', 'Quote': 'quote or draft, no contract'}
    >>> reasons("lifecyclestage", ["customer", "lead", "churned", "new"]), reasons("status", ["active", "Prospect"])
    ({'lead': 'no customer yet'}, {'Prospect': 'no customer yet'})
    >>> sorted(reasons("dealstage", ["Closed Won", "Closed Lost", "open", "Cancelled", "5 - Negotiation"]))
    ['5 - Negotiation', 'Closed Lost', 'open']
    """
    if header in _KINDS:
        coded = codes(map(key, cells)) if header in OF_PAPERS else {}
        said = {cell: _kind(cell, coded) for cell in cells}
    else:
        deals = _of_stages(header) and not _OF_CUSTOMERS.search(header) and any(closed(c) == SALE for c in cells)
        said = {cell: STAGED if _before(cell, deals) else None for cell in cells}
    return {cell: why for cell, why in said.items() if why is not None}


_KINDS = OF_KINDS | OF_PAPERS


def _of_stages(header: str) -> bool:
    return header in _STAGE_COLUMNS or (header.endswith(("dealstage", "lifecyclestage")) and not _HISTORY.match(header))


def _kind(cell: str, coded: dict[str, str]) -> str | None:
    word = key(cell)
    if word in _PLANS or word in VOIDED or word in PARTLY or word in TICKETS_BACK:
        return None
    if word in _QUOTES or word in DRAFTS:
        return QUOTED
    back = coded.get(word) == CREDIT or word in BACK or meaning(cell) in (CREDIT, REFUNDED)
    return CREDITED if back else None


def _before(cell: str, deals: bool) -> bool:
    """Whether the cell is of who is no customer yet; beside deals that are won, whatever is no sale among deals."""
    word = key(inside(cell))
    if word in _BEFORE:
        return True
    return deals and (closed(cell) == NO_SALE or (meaning(cell) is None and meaning(cell, deals=True) is not None))
