"""Words that look like a stage of an order, though none of them is known: they make a status worth a warning."""

from __future__ import annotations

import re

# What a word may begin with, in the order of `headers`: short ones stand elsewhere inside other words (Copenhagen).
_BEGINS = (
    "open|void|lost|fail|pend|quot|cancel|draft|offen|fehlgeschl|wartet|wartend|perdu|échou|echou|attente|en attente|"
    "perdid|fallid|borrador|pers[oa]\\b|fallit|bozz|res[oi]\\b|abiert|abert|apert|falh|wacht|concept|offert|ofert|devis|"
    "szkic|oczek|iade|taslak|teklif|bekle|ček|koncept|nabíd|függő|vänt|odot|utkast|kladde"
)
_HAS = (
    "cancel|return(?!ing)|refund|storn|erstatt|retour|verloren|entwurf|angebot|ausstehend|ouvert|annul|rembours|"
    "brouillon|anulad|devuel|devol|reembols|presupuest|cotiz|pendi|estorn|rascunho|orçament|cotaç|aguard|rimbors|"
    "preventiv|in attesa|mislukt|terugbet|otwart|anulow|przegran|nieudan|zwrot|zwróc|iptal|kaybed|başarısız|"
    "отмен|отмён|проигр|ошибк|неудач|возвр|черновик|ожида|открыт|キャンセル|取消|失注|失敗|返品|返金|下書き|見積|保留|待ち|"
    "失败|退货|退款|退貨|草稿|报价|待付|待支|关闭|취소|실패|반품|환불|견적|대기|초안|zruš|vrác|sztorn|töröl|vissza|"
    "makul|avbr|retur(?!ning)|afvent|peru[ut]|palaut|luonnos|ακυρ|ακύρ|εκκρεμ|απέτυχ|επιστρ|πρόχειρ"
)
_STAGE = re.compile(rf"(?<![^\W_])(?:{_BEGINS})|{_HAS}", re.IGNORECASE)


def like_a_stage(word: str) -> bool:
    """Whether the word has a stem of what is open, cancelled, lost, failed, void, given back, a draft or an offer.

    >>> [like_a_stage(word) for word in ("Cancellation req.", "In Stornierung", "Rücksendung retour", "OPEN-2")]
    [True, True, True, True]
    >>> [like_a_stage(word) for word in ("Gold", "VIP", "powracający", "Returning", "Copenhagen", "Jalisco")]
    [False, False, False, False, False, False]
    """
    return bool(_STAGE.search(word))
