"""Headers of reports that name the object before the field, "Account: Account Number": the field alone names a role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.headers import plain
from xlclv.orders.source import Options

_OBJECT = re.compile(r"^\s*[^\W\d_][\w ]{0,60}:\s+(?=\S)")
_LEAST = 2  # headers with an object: one alone may be any sentence


def without_objects(headers: Sequence[str], options: Options) -> Sequence[str]:
    """The headers without the objects before them, but for those that would then have the name of another, and those
    that the user names as they stand.

    >>> heads = ["Account: Account Number", "Subscription: Name", "Rate Plan: Name", "Rate Plan Charge: MRR"]
    >>> without_objects(heads, Options())
    ['Account Number', 'Subscription: Name', 'Rate Plan: Name', 'MRR']
    >>> without_objects(heads[:1], Options()), without_objects(heads[2:], Options(amount="Rate Plan Charge: MRR"))[1]
    (['Account: Account Number'], 'Rate Plan Charge: MRR')
    """
    found = [_OBJECT.sub("", header) for header in headers]
    if sum(bare != header for bare, header in zip(found, headers, strict=True)) < _LEAST:
        return headers
    said = " ".join(filter(None, (options.customer, options.date, options.amount, options.status_column,
                                  options.order_column, options.cost, options.margin_column, options.only,
                                  options.without, *options.by, *(name for _, name in options.named))))  # fmt: skip
    names = [plain(header) for header in found]
    return [
        header if names.count(plain(bare)) > 1 or header.strip() in said else bare
        for bare, header in zip(found, headers, strict=True)
    ]
