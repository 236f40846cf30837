"""Exports of known systems: the headers that give one away, and which of its columns is what. As `plain` has them."""

from __future__ import annotations

from typing import NamedTuple


class System(NamedTuple):
    """One export: headers it always has (one set or another), and its columns by role, the first that is there."""

    name: str
    title: str
    marks: tuple[str, ...]
    columns: dict[str, str]
    own_refunds: bool = False  # refunds are rows of their own beside the sale
    paid_back: str = ""  # a status that means so here and something else elsewhere
    no_sale: str = ""  # of the column `nature`: a pattern of what moves money but is no sale and no refund
    back: str = ""  # of the same: a pattern of refunds, which are no orders where orders are counted without money
    credit: str = ""  # of the same: a pattern of what is taken off where it is written without a minus
    buys: bool = False  # other money that goes out is what the seller bought
    sales: str = ""  # statuses that are sales here and not elsewhere
    sold_at: str = ""  # headers of the price of an item, which elsewhere are what it costs the seller

    def fits(self, names: set[str]) -> bool:
        """Whether these headers are the system's."""
        return any(names.issuperset(marks.split()) for marks in self.marks)


SYSTEMS = (
    System(
        "shopify", "Shopify", ("name email createdat total",),
        {"customer": "email", "date": "createdat", "amount": "total", "order": "name", "status": "financialstatus",
         "cancelled": "cancelledat", "refunded": "refundedamount"},
    ),
    System(
        "woocommerce", "WooCommerce",
        ("ordernumber orderstatus orderdate ordertotalamount", "orderid status ordertotal billingemail",
         "date order status customer customertype netsales", "date order status customer customertype nrevenue"),
        {"customer": "customeruserid customerid billingemail email customeremail customer", "date": "orderdate date",
         "amount": "ordertotalamount ordertotal netsales nrevenue", "order": "ordernumber orderid order",
         "status": "orderstatus status", "refunded": "orderrefundamount refundedtotal refundtotal refundamount"},
        sold_at="itemcost",
    ),
    System(
        "magento", "Magento",
        ("purchasedate billtoname grandtotal status", "kaufdatum rechnungan gesamtbetrag status",
         "bestelldatum rechnungan gesamtbetrag status"),
        {"customer": "customeremail email kundenemail billtoname rechnungan",
         "date": "purchasedate kaufdatum bestelldatum", "amount": "grandtotal gesamtbetrag", "order": "id",
         "status": "status", "refunded": "totalrefunded"},
        paid_back="closed",
    ),
    System(
        "prestashop", "PrestaShop",
        ("reference customer total payment status date", "référence client total paiement état date",
         "referenz kunde gesamt zahlung status datum", "referencia cliente total pago estado fecha",
         "riferimento cliente totale pagamento stato data"),
        {"customer": "customer client kunde cliente", "date": "date datum fecha data",
         "amount": "total gesamt totale", "order": "reference référence referenz referencia riferimento",
         "status": "status état estado stato"},
    ),
    System(
        "stripe", "Stripe", ("id amount amountrefunded status currency",),
        {"customer": "customerid customeremail", "date": "createddate created", "amount": "amount",
         "status": "status", "refunded": "amountrefunded"},
    ),
    System(
        "stripe-balance", "Stripe (balance)", ("gross fee net reportingcategory",),
        {"customer": "customerid customeremail", "date": "createdutc created", "amount": "gross",
         "nature": "reportingcategory"},
        own_refunds=True,
        no_sale="payout|fee|transfer|topup|adjustment|advance|reserve|contribution|risk",
        back="refund|dispute|reversal|chargeback",
    ),
    System(
        "paypal", "PayPal",
        ("date gross fee net fromemailaddress status", "datum brutto gebühr netto absenderemailadresse status",
         "datum brutto entgelt netto absenderemailadresse", "date description gross fee net fromemailaddress",
         "date avantcommission commission net deladresseemail état",
         "fecha bruto neto correoelectrónicodelremitente", "data lordo netto indirizzoemailmittente",
         "datum bruto vanemailadres"),
        {"customer": "fromemailaddress absenderemailadresse deladresseemail correoelectrónicodelremitente "
         "indirizzoemailmittente vanemailadres",
         "date": "date datum fecha data", "amount": "gross brutto avantcommission bruto lordo",
         "status": "status état estado stato",
         "nature": "type typ tipo description beschreibung descripción descrizione omschrijving",
         "payer": "toemailaddress empfängeremailadresse àladresseemail correoelectrónicodeldestinatario "
         "indirizzoemaildestinatario naaremailadres"},
        own_refunds=True,
        no_sale="withdraw|transfer|conversion|hold|reserve|deposit|authori|payout|abbuchung|umrechnung|auszahlung|"
        "einbehaltung|bankgutschrift|gutschrift auf|virement|conversion de devise|retenue|"
        "retirada|retiro|transferencia|conversión|retención|prelievo|trasferimento|bonifico|conversione|trattenuta|"
        "opname|overboeking|valutaomrekening|inhouding",
        back="refund|revers|chargeback|dispute|rückzahlung|erstattung|rückbuchung|storn|remboursement|annulation|"
        "rejet|reembolso|rimborso|terugbetaling",
        buys=True,
    ),
    System(
        "square", "Square", ("date grosssales netsales transactionid", "date grosssales netsales paymentid"),
        {"customer": "customerid customername customerreferenceid", "date": "date", "amount": "netsales",
         "status": "transactionstatus", "nature": "eventtype"},
        own_refunds=True,
        back="refund",
        credit="refund",
    ),
    System(
        "loyverse",
        "Loyverse",
        ("date receiptnumber receipttype grosssales netsales",),
        {"customer": "customername customercontacts", "date": "date", "amount": "netsales", "status": "status",
         "nature": "receipttype"},
        own_refunds=True,
        back="refund",
        credit="refund",
        sales="closed",
    ),
    System(
        "etsy", "Etsy", ("saledate orderid buyeruserid ordertotal", "saledate orderid buyer ordertotal"),
        {"customer": "buyeruserid buyer", "date": "saledate", "amount": "ordertotal", "order": "orderid",
         "adjusted": "adjustedordertotal"},
    ),
    System(
        "etsy-items", "Etsy (sold items)", ("saledate itemname buyer itemtotal orderid",),
        {"customer": "buyer", "date": "saledate", "amount": "itemtotal"},
    ),
    System(
        "amazon", "Amazon", ("amazonorderid purchasedate orderstatus itemprice",),
        {"customer": "buyeremail buyername", "date": "purchasedate", "amount": "itemprice", "status": "orderstatus"},
    ),
    System(
        "ebay", "eBay", ("salesrecordnumber ordernumber buyerusername totalprice saledate",),
        {"customer": "buyerusername", "date": "saledate", "amount": "totalprice", "order": "ordernumber"},
    ),
    System(
        "bigcommerce", "BigCommerce", ("orderid customeremail orderdate orderstatus ordertotal",),
        {"customer": "customeremail", "date": "orderdate", "amount": "ordertotal", "order": "orderid",
         "status": "orderstatus", "refunded": "refundamount"},
    ),
    System(
        "squarespace", "Squarespace", ("orderid email financialstatus createdat total lineitemname",),
        {"customer": "email", "date": "createdat", "amount": "total", "order": "orderid", "status": "financialstatus",
         "refunded": "amountrefunded"},
    ),
    System(
        "xero", "Xero", ("contactname invoicenumber invoicedate total lineamount status",),
        {"customer": "contactname", "date": "invoicedate", "amount": "total", "order": "invoicenumber",
         "status": "status", "nature": "type"},
        own_refunds=True,
        no_sale="bill|purchase|expense|spend|payment|transfer|accpay|payable|overpay|prepay",
        back="credit|refund",
        credit="credit|refund",
        sales="awaitingpayment sent",
    ),
    System(
        "sap", "SAP",
        ("documentno type docdate amtinloccur", "documentno documenttype documentdate amountinlocalcurrency",
         "belegnr art belegdatum betraginhw", "belegnummer belegart belegdatum betraginhauswährung"),
        {"customer": "customer account debitor kunde konto", "date": "docdate documentdate belegdatum",
         "amount": "amtinloccur amountinlocalcurrency betraginhw betraginhauswährung",
         "nature": "type documenttype art belegart"},
        own_refunds=True,
        no_sale="^(dz|zp|zv|ab|sa|kz|sb)$",
        back="^dg$",
        credit="^dg$",
    ),
    System(
        "quickbooks", "QuickBooks",
        ("date transactiontype num amount", "transactiondate transactiontype num amount", "type date num amount"),
        {"date": "date transactiondate", "amount": "amount", "customer": "customer customerfullname name",
         "nature": "transactiontype type"},
        own_refunds=True,
        no_sale="^(payment|estimate|deposit|bill|check|expense|cheque|transfer|journal|general journal|purchase order|"
        "sales order|time activity|bill payment.*|statement charge)$",
        back="credit|refund",
        credit="^credit ?(memo|note)s?$|refund",
    ),
    System(
        "hubspot", "HubSpot", ("dealname dealstage closedate amount", "dealname dealphase abschlussdatum betrag"),
        {"customer": "associatedcompanyids associatedcompany primaryassociatedcompany associatedcontact "
         "zugeordnetesunternehmen zugeordneterkontakt",
         "date": "closedate abschlussdatum", "amount": "amount amountincompanycurrency betrag",
         "status": "dealstage dealphase"},
    ),
    System(
        "salesforce", "Salesforce", ("opportunityname accountname stage closedate amount",
                                     "dealname accountname stage closingdate amount"),
        {"customer": "accountid accountname", "date": "closedate closingdate", "amount": "amount", "status": "stage"},
    ),
    System(
        "pipedrive", "Pipedrive", ("dealtitle dealvalue dealstatus", "title value status wontime"),
        {"customer": "dealorganization organization dealcontactperson contactperson", "date": "dealwontime wontime",
         "amount": "dealvalue value", "status": "dealstatus status"},
    ),
    System(
        "donorbox", "Donorbox", ("donatedat amount donoremail",),
        {"customer": "donorid donoremail", "date": "donatedat", "amount": "amount", "status": "status donationstatus"},
    ),
    System(
        "justgiving", "JustGiving",
        ("donationdate donationamount donationref", "donationdate donationamount donoruserid"),
        {"customer": "donoruserid donoremail", "date": "donationdate", "amount": "donationamount",
         "status": "paymentstatus"},
    ),
)  # fmt: skip
NAMES = tuple(system.name for system in SYSTEMS)


def known(name: str) -> System:
    """The system of this name."""
    return next(system for system in SYSTEMS if system.name == name)


def own_refunds(name: str) -> bool:
    """Whether this system's refunds are rows of their own."""
    return bool(name) and known(name).own_refunds
