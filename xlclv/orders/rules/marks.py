"""Columns of yes and no that mark rows as no sales: called as the statuses are that mean the same, or for short."""

from __future__ import annotations

from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.statuses import DRAFTS, VOIDED

_BEFORE, _AFTER = ("is", "was", "ist", "est", "es", "är", "er", "czy"), ("flag", "yn")


def _asked(words: frozenset[str]) -> frozenset[str]:
    """The words, and the questions that headers make of them."""
    return words | {ask + word for word in words for ask in _BEFORE} | {word + end for word in words for end in _AFTER}


TEST = tiers("test istest testorder istestorder testmode testmodus testbestellung")
DELETED = tiers("deleted isdeleted deletedflag deletedat deletedon gelöscht supprimé eliminado eliminato verwijderd")
VOID, DRAFT = ((_asked(VOIDED) | {"cancelledat", "voidedat"}) - DELETED[0],), (_asked(DRAFTS),)
# The other way round: what says no here may be no sale.
VALID = (
    _asked(
        tiers(
            "posted valid validated approved confirmed finalised finalized gültig gebucht verbucht freigegeben "
            "bestätigt "
            "valide validé validée comptabilisé comptabilisée confirmé confirmée válido válida valido valida "
            "contabilizado "
            "contabilizada confirmado confirmada contabilizzato confermato confermata geldig geboekt bevestigd ważny "
            "ważna "
            "ważne zaksięgowane zaksięgowany zaksięgowana potwierdzone giltig bokförd bokfört gyldig bogført bokført "
            "voimassa platná platný zaúčtováno érvényes könyvelve geçerli onaylandı проведен проведён проведена "
            "проведено "
            "действителен 有効 計上済 有效 已过账 유효 έγκυρο"
        )[0]
    ),
)
