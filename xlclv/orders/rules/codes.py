"""Codes of documents as accounts write them (SI and SC, TD01 and TD04, RE and GU), a set a system or language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlclv.orders.rules.headers import NUMBERED, tiers
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, SALE


def _set(billed: str, credited: str, neither: str = "") -> dict[str, str]:
    """What each code means: billed, credited, or a payment, a purchase, an offer."""
    return {
        word: meant
        for words, meant in ((billed, SALE), (credited, CREDIT), (neither, NO_SALE))
        for word in words.split()
    }


# A code tells nothing alone: RG is an invoice in German and a payment in French, AB a credit in Spanish and an order's
# confirmation in German. Those of which accounts differ even in one language stand in no set, and are asked about.
_SETS = (
    _set("si", "sc", "sr sa pi pc pp pa pd jc jd bp bt cp vp"),  # Sage 50
    _set(
        "td01 td02 td03 td05 td06 td07 td09 td24 td25 td26",
        "td04 td08",
        "td16 td17 td18 td19 td20 td21 td22 td23 td27 td28 td29",  # what a buyer writes for a seller
    ),
    _set("ft fs fr fd nd", "nc", "rc rg pf gt"),  # Italian, Portuguese
    _set("fa fv fs nd", "ab abo nc"),  # Spanish
    _set("fa fc fac", "av avo", "rg rgt bl bc dv"),  # French
    _set("re rg", "gu gs", "an ang ab ls za"),  # German
    _set("rv dr", "dg", "dz zp zv kz ab sa sb"),  # SAP
    _set("inv", "crn cn cm cdn", "pmt pymt rcpt quo qte qt est so po pfi"),  # English
)
_WITH_WORDS = re.compile(r"td\d\d")  # TD01 Fattura
# Headers that speak of documents by themselves; under `Type` the same letters may be kinds of goods, rooms or sizes.
(OF_PAPERS,) = tiers(
    "documenttype doctype invoicetype transactiontype trxtype txtype transtype receipttype belegart dokumentart "
    "dokumenttyp belegtyp transaktionsart transaktionstyp buchungsart tipodocumento tipodedocumento "
    "tipodocumentofiscal tipodoc tipodidocumento tipotransacción tipodetransacción typededocument typededoc "
    "typedepièce typepièce typetransaction typedetransaction documentsoort soorttransactie "
    "伝票区分 伝票種別 单据类型 單據類型 전표구분 typdokumentu rodzajdokumentu typtransakcji rodzajtransakcji "
    "typfaktury "
    "rodzajfaktury typdokladu druhdokladu typfaktúry bizonylattípus bizonylattípusa számlatípus verifikationstyp "
    "verifikattyp transaktionstype transaksjonstype dokumenttype bilagstype bilagsart fakturatyp fakturatype "
    "tositelaji tositetyyppi laskutyyppi belgetürü belgetipi faturatipi faturatürü işlemtürü типдокумента "
    "виддокумента τύποςπαραστατικού είδοςπαραστατικού 文書種別 伝票タイプ 書類種別 请求区分 請求区分 发票类型 文件類型 "
    "문서유형 전표유형 rechnungsart rechnungstyp documenttypen typedefacture typefacture typedocument typededocumento "
    "naturedelapièce naturedepièce tipofactura tipodefactura tipocomprobante tipodecomprobante tipofattura "
    "tipodifattura tipofatura tipodefatura factuursoort factuurtype soortfactuur soortdocument vouchertype "
    "documentkind documentcategory billcategory"
)
_BESIDE_SAGE = frozenset(("reference", "ref", "no"))  # Sage 50 calls its invoices' numbers so


def codes(words: Iterable[str]) -> dict[str, str]:
    """What those of the words mean that are codes of one set: two at least, of which one is billed and one not.

    >>> codes(["si", "sc", "sr"]), codes(["si", "no"]), codes(["rg", "fa"])
    ({'si': 'sale', 'sc': 'credit note', 'sr': 'no sale'}, {}, {'rg': 'no sale', 'fa': 'sale'})
    """
    bare = {word: code.group() if (code := _WITH_WORDS.match(word)) else word for word in words}
    found = [{word: of[code] for word, code in bare.items() if code in of} for of in _SETS]
    best = max(found, key=len)
    return best if SALE in best.values() and len({*best.values()}) > 1 else {}


def meant_alone(word: str) -> frozenset[str]:
    """What the word means as a code, in any set; nothing where it is none.

    >>> sorted(meant_alone("rg")), meant_alone("td01 fattura") == {SALE}, sorted(meant_alone("online"))
    (['no sale', 'sale'], True, [])
    """
    code = found.group() if (found := _WITH_WORDS.match(word)) else word
    return frozenset(of[code] for of in _SETS if code in of)


def of_papers(found: Iterable[str], header: str, headers: Iterable[str]) -> bool:
    """Whether these codes under the header, beside the others (all as `headers.plain` has them), are of documents.

    >>> of_papers(["ft", "nc"], "tipo", ["cliente"]), of_papers(["ft", "nc"], "tipo", ["numerofactura"])
    (False, True)
    >>> of_papers(["td01", "td04"], "type", []), of_papers(["re", "gu"], "belegart", [])
    (True, True)
    >>> of_papers(["si", "sc"], "type", ["ref"]), of_papers(["re", "gs"], "type", ["ref"])
    (True, False)
    """
    words, beside = {*found}, {*headers}
    if header in OF_PAPERS or all(map(_WITH_WORDS.match, words)):
        return True
    return bool(beside & NUMBERED or ("si" in words and beside & _BESIDE_SAGE))
