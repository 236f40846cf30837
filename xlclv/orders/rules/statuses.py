"""What people write in a status column, and whether it is a sale. Keys as `key` leaves them."""

from __future__ import annotations

import re

from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.papers import BILL

SALE, REFUNDED, NO_SALE, CREDIT = "sale", "refunded", "no sale", "credit note"

_SALE = (
    "completed complete paid processing processed succeeded success successful captured fulfilled shipped delivered "
    "closedwon won invoiced settled approved partiallypaid partiallyshipped sold done "
    "finished confirmed received overdue posted cleared collected inprogress "
    "paymentaccepted remotepaymentaccepted processinginprogress preparationinprogress onbackorderpaid outfordelivery "
    "readyforpickup pickedup partiallyfulfilled "
    "abgeschlossen bezahlt versendet verschickt erledigt geliefert ausgeliefert inbearbeitung fakturiert gewonnen "
    "zahlungeingegangen zahlungakzeptiert bestellunginbearbeitung versandt abgeholt "
    "terminé terminée termine payé payée paye expédié expédiée livré livrée encours validé validée gagné "
    "paiementaccepté paiementàdistanceaccepté préparationencours encoursdepréparation encoursdelivraison "
    "completado completada pagado pagada enviado enviada entregado entregada procesando ganado "
    "pagoaceptado pagoremotoaceptado preparaciónencurso enproceso "
    "concluído concluido pago paga entregue processando aprovado ganho "
    "concluída concluida enviada aprovada faturado faturada emprocessamento empreparação emseparação "
    "completato completata pagato pagata spedito consegnato inlavorazione vinto "
    "pagamentoaccettato preparazioneincorso inpreparazione evaso "
    "voltooid betaald verzonden geleverd afgerond inbehandeling verwerkt gewonnen "
    "zrealizowane zakończone opłacone wysłane dostarczone wtrakcierealizacji "
    "zrealizowany zrealizowana zakończony opłacony opłacona zapłacone wysłany wysłana dostarczony dostarczona "
    "płatnośćzaakceptowana przygotowaniewtoku wtoku wrealizacji wygrane wygrana "
    "完了 支払済 支払い済み 支払済み 発送済 発送済み 入金済 入金済み 処理中 配達済み "
    "配送済み 出荷済み 出荷完了 決済完了 支払完了 入金確認済み 対応済み 受取済み 成約 受注 売上確定 "
    "已完成 已付款 已支付 已发货 处理中 交易成功 완료 결제완료 배송완료 배송중 처리중 "
    "구매확정 거래완료 주문완료 입금완료 결제됨 배송준비중 상품준비중 已签收 已收货 已结算 已成交 已出貨 已付款 "
    "交易完成 待发货 已送達 "
    "выполнен выполнено завершен завершён оплачен оплачено доставлен отправлен вобработке "
    "доставлено отправлено завершена оплачена выполнена закрыт выигран вработе "
    "tamamlandı ödendi gönderildi teslimedildi hazırlanıyor"
    " verkaufsauftrag bondecommande pedidodeventa ordendeventa ordinedivendita verkooporder pedidodevenda "
    "ordemdevenda zamówieniesprzedaży "
    " salesorder locked unshipped shippeddeliveredtobuyer shippedpickedup cobrado cobrada pagadas réglé réglée soldé "
    "soldée "
    "comptabilisé comptabilisée facturé facturée acquittée saldato saldata incassato incassata evasa odebrane odebrano "
    "zapłacono zapłacona 発送 発送完了 卖家已发货等待买家确认 买家已付款等待卖家发货 已完成交易 проведен проведена "
    "проведён "
    "проведено uhrazeno uhrazena zaplaceno zaplacena vyřízeno vyřízena dokončeno dokončena odesláno odeslána "
    "doručeno doručena expedováno kifizetve fizetve teljesítve kiszállítva kézbesítve befejezve feldolgozásalatt "
    "betald betalad skickad levererad slutförd avslutad betalt sendt leveret levert fullført gennemført afsendt "
    "maksettu toimitettu πληρωμένη πληρωμένο ολοκληρωμένη ολοκληρώθηκε εξοφλημένο εξοφλήθηκε"
    " überfällig enretard achterstallig przeterminowana przeterminowane poterminie förfallen förfallet forfalden "
    "forfalt "
    "erääntynyt teilbezahlt teilweisebezahlt partiellementpayé partiellementpayée parcialmentepagado "
    "parcialmentepagada "
    "parzialmentepagato parzialmentepagata gedeeltelijkbetaald częściowozapłacona częściowoopłacona częściowoopłacone "
    "delbetald delvistbetalt delvisbetalt erfolgreich réussi réussie exitoso exitosa riuscito riuscita geslaagd udana "
    "udane udany bemsucedido bemsucedida úspěšná úspěšné úspěšný sikeres lyckad lyckades genomförd vellykket "
    "onnistunut "
    "başarılı успешно успешный успешная успешен 成功 支付成功 付款成功 성공 결제성공"
    " kargolandı kargoyaverildi ödemealındı onaylandı işleniyor kazanıldı tamam"
)
# What was sold and is no more, and what never was: a column of yes and no may be called so too (`rules.marks`).
_VOIDED = (
    "cancelled canceled cancel voided void reversed reversal trash deleted storniert stornierung abgebrochen "
    "abgesagt annulé annulée annule annulation cancelado cancelada anulado anulada annullato annullata geannuleerd "
    "anulowane anulowano anulowany anulowana キャンセル キャンセル済み 取消 キャンセル済 取消済み 已取消 취소 취소됨 "
    "주문취소 결제취소 취소완료 已取消訂單 отменен отменён отменено отменена iptal iptaledildi キャンセル確定 "
    "stornováno stornována storno zrušeno zrušena sztornózva sztornózott sztornó törölve lemondva visszavonva "
    "makulerad makulerat avbruten annullerad annulleret aflyst avbrutt kansellert peruttu peruutettu ακυρώθηκε "
    "ακυρωμένη ακυρωμένο annulleres avlyst kumottu mitätöity annulata anulat zrušená sztornírozva ακυρωμένα"
)
_DRAFTS = (
    "draft checkoutdraft entwurf brouillon borrador rascunho bozza concept szkic 下書き черновик taslak koncept "
    "piszkozat utkast kladde draftinvoice klad luonnos πρόχειρο vázlat návrh 草稿 초안 임시저장"
)
_NO_SALE = (
    "failed failure pending lost declined rejected refused expired abandoned error denied unpaid pendingpayment "
    "paymentpending awaitingpayment onhold hold held closedlost uncollectible incomplete blocked chargeback "
    "chargedback requirespaymentmethod requiresaction authorized authorised quote quotation paymentreview fraud "
    "suspectedfraud paymenterror notpaid partiallyvoided disputed lostdeal duplicate test fehlgeschlagen ausstehend "
    "verloren abgelehnt wartend zahlungausstehend wartetaufzahlung nichtbezahlt unbezahlt abgelaufen "
    "fehlerbeiderbezahlung zahlungsfehler échoué échouée enattente enattentedepaiement perdu refusé refusée impayé "
    "erreurdepaiement expiré expirée fallido fallida pendiente pendientedepago perdido rechazado rechazada "
    "errorenpago impagado vencido falhou pendente recusado recusada aguardandopagamento pagamentopendente nãopago "
    "expirado perdida aguardando fallito inattesa perso rifiutato erroredipagamento nonpagato scaduto mislukt "
    "inafwachting afgewezen wachtopbetaling nieudane oczekujące oczekuje odrzucone odrzucony odrzucona nieopłacone "
    "błądpłatności przegrane przegrana 失敗 保留 未払い 未入金 支払待ち 支払い待ち 入金待ち 失注 決済エラー 決済失敗 "
    "期限切れ 失败 待付款 未付款 交易关闭 실패 대기 결제대기 입금대기 결제실패 미결제 미입금 已关闭 已失败 待支付 "
    "交易失败 待處理 未支付 неудача ошибка ожидает ожидаетоплаты отказ отклонен отклонён неоплачен неоплачено "
    "проигран просрочен başarısız beklemede angebot angebotgesendet angebotversendet angebotverschickt devis "
    "devisenvoyé presupuesto presupuestoenviado cotización cotizaciónenviada preventivo preventivoinviato offerte "
    "offerteverzonden cotação cotaçãoenviada orçamento quotationsent proforma 等待买家付款 nezaplaceno neuhrazeno "
    "nezaplacena neuhrazena čekánaplatbu meghiúsult függőben fizetésrevár misslyckad väntande obetald afventer "
    "ubetalt odottaa εκκρεμεί απέτυχε ödemebekliyor reddedildi kaybedildi onaybekliyor ödenmedi süresidoldu "
    "pendientes pagopendiente pendientepago pendentes pendentedepagamento pendenti insospeso paiementenattente "
    "inwartestellung oczekujący oczekująca woczekiwaniu вожидании 待处理 대기중 čeká čekající venter"
)
_REFUNDED = (
    "refunded refund refunds fullyrefunded returned return returns "
    "erstattung retoure retouren erstattet rückerstattet zurückerstattet retourniert remboursé remboursée "
    "reembolsado reembolsada devuelto devolvido estornado rimborsato terugbetaald zwrócone "
    "gutgeschrieben remboursement reembolsados devuelta estornada rimborsata resi reso zwrotpieniędzy "
    "zwrot "
    "zwrócony zwrócona "
    "返金 返金済 返金済み 已退款 환불 환불됨 возвращен возвращён возврат iadeedildi iade"
    " shippedreturnedtoseller shippedreturningtoseller visszatérítve vráceno vrácena krediterad krediteret kreditert "
    "återbetald refunderet refundert palautettu επιστράφηκε"
    " возвращено 返品 返品済み 返金完了 已退货 退款成功 已退費 반품 반품완료 환불완료 iadealındı"
    " rückgabe rückgaben rueckgabe rückerstattung rückerstattungen rueckerstattung rückzahlung rueckzahlung "
    "rücksendung ruecksendung warenrückgabe retour retours retourné retournée remboursements devolución devoluciones "
    "devolucion reembolso reembolsos rimborso rimborsi restituito restituzione terugbetaling terugbetalingen "
    "retourzending geretourneerd devolução devoluções devolucao devolvida estorno estornos zwroty vratka vrácení "
    "visszáru visszatérítés "
    "retur returer returnerad returneret returnert återbetalning tilbagebetaling tilbakebetaling refusjon palautus "
    "hyvitys επιστροφή возвраты 退货 退貨 退款"
)
VOIDED, DRAFTS = tiers(_VOIDED, _DRAFTS)
# A sale of which a part was paid back: how much stands elsewhere.
_PARTLY = (
    "partiallyrefunded partialrefund partlyrefunded partialrefunded refundedpartially refundedpartly partiallyreturned "
    "teilweiseerstattet teilerstattet partiellementremboursé partiellementremboursée parcialmentereembolsado "
    "parcialmentereembolsada reembolsadoparcialmente parzialmenterimborsato parzialmenterimborsata "
    "gedeeltelijkterugbetaald częściowozwrócone częściowozwrócony частичновозвращено 一部返金 一部返金済み 부분환불 "
    "部分退款 kısmeniadeedildi"
)
PARTLY = frozenset(_PARTLY.casefold().split())
# Columns of documents: what is billed, and what is credited, which some systems write without a minus.
_BILLED = (
    "sale sales salesreceipt receipt verkauf vente venta vendita venda verkoop debitnote financechargememo "
    "現金売上 掛売 現売 黒伝"
)
_CREDIT = (
    "creditnote creditnotes creditmemo creditmemos creditinvoice salescreditnote salescreditmemo customercreditnote "
    "accreccredit receivablecreditnote refundreceipt cashrefund customercredit salesreturn salesreturns returnreceipt "
    "gutschrift gutschriften rechnungskorrektur stornorechnung korrekturrechnung avoir avoirs notedavoir "
    "factureavoir facturedavoir notedecrédit notedecredit notadecrédito notadecredito notacrédito notacredito "
    "notadeabono facturarectificativa rectificativa abono notadicredito creditnota creditfactuur kreditnota "
    "kreditfaktura kreditnóta dobropis fakturakorygująca fakturakorygujaca fakturavatkorygująca korektafaktury "
    "korektafakturyvat fakturakorekta notakorygująca opravnýdaňovýdoklad jóváírószámla stornószámla avoirclient "
    "notadecréditocliente creditnotecustomer hyvityslasku πιστωτικότιμολόγιο "
    "売上返品 返品伝票 赤伝 销售退货 销售退货单 退货单 매출반품"
)
# Stages of a deal that is not yet, or never was, a sale.
_STAGES = (
    "open new qualified qualification prospecting prospect proposal negotiation contractsent appointmentscheduled "
    "qualifiedtobuy presentationscheduled decisionmakerboughtin needsanalysis valueproposition iddecisionmakers "
    "perceptionanalysis proposalpricequote negotiationreview identifydecisionmakers demo demoscheduled contacted "
    "contactmade closing lead opportunity offen offerte angebot verhandlung qualifiziert angebotgesendet "
    "négociation proposition prospection qualifié qualifiée devisenvoyé devis rendezvouspris nouveau nouvelle "
    "negociación propuesta calificado prospecto presupuestoenviado nuevo negoziazione trattativa proposta qualificato "
    "nuovo onderhandeling voorstel gekwalificeerd offerteverstuurd nieuw"
)
# What a column of such stages is called, or has in its name.
OF_DEALS = ("stage", "deal", "opportunity", "phase", "étape", "etapa", "fase", "стадия", "этап", "フェーズ", "阶段",
            "단계", "aşama")  # fmt: skip

