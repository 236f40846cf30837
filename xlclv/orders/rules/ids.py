"""Customer ids: what cannot be one, what stands for nobody, and what two of them may have in common."""

from __future__ import annotations

from typing import NamedTuple

from xlclv.orders.rules import lengths

OF_ROWS, AT_LEAST = 0.01, 20  # a placeholder is nobody above this share of rows, and from this many on
OF_MONEY, OF_MEDIAN = 0.10, 50  # one id with more of the money, and so many times the median's rows, is named


EXACT_HALF = 2**24  # whole numbers up to here are exact in floating point of 32 bits
HALF_LOST = "above 16,777,216 in floating point of 32 bits"
RARE = "reads like no customer but is kept"  # of a placeholder that is somebody


class Rule(NamedTuple):
    """A pattern that no id may match, in the words of every engine's regular expressions, and what to say."""

    name: str
    pattern: str
    says: str
    fix: str


# Written as themselves, since engines differ in how they number them: what moves a cursor, and what turns letters.
_C1, _ORDER = "\x80-\x9f", "\u202a-\u202e\u2066-\u2069"
# Ids that no longer are what was typed, or that no cell can show.
RULES = (
    Rule(
        "control",
        f"[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F{_C1}{_ORDER}]",
        "has a control character in it",
        "remove it, though it may not be seen: marks that turn the direction of text are such too",
    ),
    Rule(
        "error",
        r"^#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)$",
        "is an error of the spreadsheet, not an id",
        "fix the cell where it comes from",
    ),
    Rule(
        "short",
        r"^[0-9](\.[0-9]+)?[eE]\+[0-9]{2,}$",
        "is a long number that a spreadsheet has shortened: different ids have become one",
        "export the column again as text",
    ),
)
TOO_LONG = f"has {lengths.TOO_LONG}"

# What systems and people write where there is no customer, in lower case.
NOBODY = (
    "0", "-1", "00", "000", "0000", "00000", "n/a", "na", "null", "\\n", "nan", "none", "nil", "undefined",
    "unknown", "anonymous", "anonym", "guest", "guest customer", "guest user", "guest checkout", "walk-in",
    "walk in", "walkin", "walk-in customer", "walk in customer", "cash", "cash sale", "cash sales", "cash customer",
    "counter sale", "retail customer", "no customer", "no name", "not available", "(none)", "(blank)", "(not set)",
    "-", "--", "?", "gast", "gastkunde", "laufkunde", "laufkundschaft", "barverkauf", "unbekannt", "invité",
    "cliente occasionale", "clienti occasionali", "cliente di passaggio", "cliente al banco", "consumatore finale",
    "client occasionnel", "clients occasionnels", "clientes ocasionales",
    "gelegenheitskunde", "einmalkunden", "cpd-kunde", "losse klant", "losse verkoop", "occasional customer",
    "one-time customer", "klient okazjonalny", "cliente esporádico", "разовый покупатель", "anonymní", "neznámý",
    "drobný zákazník", "eseti vevő", "lakossági vevő",
    "készpénzes vevő", "ismeretlen", "vendég", "okänd", "kontantkund",
    "gäst", "ukjent", "ukendt", "kontantkunde", "gjest", "gæst", "tuntematon", "λιανική", "πελάτης λιανικής",
    "client comptoir", "inconnu", "invitado", "mostrador", "cliente mostrador", "desconocido", "venta al contado",
    "convidado", "consumidor final", "público en general", "publico en general", "ospite", "cliente generico",
    "sconosciuto", "onbekend", "passant", "contante verkoop", "gość", "klient detaliczny", "гость", "ゲスト", "게스트",
    "访客", "misafir",
    "gäste", "barkunde", "einmalkunde", "diverse", "cpd", "client de passage", "client divers", "clients divers",
    "anonyme",
    "cliente de contado", "cliente ocasional", "anónimo", "cliente balcão", "cliente avulso", "venda balcão",
    "anônimo",
    "cliente banco", "anonimo", "contant", "anoniem", "gastaccount", "klient anonimowy", "klient gotówkowy", "anonim",
    "розничный покупатель", "розница", "физическое лицо", "аноним", "не указан", "perakende müşteri",
    "peşin satış", "bilinmiyor", "一般客", "非会員", "現金客", "不明", "名無し", "비회원", "일반고객", "현금고객",
    "손님", "익명", "없음",
    "散客", "匿名", "游客", "现金客户", "無名", "訪客", "#n/b", "(leer)", "(vide)", "(en blanco)", "(vuoto)",
    "(leeg)", "(空白)",
    "(пусто)", "(boş)", "(puste)", "(비어 있음)",
)  # fmt: skip
# What lines between orders are called that are part of one, and no customer.
CHARGES = (
    "shipping", "shipping cost", "shipping costs", "shipping & handling", "shipping and handling", "shipping fee",
    "freight", "freight charges", "delivery", "delivery fee", "delivery charge", "postage", "handling", "handling fee",
    "discount", "discounts", "tax", "taxes", "sales tax", "vat", "gst", "rounding", "tip", "tips", "surcharge",
    "versand", "versandkosten", "porto", "fracht", "frachtkosten", "rabatt", "skonto", "mwst", "mwst.", "ust", "ust.",
    "umsatzsteuer", "mehrwertsteuer", "steuer", "rundung", "trinkgeld", "frais de port", "frais d'envoi", "livraison",
    "remise", "remises", "tva", "taxe", "taxes", "pourboire", "envío", "envio", "gastos de envío", "descuento",
    "descuentos", "iva", "impuesto", "impuestos", "propina", "spedizione", "spese di spedizione", "sconto", "sconti",
    "imposta", "imposte", "mancia", "verzending", "verzendkosten", "korting", "kortingen", "btw", "frete", "desconto",
    "descontos", "imposto", "impostos", "wysyłka", "dostawa", "rabat", "podatek", "доставка", "скидка", "ндс", "налог",
    "kargo", "indirim", "kdv", "vergi", "frakt", "moms", "送料", "値引", "値引き", "割引", "消費税", "税", "运费",
    "折扣", "税费", "배송비", "할인", "세금",
)  # fmt: skip
