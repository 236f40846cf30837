"""What people write in a status column, and whether it is a sale. Keys as `key` leaves them."""

from __future__ import annotations

import re

SALE, REFUNDED, NO_SALE = "sale", "refunded", "no sale"

_SALE = (
    "completed complete paid processing processed succeeded success successful captured fulfilled shipped delivered "
    "closedwon won invoiced settled approved partiallyrefunded partialrefund partiallypaid partiallyshipped sold done "
    "finished confirmed received overdue posted cleared collected inprogress "
    "abgeschlossen bezahlt versendet verschickt erledigt geliefert ausgeliefert inbearbeitung fakturiert gewonnen "
    "teilweiseerstattet teilerstattet "
    "terminé terminée termine payé payée paye expédié expédiée livré livrée encours validé validée gagné "
    "completado completada pagado pagada enviado enviada entregado entregada procesando ganado "
    "concluído concluido pago paga entregue processando aprovado ganho "
    "completato completata pagato pagata spedito consegnato inlavorazione vinto "
    "voltooid betaald verzonden geleverd afgerond inbehandeling verwerkt gewonnen "
    "zrealizowane zakończone opłacone wysłane dostarczone wtrakcierealizacji "
    "完了 支払済 支払い済み 支払済み 発送済 発送済み 入金済 入金済み 処理中 配達済み "
    "已完成 已付款 已支付 已发货 处理中 交易成功 완료 결제완료 배송완료 배송중 처리중 "
    "выполнен выполнено завершен завершён оплачен оплачено доставлен отправлен вобработке "
    "tamamlandı ödendi gönderildi teslimedildi hazırlanıyor"
)
_NO_SALE = (
    "cancelled canceled cancel failed failure pending lost draft voided void declined rejected refused expired "
    "abandoned error denied unpaid pendingpayment paymentpending awaitingpayment onhold hold held closedlost "
    "uncollectible incomplete blocked chargeback chargedback reversed reversal trash deleted checkoutdraft "
    "requirespaymentmethod requiresaction authorized authorised quote quotation paymentreview fraud suspectedfraud "
    "storniert stornierung abgebrochen fehlgeschlagen ausstehend entwurf verloren abgelehnt wartend zahlungausstehend "
    "wartetaufzahlung nichtbezahlt unbezahlt abgelaufen "
    "annulé annulée annule échoué échouée enattente enattentedepaiement brouillon perdu refusé refusée impayé "
    "cancelado cancelada fallido fallida pendiente pendientedepago borrador perdido rechazado rechazada anulado "
    "falhou pendente rascunho recusado recusada aguardandopagamento "
    "annullato annullata fallito inattesa bozza perso rifiutato "
    "geannuleerd mislukt inafwachting concept verloren afgewezen wachtopbetaling "
    "anulowane anulowano nieudane oczekujące oczekuje szkic odrzucone "
    "キャンセル キャンセル済み 取消 失敗 保留 下書き 未払い 未入金 支払待ち 支払い待ち "
    "已取消 取消 失败 待付款 未付款 交易关闭 취소 취소됨 실패 대기 결제대기 "
    "отменен отменён отменено неудача ошибка ожидает ожидаетоплаты черновик отказ отклонен отклонён "
    "iptal iptaledildi başarısız beklemede taslak"
)
_REFUNDED = (
    "refunded refund fullyrefunded returned erstattet rückerstattet zurückerstattet retourniert remboursé remboursée "
    "reembolsado reembolsada devuelto devolvido estornado rimborsato terugbetaald zwrócone "
    "返金 返金済 返金済み 已退款 환불 환불됨 возвращен возвращён возврат iadeedildi iade"
)
# Stages of a deal that is not yet, or never was, a sale.
_STAGES = (
    "open new qualified qualification prospecting prospect proposal negotiation contractsent appointmentscheduled "
    "qualifiedtobuy presentationscheduled decisionmakerboughtin lead opportunity offen offerte angebot"
)

_MEANING = {
    **dict.fromkeys(_SALE.split(), SALE),
    **dict.fromkeys(_NO_SALE.split(), NO_SALE),
    **dict.fromkeys(_REFUNDED.split(), REFUNDED),
}
_OF_DEALS = dict.fromkeys(_STAGES.split(), NO_SALE)


def key(status: str) -> str:
    """A status without case, blanks, marks and the prefix of WooCommerce.

    >>> key(" wc-On hold "), key("Closed Won")
    ('onhold', 'closedwon')
    """
    return re.sub(r"[\W_]+", "", re.sub(r"^\s*wc-", "", status, flags=re.IGNORECASE)).casefold()


def meaning(status: str, deals: bool = False) -> str | None:
    """What the word says: a sale, no sale, refunded; None for a word not known. `deals`: a column of stages.

    >>> meaning("Storniert"), meaning("paid"), meaning("Refunded"), meaning("blue"), meaning("Proposal", deals=True)
    ('no sale', 'sale', 'refunded', None, 'no sale')
    """
    word = key(status)
    return _MEANING.get(word) or (_OF_DEALS.get(word) if deals else None)
