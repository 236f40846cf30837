"""The headers and cells of contract files, beside those of orders. As `columns.plain` leaves them."""

from __future__ import annotations

from xlclv.orders.rules.dated import ends, sign_ups, starts
from xlclv.orders.rules.headers import QUANTITY, tiers

START = tiers(
    "termstart termstartdate "
    "start startdate started startedat starts startsat startson contractstart contractstartdate subscriptionstart "
    "subscriptionstartdate policystart policystartdate begin begindate begins beginning validfrom effectivedate "
    "effectivefrom inception inceptiondate commencement commencementdate periodstart from datefrom datestart "
    "vertragsbeginn vertragsstart beginn beginndatum startdatum gültigab gueltigab gültigvon gueltigvon ab von debut "
    "début datedébut datedebut dateeffet inicio fechainicio fechadeinicio fechaalta datainizio inizio ingangsdatum "
    "begindatum startdatumcontract supplystart supplystartdate servicestart servicestartdate subscriptionsstartedat "
    "commenced commences commencementofcover coverstart coverstartdate coverfrom opened openeddate opendate "
    "dateopened accountopened accountopendate eröffnungsdatum eroeffnungsdatum eröffnet lieferbeginn "
    "versicherungsbeginn datedeffet dateouverture datedouverture fechaefecto fechaapertura dataapertura decorrenza "
    "datadecorrenza início datadeinício datadeinicio iníciodocontrato iníciodavigência początek dataod "
    "datarozpoczęcia datazawarcia başlangıç başlangıçtarihi sözleşmebaşlangıcı датаначала начало датазаключения "
    "契約開始日 開始日 契約日 加入日 利用開始日 契約始期 始期 계약시작일 시작일 가입일 계약일 개통일 开始日期 "
    "合同开始日期 生效日期 起始日期 開始日期 začátek datumzahájení začáteksmlouvy kezdete kezdődátum "
    "szerződéskezdete startdato startdag avtalsstart avtalestart alkupvm alkamispäivä έναρξη ημερομηνίαέναρξης",
    "activation activationdate activated activatedat activatedon signup signupdate signedup signedupat signupat "
    "subscribed subscribedat subscriptiondate joined joindate joinedat joinedon joineddate joiningdate enrolled "
    "enrolldate enrollmentdate membersince customersince registered registrationdate aktivierung aktivierungsdatum "
    "anmeldung anmeldedatum abschluss abschlussdatum alta adhésion adhesion iscrizione aanmelddatum "
    "subscriptionsactivatedat adesão datadeadesão ativação datadeativação aktywacja dataaktywacji aktivasyontarihi "
    "датаподключения датаактивации 入会日 申込日 登録日 입회일 등록일 注册日期 签约日期 入会日期 aktivace",
    "created createddate createdat createdon creationdate datecreated erstellt angelegt subscriptionscreatedat",
    "date datum fecha data",
)
START = (START[0] | starts(), START[1] | sign_ups(), *START[2:])
END = tiers(
    "ended endedat endedon",  # what has ended did; a cancellation beside it is when that was said
    "termend termenddate "
    "end enddate ends endson endsat contractend contractenddate subscriptionend subscriptionenddate policyend "
    "policyenddate validto validuntil until effectiveto expiry expirydate expiration expirationdate expired expires "
    "expiresat termination terminationdate terminated terminatedat periodend to dateto dateend canceled canceleddate "
    "canceledat canceledon canceldate cancelled cancelleddate cancelledat cancelledon cancellation cancellationdate "
    "cancelationdate churndate churnedat churneddate churnedon datechurned leftdate leavedate leavingdate lapsedate "
    "lapsed lapsedat unsubscribed unsubscribedat closedat closeddate vertragsende ende enddatum kündigung kuendigung "
    "kündigungsdatum kuendigungsdatum gekündigt gekuendigt gekündigtam gekuendigtam gültigbis gueltigbis bis ablauf "
    "ablaufdatum austritt austrittsdatum storniertam fin datefin datedefin résiliation resiliation datederésiliation "
    "fechafin fechabaja fechadebaja baja fine datafine disdetta cessazione einddatum opzegdatum opzegging supplyend "
    "supplyenddate serviceend serviceenddate storno stornodatum stornierung stornierungsdatum "
    "subscriptionscancelledat dateofchurn finished finisheddate ceased ceaseddate ceasedate coverend coverenddate "
    "coverto closed closeddate closedate dateclosed accountclosed closingdate schließungsdatum schliessungsdatum "
    "geschlossen geschlossenam auflösungsdatum lieferende versicherungsende datefermeture datedefermeture "
    "fechacierre datachiusura término datadetérmino datadetermino cancelamento datadecancelamento fimdocontrato "
    "fimdavigência koniec datado datazakończenia datarozwiązania bitiş bitiştarihi iptaltarihi sözleşmebitişi "
    "датаокончания окончание датарасторжения датаотключения 解約日 終了日 契約終了日 退会日 満期日 契約終期 終期 "
    "해지일 종료일 계약종료일 만기일 탈퇴일 终止日期 结束日期 合同结束日期 到期日期 到期日 退订日期 結束日期 konec "
    "datumukončení konecsmlouvy vége befejezés szerződésvége felmondás slutdatum slutdato sluttdato uppsagd opsagt "
    "päättymispvm päättymispäivä λήξη ημερομηνίαλήξης",
)
END = (END[0], END[1] | ends(), *END[2:])
# The day of a status, which is an end where the status says that the contract has one.
STATUS_DAY = tiers(
    "statusdate statuschangedate statuschangedat statuschanged statuschangedon dateofstatus laststatuschange "
    "lastchanged lastchange statusdatum statusseit statusam datestatut datedestatut fechaestado fechadeestado "
    "datastato datastatus datastatusu durumtarihi датастатуса ステータス日 状態変更日 상태변경일 状态日期"
)
# Notice given: a flag beside the day until which is paid, or the day itself.
CANCELS_AT_END = tiers("cancelatperiodend cancelsatperiodend cancelatendofperiod cancelatend cancelattermend")
PAID_UNTIL_DAY = tiers(
    "currentperiodend currentperiodends currentperiodendsat currentperiodendat currentperiodenddate currenttermend "
    "currenttermendsat currenttermenddate"
)
CANCELS_ON = tiers("cancelat cancelsat cancelson willcancelat willcancelon scheduledcancellationdate")
# A fee for a month or a year, whatever the billing period is; then one for each billing period.
A_MONTH = tiers(
    "mrr mrramount currentmrr monthlyrecurringrevenue monthlycharges monthlycharge monthlyfee monthlyprice "
    "monthlyamount monthlyrevenue monthlycost monthlypremium monthlypayment monthlybill monthlyrental monthlyrate "
    "monthlyspend monthlysubscription monthlydues monthlydirectdebit subscriptionsmrr monthlysubscriptionfee "
    "monthlyplanfee averagemonthlyrevenue arpu feepermonth pricepermonth chargepermonth permonth valormensal "
    "mensalidade abonament opłatamiesięczna aylıkücret абонплата абонентскаяплата ежемесячныйплатёж "
    "ежемесячныйплатеж 月額料金 月額 月額利用料 月額会費 月額保険料 月会費 基本料金 월요금 월이용료 월정액 월회비 "
    "월납보험료 月费 月租 月租费 月保费 月費 měsíčnípoplatek havidíj månadsavgift månedspris månedsavgift "
    "kuukausimaksu μηνιαίοπάγιο monatsentgelt monatsrate monatlichekosten monatsbeitrag monatsgebühr monatsgebuehr "
    "monatspreis monatlichegebühr grundgebühr grundgebuehr mensualité mensualite cuotamensual canonemensile "
    "maandbedrag"
)
A_YEAR = tiers(
    "arr arramount annualrecurringrevenue annualfee annualprice annualamount annualcharge annualpremium yearlyfee "
    "yearlyprice yearlyamount jahresbeitrag jahresgebühr jahresgebuehr jahresprämie jahrespraemie acv "
    "annualcontractvalue anuidade valoranual składkaroczna opłataroczna yıllıkücret yıllıkprim годовойвзнос 年額料金 "
    "年額 年会費 年間保険料 年間料金 연회비 연간요금 연납보험료 年费 年保费 年費 ročnípoplatek évesdíj "
    "årsavgift årspris vuosimaksu"
)
FEE = tiers(
    "fee fees subscriptionfee subscriptioncost subscriptionprice subscriptionamount planamount planprice plancost "
    "subscriptionsplanamount "
    "premium premiumamount recurringamount recurringcharge recurringfee recurringprice recurringtotal "
    "subscriptiontotal charge charges dues membershipdues membershipfee contractvalue contractprice contractamount "
    "rate prämie praemie beitrag gebühr gebuehr entgelt cotisation prime abonnement cuota prima tarifa canone premio "
    "contributie premie tarief prêmio mensalidades taxa składka opłata ücret prim abonelikücreti тариф взнос премия "
    "料金 利用料 利用料金 会費 保険料 요금 이용료 회비 보험료 费用 保费 会费 費用 poplatek pojistné díj avgift "
    "premie avgiftbelopp gebyr præmie maksu ασφάλιστρο πάγιο",
    "ordertotal amount price cost value revenue payment unitamount net gross betrag preis kosten montant prix "
    "importe precio importo prezzo bedrag prijs",
)
# A fee for one of several, and how many there are.
UNIT_FEE = tiers(
    "subscriptionsplanunitprice "
    "unitamount unitprice planunitprice unitfee priceperunit priceperseat priceperuser priceperlicense priceperlicence "
    "pricepermember amountperseat amountperuser feeperseat feeperuser feeperunit feeperlicense feeperlicence "
    "feepermember costperseat costperuser chargeperseat chargeperuser seatprice userprice licenseprice licenceprice "
    "einzelpreis stückpreis stueckpreis preisprolizenz preispronutzer preisproplatz prixunitaire preciounitario "
    "prezzounitario stuksprijs stukprijs eenheidsprijs preçounitário precounitario"
)
FEE += UNIT_FEE
MULTIPLE = QUANTITY + tiers(
    "subscriptionsplanquantity subscriptionsquantity "
    "seats planquantity numberofseats seatcount noofseats licenses licences numberoflicenses numberoflicences users "
    "numberofusers usercount lizenzen anzahllizenzen anzahlnutzer nutzer plätze licencias licenze licenties postes "
    "sièges"
)
BILLING = tiers(
    "billingperiod billinginterval billingfrequency billingcycle billingterm billingcadence billingrhythm "
    "invoiceinterval invoicefrequency invoiceperiod invoicinginterval invoicingfrequency invoicingperiod "
    "pricerecurringinterval productinterval billingpolicyinterval orderinterval "
    "renewalperiod renewalinterval renewalfrequency renewalcycle pricinginterval priceinterval priceperiod "
    "chargeinterval chargefrequency recurringinterval recurringfrequency paymentcycle subscriptioninterval "
    "subscriptionperiod paymentfrequency paymentinterval paymentperiod planinterval planperiod feeperiod "
    "premiumfrequency abrechnungszeitraum abrechnungsperiode abrechnungsintervall zahlungsintervall zahlungsrhythmus "
    "betaalfrequentie betaaltermijn fractionnement fraccionamiento frazionamento częstotliwośćpłatności faturadönemi "
    "支払周期 支払サイクル 請求周期 払込方法 납입주기 결제주기 付款周期 缴费周期 計費周期 betalningsintervall "
    "betalingsinterval betalingsintervall laskutusjakso"
)
# Of bills only where all cells are periods: how often anything comes, or from when to when it is.
OFTEN = tiers(
    "frequency cadence recurrence periodicity rhythm rhythmus turnus zahlweise zahlungsweise häufigkeit haeufigkeit "
    "périodicité periodicité periodicite fréquence frequence cadencia periodicidad frecuencia cadenza periodicità "
    "periodicita frequenza frequentie termijn frequência frequencia periodicidade częstotliwość периодичность частота "
    "sıklık 頻度 주기 频率 周期 frekvens gyakoriság"
)
HOW_LONG = tiers(
    "interval intervall intervalle intervallo intervalo period période periode periodo período cycle период"
)
# Beside it, the other half of a period: how many of a unit, or the unit.
_BILLED = (
    "billing billingpolicy plan price pricing recurring pricerecurring subscription invoice invoicing charge payment "
    "renewal product order"
)
_HALF = "intervalunit intervalcount intervallength intervalfrequency periodunit periodlength"
_HALVES = frozenset(f"{of}{half}" for of in _BILLED.split() for half in _HALF.split())
_PARTS = tiers(
    "billingperiodcount billingcycleunit billingcycleinterval billingcyclefrequency billingcyclelength "
    "billingfrequencyunit intervalunit intervalcount intervallength periodunit periodcount unitofperiod termunit "
    "frequencyunit"
)
BILLING_PART = (_PARTS[0] | _HALVES,)
# Of a unit of time where all cells are, beside how many of it; and tables of what is billed, as they stand before the
# names of their columns.
UNIT = tiers(
    "unit units einheit einheiten unité unite unités unidad unidades unità unita unidade eenheid jednostka enhet enhed "
    "yksikkö egység birim birimi единица ед μονάδα jednotka 単位 단위 单位 單位"
)
TABLES = tiers(
    # No contract, plan, policy or membership: a "contract period" is how long it binds, not what a bill is for.
    "subscription subscriptions sub subs price prices recurring item items billing"
)
CONTRACT = tiers(
    "subscriptionid subscriptionno subscriptionnumber contractid contractno contractnumber contractnr policyid "
    "policyno policynumber agreementid agreementno agreementnumber membershipid lineid vertragsnr vertragsnummer "
    "vertragsid vertragid policennummer policennr aboid abonummer versicherungsnummer numérodecontrat numerocontrat "
    "idcontrat numerodecontrato idcontrato numerocontratto idcontratto contractnummer polisnummer subscriptionsid "
    "subscriptionuuid policyref policyreference contractref agreementref membershipno membershipnumber npolice "
    "numérodepolice numerodepolice npóliza npoliza numerodepoliza numeropoliza npolizza numeropolizza ncontrat "
    "ncontrato ncontratto númerodocontrato numerodocontrato apólice nrumowy numerumowy nrpolisy sözleşmeno poliçeno "
    "номердоговора номерполиса договор 契約番号 証券番号 契約id 계약번호 증권번호 合同编号 合同号 保单号 合約編號 "
    "číslosmlouvy szerződésszám avtalsnummer avtalenummer sopimusnumero αριθμόςσυμβολαίου"
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
    "membershipstatus kundenstatus vertragsstatus status subscriptionstate policystate contractstate statut durum "
    "статус ステータス 状態 상태 状态 狀態",
)
# What names a customer of a telephone firm where nothing else does.
SUBSCRIBER = tiers(
    "msisdn phonenumber telephonenumber mobilenumber linenumber imsi rufnummer telefonnummer handynummer "
    "numérodetéléphone numerodetelephone numerodetelefono telefoonnummer accountcode customersid customerexternalid "
    "policyholder policyholderid insured insuredid insuredno insurednumber versicherungsnehmernr vnnr "
    "versicherungsnehmer assuré souscripteur tomador asegurado contraente polishouder",
    "phone telephone mobile telefon téléphone telefono teléfono telefoon",
)
(YES,) = tiers(
    "yes y true true. t 1 1.0 churn churned left exited lost cancelled canceled inactive terminated attrited ja oui "
    "si sí sì expired ended closed lapsed surrendered ceased deactivated disconnected gekündigt gekuendigt beendet "
    "abgelaufen storniert inaktiv résilié resilie résiliée cancelado cancelada finalizado disdetto cessato "
    "cancellato opgezegd beëindigd 解約 解約済 退会 終了 해지 已取消 已终止"
)
(NO,) = tiers(
    "activated aktiviert activé activada attivato geactiveerd "
    "no n false false. f 0 0.0 active stayed retained current existing running nein non nee kept joined aktiv actif "
    "active activo activa attivo actief laufend inforce live open paused frozen suspended pastdue trialing trial "
    "契約中 有効 利用中 정상 有效 正常"
)
# Running, but not as usual: said with their number.
(UNUSUAL,) = tiers(
    "paused frozen suspended pastdue onhold unpaid overdue dunning grace ingraceperiod graceperiod nonrenewing "
    "pendingcancel pendingcancellation cancelling canceling pausiert ruhend enpause suspendu suspendida pausada "
    "sospeso gepauzeerd"
)
# Of the money, not of the contract: it was paid back, or is no longer expected. "Returned" may be a customer.
(TAKEN_BACK,) = tiers(
    "refunded refund fullyrefunded refundissued chargeback chargedback writtenoff writeoff uncollectible baddebt "
    "erstattet rückerstattet zurückerstattet rückbuchung zurückgebucht rücklastschrift abgeschrieben uneinbringlich "
    "remboursé remboursée rétrofacturation irrécouvrable reembolsado reembolsada contracargo incobrable estornado "
    "estornada rimborsato rimborsata inesigibile terugbetaald oninbaar zwrócone zwrócono 返金 返金済 返金済み 已退款 "
    "환불 환불됨 환불완료"
)
# No customers yet: on trial, or not begun.
(TRIALS,) = tiers("trialing trial intrial ontrial freetrial trialling testphase probezeit essai prueba prova proef")
(UNSIGNED,) = tiers("incomplete incompleteexpired draft")
(NOT_BEGUN,) = tiers("incomplete incompleteexpired pending draft future scheduled notstarted upcoming")
# Columns of yes and no beside a start and an end: whether a contract runs, and whether it is a trial.
RUNS = tiers("active isactive currentlyactive aktiv actif activo attivo actief")
ON_TRIAL = tiers("istrial trial intrial ontrial freetrial isfreetrial trialflag testphase probezeit")
TRIAL_END = tiers(
    "trialend trialenddate trialends trialendsat trialendson trialendat trialended trialendedat trialuntil "
    "trialexpires trialexpiresat trialexpiry trialexpirydate trialexpiration trialexpirationdate trialperiodend "
    "freetrialend freetrialenddate freetrialends subscriptionstrialendsat testphaseende testphasebis endedertestphase "
    "probezeitende endederprobezeit findessai datefindessai finprueba findeprueba fineprova eindeproef "
    "eindeproefperiode"
)
YES_FLAGS, NO_FLAGS = tiers("yes y true true. t 1 1.0 ja oui si sí sì", "no n false false. f 0 0.0 nein non nee")
# What a cell of ends holds where there is none.
NO_END = (
    "", "-", "--", "n/a", "na", "null", "none", "nan", "nat", "\\n", "open",
    "active", "running", "∞",
)  # fmt: skip
OPEN_FROM = "2099-01-01"  # an end from here on stands for none
ZERO_DAY = "1970-01-01"  # so does the day from which computers count, before the start
# Days that stand for no end however they are written: zeros, the last day that a system knows, or the first.
_MARK, _TIME = "[-./ ]?", "([ t][0-9:.]+( ?[ap]m)?(z|[+-][0-9:]+)?)?"
_LAST, _FIRST = "(9999|[2-8]999|4712)", "(0001|1753|1900)"
NEVER = (
    f"0+|0000{_MARK}00{_MARK}00{_TIME}|00{_MARK}00{_MARK}0000{_TIME}|{_LAST}{_MARK}12{_MARK}3[01]{_TIME}|"
    f"(3[01]{_MARK}12|12{_MARK}3[01]){_MARK}{_LAST}{_TIME}|{_FIRST}-0?1-0?1{_TIME}|0?1[-./]0?1[-./]{_FIRST}{_TIME}|"
    f"1899-12-3[01]{_TIME}|(3[01][-./]12|12[-./]3[01])[-./]1899{_TIME}"
)
