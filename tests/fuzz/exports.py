"""Seeds as systems export orders: statuses, discounts, refunds, totals on lines, dates of all kinds, other layouts."""

from __future__ import annotations

import datetime as dt
import random

from tests.faults.sample import lines
from tests.fuzz.systems import of_systems

_STATUSES = ("completed", "Cancelled", "pending", "processing", "refunded")
_TYPES = ("Website Payment", "Express Checkout Payment", "Payment Refund", "General Withdrawal")
_VISITS = "visits"


# What somebody may say beside it, one at a time.
_SAID: tuple[dict[str, object], ...] = (
    {"system": "none"}, {"status_column": "none"}, {"order_column": "none"}, {"only": "completed"},
    {"without": "status=pending"}, {"dedupe": True}, {"normalise": True}, {"fill_down": True}, {"dayfirst": True},
    {"decimal": ","}, {"keep_ids": ("guest",)}, {"exclude": ("C0004",)}, {"timezone": "Europe/Berlin"},
    {"since": dt.date(2024, 10, 1)}, {"until": dt.date(2025, 1, 31)}, {"by": ("status",)}, {"amount": "none"},
)  # fmt: skip


def options(name: str, rng: random.Random) -> dict[str, object]:
    """What has to be said of a seed, by its name; for one case in four, something more."""
    more = rng.choice(_SAID) if rng.random() < 0.25 else {}
    return {**more, **({"amount": "none"} if name.startswith(_VISITS) else {})}


def exports() -> dict[str, bytes]:
    """Files that read well, each by a path of its own through the intake."""
    rows = [(who, dt.date.fromisoformat(day), money) for who, day, money in (line.split(",") for line in lines(40))]
    made = {
        "status.csv": _table("customer,date,total,status", (
            f"{who},{day},{money},{_STATUSES[i % 5]}" for i, (who, day, money) in enumerate(rows))),
        "discount.csv": _table("customer,date,quantity,unit price,discount", (
            f"{who},{day},{i % 3 + 1},{money},{i % 4 * 5}%" for i, (who, day, money) in enumerate(rows))),
        "refund.csv": _table("customer,date,amount,amount refunded", (
            f"{who},{day},{money},{money if i % 7 == 0 else 0}" for i, (who, day, money) in enumerate(rows))),
        "lines.csv": _table("customer,date,order id,order total,item", (
            f"{who},{day},{i},{money},{item}" for i, (who, day, money) in enumerate(rows) for item in "ab")),
        "first-line.csv": _table("Name,Email,Created at,Total,Lineitem name", (
            line for i, (who, day, money) in enumerate(rows)
            for line in (f"#{i},{who}@shop.example,{day},{money},one", f"#{i},{who}@shop.example,,,two"))),
        "guests.csv": _table("customer,date,amount", (
            f"{'guest' if i % 2 else who},{day},{money}" for i, (who, day, money) in enumerate(rows * 2))),
        "d-mmm-yy.csv": _dated(rows, "%d-%b-%y"),
        "months.csv": _dated(rows, "%Y-%m"),
        "weeks.csv": _dated(rows, "%G-W%V"),
        "seconds.csv": _dated(rows, "", unix=1),
        "kanji.csv": _dated(rows, "%Y年%m月%d日"),
        "two-digits.csv": _dated(rows, "%m/%d/%y"),
        "two-ways.csv": _table("customer,date,amount", (
            f"{who},{day if i % 2 else day.strftime('%d %B %Y')},{money}" for i, (who, day, money) in enumerate(rows))),
        f"{_VISITS}.csv": _table("customer,date,status", (
            f"{who},{day},{_STATUSES[i % 5]}" for i, (who, day, _) in enumerate(rows))),
        "footer.csv": _table("customer,date,amount,outcome", (
            f"{who},{day},{money},{_STATUSES[i % 3]}" for i, (who, day, money) in enumerate(rows)))
        + "\nMade by Eve\nNot for others,,,\n",
        "taxed.csv": _table("client;date;Montant HT;TVA;Montant TTC", (
            f"{who};{day};{money.replace('.', ',')};1,00;{float(money) + 1:.2f}".replace(".", ",")
            for who, day, money in rows)),
        "paypal.csv": _table("Date,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address", (
            f"{day},x,{_TYPES[i % 4]},Completed,EUR,{'-' * (i % 4 > 1)}{money},0,{money},{who}@x.example,me@x.example"
            for i, (who, day, money) in enumerate(rows))),
        "cancelled.csv": _table("Order,Customer,Created at,Total,Cancelled at,Unit cost", (
            f"{i},{who},{day}T10:00:00+0{1 + (3 < day.month < 11)}00,{money},{day if i % 6 == 0 else ''},1"
            for i, (who, day, money) in enumerate(rows))),
        "milliseconds.csv": _dated(rows, "", unix=1000),
        "month-names.csv": _dated(rows, "%B %Y"),
        "bought.csv": _table("customer,bought,paid out,notes", (
            f"{who},{day},{money},x" for who, day, money in rows)),
        "report.csv": _grouped(rows),
        "list.txt": _printed(rows),
        "outline.csv": _outline(rows),
        "wide.csv": _wide(rows),
    }  # fmt: skip
    return {**{name: text.encode() for name, text in {**made, **of_systems(rows)}.items()}, **_encoded(rows)}


