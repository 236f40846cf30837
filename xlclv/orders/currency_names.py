"""How surely a column of currencies, by its header, is of the amounts: `Billing Currency` is, `Customer Currency` may
say another thing, and beside `Amount in Local Currency` a `Document Currency` says nothing of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from xlclv.orders.headers import find, plain
from xlclv.orders.rules.headers import AMOUNT, CURRENCY, tiers

NOTHING, PERHAPS, SURE = 0, 1, 2  # what a column of currencies says of the amounts
_WORDS = CURRENCY[0] - {"curr"}  # which is current, too
ENDINGS = ("currency", "währung", "waehrung", "valuta", "通貨", "통화", "币种", "货币", "幣別")
(_SAID,) = tiers("iso code codes alpha 4217 of the for de der des du des la le in en em av w name key id")
(_OF_MONEY,) = tiers("amount amounts betrag montant importe importo bedrag valor kwota total value price sum 金額 金额")
# Of amounts that are in one currency, whatever each was paid in.
(_LOCAL,) = tiers(
    "local lokal lokale lokaler lokalen locale locales locali loc lc lcy lande landes lokalna 現地 本地 현지"
)
(_CONVERTED,) = tiers(
    "home house haus base basis grund converted konvertiert umgerechnet umgerechneter converti convertie convertido "
    "convertida convertito convertita convertidos omgerekend omgerekende przeliczona przeliczone reporting report "
    "berichts company unternehmens unternehmen firmen firma société empresa azienda aziendale bedrijf bedrijfs "
    "group konzern groupe grupo gruppo groeps corporate functional funktionale fonctionnelle funcional funzionale "
    "hauswährung hw leit mandanten buchungskreis eigen system consolidated konsolidiert consolidé consolidado "
    "equivalent equiv gegenwert contrevaleur contravalor controvalore tegenwaarde normalized normalised domestic "
    "nationale nacional nazionale accounting referenz référence referencia inländische 基準 基准 自国 本位 換算 折算 "
    "기준"
)
_CONVERTED_TO = re.compile(r"現地通貨|自国通貨|基準通貨|換算|本币|本位币|折算|本幣|현지통화|기준통화|환산")
# Of these the ones that leave no doubt; "local" may be the customer's, and a "base amount" one before tax.
(_SURELY,) = tiers(
    "converted konvertiert umgerechnet umgerechneter converti convertie convertido convertida convertito convertita "
    "convertidos omgerekend omgerekende przeliczona przeliczone lcy hauswährung"
)
_SURELY_TO = re.compile(r"自国通貨|基準通貨|換算|本币|本位币|折算|本幣|기준통화|환산")
# What an amount, or a currency, of who keeps the books is called; two such names speak of the same money.
_HOUSE = _LOCAL | tiers("haus hau hauswährung hw company buchungskreis buchungskrei")[0]
# Keys of currencies as lists of programs shorten them, by the words that they stand for.
_SHORTENED = {
    "hwähr": ["hauswährung"], "hwaehr": ["hauswährung"], "hwährg": ["hauswährung"], "hwaer": ["hauswährung"],
    "hauswähr": ["hauswährung"], "hauswährg": ["hauswährung"], "lcurr": ["local", "currency"],
    "lcur": ["local", "currency"], "lcrcy": ["local", "currency"],
}  # fmt: skip
# The same, as lists of SAP shorten it.
(_SHORT,) = tiers("importeenml montantendi montantendevint importodivint importoindi montanteemmi amtinloccur")
# Of a column that may say what a customer likes, or what something was before amounts were converted.
(_FOREIGN,) = tiers(
    "foreign fremd étrangère etrangère extranjera estera vreemde original originale originaler originelle originaria "
    "originario ursprung ursprungs ursprüngliche origine origen oorspronkelijke source quell native 元 外国 原 原始 外"
)
(_WHOSE,) = tiers(
    "preferred bevorzugte bevorzugt wunsch préférée preferida preferita voorkeurs customer customers client clients "
    "cliente clienti kunde kunden klant klanten klienta shopper buyer käufer acheteur comprador user users viewer "
    "visitor default display anzeige country market region desk book parent 顧客 お客様 客户 客戶 고객"
)
_MAY_BE = _FOREIGN | _WHOSE | _LOCAL | _CONVERTED
# Those that have amounts of their own: Transaction Amount beside Transaction Currency and Amount.
(_PAIRED,) = tiers("transaction txn trx presentment document doc beleg settlement payment")
(_NO_OTHER,) = tiers("iso money billed billing geld argent dinero denaro ccy cur fx")  # by cells: of currencies alone


def weight(at: int, headers: Sequence[str], money: int | None) -> int:
    """How surely the column of currencies at `at` is of the amounts at `money`.

    >>> heads = ["Amount", "Billing Currency", "Customer Currency", "Local Currency", "Desk", "ISO", "Currency"]
    >>> [weight(at, heads, 0) for at in range(1, 7)]
    [2, 1, 1, 1, 2, 2]
    """
    header, amount = headers[at], headers[money] if money is not None and money < len(headers) else ""
    if plainly(header):
        return SURE
    mine, its = qualifiers(header), qualifiers(amount)
    if mine & its or of_the_house(amount, header):
        return SURE
    if _is_converted(amount, its):
        return PERHAPS if not mine or (its & _LOCAL and mine & _WHOSE) else NOTHING  # local to whom?
    named = any(map(is_word, words(header)))
    others = [other for place, other in enumerate(headers) if place not in (at, money)]
    paired = mine and any(_of(other, mine) for other in others)
    if mine & _MAY_BE:
        return NOTHING if paired else PERHAPS
    if paired and mine & _PAIRED:
        return PERHAPS
    return SURE if named or _NO_OTHER.intersection(words(header)) else PERHAPS


def of_the_house(amount: str, header: str) -> bool:
    """Whether amounts are in the local currency by their header, and the column is of that currency by its own.

    >>> heads = ["HWähr", "LCurr", "Local Curr", "Company Code Currency", "Local Currency", "Document Currency"]
    >>> [of_the_house("Betrag in Hauswährung", header) for header in heads]
    [True, True, True, True, True, False]
    >>> of_the_house("Amount (LCY)", "HWähr"), of_the_house("Amount", "HWähr"), of_the_house("Local Amount", "Currency")
    (True, False, False)
    """
    mine = qualifiers(header)
    local = plain(amount) in _SHORT or bool(qualifiers(amount) & _HOUSE - {"company"})  # may be what a company paid
    return local and bool(mine) and mine <= _HOUSE and any(map(is_word, words(header)))


def plainly(header: str) -> bool:
    """Whether a header is a word for currency and nothing else: then whatever its cells say counts."""
    return bool(find(CURRENCY, [header]))


def qualifiers(header: str) -> set[str]:
    """Whose or which currency or money it is.

    >>> sorted(qualifiers("Betrag in Hauswährung")), sorted(qualifiers("account.currency_code"))
    (['betrag', 'hau', 'haus'], ['account'])
    """
    found = {word for word in words(header) if not is_word(word)}
    for word in words(header):
        found.update(stems(word))
    return found - _SAID - {""}


def stems(word: str) -> set[str]:
    """What stands before a word for currency in one word, with and without the s that joins them.

    >>> sorted(stems("rechnungswährung")), stems("currency"), stems("amount")
    (['rechnung', 'rechnungs'], set(), set())
    """
    before = [word.removesuffix(end) for end in ENDINGS if word.endswith(end)]
    return {stem for one in before for stem in (one, one.removesuffix("s"))} - {""}


def is_word(word: str) -> bool:
    """Whether a word is one for currency."""
    return word in _WORDS or word.endswith(ENDINGS)


def words(header: str) -> list[str]:
    """The words of a header, of one in camel case too."""
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", unicodedata.normalize("NFKC", header[:200]))
    found = [full for word in re.split(r"[\W\d_]+", text.casefold()) if word for full in _SHORTENED.get(word, [word])]
    local = ("currency" if word == "curr" and before in _HOUSE else word for before, word in pairwise(found))
    return [*found[:1], *local]  # curr alone is current, too


def _is_converted(amount: str, its: set[str]) -> bool:
    """Whether amounts by their header are in one currency, or in that of a place: Base Amount, Local Amount."""
    named = its & (_CONVERTED | _LOCAL) or plain(amount) in _SHORT
    return bool(named) or _CONVERTED_TO.search(amount) is not None


def surely_converted(amount: str) -> bool:
    """Whether amounts by their header are in the one currency of who keeps the books, whatever each was paid in.

    >>> [surely_converted(name) for name in ("Amount (converted)", "Amount (LCY)", "Betrag in Hauswährung")]
    [True, True, True]
    >>> [surely_converted(name) for name in ("Amount in company currency", "Company amount", "Local currency amount")]
    [True, False, False]
    """
    said = words(amount)
    of_the_books = any(map(is_word, said)) and _CONVERTED & qualifiers(amount)
    return bool(_SURELY.intersection(said) or of_the_books) or _SURELY_TO.search(amount) is not None


def _of(amount: str, whose: set[str]) -> bool:
    """Whether a header is an amount of the same kind as a currency: Original Amount, where Original Currency is."""
    rest = [word for word in words(amount) if word not in whose]
    return qualifiers(amount) - _OF_MONEY == whose and bool(find(AMOUNT, [" ".join(rest)]))
