"""Which column of a file beside the orders is what: by the names people give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from xlclv.companions.cost_words import COST
from xlclv.companions.handle_words import handle_roles
from xlclv.companions.spend_words import spend_columns
from xlclv.orders.currency_columns import by_header
from xlclv.orders.headers import UnclearError, called, describe, find, nearest, plain, rivals
from xlclv.orders.roles import further
from xlclv.orders.rules.headers import CUSTOMER, DATE

# Headers, as `plain` leaves them, that name one person: nothing to tell groups of customers apart by.
_PERSONAL = re.compile(
    r"(first|last|sur|fore|full|middle|given|family|customer|client|contact|display|user|account|company)?name|vorname|nachname|nom|prenom|"
    r"nombre|apellidos?|.*e?mail.*|.*(tele)?(phone|fon|fono)(number|no|nr|nummer)?|mobile?|handy|fax|telefono|"
    r".*(street|strasse|straße|addr(ess)?(line)?\d?|adresse|direccion|indirizzo)|iban|passport|ssn|taxid|vat(id|no)?"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Where each thing of a file beside the orders stands; `customer` and `date` are places that readers ask for."""

    roles: dict[str, int]
    system: str = ""
    order: int | None = None
    cost: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    @property
    def customer(self) -> int:
        """The place of the customer, or of what stands for one."""
        return self.roles.get("customer", min(self.roles.values()))

    @property
    def date(self) -> int:
        """The place of the day, or of what stands for one."""
        return self.roles.get("date", self.customer)


def personal(header: str) -> bool:
    """Whether a column looks like a name, an e-mail address, a telephone number or a street.

    >>> personal("E-Mail"), personal("First name"), personal("Country")
    (True, True, False)
    """
    return _PERSONAL.fullmatch(plain(header)) is not None


def is_email(header: str) -> bool:
    """Whether a header is of e-mail addresses.

    >>> is_email("Customer Email"), is_email("Customer ID")
    (True, False)
    """
    return plain(header) in _EMAIL


def of_customers(customer: str | None) -> Callable[[Sequence[str]], Beside]:
    """A customers file: the id, and every other column with a header as c0, c1, ..."""
    return partial(customers_told, customer)


def customers_told(customer: str | None, headers: Sequence[str]) -> Beside:
    """The columns under these headers. By its own name, so that the process that reads workbooks can call it."""
    at = _id(headers, customer)
    others = [i for i, header in enumerate(headers) if i != at and header.strip()]
    names = {further(number): headers[i].strip() for number, i in enumerate(others)}
    return Beside({"customer": at, **{further(number): i for number, i in enumerate(others)}}, headers=names)


def _id(headers: Sequence[str], customer: str | None, tiers: tuple[frozenset[str], ...] = CUSTOMER) -> int:
    """The column of ids: called as in the orders, an e-mail where theirs is one, else as one is called."""
    if customer is not None and (at := called(customer, headers)) is not None:
        return at
    alike = [i for i, header in enumerate(headers) if customer and plain(header) == plain(customer)]
    if len(alike) == 1:  # the orders' own header, which may have brackets that the file beside them has not
        return alike[0]
    if customer is not None and is_email(customer) and len(written := find((_EMAIL,), headers)) == 1:
        return written[0]
    found = find(tiers, headers)
    if len(found) == 1:
        return found[0]
    if found:
        shown, _ = rivals(found, headers)
        raise UnclearError(f"the columns {shown} could each be the customer; call only one so")
    close = nearest(customer or "customer", headers)
    meant = f'; if it is "{close}", call it customer' if close else "; call the column of ids customer"
    raise UnclearError(f"no column looks like a customer{meant}; the columns are {describe(headers)}")


def _tiers(*tiers: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(tier.split()) for tier in tiers)


