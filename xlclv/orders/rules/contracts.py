"""The headers and cells of contract files, beside those of orders. As `columns.plain` leaves them."""

from __future__ import annotations

from xlclv.orders.rules.headers import _tiers as tiers

START = tiers(
    "start startdate started startedat starts startsat startson contractstart contractstartdate subscriptionstart "
    "subscriptionstartdate policystart policystartdate begin begindate begins beginning validfrom effectivedate "
    "effectivefrom inception inceptiondate commencement commencementdate periodstart from datefrom datestart "
    "vertragsbeginn vertragsstart beginn beginndatum startdatum gültigab gueltigab gültigvon gueltigvon ab von "
    "debut début datedébut datedebut dateeffet inicio fechainicio fechadeinicio fechaalta datainizio inizio "
    "ingangsdatum begindatum startdatumcontract supplystart supplystartdate servicestart servicestartdate "
    "subscriptionsstartedat",
    "activation activationdate activated activatedat activatedon signup signupdate signedup signedupat signupat "
    "subscribed subscribedat subscriptiondate joined joindate joinedat joinedon joineddate joiningdate enrolled "
    "enrolldate enrollmentdate membersince customersince registered registrationdate aktivierung aktivierungsdatum "
    "anmeldung anmeldedatum abschluss abschlussdatum alta adhésion adhesion iscrizione aanmelddatum "
    "subscriptionsactivatedat",
    "created createddate createdat createdon creationdate datecreated erstellt angelegt subscriptionscreatedat",
    "date datum fecha data",
)
END = tiers(
    "ended endedat endedon",  # what has ended did; a cancellation beside it is when that was said
    "end enddate ends endson endsat contractend contractenddate subscriptionend subscriptionenddate "
    "policyend policyenddate validto validuntil until effectiveto expiry expirydate expiration expirationdate expired "
    "expires expiresat termination terminationdate terminated terminatedat periodend to dateto dateend "
    "canceled canceleddate canceledat canceledon canceldate cancelled cancelleddate cancelledat cancelledon "
    "cancellation cancellationdate cancelationdate churndate churnedat churneddate churnedon datechurned leftdate "
    "leavedate leavingdate lapsedate lapsed lapsedat unsubscribed unsubscribedat closedat closeddate "
    "vertragsende ende enddatum kündigung kuendigung kündigungsdatum kuendigungsdatum gekündigt gekuendigt "
    "gekündigtam gekuendigtam gültigbis gueltigbis bis ablauf ablaufdatum austritt austrittsdatum storniertam "
    "fin datefin datedefin résiliation resiliation datederésiliation fechafin fechabaja fechadebaja baja "
    "fine datafine disdetta cessazione einddatum opzegdatum opzegging supplyend supplyenddate serviceend "
    "serviceenddate storno stornodatum stornierung stornierungsdatum subscriptionscancelledat dateofchurn",
)
# A fee for a month or a year, whatever the billing period is; then one for each billing period.
A_MONTH = tiers(
    "mrr mrramount currentmrr monthlyrecurringrevenue monthlycharges monthlycharge monthlyfee monthlyprice "
    "monthlyamount monthlyrevenue monthlycost monthlypremium monthlypayment monthlybill monthlyrental monthlyrate "
    "monthlyspend monthlysubscription monthlydues monthlydirectdebit subscriptionsmrr "
    "monthlysubscriptionfee monthlyplanfee averagemonthlyrevenue arpu feepermonth "
    "pricepermonth chargepermonth permonth monatsentgelt monatsrate monatlichekosten "
    "monatsbeitrag monatsgebühr monatsgebuehr monatspreis monatlichegebühr grundgebühr grundgebuehr mensualité "
    "mensualite cuotamensual canonemensile maandbedrag"
)
A_YEAR = tiers(
    "arr arramount annualrecurringrevenue annualfee annualprice annualamount annualcharge annualpremium yearlyfee "
    "yearlyprice yearlyamount jahresbeitrag jahresgebühr jahresgebuehr jahresprämie jahrespraemie acv"
)
FEE = tiers(
    "fee fees subscriptionfee subscriptioncost subscriptionprice subscriptionamount planamount planprice plancost "
    "premium premiumamount recurringamount recurringcharge recurringfee recurringprice recurringtotal "
    "subscriptiontotal charge charges dues membershipdues "
    "membershipfee "
    "contractvalue contractprice contractamount rate prämie praemie beitrag gebühr gebuehr entgelt cotisation prime "
    "abonnement cuota prima tarifa canone premio contributie premie tarief",
    "ordertotal amount price cost value revenue payment unitamount net gross betrag preis kosten montant prix "
    "importe precio "
    "importo prezzo bedrag prijs",
)
BILLING = tiers(
    "billingperiod billinginterval billingfrequency billingcycle billingterm subscriptioninterval subscriptionperiod "
    "paymentfrequency paymentinterval paymentperiod planinterval planperiod feeperiod premiumfrequency interval "
    "intervall period frequency cycle recurrence abrechnungszeitraum abrechnungsperiode abrechnungsintervall "
    "zahlweise zahlungsweise zahlungsintervall zahlungsrhythmus periodicité periodicite fréquence frequence "
    "periodicidad frecuencia periodicità periodicita frequenza betaalfrequentie termijn"
)
CONTRACT = tiers(
    "subscriptionid subscriptionno subscriptionnumber contractid contractno contractnumber contractnr policyid "
    "policyno policynumber agreementid agreementno agreementnumber membershipid lineid vertragsnr vertragsnummer "
    "vertragsid vertragid policennummer policennr aboid abonummer versicherungsnummer numérodecontrat numerocontrat "
    "idcontrat numerodecontrato idcontrato numerocontratto idcontratto contractnummer polisnummer subscriptionsid"
)
TENURE = tiers(
    "tenure tenuremonths tenuremonth tenureinmonths monthstenure tenureperiods customertenure accounttenure "
    "monthsascustomer monthsactive monthsonbook monthsinservice monthsofservice monthsonnetwork servicemonths "
    "accountlength accountage customerage networkage periods renewals laufzeit laufzeitmonate laufzeitinmonaten "
    "vertragslaufzeit vertragsdauer dauer kundendauer vertragsmonate ancienneté anciennete antigüedad antiguedad "
    "anzianità anzianita looptijd",
    "lengthofservice servicelength subscriptionlength subscriptionmonths membershiplength months duration",
)
# A file may tell it twice, in words and as 1 or 0, and beside that have a status of other things.
LEFT = tiers(
    "churn churned haschurned ischurned left hasleft isleft exited attrition attrited lost cancelled canceled "
    "terminated inactive gekündigt gekuendigt abgewandert ausgetreten résilié resilie parti baja abandono abbandono "
    "disdetto opgezegd",
    "churnlabel churnstatus churnindicator attritionlabel attritionstatus",
    "churnflag churnvalue churntarget attritionflag churnyn",
    "customerstatus subscriberstatus accountstatus contractstatus subscriptionstatus policystatus memberstatus "
    "membershipstatus kundenstatus vertragsstatus status",
)
# What names a customer of a telephone firm where nothing else does.
SUBSCRIBER = tiers(
    "msisdn phonenumber telephonenumber mobilenumber linenumber imsi rufnummer telefonnummer handynummer "
    "numérodetéléphone numerodetelephone numerodetelefono telefoonnummer accountcode customersid customerexternalid "
    "policyholder policyholderid insured versicherungsnehmer assuré souscripteur tomador asegurado contraente "
    "polishouder",
    "phone telephone mobile telefon téléphone telefono teléfono telefoon",
)
(YES,) = tiers(
    "yes y true true. t 1 1.0 churn churned left exited lost cancelled canceled inactive terminated attrited ja oui "
    "si "
    "sí sì"
)
(NO,) = tiers("no n false false. f 0 0.0 active stayed retained current existing running nein non nee kept joined")
# What a cell of ends holds where there is none.
NO_END = (
    "", "0", "0000-00-00", "0000-00-00 00:00:00", "-", "--", "n/a", "na", "null", "none", "nan", "nat", "\\n", "open",
    "active", "running", "∞",
)  # fmt: skip
OPEN_FROM = "2099-01-01"  # an end from here on stands for none
