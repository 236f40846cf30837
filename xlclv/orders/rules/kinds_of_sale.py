"""What a column of kinds calls a sale, of whatever kind: a renewal, cash, a ticket one way. Keys as in `statuses`."""

from __future__ import annotations

from xlclv.orders.rules.headers import tiers

(_OF_CUSTOM,) = tiers(
    "renewal renewals renew autorenewal new newbusiness newsale newsubscription newcontract first firstorder "
    "firstpurchase initial initialorder initialpurchase repeat repeatorder repeatpurchase reorder recurring "
    "recurringorder subscription subscriptions resubscription reactivation membership memberships upgrade upgrades "
    "upsell crosssell addon addons expansion extension oneoff oneofforder onetime onetimeorder onetimepurchase single "
    "singleorder singlepurchase donation donations "
    "neu neukauf neuabschluss neuvertrag erstkauf erstbestellung folgekauf folgebestellung nachbestellung "
    "wiederholungskauf verlängerung vertragsverlängerung erneuerung abo abonnement einmalig einmalkauf einzelkauf "
    "einzelbestellung spende mitgliedschaft "
    "nouveau nouvelle nouvelachat premierachat réachat renouvellement réabonnement achatunique unique ponctuel "
    "adhésion don nuevo nueva primeracompra recompra renovación renovacion suscripción suscripcion único unico "
    "compraúnica ampliación donación novo nova primeiracompra renovação renovacao assinatura avulso avulsa doação "
    "nuovo nuova primoacquisto riacquisto rinnovo abbonamento unatantum donazione "
    "nieuw nieuwe verlenging hernieuwing eenmalig eersteaankoop herhaalaankoop "
    "nowy nowa nowe odnowienie przedłużenie subskrypcja jednorazowy jednorazowa jednorazowe "
    "ny nytt nyt förnyelse fornyelse prenumeration engångsköp engangskøb engangskjøp uusi uusinta "
    "nový nová nové obnovení předplatné jednorázový új megújítás előfizetés egyszeri yeni yenileme abonelik "
    "новый новая новое продление подписка разовый разовая 新規 更新 継続 定期 定期購入 単発 新购 新購 续费 續費 续订 "
    "订阅 訂閱 单次 單次 신규 갱신 구독 정기구독 일회성 νέα ανανέωση συνδρομή"
)
# How it was paid: what stands beside these and says credit is a sale that is paid later.
(WAYS,) = tiers(
    "cash card creditcard debitcard prepaid bar barzahlung karte kartenzahlung kreditkarte comptant espèces contado "
    "efectivo tarjeta dinheiro àvista avista contanti contant kontant gotówka nakit наличные 現金 现金 현금"
)
(SOLD_SO,) = tiers(
    "cashsale cashsales cashinvoice cashbill cashmemo creditsale creditsales onaccount barverkauf barkauf zielverkauf "
    "rechnungskauf venteaucomptant venteàcrédit ventaalcontado ventaacrédito vendaàvista vendaaprazo"
)
ON_CREDIT, _CHEQUES = tiers("credit credits crédit crédito credito kredit", "cheque cheques check banktransfer wallet")
CASH = WAYS | _CHEQUES | SOLD_SO
# Tickets: what says return beside them is one there and back.
ONE_WAY, TICKETS_BACK = tiers(
    "single singles singleticket singlejourney oneway onewayticket enkel enkele enkelreis enkelereis enkelt "
    "enkelbiljett einfach einfachefahrt einzelfahrt einzelticket hinfahrt aller allersimple ida soloida andata "
    "soloandata",
    "return returns retour retours retur returer",
)
# What is paid beside a price, or of it, and stands beside payments as money that came too.
WITH_PAYMENTS, CHANNELS = tiers(
    "tip tips gratuity gratuities trinkgeld pourboire propina mancia gorjeta fooi deposit deposits depositpayment "
    "downpayment downpayments prepayment prepayments partialpayment partpayment instalment instalments installment "
    "installments finalpayment balancepayment anzahlung vorauszahlung teilzahlung restzahlung acompte anticipo "
    "acconto sinal aanbetaling",
    # Where it was sold, which beside codes of invoices tells no other paper.
    "web website online onlineshop webshop shop store instore retail phone telephone app mobile pos amazon ebay "
    "marketplace laden filiale telefon marktplatz enligne boutique magasin téléphone enlínea tienda teléfono negozio "
    "winkel sklep butik loja",
)
KINDS = _OF_CUSTOM | WAYS | SOLD_SO | ONE_WAY