# Header, what stands before each id, status, by the encoding that its letters need.
_LETTERS = {
    "cp1250": ("Vevő neve;Kelt;Összeg;Állapot", "Fűtő", "teljesítve"),
    "cp1252": ("Kundennr;Bestelldatum;Betrag;Zahlungsstatus für Käufer", "Müller", "bezahlt"),
    "cp1251": ("Клиент;Дата;Сумма;Статус", "Иванов", "оплачен"),
    "shift_jis": ("顧客名;注文日;金額;ステータス", "田中", "完了"),
    "cp949": ("고객명;주문일;금액;상태", "김민수", "완료"),
    "gb18030": ("客户名称;订单日期;金额;状态", "王伟", "已完成"),
}


def _encoded(rows: list[tuple[str, dt.date, str]]) -> dict[str, bytes]:
    return {
        f"{encoding}.csv": _table(header, (f"{name} {who};{day};{money};{status}" for who, day, money in rows)).encode(
            encoding
        )
        for encoding, (header, name, status) in _LETTERS.items()
    }


def _table(header: str, rows: object) -> str:
    return "\n".join([header, *rows]) + "\n"  # type: ignore[misc]


def _dated(rows: list[tuple[str, dt.date, str]], form: str, unix: int = 0) -> str:
    def written(day: dt.date) -> str:
        return str((day - dt.date(1970, 1, 1)).days * 86400 * unix) if unix else day.strftime(form)

    return _table("customer,date,amount", (f"{who},{written(day)},{money}" for who, day, money in rows))


def _grouped(rows: list[tuple[str, dt.date, str]]) -> str:
    """A report: each customer's name on a line, the invoices under it, their total."""
    by_customer: dict[str, list[tuple[dt.date, str]]] = {}
    for who, day, money in rows:
        by_customer.setdefault(who, []).append((day, money))
    out = ["Sales by customer", "", ",Date,Num,Amount"]
    for who, invoices in by_customer.items():
        out += [f"Firm {who},,,", *(f",{day},{i},{money}" for i, (day, money) in enumerate(invoices))]
        out.append(f"Total for Firm {who},,,{sum(float(money) for _, money in invoices):.2f}")
    return "\n".join(out) + "\n"


def _wide(rows: list[tuple[str, dt.date, str]]) -> str:
    """A pivot: customers down, months across."""
    months = sorted({day.replace(day=1) for _, day, _ in rows})
    cells: dict[tuple[str, dt.date], float] = {}
    for who, day, money in rows:
        cells[who, day.replace(day=1)] = cells.get((who, day.replace(day=1)), 0.0) + float(money)
    names = sorted({who for who, _, _ in rows})
    lines_ = (
        ",".join([name, *(f"{cells[name, month]:.2f}" if (name, month) in cells else "" for month in months)])
        for name in names
    )
    return _table(",".join(["Customer", *(f"{month:%Y-%m}" for month in months)]), lines_)


def _printed(rows: list[tuple[str, dt.date, str]]) -> str:
    """A list as a terminal prints it: lines drawn, the header on every page, minus behind."""
    rule, head = "-" * 44, "|Customer  |Doc. date |    Net value|Crcy|"
    out = ["List of sales orders", "", rule, head, rule]
    for i, (who, day, money) in enumerate(rows):
        if i and i % 20 == 0:
            out += [rule, "", rule, head, rule]
        out.append(f"|{who:10}|{day:%d.%m.%Y}|{money.replace('.', ',') + '-' * (i % 9 == 8):>13}|EUR |")
    return "\n".join([*out, rule]) + "\n"


def _outline(rows: list[tuple[str, dt.date, str]]) -> str:
    """A pivot in outline: the customer on a line of its own with its total, the months under it."""
    by_customer: dict[str, dict[str, float]] = {}
    for who, day, money in rows:
        months = by_customer.setdefault(f"C{who}", {})
        months[f"{day:%Y-%m}"] = months.get(f"{day:%Y-%m}", 0.0) + float(money)
    out = ["Customer,Month,Sum of amount"]
    for who, months in by_customer.items():
        out.append(f"{who},,{sum(months.values()):.2f}")
        out += [f",{month},{money:.2f}" for month, money in sorted(months.items())]
    return "\n".join([*out, f"Grand Total,,{sum(float(money) for _, _, money in rows):.2f}"]) + "\n"
