"""Marks of yes and no, and the headers of columns that could hold them or money."""

from __future__ import annotations

import re

YES = (
    "yes",
    "y",
    "true",
    "t",
    "ja",
    "oui",
    "sí",
    "si",
    "sì",
    "sim",
    "tak",
    "evet",
    "да",
    "はい",
    "예",
    "是",
    "x",
    "✓",
    "✔",
)
NO = ("", "no", "n", "false", "f", "nein", "non", "não", "nie", "hayır", "нет", "いいえ", "아니오", "否", "-", "nee")
# A header that says that its column is money.
OF_MONEY = re.compile(
    r"amount|total|value|sum\b|betrag|montant|importe|importo|valor|kwota|tutar|сумма|金額|金额|額|额|금액|액",
    re.IGNORECASE,
)
# In a header as `headers.plain` leaves it: the column is of discounts.
OF_DISCOUNT = re.compile(
    r"discount|rabatt|remise|descuento|sconto|korting|desconto|rabat|indirim|iskonto|скидк|割引|値引|할인|折扣"
)
# What a column of cancellations holds where there was none: also as numbers, and as days that are none.
NOT_CANCELLED = (
    "0", "0.0", "0.00", "null", "none", "nan", "nat", "n/a", "na", "\\n", "--", "0000-00-00", "0000-00-00 00:00:00", *NO
)  # fmt: skip