# What many statuses begin with that wait for money or goods.
_WAITING = (
    "awaiting waitingfor onbackordernotpaid enattente enespera inattesa wartenauf wartetauf oczekiwanie oczekuje "
    "aguardando wachtenop ожидание ödemebekle ödemebekliyor"
)
# What a paid order waits for: the goods.
_FOR_GOODS = re.compile(
    r"fulfil|ship|pickup|dispatch|deliver|stock|versand|liefer|abhol|livraison|exp[ée]dition|env[ií]o|entrega|spedizione|"
    r"consegna|verzending|levering|wysyłk|dostaw|достав"
)
# Deals that are closed, whatever the language calls the stage: won or lost.
_CLOSED = r"(?:abgeschlossen|geschlossen|closed|fermée?|conclue?|cerrad[oa]|cierre|chius[oa]|gesloten|fechad[oa]|ganho)"
_WON = re.compile(_CLOSED + r"(?:und|and|et|y|e|en)?(?:gewonnen|won|gagnée?|ganad[oa]|vint[oa]|gewonnen|ganh[oa])")
_LOST = re.compile(_CLOSED + r"(?:und|and|et|y|e|en)?(?:verloren|lost|perdue?|perdid[oa]|pers[oa])")
_WON_SO, _LOST_SO = tiers(
    "won dealwon gewonnen gagné gagnée ganado vinto ganho wygrane wygrana выигран 成約 kazanıldı",
    "lost deallost verloren perdu perdido perso przegrane przegrana проигран 失注 kaybedildi",
)
_MEANING = {
    **dict.fromkeys(_SALE.casefold().split(), SALE),
    **dict.fromkeys(PARTLY, SALE),
    **dict.fromkeys(_NO_SALE.casefold().split(), NO_SALE),
    **dict.fromkeys((*VOIDED, *DRAFTS), NO_SALE),
    **dict.fromkeys(_REFUNDED.casefold().split(), REFUNDED),
    **dict.fromkeys(_BILLED.casefold().split(), SALE),
    **dict.fromkeys(BILL, SALE),
    **dict.fromkeys(_CREDIT.casefold().split(), CREDIT),
}
_OF_DEALS = dict.fromkeys(_STAGES.split(), NO_SALE)


