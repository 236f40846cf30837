"""Which column is the customer, the date, the amount: by the names people give them, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlclv.orders.source import Options


def _tiers(*tiers: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(tier.split()) for tier in tiers)


# Headers as `plain` leaves them: English, then German, French, Spanish, Italian and Dutch. A role's tiers are tried in
# order; within a tier two matches are a question.
CUSTOMER = _tiers(
    "customerid customerno customernumber customernr customercode customerkey custid custno clientid clientno "
    "clientnumber accountid accountno accountnumber userid memberid membernumber buyerid shopperid donorid "
    "subscriberid cardid householdid "
    "kundennr kundennummer kundenid kundencode kdnr debitor debitorennr mitgliedsnummer numclient numeroclient "
    "numéroclient codeclient idclient idcliente codcliente códigocliente codigocliente codicecliente klantnr "
    "klantnummer klantid klantcode",
    "customer client account user member buyer shopper donor subscriber cust household kunde cliente klant",
    "id customername clientname accountname username customeremail email",
)
DATE = _tiers(
    "date orderdate invoicedate transactiondate purchasedate saledate salesdate txdate trxdate orderday "
    "dateoforder dateofpurchase transdate "
    "datum bestelldatum rechnungsdatum kaufdatum auftragsdatum belegdatum datecommande datedecommande datefacture "
    "datedachat fecha fechapedido fechafactura fechacompra dataordine datafattura dataacquisto besteldatum "
    "factuurdatum aankoopdatum orderdatum",
    "datetime timestamp orderdatetime invoicedatetime transactiondatetime ordertime purchasetime day orderedat "
    "purchasedat createdat created paidat paymentdate bookingdate postingdate billingdate time "
    "buchungsdatum zahlungsdatum tag",
)
AMOUNT = _tiers(
    "amount revenue sales total value spend dollarvalue totalamount orderamount ordertotal ordervalue "
    "invoiceamount invoicetotal invoicevalue totalprice totalvalue linetotal lineamount netamount grossamount "
    "turnover saleamount salesamount salesvalue saleprice transactionamount transactionvalue totalsales "
    "totalrevenue purchaseamount purchasevalue monetaryvalue netsales grosssales netrevenue amountpaid paid "
    "sale donation payment "
    "betrag umsatz nettobetrag bruttobetrag nettoumsatz bruttoumsatz rechnungsbetrag gesamtbetrag bestellwert "
    "auftragswert warenwert montant montantht montantttc montanttotal chiffredaffaires importe monto importetotal "
    "montototal importo importototale fatturato bedrag totaalbedrag factuurbedrag omzet",
    "dollars euros usd eur gbp chf net gross money",
)
QUANTITY = _tiers(
    "quantity qty units numberofunits orderquantity orderqty pieces "
    "menge anzahl stück stückzahl stueckzahl quantité quantite cantidad quantità quantita aantal"
)
PRICE = _tiers(
    "unitprice priceperunit itemprice priceeach unitcost price "
    "einzelpreis stückpreis stueckpreis preis prixunitaire prix preciounitario precio prezzounitario prezzo "
    "stukprijs eenheidsprijs prijs"
)
CURRENCY = _tiers("currency currencycode ccy curr währung waehrung devise moneda divisa valuta")

_TIMES = re.compile(r"\s*[*×]\s*|\s+x\s+", re.IGNORECASE)
_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


class UnclearError(Exception):
    """No columns, or several that could be it; the text says which, and reads on after the file's name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands, counted from 0. Either `amount`, or `quantity` and `price`, whose product it is."""

    customer: int
    date: int
    amount: int | None = None
    quantity: int | None = None
    price: int | None = None
    currency: int | None = None

    @property
    def roles(self) -> dict[str, int]:
        """The columns in use, by role."""
        named = ("customer", "date", "amount", "quantity", "price", "currency")
        return {role: place for role in named if (place := getattr(self, role)) is not None}


def plain(header: str) -> str:
    """A header without case, blanks, underscores, points, hyphens and a unit in brackets at its end.

    >>> plain(" Customer_ID "), plain("Amount (EUR)")
    ('customerid', 'amount')
    """
    return re.sub(r"[\W_]+", "", _UNIT.sub("", header)).casefold()


