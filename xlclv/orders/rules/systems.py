"""Exports of known systems: the headers that give one away, and which of its columns is what. As `plain` has them."""

from __future__ import annotations

from typing import NamedTuple


class System(NamedTuple):
    """One export: headers it always has, and its columns by role, the first that is there."""

    name: str
    marks: str
    columns: dict[str, str]
    own_refunds: bool = False  # refunds are rows of their own beside the sale


SYSTEMS = (
    System(
        "shopify",
        "name email createdat total",
        {"customer": "email", "date": "createdat", "amount": "total", "order": "name", "status": "financialstatus",
         "cancelled": "cancelledat", "refunded": "refundedamount"},
    ),
    System(
        "woocommerce",
        "ordernumber orderstatus orderdate ordertotalamount",
        {"customer": "customeruserid customerid email customeremail", "date": "orderdate",
         "amount": "ordertotalamount", "order": "ordernumber", "status": "orderstatus",
         "refunded": "orderrefundamount"},
    ),
    System(
        "magento",
        "purchasedate billtoname grandtotal status",
        {"customer": "customeremail email billtoname", "date": "purchasedate", "amount": "grandtotal", "order": "id",
         "status": "status", "refunded": "totalrefunded"},
    ),
    System(
        "prestashop",
        "reference customer total payment status date",
        {"customer": "customer", "date": "date", "amount": "total", "order": "reference", "status": "status"},
    ),
    System(
        "stripe",
        "id amount amountrefunded status currency",
        {"customer": "customerid customeremail", "date": "createddate created", "amount": "amount",
         "status": "status", "refunded": "amountrefunded"},
    ),
    System(
        "paypal",
        "date gross fee net fromemailaddress status",
        {"customer": "fromemailaddress", "date": "date", "amount": "gross", "status": "status"},
        own_refunds=True,
    ),
    System(
        "square",
        "date grosssales netsales",
        {"customer": "customerid customername customerreferenceid", "date": "date", "amount": "netsales",
         "status": "transactionstatus"},
        own_refunds=True,
    ),
)  # fmt: skip
NAMES = tuple(system.name for system in SYSTEMS)


def own_refunds(name: str) -> bool:
    """Whether this system's refunds are rows of their own."""
    return any(system.own_refunds for system in SYSTEMS if system.name == name)
