"""The headers people give their columns, by role and language."""

from __future__ import annotations


def _tiers(*tiers: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(tier.split()) for tier in tiers)


# Headers as `plain` leaves them: English, then German, French, Spanish, Italian and Dutch. A role's tiers are tried in
# order; within a tier two matches are a question.
CUSTOMER = _tiers(
    "customerid customerno customernumber customernr customercode customerkey custid custno clientid clientno "
    "clientnumber accountid accountno accountnumber userid memberid membernumber buyerid shopperid donorid "
    "subscriberid cardid householdid soldtoparty soldto customeruserid "
    "kundennr kundennummer kundenid kundencode kdnr debitor debitorennr auftraggeber auftraggeb mitgliedsnummer "
    "numclient numeroclient "
    "numéroclient codeclient idclient idcliente codcliente códigocliente codigocliente codicecliente klantnr "
    "klantnummer klantid klantcode",
    "customer client account user member buyer shopper donor subscriber cust household kunde cliente klant",
    "email customeremail emailaddress billingemail useremail email1",
    "customername clientname accountname username donorname companyname company associatedcompany billtoname",
    "id",
)
DATE = _tiers(
    "date orderdate invoicedate transactiondate purchasedate saledate salesdate txdate trxdate orderday "
    "dateoforder dateofpurchase transdate docdate giftdate donationdate closedate createddate "
    "datum bestelldatum rechnungsdatum kaufdatum auftragsdatum belegdatum datecommande datedecommande datefacture "
    "datedachat fecha fechapedido fechafactura fechacompra dataordine datafattura dataacquisto besteldatum "
    "factuurdatum aankoopdatum orderdatum",
    "datetime timestamp orderdatetime invoicedatetime transactiondatetime ordertime purchasetime day orderedat "
    "purchasedat createdat created paidat paymentdate bookingdate postingdate billingdate time "
    "buchungsdatum zahlungsdatum tag",
)
AMOUNT = _tiers(
    "amount revenue sales total value spend dollarvalue totalamount orderamount ordertotal ordervalue "
    "invoiceamount invoicetotal invoicevalue totalprice totalvalue linetotal lineamount netamount grossamount "
    "turnover saleamount salesamount salesvalue saleprice transactionamount transactionvalue totalsales "
    "totalrevenue purchaseamount purchasevalue monetaryvalue netsales grosssales netrevenue amountpaid paid "
    "sale donation payment giftamount donationamount netvalue amtinloccur amountinlocalcurrency grandtotal "
    "betrag umsatz nettobetrag bruttobetrag nettoumsatz bruttoumsatz rechnungsbetrag gesamtbetrag bestellwert "
    "auftragswert warenwert nettowert montant montantht montantttc montanttotal chiffredaffaires importe monto "
    "importetotal "
    "montototal importo importototale fatturato bedrag totaalbedrag factuurbedrag omzet",
    "dollars euros usd eur gbp chf net gross money",
)
QUANTITY = _tiers(
    "quantity qty units numberofunits orderquantity orderqty pieces "
    "menge anzahl stück stückzahl stueckzahl quantité quantite cantidad quantità quantita aantal"
)
PRICE = _tiers(
    "unitprice priceperunit itemprice priceeach price "
    "einzelpreis stückpreis stueckpreis preis prixunitaire prix preciounitario precio prezzounitario prezzo "
    "stukprijs eenheidsprijs prijs"
)
CURRENCY = _tiers("currency currencycode ccy curr währung waehrung devise moneda divisa valuta")
# Whether the row is a sale: first what is sure to say it, then what may.
STATUS = _tiers(
    "status financialstatus paymentstatus orderstatus transactionstatus invoicestatus salestatus dealstage "
    "zahlungsstatus bestellstatus auftragsstatus rechnungsstatus statut statutcommande statutpaiement estado "
    "estadopedido estadodelpedido situação situacao stato statoordine orderstatussen betaalstatus statuszamówienia "
    "статус 状态 订单状态 ステータス 注文ステータス 상태 주문상태 durum siparişdurumu",
    "stage state",
)
CANCELLED = _tiers(
    "cancelledat canceledat cancelleddate canceleddate cancelled canceled voidedat voided storniertam storniert"
)
REFUNDED = _tiers(
    "refundedamount amountrefunded refundedtotal totalrefunded refundamount orderrefundamount refunded refunds "
    "erstatteterbetrag erstattung montantremboursé importereembolsado importorimborsato"
)
ORDER = _tiers(
    "orderid ordernumber orderno ordernr orderref orderreference order "
    "bestellnummer bestellnr auftragsnummer auftragsnr numérodecommande numerocommande ncommande numerodepedido "
    "númerodepedido pedido numeroordine ordernummer",
    "invoiceid invoiceno invoicenumber invoice documentno transactionid rechnungsnummer rechnungsnr belegnummer "
    "belegnr numérodefacture numfacture numerofactura factuurnummer",
)
DISCOUNT = _tiers("discount discountpercent discountrate discountpct rabatt remise descuento sconto korting desconto")
COST = _tiers(
    "unitcost costprice cost costperunit itemcost purchaseprice einkaufspreis einstandspreis stückkosten "
    "prixdachat coûtunitaire costounitario costeunitario inkoopprijs"
)
# Amounts of a whole order, which exports repeat on each of its lines.
TOTALS = _tiers(
    "total ordertotal orderamount ordervalue grandtotal totalamount totalprice invoicetotal invoiceamount invoicevalue "
    "ordertotalamount amountpaid totalsales bestellwert auftragswert gesamtbetrag rechnungsbetrag montanttotal "
    "importetotal montototal importototale totaalbedrag factuurbedrag"
)[0]
DATE_ENDINGS = ("date", "datum", "fecha")  # a header that is none of the words above but ends so is a date