# What stands around the word that counts: its place in a process, its pipeline, and what it is said of.
_PLACE = re.compile(r"^\s*\d{1,4}\s*[-–—.:)]\s*(?=[^\W\d])")
_BRACKET = re.compile(r"^(?P<word>.*?[^\s(（\[])\s*[(（\[](?P<more>[^()（）\[\]]*)[)）\]]\s*$")
_THING = re.compile(r"^(?:deal|order|sale)[\s_-]+|[\s_-]+(?:deals?|orders?|sales?)$", re.IGNORECASE)
_IN_PART = re.compile(r"\b(?:part|not|nicht)|teil|parc|parz|gedeelt|częś|част|一部|部分|일부|부분|kısm", re.IGNORECASE)


def key(status: str) -> str:
    """A status without case, blanks, marks and the prefix of WooCommerce.

    >>> key(" wc-On hold "), key("Closed Won")
    ('onhold', 'closedwon')
    """
    return re.sub(r"[\W_]+", "", re.sub(r"^\s*wc-", "", status, flags=re.IGNORECASE)).casefold().replace("\u0307", "")


def meaning(status: str, deals: bool = False) -> str | None:
    """What the word says: a sale, no sale, refunded, credit note; None for one not known. `deals`: a column of stages.

    >>> meaning("Storniert"), meaning("paid"), meaning("Refunded"), meaning("blue"), meaning("Proposal", deals=True)
    ('no sale', 'sale', 'refunded', None, 'no sale')
    >>> meaning("Invoice"), meaning("Credit Note"), meaning("Note d'avoir")
    ('sale', 'credit note', 'credit note')
    >>> meaning("Awaiting payment"), meaning("Awaiting shipment"), meaning("Abgeschlossen und gewonnen")
    ('no sale', 'sale', 'sale')
    >>> meaning("3 - Cancelled"), meaning("Closed Won (Sales Pipeline)"), meaning("Paid (partially)")
    ('no sale', 'sale', None)
    """
    return _known(key(status), deals) or _known(key(inside(status)), deals)


