"""Days on which contracts begin and end as languages with articles call them: date de début, fecha de alta."""

from __future__ import annotations

from itertools import product

# Of each language: words for a day, what may join them with what it is the day of; words of a start, of what often
# comes before it (a signature), and of an end.
_OF = (
    (
        "date", " de d dela du del",
        "début debut commencement effet entrée entree entréeenvigueur entreeenvigueur ouverture départ depart",
        "adhésion adhesion souscription signature activation inscription abonnement",
        "fin résiliation resiliation sortie cessation clôture cloture fermeture désabonnement desabonnement annulation "
        "échéance echeance expiration",
    ),
    (
        "fecha", " de del dela",
        "inicio comienzo alta ingreso efecto apertura",
        "activación activacion suscripción suscripcion inscripción inscripcion contratación contratacion firma",
        "fin baja término termino finalización finalizacion cancelación cancelacion vencimiento expiración expiracion "
        "cierre terminación terminacion salida rescisión rescision",
    ),
    (
        "data", " di del della dell d de do da",
        "inizio avvio início abertura apertura",
        "attivazione iscrizione sottoscrizione stipula firma adesão adesao ativação ativacao assinatura contratação "
        "contratacao inscrição inscricao",
        "fine cessazione disdetta scadenza recesso chiusura disattivazione risoluzione termine fim término termino "
        "cancelamento encerramento rescisão rescisao vencimento saída saida baixa",
    ),
    ("datum", " van vande der des", "ingang aanvang start vertragsbeginns beginns", "inschrijving abschlusses",
     "einde beëindiging beeindiging opzegging uitschrijving vertragsendes endes kündigung kuendigung"),
    ("date", "of ofthe", "start commencement inception", "activation subscription enrolment enrollment signup joining",
     "end cancellation termination expiry expiration leaving churn closure"),
)  # fmt: skip
_CONTRACT = (
    " contrat ducontrat decontrat abonnement delabonnement dabonnement contrato delcontrato decontrato docontrato "
    "suscripción delasuscripción contratto delcontratto dicontratto abbonamento dellabbonamento"
)
_BEGIN, _STOP = "début debut inicio inizio início", "fin résiliation resiliation baja fine disdetta fim rescisão"


def _joined(*parts: str) -> frozenset[str]:
    return frozenset("".join(words) for words in product(*(part.split(" ") for part in parts)))


def starts() -> frozenset[str]:
    """Headers of days of a start, as `plain` leaves them.

    >>> {"datededébut", "datedébut", "fechadealta", "débutducontrat", "datadiinizio", "dateofthestart"} <= starts()
    True
    """
    return _days(2, _CONTRACT) | _joined(_BEGIN, _CONTRACT)


def sign_ups() -> frozenset[str]:
    """Headers of days that may lie before the start, where no start is named.

    >>> {"datedesouscription", "dateofactivation"} <= sign_ups() and not sign_ups() & starts()
    True
    """
    return _days(3)


def ends() -> frozenset[str]:
    """Headers of days of an end.

    >>> {"datedefin", "datederésiliation", "fechadebaja", "findecontrat", "datadidisdetta"} <= ends()
    True
    """
    return _days(4, _CONTRACT) | _joined(_STOP, _CONTRACT)


def _days(kind: int, of: str = "") -> frozenset[str]:
    return frozenset[str]().union(*(_joined(words[0], words[1], words[kind], of) for words in _OF))
