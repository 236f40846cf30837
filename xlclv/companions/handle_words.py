"""Which columns of a contact log are handle time: one that has all of it, or talk, hold and after-call work apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from xlclv.orders.headers import plain

TALK, HOLD, WRAP = "handle", "hold", "wrap"  # the roles; what is handled is talk, where the others stand beside it
_WHOLE = (
    r"aht|handl(e|ing)|handl(e|ing)?time|handleduration|thandle|bearbeitungs(zeit|dauer)|dmt|"
    r"(temps|duree)(moyenn?e?)?detraitement|tmo|tma|tiempo(medio)?(operativo|degestion|demanejo)|"
    r"tempo(medio)?(digestione|deatendimento|detratamento)|afhandel(tijd|duur)|verwerkingstijd|czasobsługi|"
    r"hanteringstid|処理時間|времяобработки"
)
_TALK = (
    r"talk(ing)?|(call)?talk(ing)?time|talkduration|ttalk|(conversation|interaction|acd)(time|duration)|"
    r"gesprachs(zeit|dauer)|gespraechs(zeit|dauer)|(sprech|rede)zeit|(temps|duree)de(parole|(la)?conversation)|"
    r"dureeconversation|tiempode(conversacion|habla)|duracionde(la)?conversacion|tempodi(conversazione|parola)|"
    r"(gespreks|spreek)(tijd|duur)|tempode(conversacao|conversa|fala)|czasrozmowy|(sam)?taltid|taletid|konusmasuresi|"
    r"通話時間|времяразговора"
)
_HOLD = (
    r"(on)?hold|(on|call)?hold(ing)?(time|duration)|held(time)?|timeonhold|theld|halte(zeit|dauer)|"
    r"(temps|duree)de(mise|mises)enattente|(temps|duree)miseenattente|tiempo(deretencion|enespera)|"
    r"tempo(di)?messainattesa|tijdindewacht|wachtstandtijd|tempo(deretencao|emespera)|bekletmesuresi|保留時間|"
    r"времяудержания"
)
_WRAP = (
    r"wrap(up)?|wrap(up)?(time|duration)|t?acw|acw(time|duration)|(after|post)(call|contact|chat)(work|wrapup)?"
    r"(time|duration)?|nachbearbeitung|(nachbearbeitungs|nacharbeits)(zeit|dauer)|"
    r"(temps|duree)?(de|du)?(post(traitement|appel)|travailapres(l)?appel)|"
    r"(tiempo|trabajo)?(de|del)?(trabajo)?(post(llamada|contacto)|posterioralallamada|decierre)|"
    r"(tempo|lavoro)?(di)?(lavoro)?(dopo|post)(la)?chiamata|nawerk(tijd)?|nabewerkingstijd|"
    r"(tempo|trabalho)?(de)?(trabalho)?pos(chamada|atendimento)|後処理時間|времяпостобработки"
)
_CALL = (
    r"(call|contact)(duration|length)|anrufdauer|dureede?(s|l)?appels?|duraciondelallamada|duracionllamada|"
    r"durata(della)?chiamata|duracaodachamada"
)
_ANY = r"(time(spent)?|duration|length|dauer|duree|duracion|durata|duur|duracao|czastrwania)?"
_UNIT = (
    r"((in|en|em)?(ms|msec|m(illi|ili|ilisec)se[ck]\w*|milisegundos|s|se[ck]s?|seconds?|sekunden|secondes?|segundos|secondi|seconden|m|mins?|minutes?|minuten|minutos|"
    r"minuti|h|hours?|stunden|heures?|horas|ore|uren))?"
)
_OF_WHOM = r"(average|avg|mean|total|agent|customer|contact)*"
_KINDS = {
    kind: re.compile(f"{_OF_WHOM if kind != 'any' else ''}({words}){_UNIT}")
    for kind, words in (
        ("whole", _WHOLE), ("talk", _TALK), ("hold", _HOLD), ("wrap", _WRAP), ("call", _CALL), ("any", _ANY)
    )
}  # fmt: skip

_UNITS = (
    (r"milli|msec|[\W_(\[]ms\b|ミリ秒|毫秒", 0.001),
    (r"sec|sek|segundo|[\W_(\[]s(eg)?\b|秒", 1.0),
    (r"min|[\W_(\[]m\b|分", 60.0),
    (r"hour|stunde|heures|horas|[\W_(\[](ore|uren|h)\b", 3600.0),
)
# Formats of times: h:mm, [h]:mm, hh:mm:ss, Std:Min, h.mm; and what is left of a header without them.
_HOURS = r"(?<![^\W\d_])\[?(?:h{1,2}|hrs?|hours?|std|stunden|heures?|horas?|ore|uren)\]?"
_MINUTES = r"(?:m{1,2}|min(?:s|uten|utes|utos|uti)?)"
_SECONDS = r"(?:s{1,2}|se[ck](?:s|onds|unden)?)(?![^\W\d_])"
_HOURS_MINUTES = re.compile(rf"{_HOURS}\s?[:.]\s?{_MINUTES}(?![^\W\d_])(?!\s?[:.]\s?{_SECONDS})", re.IGNORECASE)
_MINUTES_SECONDS = re.compile(rf"(?<![^\W\d_])(?<![:.]){_MINUTES}\s?[:.]\s?{_SECONDS}", re.IGNORECASE)
_FORMAT = re.compile(
    rf"(?:{_HOURS}\s?[:.]\s?)?{_MINUTES}\s?[:.]\s?{_SECONDS}|{_HOURS}\s?[:.]\s?{_MINUTES}(?![^\W\d_])", re.IGNORECASE
)
_SUMS = re.compile(r"^(total|average|avg|mean)+")  # of times, and of no person
_BARE = frozenset(("talk", "talking", "hold", "onhold", "wrap", "wrapup"))  # times only with a unit: may be words
_PERSONS = frozenset(("handle", "handling"))  # so are these after what they are of: a handle is what someone is called


def two_parts(header: str) -> str:
    """What times of two parts, such as 0:06, are by a header's format or unit: "h:mm" or "m:ss"; "" where it has none.

    >>> [two_parts(header) for header in ("AHT hh:mm", "Handle time (Std:Min)", "Handle time (hours)", "[h]:mm")]
    ['h:mm', 'h:mm', 'h:mm', 'h:mm']
    >>> two_parts("AHT mm:ss"), two_parts("Handle time (min)"), two_parts("AHT (h:mm:ss)"), two_parts("AHT")
    ('m:ss', 'm:ss', '', '')
    """
    if _HOURS_MINUTES.search(header):
        return "h:mm"
    if _MINUTES_SECONDS.search(header):
        return "m:ss"
    return {3600.0: "h:mm", 60.0: "m:ss"}.get(unit_of(header) or 0.0, "")


def unit_of(header: str) -> float | None:
    """Seconds in the unit that a header names; None where it names none, or the parts of a time.

    >>> unit_of("Handle time (min)"), unit_of("handle_seconds"), unit_of("AHT"), unit_of("AHT (h:mm)")
    (60.0, 1.0, None, None)
    >>> unit_of("Handle time (ms)"), unit_of("handle_milliseconds")
    (0.001, 0.001)
    """
    header = _FORMAT.sub(" ", header)
    for pattern, seconds in _UNITS:
        if re.search(pattern, header, re.IGNORECASE):
            return seconds
    return None


def kind_of(header: str) -> str:
    """What time a header speaks of: whole, talk, hold, wrap, call (hold is in it) or any; "" for none.

    >>> [kind_of(header) for header in ("Handle time (min)", "talk time (s)", "hold_seconds", "ACW", "Call duration")]
    ['whole', 'talk', 'hold', 'wrap', 'call']
    >>> kind_of("Wrap-up (s)"), kind_of("Wrap-up")  # the latter may be a code
    ('wrap', '')
    >>> kind_of("Dauer (min)"), kind_of("Nachbearbeitungszeit"), kind_of("Waiting time"), kind_of("Durée d'appel (s)")
    ('any', 'wrap', '', 'call')
    >>> kind_of("Handle"), kind_of("Agent handle"), kind_of("Agent handle (s)")
    ('whole', '', 'whole')
    >>> kind_of("Customers"), kind_of("Call time"), kind_of("Minutes")
    ('', '', 'any')
    >>> [kind_of(header) for header in ("Total Handle", "Avg Talk", "Total Hold", "Total ACW", "AHT hh:mm")]
    ['whole', 'talk', 'hold', 'wrap', 'whole']
    """
    name = plain(_FORMAT.sub(" ", header))
    bare = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    bare = unicodedata.normalize("NFC", bare)
    word = re.sub(f"^{_OF_WHOM}", "", bare)
    sums = _SUMS.sub("", bare) == word != bare and not word.startswith("wrap")
    if (word in _BARE or (word in _PERSONS and word != bare)) and unit_of(header) is None and not sums:
        return ""
    return next((kind for kind, words in _KINDS.items() if bare and words.fullmatch(bare)), "")


def handle_roles(headers: Sequence[str], taken: Collection[int]) -> dict[str, int]:
    """The columns by role. Of several of a kind the first; a whole time goes before its parts."""
    at: dict[str, int] = {}
    for place, header in enumerate(headers):
        if place not in taken and (kind := kind_of(header)):
            at.setdefault(kind, place)
    if "whole" in at:
        return {TALK: at["whole"]}
    if "talk" in at:
        return {TALK: at["talk"], **{role: at[role] for role in (HOLD, WRAP) if role in at}}
    if "call" in at:
        return {TALK: at["call"], **({WRAP: at["wrap"]} if "wrap" in at else {})}
    return {TALK: at["any"]} if "any" in at else {}


def unadded(headers: Sequence[str], roles: dict[str, int]) -> list[int]:
    """Columns of hold and after-call work that are not added, though the one that is used may not have them in it."""
    used = roles.get(TALK)
    if used is not None and kind_of(headers[used]) != "any":
        return []
    return [at for at, header in enumerate(headers) if at not in roles.values() and kind_of(header) in (HOLD, WRAP)]
