"""Headers of lists of customers, one row each, as shops export them beside orders. As `headers.plain` has them."""

from __future__ import annotations

import re

from xlclv.orders.rules.headers import tiers

# A day that is one of several orders'.
END_OF_ORDERS = re.compile(
    r"(?:date(?:of)?|datum(?:der)?|datedela|fechadela|data(?:del)?)?(?:last|first|latest|mostrecent|letzte|erste|derni[èe]re|"
    r"premi[èe]re|[úu]ltim|primer|prima|primo|laatste|eerste|ostatni|pierwsz|последн|最終|最後|初回|最近)"
)
(OF_COUNTS,) = tiers(
    "orders orderscount ordercount numberoforders numorders totalorders noorders nooforders purchases purchasecount "
    "numberofpurchases totalpurchases transactions numberoftransactions lifetimeorders anzahlbestellungen bestellungen "
    "bestellanzahl nombredecommandes commandes pedidos númerodepedidos numerodepedidos ordini numeroordini "
    "aantalbestellingen bestellingen liczbazamówień 注文数 注文回数 購入回数 订单数"
)
OF_ALL_SPENT = re.compile(r"spent|lifetime|alltime|ltv|clv|dépensé|gastado|speso|besteed|累計")
