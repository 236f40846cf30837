"""What is open in a column of statuses: a bill that is not paid yet, which is a sale, or a payment nobody made."""

from __future__ import annotations

from collections.abc import Collection

from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, SALE, meaning

(OPEN,) = tiers(
    "open outstanding offen ouvert ouverte abierto abierta aberto aberta emaberto aperto aperta openstaand otwarta "
    "otwarte "
    "otwarty открыт открыта открыто öppen åben åpen avoin otevřená otevřeno nyitott açık ανοιχτό ανοικτό"
)
# Said of bills alone; and of payments alone, which were begun and came to nothing.
_OF_BILLS, _OF_PAYMENTS = tiers(
    "overdue pastdue partiallypaid uncollectible sent überfällig fällig teilbezahlt teilweisebezahlt uneinbringlich "
    "mahnung "
    "enretard partiellementpayée partiellementpayé parcialmentepagada parcialmentepagado parzialmentepagata "
    "parzialmentepagato achterstallig gedeeltelijkbetaald przeterminowana poterminie częściowozapłacona förfallen "
    "forfalden forfalt delbetald delvistbetalt erääntynyt",
    "expired failed abgelaufen fehlgeschlagen expiré expirée échoué échouée fallido fallida falhou fallito mislukt "
    "verlopen "
    "nieudane wygasło",
)


def of_open(words: Collection[str]) -> str | None:
    """What open means beside the other statuses, as `statuses.key` leaves them; None where they do not tell.

    >>> of_open({"paid", "open", "creditnote"}), of_open({"paid", "open", "expired"}), of_open({"paid", "open"})
    ('sale', 'no sale', None)
    """
    if {*words} & _OF_BILLS or CREDIT in map(meaning, words):
        return SALE
    return NO_SALE if {*words} & _OF_PAYMENTS else None
