"""The headers people give their columns, by role and language."""

from __future__ import annotations

import re


def tiers(*lines: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.casefold().split()) for line in lines)  # as `plain` does: ς is σ, ß is ss


# Headers as `plain` leaves them: English, then German, French, Spanish, Italian and Dutch, then Portuguese, Polish,
# Turkish, Russian, Japanese, Korean and Chinese, then Czech, Hungarian, the Nordic languages and Greek. A role's tiers
# are tried in
# order; within a tier two matches are a question.
CUSTOMER = tiers(
    "customerid customerno customernumber customernr customercode customerkey custid custno clientid clientno "
    "clientnumber accountid accountno accountnumber userid memberid membernumber buyerid shopperid donorid "
    "subscriberid cardid householdid soldtopt payer constituentid buyeruserid donoruserid soldtoparty soldto "
    "customeruserid consumerid consumernumber debtorid debtornumber "
    "billtocustomerno customeruniqueid customeraltkey contactid householdkey cariadı "
    "kundennr kundennummer kundenid kundencode kdnr debitor debitorennr auftraggeber auftraggeb mitgliedsnummer "
    "numclient numeroclient "
    "numéroclient codeclient codetiers ntiers numtiers numérotiers comptetiers idclient idcliente codcliente "
    "códigocliente codigocliente codicecliente klantnr "
    "klantnummer klantid klantcode "
    "códigodocliente codigodocliente iddocliente númerodocliente numerodocliente idklienta nrklienta numerklienta "
    "kodklienta kontrahentid müşterino müşteriid müşterikodu müşterinumarası idклиента кодклиента номерклиента "
    "клиентid 顧客id 顧客番号 顧客コード 会員id 会員番号 お客様番号 得意先コード 得意先番号 取引先コード "
    "고객id 고객번호 고객코드 회원id 회원번호 客户编号 客户id 客户代码 客户号 会员编号 会员id 用户id 客戶編號 "
    "客戶代號 會員編號 buyerusername customeraccount nclient ncliente noclient codcli loginkupującego 注文者id "
    "주문자id "
    "买家会员名 买家id číslozákazníka kódzákazníka idzákazníka vevőkód vevőazonosító ügyfélkód ügyfélazonosító "
    "ügyfélszám "
    "kundnr kundnummer kundid kundenr kundenummer kundeid asiakasnumero asiakasid κωδικόςπελάτη",
    "consumer shopperreference customersid usersid clientsid membersid contactsid buyersid donorsid subscribersid "
    "customer client tiers account user member buyer shopper donor subscriber cust konto household kunde cliente klant "
    "comprador klient kontrahent nabywca müşteri alıcı cari клиент покупатель заказчик контрагент 顧客 会員 お客様 "
    "得意先 取引先 "
    "購入者 고객 회원 구매자 거래처 客户 会员 买家 用户 客戶 會員 買家 注文者 주문자 购买人 acheteur acheteuse "
    "acquirente "
    "donateur donatrice donatore donante spender spenderin darczyńca doador 寄付者 odběratel zákazník kupující vevő "
    "vásárló ügyfél kund köpare køber kjøper asiakas πελάτης αγοραστής",
    "consumeremail shopperemail customersemail usersemail "
    "email customeremail emailaddress billingemail useremail email1 payeremail buyeremail purchaseremail donoremail "
    "kundenemail emailadresse courriel adresseemail correo correoelectrónico correoelectronico indirizzoemail "
    "emaildocliente adresemail emailklienta eposta epostaadresi электроннаяпочта почта メールアドレス メール 이메일 "
    "이메일주소 "
    "邮箱 电子邮件 電子郵件 contactemail emailkupującego 注文者メールアドレス 注文者メール 購入者メール "
    "購入者メールアドレス 顧客メール 会員メール 주문자이메일 emailzákazníka emailcím "
    "epost "
    "epostadress epostadresse sähköposti",
    "consumername shoppername debtorname customersname naamconsument nomduconsommateur namedesverbrauchers "
    "nombredelconsumidor nomedelconsumatore "
    "customername clientname accountname username donorname companyname company associatedcompany billtoname "
    "payername buyername purchasername organization organisation "
    "entreprise société empresa azienda bedrijf bedrijfsnaam unternehmen organización organizzazione organisatie "
    "kundenname firma nomclient nomduclient nomtiers nomdutiers intitulétiers nombrecliente nombredelcliente "
    "nomecliente ragionesociale klantnaam "
    "nomedocliente nazwaklienta nazwakontrahenta müşteriadı ünvan имяклиента наименованиеклиента фио 顧客名 氏名 "
    "お客様名 "
    "会社名 得意先名 取引先名 고객명 회원명 구매자명 성명 거래처명 客户名称 客户姓名 姓名 公司名称 客戶名稱 "
    "contactname invoicepartnerdisplayname zugeordnetesunternehmen 注文者名 注文者氏名 주문자명 "
    "jménozákazníka názevodběratele vevőneve vevőnév ügyfélneve ügyfélnév kundnamn kundenavn asiakkaannimi",
    "id",
)
# In a CRM a contact is the customer; where a column says customer itself, as of a contact centre, it is none.
CONTACT = "contactid"
CUSTOMER_ITSELF = frozenset(["customerid", "customerno", "customernumber", "customernr", "customercode", "customerkey"])
DATE = tiers(
    "orderdate purchasedate saledate dateoforder dateofpurchase orderday orderpurchasetimestamp bestelldatum "
    "auftragsdatum kaufdatum datecommande datedecommande datedachat fechapedido fechacompra dataordine dataacquisto "
    "besteldatum aankoopdatum orderdatum datadopedido datadacompra datazamówienia datazamowienia datazakupu "
    "sipariştarihi датазаказа датапокупки 注文日 購入日 受注日 주문일 주문일자 구매일 구매일자 订单日期 下单日期 "
    "购买日期 "
    "訂單日期 購買日期 datumobjednávky rendelésdátuma vásárlásdátuma ordredato",
    "date invoicedate invoicebilldate transactiondate salesdate txdate trxdate "
    "transdate fechadoc datepièce datepiece datadoc dtdoc datadocumento docdate giftdate "
    "donationdate closingdate wontime donatedat closedate createddate eventtime datekey "
    "datum rechnungsdatum belegdatum datefacture fecha fechafactura datafattura factuurdatum "
    "data datadavenda datadopagamento dataemissão dataemissao datasprzedaży datawystawienia datafaktury "
    "datatransakcji tarih faturatarihi satıştarihi işlemtarihi дата датапродажи датаоплаты датаоперации "
    "日付 売上日 取引日 請求日 請求書日付 날짜 일자 결제일 거래일 거래일자 판매일 日期 交易日期 发票日期 销售日期 "
    "datumprodeje datumvystavení datumfaktury dátum kelt számlakelte teljesítésdátuma dato päivämäärä pvm ημερομηνία",
    "orderdatetime orderedat ordertime purchasetime purchasedat createdat created datecreated creationdate createdutc "
    "erstelltam datautworzenia oluşturulmatarihi датасоздания 注文日時 購入日時 受注日時 주문일시 下单时间 创建时间 "
    "订单创建时间 下單時間",
    "datetime timestamp invoicedatetime transactiondatetime day paidat paymentdate bookingdate postingdate billingdate "
    "time buchungsdatum zahlungsdatum tag datahora datadecriação 決済日時 日時 작성일 등록일 결제일시 거래일시 "
    "付款时间 "
    "交易时间 支付时间 订单付款时间",
    "month yearmonth ordermonth invoicemonth salesmonth monthyear period week orderweek yearweek quarter "
    "monat mois mes mese maand mês miesiąc ay месяц 月 年月 월 měsíc hónap månad måned",
)
AMOUNT = tiers(
    "amount revenue sales total value spend dollarvalue totalamount orderamount ordertotal ordervalue "
    "invoiceamount invoicetotal invoicevalue totalprice totalvalue linetotal lineamount netamount grossamount "
    "turnover saleamount salesamount salesvalue saleprice transactionamount transactionvalue totalsales "
    "totalrevenue purchaseamount purchasevalue monetaryvalue netsales grosssales netrevenue amountpaid paid "
    "nrevenue dealvalue donationtotal betraginhw betraginhauswährung sale donation payment giftamount "
    "donationamount netvalue amtinloccur amountinlocalcurrency grandtotal "
    "amountincludingvat paymentvalue "
    "betrag umsatz nettobetrag bruttobetrag nettoumsatz bruttoumsatz rechnungsbetrag gesamtbetrag bestellwert "
    "auftragswert warenwert importeenml montantendi montantendevint importodivint importoindi montanteemmi "
    "nettowert montant montantht montantttc montanttotal chiffredaffaires importe monto "
    "importetotal "
    "montototal importo importototale fatturato bedrag totaalbedrag factuurbedrag omzet "
    "valor valortotal valorpago valordopedido valordavenda receita faturamento kwota kwotabrutto kwotanetto "
    "wartość wartośćbrutto wartośćnetto wartośćzamówienia razem suma sumazamówienia przychód tutar toplam "
    "toplamtutar "
    "geneltoplam sipariştutarı satıştutarı ciro сумма суммазаказа суммапродажи суммаоплаты итого выручка стоимость "
    "金額 売上 売上高 売上金額 合計 合計金額 注文金額 購入金額 請求金額 支払金額 税込金額 税抜金額 取引金額 "
    "금액 매출 매출액 합계 총액 결제금액 주문금액 구매금액 판매금액 총금액 거래금액 "
    "金额 销售额 总额 总金额 订单金额 实付金额 付款金额 交易金额 消费金额 销售金额 合计 金額總計 訂單金額 銷售額 "
    "montantdudon montantdon importodonazione "
    "importedonación spendenbetrag totaledocumento "
    "totalenetto totalelordo 총주문금액 상품구매금액 실결제금액 买家实际支付金额 实收金额 суммадокумента celkem "
    "celkovácena "
    "částka cenacelkem összeg végösszeg fizetendő belopp summa attbetala beløb beløp totalbeløb totalbelopp ποσό "
    "σύνολο",
    "dollars euros usd eur gbp chf net gross money netto brutto nettó bruttó imponibile lordo",
    "totale totaal gesamt gesamtsumme summe sum totalt yhteensä amountsigned totalsigned amounttotalsigned",
)
QUANTITY = tiers(
    "quantity qty units numberofunits orderquantity orderqty pieces "
    "menge anzahl stück stückzahl stueckzahl quantité quantite cantidad quantità quantita aantal "
    "quantidade qtde qtd ilość miktar adet количество колво 数量 個数 수량 數量 množství počet mennyiség antal ποσότητα"
)
PRICE = tiers(
    "unitprice priceperunit itemprice priceeach price "
    "einzelpreis stückpreis stueckpreis preis prixunitaire prix preciounitario precio prezzounitario prezzo "
    "stukprijs eenheidsprijs prijs "
    "preçounitário precounitario preço preco valorunitário valorunitario cenajednostkowa cena birimfiyat "
    "birimfiyatı fiyat "
    "цена ценазаединицу 単価 価格 단가 가격 单价 单品价格 單價 jednotkovácena cenazakus egységár styckpris enhetspris "
    "stykpris τιμή"
)
CURRENCY = tiers(
    "currency currencycode ccy curr währung waehrung devise moneda divisa valuta moeda waluta "
    "parabirimi валюта 通貨 통화 币种 货币 幣別 měna mena pénznem deviza devizanem valuutta monedă валута νόμισμα"
)
# Whether the row is a sale: first what is sure to say it, then what may.
STATUS = tiers(
    "status orderstatus donationstatus dealstatus transactionstatus salestatus dealstage dealphase "
    "bestellstatus auftragsstatus statut statutcommande estado état étatdelacommande étatcommande estadopedido "
    "estadodelpedido statusdopedido situaçãodopedido situação situacao stato statoordine orderstatussen "
    "statuszamówienia статус статусзаказа состояние 状态 订单状态 交易状态 訂單狀態 ステータス 注文ステータス 注文状況 "
    "상태 주문상태 durum siparişdurumu siparişstatüsü statü stav stavobjednávky állapot státusz rendelésállapota "
    "ordrestatus tila κατάσταση",
    "financialstatus paymentstatus invoicestatus zahlungsstatus rechnungsstatus statutpaiement étatfacture "
    "estadopago estadofactura statopagamento statofattura betaalstatus statusdopagamento statuspłatności "
    "статусоплаты 支付状态 付款状态 支払状況 決済状況 入金状況 결제상태 ödemedurumu stavplatby fizetésállapota "
    "betalningsstatus betalingsstatus",
    "stage state phase étape etapa fase verkaufsphase verkoopfase etap стадия этап フェーズ 阶段 단계 aşama",
)
CANCELLED = tiers(
    "cancelledat canceledat cancelledon canceledon cancelleddate canceleddate cancellationdate cancelled canceled "
    "iscancelled iscanceled voidedat voided isvoid isvoided storniertam storniert stornodatum"
)
REFUNDED = tiers(
    "refundedamount amountrefunded convertedamountrefunded refundedtotal totalrefunded refundamount "
    "orderrefundamount refunded refunds refundtotal orderrefundtotal totalrefund totalrefunds totalrefundamount "
    "totalrefundedamount totalamountrefunded refundvalue refundedvalue refundsum amountofrefund amountpaidback "
    "erstatteterbetrag erstattung erstattungsbetrag erstattungssumme erstattungenbetrag rückerstattungsbetrag "
    "rückerstatteterbetrag rückzahlungsbetrag gesamterstattung summeerstattungen "
    "montantremboursé montantremboursement montantduremboursement totalremboursé montanttotalremboursé "
    "importereembolsado importedereembolso importedelreembolso montoreembolsado montodereembolso totalreembolsado "
    "importedevuelto importorimborsato importorimborso importodelrimborso totalerimborsato terugbetaaldbedrag "
    "bedragterugbetaald terugbetalingsbedrag totaalterugbetaald valorreembolsado valorestornado valordoreembolso "
    "valordoestorno valordevolvido kwotazwrotu kwotazwrócona zwróconakwota vrácenáčástka částkavrácení "
    "visszatérítettösszeg visszatérítésösszege återbetaltbelopp återbetalningsbelopp återbetaltsumma refunderetbeløb "
    "tilbagebetaltbeløb refundertbeløp tilbakebetaltbeløp refusjonsbeløp palautettusumma hyvitettysumma ποσόεπιστροφής "
    "iadetutarı iadeedilentutar суммавозврата возвращеннаясумма возвращённаясумма 返金額 返金金額 返金合計 返金合計額 "
    "返金総額 환불금액 환불액 환불총액 退款金额 退款额 退款总额 退款金額 退款總額",
    "refund isreturn isrefund iscredit iscreditnote iscreditmemo isreturned isrefunded wasreturned wasrefunded "
    "returned return returns refundflag returnflag istretoure istgutschrift retourniert erstattet retoure rückgabe "
    "retour estretour remboursé devuelto reembolsado devolución devolucion rimborsato reso retourgezonden terugbetaald "
    "devolvido devolução zwrot iade возврат 返品 退货 반품",
)
ORDER = tiers(
    "orderid ordernumber orderno ordernr orderref orderreference order "
    "bestellnummer bestellnr auftragsnummer auftragsnr numérodecommande numerocommande ncommande numerodepedido "
    "númerodepedido pedido numeroordine ordernummer "
    "númerodopedido numerodopedido iddopedido numerzamówienia nrzamówienia idzamówienia zamówienie siparişno "
    "siparişid "
    "siparişnumarası номерзаказа заказ idзаказа 注文番号 注文id 受注番号 주문번호 주문id 订单号 订单编号 訂單編號 "
    "訂單號",
    "invoiceid invoiceno invoicenumber invoice documentno transactionid rechnungsnummer rechnungsnr belegnummer "
    "belegnr numérodefacture numfacture numerofactura factuurnummer "
    "numerodafatura notafiscal numerfaktury nrfaktury faturano номерсчета номернакладной 伝票番号 請求書番号 "
    "송장번호 发票号",
)
# Numbers of invoices, vouchers and receipts, which tell lists of documents.
NUMBERED = (
    ORDER[1] - {"transactionid"}
    | tiers(
        "documentnumber documentnr docno docnumber docnr voucherno vouchernumber vouchernr receiptno "
        "receiptnumber invoicenr rechnungnr belegnum numérofacture nfacture numérodepièce numeropièce npièce pièce "
        "numerodefactura númerofactura númerodefactura nfactura factura numerodocumento númerodocumento "
        "númerodedocumento numerofattura nfattura númerodafatura fatturan numdocumento numdoc ndoc documentnummer"
    )[0]
)
DISCOUNT = tiers(
    "discount discountpercent discountrate discountpct rabatt remise descuento sconto korting desconto rabat "
    "indirim iskonto скидка 割引 値引 値引き 할인 할인액 折扣"
)
COST = tiers(
    "unitcost costprice cost costperunit itemcost purchaseprice einkaufspreis einstandspreis stückkosten "
    "prixdachat coûtunitaire costounitario costeunitario inkoopprijs "
    "custounitário custounitario custo kosztjednostkowy koszt birimmaliyet maliyet себестоимость 原価 仕入単価 원가 "
    "成本 成本价"
)
# Amounts of a whole order, which exports repeat on each of its lines.
TOTALS = tiers(
    "total ordertotal orderamount ordervalue grandtotal totalamount totalprice invoicetotal invoiceamount "
    "invoicevalue "
    "ordertotalamount amountpaid totalsales bestellwert auftragswert gesamtbetrag rechnungsbetrag montanttotal "
    "importetotal montototal importototale totaalbedrag factuurbedrag "
    "valortotal valordopedido wartośćzamówienia sumazamówienia sipariştutarı toplamtutar суммазаказа итого 合計 "
    "合計金額 "
    "注文金額 총액 주문금액 订单金额 总金额"
)[0]
# A header that is none of the words above but ends, or begins, so is a date.
DATE_ENDINGS = ("date", "datum", "dato", "dátum", "dátuma", "fecha", "tarihi", "日付", "年月日", "日期", "날짜", "일자")
DATE_BEGINNINGS = (
    "datede",
    "datedu",
    "datedela",
    "fechade",
    "datadi",
    "datado",
    "datada",
    "дата",
    "datumobj",
    "datumvyst",
)
# The day by which a bill is to be paid, which is no order's where another day stands beside it.
DUE_DATE = re.compile("duedate|datedue|fällig|[eé]ch[eé]ance|vencimi?ento|scadenza|verval|förfall|forfald|splatn")
# Of several amounts those with tax in them, by their names, and that without.
NET, GROSS = (
    re.compile(r"^nett?[oóae]?|nett[oóae]$"),
    re.compile(r"^gross|brutt[oó]|^lordo|documento$|^tota|^gesamt|^summ?[ea]|^celk"),
)
NET_WORD = re.compile(r"\b(?:net|netto|nettó|neto|nette)(?![^\W_])", re.IGNORECASE)
GROSS_WORD = re.compile(r"\b(?:gross|brutto|bruttó|bruto|brute|lordo)(?![^\W_])", re.IGNORECASE)
TAXES, FEES = tiers(
    "tax taxes vat gst mwst ust umsatzsteuer tva iva btw podatek vatamount taxamount taxtotal kdv ндс 消費税 税額 税额 "
    "부가세 dph áfa moms mva φπα alv ddv pdv пдв ддс igst cgst sgst steuer steuern steuerbetrag mwstbetrag ustbetrag "
    "taxe montanttva montanttaxes totaltva impuesto impuestos imposte impostos importeiva importoiva totaliva ivatotal "
    "btwbedrag belasting momsbelopp momsbeløb kwotavat vatkwota podatekvat суммандс налог kdvtutarı totaltax totalvat "
    "salestax taxesamount",
    "fee fees gebühr gebühren entgelt commission provision refunded refundedamount amountrefunded",
)
# Words in the headers of days and numbers that are none of an order: what is assumed is never one of these.
NO_ORDER_DATE = tiers(
    "dob birth birthday birthdate born geburtstag geburtsdatum naissance nacimiento nascita geboortedatum "
    "nascimento registered registration signup joined member since expiry expires due delivery shipped updated "
    "modified fällig fälligkeit lieferdatum échéance vencimiento scadenza 生年月日 生日 생년월일"
)[0]
NO_AMOUNT = tiers(
    "id no nr num number code zip postcode zipcode postal phone tel telephone mobile year month day week hour age "
    "rank index row count items stock tax vat rate ratio percent pct score points rating lat lon latitude "
    "longitude level weight balance limit line store shop branch plz telefon jahr monat alter rang anzahl mwst "
    "steuer punkte nummer téléphone année mois âge tva teléfono año mes edad iva telefono anno mese età telefoon "
    "jaar maand leeftijd btw ano mês idade wiek rok miesiąc yaş yıl год месяц возраст 年 月 年齢 電話番号 나이 "
    "전화번호 年龄 电话 shipping freight versand versandkosten fee fees gebühr gebühren"
)[0]
# A column of statuses that no header names is none of these: where the goods are, who the customer is.
NO_STATUS = re.compile(
    r"ship|deliver|fulfil|versand|liefer|livraison|env[ií]o|entrega|spedizione|consegna|levering|wysyłk|dostaw|достав|"
    r"kargo|発送|配送|배송|物流|发货|customer|client|kunde|member|subscri|account|abo|email|refund|return",
    re.IGNORECASE,
)
# Every word a header may be, whatever its role.
EVERY = frozenset().union(
    *CUSTOMER, *DATE, *AMOUNT, *QUANTITY, *PRICE, *CURRENCY, *STATUS, *CANCELLED, *REFUNDED, *ORDER, *DISCOUNT, *COST
)