def closed(status: str) -> str | None:
    """Whether a deal of this stage is closed, won or lost; None for any other.

    >>> closed("Closed Won"), closed("3 - Lost"), closed("Abgeschlossen und verloren"), closed("Paid")
    ('sale', 'no sale', 'no sale', None)
    """
    word = key(inside(status))
    if word in _WON_SO or _WON.fullmatch(word):
        return SALE
    return NO_SALE if word in _LOST_SO or _LOST.fullmatch(word) else None


def is_known(status: str) -> bool:
    """Whether it is a word known here, and nothing beside it.

    >>> is_known("Paid"), is_known("3 - Cancelled"), is_known("Paid (Smith)"), is_known("")
    (True, False, False, True)
    """
    return not status or key(status) in _MEANING or key(status) in _OF_DEALS


def inside(status: str) -> str:
    """The word that counts in a longer one; nothing where what stands in brackets says otherwise.

    >>> inside("5 - Closed Won"), inside("Closed Lost (Sales Pipeline)"), inside("Won deal"), inside("Paid (void)")
    ('Closed Won', 'Closed Lost', 'Won', '')
    """
    text = _PLACE.sub("", status)
    if (found := _BRACKET.match(text)) is not None:
        text, more = found["word"], found["more"]
        if _IN_PART.search(more) or _known(key(more), True) not in (None, _known(key(text), True)):
            return ""
    return _THING.sub("", text.strip())


def _known(word: str, deals: bool) -> str | None:
    """What a word means, as `key` leaves it."""
    if (known := _MEANING.get(word) or (_OF_DEALS.get(word) if deals else None)) is not None:
        return known
    if word.startswith(tuple(_WAITING.split())):
        return SALE if _FOR_GOODS.search(word) else NO_SALE
    if _WON.fullmatch(word):
        return SALE
    return NO_SALE if _LOST.fullmatch(word) else None