def recognise(headers: Sequence[str], options: Options) -> Columns:
    """The columns under these headers; UnclearError when one cannot be told.

    >>> recognise(["Customer ID", "InvoiceDate", "Quantity", "UnitPrice"], Options())
    Columns(customer=0, date=1, amount=None, quantity=2, price=3, currency=None)
    """
    _all_there(headers, options)
    customer = _one("customer", options.customer, CUSTOMER, headers)
    date = _one("date", options.date, DATE, headers)
    currency = _find(CURRENCY, headers)
    money = currency[0] if len(currency) == 1 else None
    amount, quantity, price = _money(headers, options.amount)
    return Columns(customer, date, amount, quantity, price, money)


def positions(options: Options, width: int) -> Columns | None:
    """The columns of a table without headers, when the user gave all of them as places counted from 1."""
    if options.customer is None or options.date is None or options.amount is None:
        return None
    money = _TIMES.split(options.amount.strip())
    places = [options.customer, options.date, *money]
    if len(money) > 2 or not all(place.strip().isdecimal() and 0 < int(place) <= width for place in places):
        return None
    numbers = [int(place) - 1 for place in places]
    if len(money) == 1:
        return Columns(numbers[0], numbers[1], amount=numbers[2])
    return Columns(numbers[0], numbers[1], quantity=numbers[2], price=numbers[3])


def describe(headers: Sequence[str]) -> str:
    """The headers found, for a message."""
    shown = [h.strip() for h in headers if h.strip()]
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")


def _all_there(headers: Sequence[str], options: Options) -> None:
    """Name every role that neither the headers nor the user give, so that nobody is told of one after the other."""
    missing = [
        role
        for role, wanted, tiers in (("customer", options.customer, CUSTOMER), ("date", options.date, DATE))
        if wanted is None and not _find(tiers, headers)
    ]
    product = len(_find(QUANTITY, headers)) == len(_find(PRICE, headers)) == 1
    if options.amount is None and not product and not _find(AMOUNT, headers):
        missing.append("amount")
    if missing:
        roles = either([f"{'an' if role == 'amount' else 'a'} {role}" for role in missing])
        which = either([f"--{role}" for role in missing], "and")
        raise UnclearError(f"no column looks like {roles}; the columns are {describe(headers)}; say which with {which}")


def either(names: Sequence[str], word: str = "or") -> str:
    """Names in a sentence.

    >>> either(["a customer", "a date", "an amount"]), either(["--date"], "and")
    ('a customer, a date or an amount', '--date')
    """
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _money(headers: Sequence[str], wanted: str | None) -> tuple[int | None, int | None, int | None]:
    """Places of amount, or of quantity and price."""
    if wanted is not None:
        factors = _TIMES.split(wanted.strip())
        if len(factors) == 2 and _named(wanted, headers) is None:
            quantity, price = (_one("amount", factor, (), headers) for factor in factors)
            return None, quantity, price
        return _one("amount", wanted, AMOUNT, headers), None, None
    quantities, prices = _find(QUANTITY, headers), _find(PRICE, headers)
    if not _find(AMOUNT, headers) and len(quantities) == 1 and len(prices) == 1:
        return None, quantities[0], prices[0]
    return _one("amount", None, AMOUNT, headers), None, None


def _one(role: str, wanted: str | None, tiers: tuple[frozenset[str], ...], headers: Sequence[str]) -> int:
    """The one column for a role, as the user says or as its header says."""
    if wanted is not None:
        place = _named(wanted, headers)
        if place is None:
            raise UnclearError(f'no column "{wanted}"; the columns are {describe(headers)}')
        return place
    found = _find(tiers, headers)
    if len(found) == 1:
        return found[0]
    named = " and ".join(f'"{headers[i].strip()}"' for i in found)
    raise UnclearError(f"the columns {named} could each be the {role}; say which with --{role}")


def _find(tiers: tuple[frozenset[str], ...], headers: Sequence[str]) -> list[int]:
    """The columns of the first tier that has any."""
    names = [plain(header) for header in headers]
    for tier in tiers:
        found = [i for i, name in enumerate(names) if name in tier]
        if found:
            return found
    return []


def _named(wanted: str, headers: Sequence[str]) -> int | None:
    """The column the user named: exactly, then by its plain name, then by its place counted from 1."""
    exact = [i for i, header in enumerate(headers) if header.strip() == wanted.strip()]
    alike = exact or [i for i, header in enumerate(headers) if plain(header) and plain(header) == plain(wanted)]
    if len(alike) > 1:
        raise UnclearError(f'{len(alike)} columns are called "{wanted.strip()}"; rename all but one, or give its place')
    if alike:
        return alike[0]
    if wanted.strip().isdecimal() and 0 < int(wanted) <= len(headers):
        return int(wanted) - 1
    return None
