"""Papers of a trade: what columns of them are called, which bills, and which only orders, confirms or delivers."""

from __future__ import annotations

from collections.abc import Collection

from xlclv.orders.rules.headers import tiers

# What a column of kinds of papers is called beside `codes.OF_PAPERS`.
(OF_KINDS,) = tiers(
    "type recordtype vorgangsart typ art tipo soort eventtype ordertype salestype kind orderkind saletype "
    "entrytype linetype operationtype movementtype transactionkind action bestellart auftragsart typecommande "
    "tipooperación tipodeoperación tipopedido tipooperazione tipoordine tipovenda 取引区分 売上区分 取引種別 区分 "
    "业务类型 交易类型 交易類型 거래구분 거래유형 구분 gifttype donationtype gifttypes salesordertype ordercategory "
    "nature "
    "natureopération naturedelopération typeopération typedopération typedecommande tipodeventa tipodepedido "
    "tipodevenda "
    "tipooperação tipodeoperação tipomovimento tipomovimiento tipodemovimiento tipodiordine soortorder ordersoort "
    "rodzaj rodzajoperacji typoperacji typsprzedaży druh druhpohybu típus tyyppi laji tapahtumalaji slag tür "
    "işlemtipi тип вид типоперации видоперации τύπος είδος 種別 種類 取引タイプ 売上種別 類別 类别 类型 類型 유형 종류 "
    "거래종류"
)
# What bills a customer. What is sold over a counter is billed by its receipt.
(BILL,) = tiers(
    "invoice invoices salesinvoice salesinvoices taxinvoice accrec customerinvoice customerinvoices inv invs "
    "vatinvoice standardinvoice salestaxinvoice "
    "rechnung rechnungen ausgangsrechnung ausgangsrechnungen verkaufsrechnung kundenrechnung schlussrechnung "
    "facture factures facturedevente factureclient facturefinale factura facturas facturadeventa facturacliente "
    "facturaemitida facturasimplificada fattura fatture fatturadivendita fatturacliente fatturaimmediata "
    "fatturadifferita fatura faturas faturarecibo faturasimplificada notafiscal factuur facturen verkoopfactuur "
    "faktura faktury fakturavat fakturasprzedaży fakturakońcowa vydanáfaktura fakturavydaná faktúra "
    "fakturor kundfaktura fakturaer salgsfaktura kundefaktura salgsfakturaer számla számlák végszámla lasku laskut "
    "myyntilasku satışfaturası τιμολόγιο τιμολόγιοπώλησης счетфактура счётфактура фактура рахунок "
    "売上 掛売上 売上伝票 請求 請求書 销售 销售单 销售出库单 发票 銷售單 發票 매출 청구 청구서 세금계산서"
)
BILL_OR_RECEIPT = BILL | {"salesreceipt", "salesreceipts"}
# What comes before a bill and is no money beside it: the order, its confirmation, what goes with the goods; an offer.
_ORDERED, _OFFERED = tiers(
    "order orders salesorder salesorders customerorder so weborder orderconfirmation orderconfirmations "
    "salesorderconfirmation orderacknowledgement orderacknowledgment salesorderacknowledgement "
    "purchaseorderacknowledgement purchaseorderacknowledgment purchaseorder purchaseorders po deliverynote "
    "deliverynotes deliveryorder packingslip packingslips packinglist pickinglist pickticket dispatchnote despatchnote "
    "goodsissue "
    "auftrag aufträge auftraege auftragsbestätigung auftragsbestätigungen auftragsbestaetigung bestellung bestellungen "
    "bestellbestätigung bestellbestaetigung kundenauftrag verkaufsauftrag lieferschein lieferscheine lieferung "
    "kommissionierschein "
    "commande commandes bondecommande commandeclient commandedevente confirmationdecommande accusédecommande "
    "bondelivraison bonsdelivraison bondepréparation "
    "pedido pedidos pedidodeventa pedidodecliente ordendeventa confirmacióndepedido albarán albaran albaranes "
    "notadeentrega remisión pedidodevenda pedidodecompra ordemdevenda confirmaçãodepedido "
    "encomenda encomendas guiaderemessa guiadetransporte notadeencomenda "
    "ordine ordini ordinedivendita ordinecliente confermaordine confermadordine ddt documentoditrasporto bolla "
    "bolladiconsegna "
    "bestelling bestellingen verkooporder verkooporders orderbevestiging opdrachtbevestiging pakbon pakbonnen "
    "leverbon "
    "zamówienie zamówienia zamówieniesprzedaży zamówienieklienta potwierdzeniezamówienia wydaniezewnętrzne wz "
    "objednávka objednávky přijatáobjednávka potvrzeníobjednávky dodacílist rendelés "
    "rendelésvisszaigazolás szállítólevél "
    "ordrar orderbekräftelse orderbekreftelse ordrebekræftelse ordrebekreftelse följesedel følgeseddel pakkseddel "
    "ordre ordrer salgsordre kundeordre kundorder tilaus tilausvahvistus lähete sipariş satışsiparişi siparişonayı "
    "irsaliye παραγγελία δελτίοαποστολής "
    "заказ заказы заказклиента заказпокупателя накладная "
    "注文 注文書 注文請書 受注 受注伝票 納品 納品書 订单 销售订单 送货单 發貨單 发货单 訂單 주문 주문서 수주 "
    "거래명세서",
    "estimate estimates proformas proformainvoice proformainvoices kostenvoranschlag proformarechnung factureproforma "
    "facturaproforma faturaproforma fatturaproforma proformafactuur proformafaktura fakturaproforma proformaszámla "
    "díjbekérő offert tilbud tarjous nabídka árajánlat oferta teklif 見積 見積書 报价 报价单 報價單 견적 견적서",
)


def ordered(words: Collection[str]) -> frozenset[str]:
    """Those of the words, as `statuses.key` leaves them, of which others among them say what was billed in the end.

    >>> sorted(ordered({"salesorder", "estimate", "invoice"})), sorted(ordered({"salesorder", "quotation"}))
    (['estimate', 'salesorder'], [])
    """
    return (_ORDERED | _OFFERED) & {*words} if BILL_OR_RECEIPT & {*words} else frozenset()


def to_be_billed(words: Collection[str]) -> frozenset[str]:
    """Those of `ordered` that would be money where they are never billed: orders and deliveries, but no offers."""
    return ordered(words) & _ORDERED
