"""Marks of yes and no, and the headers of columns that could hold them or money."""

from __future__ import annotations

import re

from xlclv.orders.rules.headers import tiers

# In all languages at once, and one letter where no other language means the opposite by it: S/N, J/N, O/N, T/N.
YES = (
    *("yes", "y", "true", "t", "x", "✓", "✔", "ja", "j", "oui", "o", "vrai", "sí", "si", "sì", "s", "verdadero"),
    *("vero", "sim", "verdadeiro", "waar", "wahr", "tak", "prawda", "evet", "doğru", "да", "так", "истина", "はい"),
    *("예", "네", "是", "ano", "pravda", "igen", "igaz", "kyllä", "joo", "sann", "sant", "tosi", "ναι", "da", "áno"),
)
NO = (
    *("", "no", "n", "false", "f", "-", "nein", "non", "faux", "falso", "não", "nao", "nee", "onwaar", "falsch", "nie"),
    *("fałsz", "hayır", "hayir", "yanlış", "нет", "ні", "ложь", "いいえ", "아니오", "아니요", "否", "ne", "nepravda"),
    *("nem", "hamis", "nej", "nei", "ei", "falskt", "falsk", "usann", "epätosi", "όχι", "nu"),
)
# A header that says that its column is money.
OF_MONEY = re.compile(
    r"amount|total|value|sum\b|betrag|montant|importe|importo|valor|kwota|tutar|сумма|金額|金额|額|额|금액|액",
    re.IGNORECASE,
)
# In a header as `headers.plain` leaves it: the column is of discounts.
OF_DISCOUNT = re.compile(
    r"discount|rabatt|remise|descuento|sconto|korting|desconto|rabat|indirim|iskonto|скидк|割引|値引|할인|折扣"
)
# Columns of yes and no, whatever the numbers in them; in the first, the row itself gives money back.
OF_RETURNS, OF_MARKS = tiers(
    "isreturn isrefund iscredit iscreditnote iscreditmemo istretoure istgutschrift estretour",
    "isreturned isrefunded wasreturned wasrefunded returnflag refundflag",
)
# Of the others those whose numbers are money; in the rest they may be pieces, or days.
(OF_PAID_BACK,) = tiers("refund")
# With a question mark: the column says whether an order was paid.
OF_PAID_YES = {
    "paid": "yes", "bezahlt": "ja", "payé": "oui", "payée": "oui", "pagado": "sí,si", "pagada": "sí,si",
    "pagato": "sì,si", "pago": "sim", "betaald": "ja", "zapłacone": "tak",
}  # fmt: skip
OF_PAID = frozenset(OF_PAID_YES)
# In a header as `headers.plain` leaves it: the column is of returns or refunds.
OF_REFUND = re.compile(
    r"refund|return(?!ing)|retour|rückgabe|rückzahl|erstattet|erstattung|rembours|devolu|devuelt|rimbors|reembols|estorn|"
    r"terugbeta|zwrot|zwróc|vrácen|vratk|visszatérít|återbetal|tilbagebetal|tilbakebetal|refusjon|retur(?!n)|palaut|"
    r"hyvite|επιστροφ|^iade|возвр|返品|返金|退货|退貨|退款|반품|환불"
)
# The same, where a bank or an account took the money back: alone, or with a word of money.
OF_TAKEN_BACK = re.compile(
    r"^(?:total|amount|sum)?(?:charge(?:d)?backs?|credited|clawedback|disputed)(?:total|amount|value|sum)?$|gutgeschrieben|"
    r"rückbuchung|rückbelastung|rétrofactur|contracargo"
)
# Of columns of refunds those that are no money: when, why, how many, and the tax and fees of it.
NO_REFUND = re.compile(
    r"date|datum|time|reason|grund|motif|motivo|status|count|qty|quant|menge|anzahl|number|nummer|id$|policy|window|rate|"
    r"tax|vat|mwst|fee|currency|before|after|less|without|refundable|address|shipping|%|日|理由|数量|번호|사유"
)
# What a column of cancellations holds where there was none: also as numbers, and, whatever the time, as days that
# databases write where they have none.
NOT_CANCELLED = ("0", "0.0", "0.00", "null", "none", "nan", "nat", "n/a", "na", "\\n", "--", *NO)
NO_DAY = (
    r"(0000-00-00|0001-01-01|1900-01-01|1970-01-01|9999-12-31|0?1[./-]0?1[./-](0001|1900|1970)|31[./-]12[./-]9999|"
    r"12/31/9999)([t ,].*)?"
)
