"""Words for what customers paid or promise, for what is charged to a card, and what its processor keeps of it."""

from __future__ import annotations

import re

from xlclv.orders.rules.headers import tiers

# What customers paid: a sale where nothing is billed, no further one where it is, and a question beside other sales.
(PAID,) = tiers(
    "payment payments charge charges zahlung zahlungen paiement pago pagamento betaling customerpayment "
    "customerpayments paymentreceived paymentsreceived receivedpayment zahlungseingang zahlungseingänge règlement "
    "reglement encaissement cobro cobros incasso betalning wpłata оплата tahsilat 入金 回収 收款 收款单 수금 입금"
)
(SALES,) = tiers("purchase purchases order orders kauf achat compra acquisto aankoop")
# Of these what is charged to a card, which no other paper bills; and what its processor keeps of it, with a minus.
CHARGED, FEES = tiers(
    "charge charges",
    "fee fees processingfee transactionfee paymentfee stripefee applicationfee gebühr gebühren gebuehr frais "
    "commission "
    "comisión comision commissione commissioni comissão taxa tarifa provisie kosten prowizja poplatek avgift gebyr "
    "kulu "
    "komisyon комиссия 手数料 手续费 수수료",
)
# What donors promise, and pay towards it: the promise is no money where the payments are rows too, else a question.
(PROMISED,) = tiers(
    "pledge pledges pledged promise matchinggiftpledge mgpledge recurringgift recurringdonation recurringpledge"
)
PAID_TOWARDS = re.compile(
    r"(?P<of>mg|matchinggift|recurringgift|recurringdonation|recurringpledge|pledge)?"
    r"pay(?:ment|ments|cash|check|cheque|personalcheck|businesscheck|creditcard|card|directdebit|eft|other|stock\w*|"
    r"giftinkind|property\w*)"
)
# Of a card: what is reserved moves no money, nor do customers where the shop is paid out; what is captured is the sale,
# unless it is billed.
RESERVED, CAPTURED = tiers(
    "authorization authorizations authorisation authorisations authorized authorised authorize authorise auth authonly "
    "preauth preauthorization preauthorisation preauthorized preauthorised reauthorization reauthorisation "
    "authorizationonly authorizationcreated incrementalauthorization incrementalauth authreversal "
    "authorizationreversal authorisationreversal autorisierung vorautorisierung reservierung autorisation "
    "préautorisation autorización preautorización autorização autorizzazione preautorizzazione autorisatie "
    "sentforsettle sentforsettlement paymentcapturepending payout payouts",
    "capture captures authcapture authandcapture authorizeandcapture authorizecapture priorauthcapture captureonly "
    "paymentcapture paymentcapturecompleted captura cattura",
)
# What is credited in such a column, and may be something else in one of statuses.
(BACK,) = tiers(
    "rma partialrefund partialreturn customerreturn productreturn returnorder orderreturn refundorder salesrefund "
    "customerrefund returnofgoods refundcredit paymentrefund refundpayment chargeback chargebacks"
)
