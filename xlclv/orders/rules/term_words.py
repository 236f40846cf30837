"""Headers of contract files that are of a contract's whole length: how long it is, and what all of it comes to."""

from __future__ import annotations

import re
import unicodedata

from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.period_words import UNITS

# Money that may be of the whole contract, of however many periods. As `plain` leaves them.
(CONTRACT_VALUE,) = tiers(
    "contractvalue contractamount contracttotal totalcontractvalue totalcontractamount contractvaluetotal "
    "valueofcontract tcv totalcontract contractsum agreementvalue totalagreementvalue vertragswert vertragssumme "
    "vertragsvolumen gesamtvertragswert vertragswertgesamt valeurducontrat valeurcontrat montantducontrat "
    "montantcontrat valeurtotaleducontrat montanttotalducontrat valordelcontrato valorcontrato valordecontrato "
    "importedelcontrato importecontrato valortotaldelcontrato valordocontrato valortotaldocontrato "
    "valoredelcontratto valorecontratto importodelcontratto importocontratto valoretotaledelcontratto "
    "contractwaarde contractbedrag totalecontractwaarde wartośćumowy wartośćkontraktu kwotaumowy sözleşmebedeli "
    "sözleşmetutarı sözleşmedeğeri суммадоговора стоимостьдоговора суммаконтракта 契約金額 契約総額 契約額 "
    "계약금액 계약총액 合同金额 合同总额 合同总价 合約金額 avtalsvärde kontraktsvärde kontraktsumma kontraktværdi "
    "kontraktsum kontraktverdi avtaleverdi sopimuksenarvo hodnotasmlouvy szerződésértéke szerződésesérték "
    "αξίασύμβασης αξίασυμβολαίου"
)
# How long a contract binds, where no unit is named.
(LENGTHS,) = tiers(
    "contractterm contractlength contractduration contractperiod termofcontract termlength initialterm "
    "contracttermlength subscriptionterm commitment commitmentterm commitmentperiod minimumterm vertragslaufzeit "
    "laufzeit mindestlaufzeit mindestvertragslaufzeit vertragsdauer vertragsbindung duréeducontrat dureeducontrat "
    "duréecontrat duréedengagement dureedengagement duracióndelcontrato duraciondelcontrato duratadelcontratto "
    "duratacontratto contractduur contractlooptijd looptijd duraçãodocontrato okresumowy sözleşmesüresi срокдоговора "
    "契約期間 계약기간 合同期限 合約期限 avtalstid bindningstid sopimuskausi term"
)
# Numbers under these may be other things than months: 1, 2 and 3 are terms of a school too.
VAGUE = frozenset(("term", "laufzeit", "looptijd"))
_LENGTH = re.compile(
    r"\bterm\b|contract|commit|duration|length|laufzeit|dauer|bindung|dur[ée]e|engagement|duraci|durata|dura[çc]|"
    r"looptijd|duur|umow|sözleşme|срок|期間|期限|기간|avtalstid|bindningstid|sopimus"
)
_OTHER = re.compile(
    r"age\b|tenure|ascend|remain|rest|elapsed|since|notice|trial|test|grace|warrant|garanti|payment|zahl|pa[gi]|"
    r"refund|credit|password|call|visit|mail|deliver|kündigung|preavis|préavis|preaviso|preavviso|opzeg|free|"
    r"left|customer|account|active|network|used|first|last|next"
)
_SIGNS = ((r"[ヶか個个ケ]月|月|개월", "month"), (r"年|년", "year"))


def unit_in(header: str) -> str:
    """The unit of time that a header names for the numbers below it, as cells of periods have it; "" for none.

    >>> unit_in("Contract Term (months)"), unit_in("TermYears"), unit_in("Laufzeit in Monaten"), unit_in("Term")
    ('month', 'year', 'monat', '')
    """
    words = _words(header)
    said = [UNITS[word] for word in words if len(word) > 2 and word in UNITS]
    said += [unit for signs, unit in _SIGNS if re.search(signs, header)][: 0 if said else 1]
    return said[0] if len(said) == 1 else ""


def of_a_length(header: str) -> bool:
    """Whether a header with a unit of time is of how long a contract binds.

    >>> [of_a_length(h) for h in ("Term Months", "Contract Term (months)", "Laufzeit (Monate)", "Commitment (months)")]
    [True, True, True, True]
    >>> [of_a_length(h) for h in ("Notice period (months)", "Months active", "Trial length (days)", "Remaining term")]
    [False, False, False, False]
    """
    text = " ".join(_words(header))
    return bool(unit_in(header)) and bool(_LENGTH.search(text)) and not _OTHER.search(text)


def _words(header: str) -> list[str]:
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", text).casefold()
    return re.findall(r"[^\W\d_]+", text)
