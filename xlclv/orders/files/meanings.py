"""What each word of a column of statuses means: as the user says, else as the system or the words say."""

from __future__ import annotations

from collections.abc import Collection

from xlclv.orders.chosen import key
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules import statuses
from xlclv.orders.rules.documents import OF_DOCUMENTS, documents
from xlclv.orders.rules.headers import STATUS
from xlclv.orders.rules.open_bills import OPEN, of_open
from xlclv.orders.rules.papers import ordered
from xlclv.orders.rules.statuses import NO_SALE, REFUNDED, SALE
from xlclv.orders.rules.systems import known
from xlclv.orders.source import Source

OF_STATUS = frozenset().union(*STATUS)  # there an order that is not billed yet is another row than one that is
OTHER = "a word not shown"  # of statuses, where ids are pseudonyms


def meanings(
    found: list[str], source: Source, columns: Columns, minus: Collection[str] = (), read_codes: bool = True
) -> dict[str, str | None]:
    """What each status means; a blank one is a sale. `minus` and `read_codes` as `documents` has."""
    header = plain(source.headers[columns.roles["status"]]) if source.headers else ""
    deals = any(word in header for word in statuses.OF_DEALS)
    only, without = (said_of(columns, "status", only=of_only) for of_only in (True, False))
    opened = of_open({*map(statuses.key, found)})
    means: dict[str, str | None] = {}
    of = documents(found, header, minus, read_codes) if header in OF_DOCUMENTS else None
    billed = frozenset[str]() if header in OF_STATUS else ordered({*map(statuses.key, found)})
    for status in found:
        word = key(status)
        if word in without:
            means[status] = NO_SALE
        elif only:
            means[status] = SALE if word in only else NO_SALE
        else:
            said = of[status] if of else statuses.meaning(status, deals) if status else SALE
            said = NO_SALE if statuses.key(status) in billed else said
            said = opened if said is None and not of and statuses.key(status) in OPEN else said
            means[status] = said or (SALE if without else None)
    here = _by_system(found, columns.system) if not only else {}
    return means | {word: meant for word, meant in here.items() if key(word) not in without}


def shown(source: Source, word: str, columns: Columns | None = None) -> str:
    """A word of such a column as messages and the ledger quote it.

    Where ids are pseudonyms that is one which is known or which the user names, for another may be an id.
    """
    said = [each.words for each in columns.chosen] if columns is not None else []
    known = statuses.is_known(word) or any(key(word) in words for words in said)
    return f'"{word}"' if known else source.quoted(word, OTHER)


def example(source: Source, word: str) -> str:
    """A word to name after --only or --without, where it may be shown."""
    return word if not source.secret or statuses.is_known(word) else "..."


def _by_system(found: list[str], system: str) -> dict[str, str | None]:
    """What some mean in this system's exports and not elsewhere."""
    if not system:
        return {}
    paid_back, sales = known(system).paid_back.split(), known(system).sales.split()
    return {s: SALE if statuses.key(s) in sales else REFUNDED for s in found if statuses.key(s) in (*paid_back, *sales)}


def said_of(columns: Columns, role: str, *, only: bool) -> frozenset[str]:
    """The words of this column that --only names, or --without; none of those that they name of another column."""
    places = (columns.roles[role], None) if role == "status" else (columns.roles[role],)
    return frozenset().union(*(each.words for each in columns.chosen if each.only is only and each.at in places))
