"""Which column of a contact log is what a contact cost, and which other columns are of costs by their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from xlclv.orders.headers import plain
from xlclv.orders.rules.headers import tiers

COST = tiers(
    "cost contactcost costpercontact costofcontact kosten coût costo coste",
    "costs contactcosts costofcall costofticket costofcase costofinteraction costpercall costperticket costpercase "
    "costperinteraction costperchat callcost ticketcost casecost interactioncost chatcost handlingcost handlingcosts "
    "costofhandling kontaktkosten kostenprokontakt kostenjekontakt kostendeskontakts gesprächskosten gespraechskosten "
    "anrufkosten ticketkosten kostenproanruf kostenproticket bearbeitungskosten "
    "coûts couts cout coûtducontact coûtparcontact coûtcontact coûtdelappel coûtparappel coûtdetraitement "
    "costes costedelcontacto costeporcontacto costeporllamada costedelallamada costedegestión costedegestion costos "
    "costi costodelcontatto costopercontatto costodellachiamata costoperchiamata costodigestione "
    "kostenpercontact contactkosten gesprekskosten afhandelkosten afhandelingskosten "
    "custo custos custodocontato custodocontacto custoporcontato custoporcontacto custodeatendimento "
    "koszt koszty kosztkontaktu kosztobsługi kostnad kostnader omkostning kustannus náklad költség maliyet стоимость "
    "コスト 費用 费用 成本 비용",
    "totalcost totalcosts costtotal totalcontactcost totalhandlingcost gesamtkosten kostengesamt kosteninsgesamt "
    "totalkosten coûttotal couttotal costetotal costototal costototale costocomplessivo totalekosten kostentotaal "
    "custototal kosztcałkowity kosztłączny totalkostnad общаястоимость",
)
_COST = re.compile(
    r"(?<![^\W\d_])costs?(?![^\W\d_])|kosten|(?<![^\W\d_])(kost(en)?|couts?|costes?|cost[oi]s?|custos?|koszty?)(?![^\W\d_])|"
    r"kostnad|omkostning|kustannu|naklad|koltseg|maliyet|стоимост|затрат|コスト|費用|费用|成本|비용",
    re.IGNORECASE,
)
# What sorts costs, or says in what they are, and is none.
_NO_COST = re.compile(
    r"cent(er|re)|stelle|trager|traeger|kostenart|\b(code|type|category|owner|group|currency|class|id|no|nr|center)\b|"
    r"wahrung|waehrung|devise|moneda|valuta|\bce(ntre|ntro)\b|plaats",
    re.IGNORECASE,
)
_A_MINUTE = re.compile(
    r"(\bper\b|\bpro\b|\bje\b|\bpar\b|\bpor\b|\bal\b|\bla\b|\ba\b|/)[\W_]*(min|hour|stunde|std|heure|hora\b|ora\b|uur|h\b|"
    r"sec|sek)|minute(n)?kosten|stunden(kosten|satz)|\b(minute|hourly)[\W_]+costs?",
    re.IGNORECASE,
)


def other_costs(headers: Sequence[str], taken: Collection[int]) -> list[int]:
    """The columns that are not used, though their names speak of costs.

    >>> other_costs(["Customer", "Agent cost", "Cost center", "Kostenstelle", "Personalkosten", "Costa"], [0])
    [1, 4]
    """
    found = ((at, _plainly(header)) for at, header in enumerate(headers) if at not in taken)
    return [at for at, name in found if _COST.search(name) and not _NO_COST.search(name)]


def same_costs(headers: Sequence[str], used: int) -> list[int]:
    """The columns that may be what a contact cost as well as the one that is used, and none the whole of the other.

    >>> same_costs(["Call cost", "Handling cost", "Total cost"], 0), same_costs(["Cost", "Handling cost"], 0)
    ([1], [])
    """
    names = [plain(header) for header in headers]
    return [at for at, name in enumerate(names) if at != used and {name, names[used]} <= COST[1]]


def by_time(header: str) -> bool:
    """Whether a cost is one of time, not of a contact.

    >>> [by_time(name) for name in ("cost per minute", "Kosten/Min", "Coût par heure", "Hourly cost", "Agent cost")]
    [True, True, True, True, False]
    """
    return _A_MINUTE.search(_plainly(header)) is not None


def _plainly(header: str) -> str:
    """Without accents, words apart: CostPerMinute and cost_per_minute are two more ways of writing one."""
    apart = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", header).replace("_", " ")
    bare = unicodedata.normalize("NFD", apart)
    return unicodedata.normalize("NFC", "".join(letter for letter in bare if not unicodedata.combining(letter)))
