"""The alphabets by which bytes that are no UTF-8 are told apart: an encoding, what people call it, its letters."""

from __future__ import annotations

from typing import NamedTuple


class Reading(NamedTuple):
    """One encoding. `letters` are those beyond A to Z of its languages, one after the other; "" for other scripts."""

    codec: str
    name: str
    letters: str = ""
    script: str = ""  # ranges of letters of a script of its own, as a regular expression has them
    old: bool = False  # of systems long gone: only where no other fits
    rare: str = ""  # letters or ranges that words of this script hardly have: in another's text they abound


_WEST = "äöüßàâæçéèêëîïôœùûáéíñóúìòãõåøª°º"
# Polish; Czech and Slovak; Hungarian; Romanian; Croatian and Slovene: each with the German ones.
_CENTRAL = "ąćęłńóśźżäöüß áčďéěíňóřšťúůýžľĺŕôäöüß áéíóöőúüűäß ăâîșțşţäöüß čćđšžäöüß"

# In this order: of two that explain the bytes with the same text, the first is named.
READINGS = (
    Reading("cp1252", "cp1252 (Western European, as Windows has it)", _WEST),
    Reading("cp1250", "cp1250 (Central European, as Windows has it)", _CENTRAL),
    Reading("iso8859_2", "ISO 8859-2 (Central European)", _CENTRAL),
    Reading("cp1254", "cp1254 (Turkish, as Windows has it)", "çğıöşüâîûi̇"),
    Reading("cp1251", "cp1251 (Cyrillic, as Windows has it)", script="А-яЁёЄєІіЇїҐґЎў", rare="ЃѓЂђЌќЏџЉљЊњЈј"),
    Reading("koi8-r", "KOI8-R (Cyrillic)", script="А-яЁё", old=True),
    Reading("cp866", "cp866 (Cyrillic, as DOS had it)", script="А-яЁё", old=True),
    Reading("cp1253", "cp1253 (Greek, as Windows has it)", script="Ά-ώ", rare="ΐΰ"),
    Reading("cp850", "cp850 (Western European, as DOS had it)", _WEST, old=True),
    Reading("mac-roman", "mac-roman (Western European, as old Macs had it)", _WEST, old=True),
    Reading("cp932", "Shift-JIS (Japanese)", script="ぁ-ゖァ-ヺー一-鿿々〆０-９Ａ-Ｚａ-ｚ", rare="ｦ-ﾟ\ue000-\uf8ff"),
    Reading("euc_jp", "EUC-JP (Japanese)", script="ぁ-ゖァ-ヺー一-鿿々〆０-９Ａ-Ｚａ-ｚ", rare="ｦ-ﾟ"),
    Reading("cp949", "CP949 (Korean)", script="가-힣", rare="一-鿿ぁ-ヺ"),
    Reading("gb18030", "GB18030 (Chinese)", script="一-鿿０-９Ａ-Ｚａ-ｚ", rare="ぁ-ヺ\ue000-\uf8ff"),
    Reading("big5", "Big5 (traditional Chinese)", script="一-鿿０-９Ａ-Ｚａ-ｚ", rare="\ue000-\uf8ff"),
)
PUNCTUATION = "\u00a0 €£§©®–—…‘’“”„«»·•´`´™¿¡ºª°²³½№、。・「」『』（）：；，．！？￥〜～／－￦＃＆"
BEFORE_WORDS, AFTER_WORDS = "\u00a0¿¡«»„“‘”’€£§–—´", "\u00a0»«”“’‘…®™ºª°´€£²³–—"

# Each first level of the standards, by its first byte and the least of the second: the characters in daily use; a text
# in another encoding lands outside.
COMMON = {
    "cp932": (0x88, 0x97, 0x40),
    "euc_jp": (0xB0, 0xCF, 0xA1),
    "cp949": (0xB0, 0xC8, 0xA1),
    "gb18030": (0xB0, 0xD7, 0xA1),
    "big5": (0xA4, 0xC6, 0x40),
}
COMMON_SHARE = 0.9