_CONTACT_DAY = _tiers(
    "contactdate calldate contacttime callstart starttime startedat startdate opened openedat openeddate submittedat "
    "submitted submittedon receivedat ticketdate chatdate kontaktdatum anrufdatum",
    *(" ".join(tier) for tier in DATE),
    "start calltime",
    "conversationstart conversationstarttime conversationstartdate conversationdate segmentstart segmentstarttime "
    "segmentstartdate interactionstart interactionstarttime interactiondate sessionstart sessionstarttime chatstart "
    "chatstarttime callstarttime callstartdate initiationtimestamp initiationtime ticketcreated ticketcreatedat "
    "ticketcreateddate ticketcreatedon casecreated casecreatedat casecreateddate caseopened caseopeneddate "
    "dateopened ticketopened dateopenedat createdtime gesprächsbeginn gespraechsbeginn anrufbeginn ticketerstellt "
    "ticketerstelltam erstelltam débutappel débutdelappel datedappel dateappel iniciodelallamada fechallamada "
    "fechadellamada datachiamata",
)
_EMAIL = CUSTOMER[2] | frozenset(("requesteremail", "requestoremail", "enduseremail"))
# Help desks call the customer their requester, and a shop's own id of one external; theirs, the last, means little.
_CALLER = (
    CUSTOMER[0],
    *_tiers("requesterexternalid requestorexternalid customerexternalid userexternalid contactexternalid "
            "enduserexternalid"),
    CUSTOMER[1],
    _EMAIL,
    *CUSTOMER[3:-1],
    *_tiers("requesterid requestorid requester"),
    CUSTOMER[-1],
)  # fmt: skip
# What says that the first contact resolved it before what may say that it was resolved in the end.
RESOLVED = _tiers(
    "firstcontactresolution firstcontactresolved resolvedonfirstcontact resolvedatfirstcontact resolvedinfirstcontact "
    "firstcallresolution firstcallresolved resolvedonfirstcall resolvedatfirstcall resolvedatonce resolvedfirst fcr "
    "onetouch onetouchresolution onetouchresolved onetouchticket firsttouchresolution firsttouchresolved isfcr fcrflag "
    "fcrachieved fcrmet resolvedonfirsttouch firstinteractionresolved firstinteractionresolution "
    "resolvedonfirstinteraction firstcontactfix firsttimefix fixedfirsttime resolvedfirsttime "
    "erstlösung erstloesung erstkontaktlösung erstkontaktloesung sofortlösung sofortloesung sofortgelöst "
    "sofortgeloest imerstkontaktgelöst imerstkontaktgeloest beimerstkontaktgelöst beimerstkontaktgeloest "
    "beimerstenkontaktgelöst beimerstenkontaktgeloest imerstenkontaktgelöst imerstenkontaktgeloest erstanrufgelöst "
    "erstkontaktgelöst erstkontaktgeloest direktgelöst direktgeloest "
    "résoluaupremiercontact resoluaupremiercontact résolutionaupremiercontact resolutionaupremiercontact "
    "résoluaupremierappel resoluaupremierappel résolutionaupremierappel premiercontactrésolu résoludupremiercoup "
    "résoluimmédiatement "
    "resueltoenelprimercontacto resueltoenprimercontacto resueltoalprimercontacto resolucionenelprimercontacto "
    "resoluciónenelprimercontacto resoluciónenprimercontacto resoluciónprimercontacto "
    "risoltoalprimocontatto risoluzionealprimocontatto opgelostbijeerstecontact inéénkeeropgelost "
    "resolvidonoprimeirocontato resolvidonoprimeirocontacto rozwiązaneprzypierwszymkontakcie",
    "resolved solved fixed gelöst geloest résolu resolu resuelto risolto opgelost resolvido",
)
_CONTACT = {
    "channel": _tiers("channel contactchannel medium kanal canal canale", "source queue"),
    "reason": _tiers("reason contactreason topic issue subject grund anliegen motif motivo", "category type priority"),
    "resolved": RESOLVED,
    "satisfaction": _tiers(
        "satisfaction csat satisfactionscore customersatisfaction zufriedenheit", "rating score nps"
    ),
    "cost": COST,
}
PERIOD = _tiers("period month quarter year date day week monat quartal jahr datum tag woche mois mes mese periode "
                 "zeitraum semaine semana settimana",
                 *(" ".join(tier) for tier in DATE),
                 "reportingstarts reportingstart weekstart weekstarting weekbeginning weekcommencing monthstart "
                 "periodstart startdate datestart datefrom start from berichtsbeginn débutdesrapports "
                 "iniciodelinforme inizioreport inizioreportistica iníciodosrelatórios")  # fmt: skip


def of_contacts(customer: str | None) -> Callable[[Sequence[str]], Beside]:
    """A contact log: customer and day, and what else its headers say."""
    return partial(contacts_told, customer)


def contacts_told(customer: str | None, headers: Sequence[str]) -> Beside:
    """The columns under these headers. By its own name, so that the process that reads workbooks can call it."""
    roles = {"customer": _id(headers, customer, _CALLER)}
    roles["date"] = _only("day", find(_CONTACT_DAY, headers), headers)
    for role, tiers in _CONTACT.items():
        free = [at for at in find(tiers, headers) if at not in roles.values()]
        if free:
            roles[role] = free[0]
    roles |= handle_roles(headers, roles.values())
    roles |= _currency(headers, roles.get("cost"), roles.values())
    return Beside(roles, headers={role: headers[at].strip() for role, at in roles.items()})


def _currency(headers: Sequence[str], money: int | None, taken: Collection[int]) -> dict[str, int]:
    """The column that says in which currency money is, where there is one."""
    found, _ = by_header(headers, money, taken)
    return {} if found is None else {"currency": found}


def of_acquisition(headers: Sequence[str]) -> Beside:
    """What was spent, by period: every further column with a header may be one of --by, as c0, c1, ..."""
    period = _only("period", find(PERIOD, headers), headers)
    spend = _only("spend", spend_columns(headers, period), headers)
    told = {"period": period, "spend": spend, **_currency(headers, spend, (period, spend))}
    others = [i for i, header in enumerate(headers) if i not in told.values() and header.strip()]
    roles = {**told, **{further(number): i for number, i in enumerate(others)}}
    return Beside(roles, headers={role: headers[at].strip() for role, at in roles.items()})


def _only(what: str, found: list[int], headers: Sequence[str]) -> int:
    if len(found) == 1:
        return found[0]
    if found:
        shown, _ = rivals(found, headers)
        raise UnclearError(f"the columns {shown} could each be the {what}; call only one so")
    raise UnclearError(f"no column looks like the {what}; call it {what}; the columns are {describe(headers)}")
