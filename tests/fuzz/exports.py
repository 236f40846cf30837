"""Seeds as systems export orders: statuses, discounts, refunds, totals on lines, dates of all kinds, other layouts."""

from __future__ import annotations

import datetime as dt

from tests.faults.sample import lines

_STATUSES = ("completed", "Cancelled", "pending", "processing", "refunded")
_TYPES = ("Website Payment", "Express Checkout Payment", "Payment Refund", "General Withdrawal")
_VISITS = "visits"


def options(name: str) -> dict[str, str]:
    """What has to be said of a seed, by its name."""
    return {"amount": "none"} if name.startswith(_VISITS) else {}


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
        "seconds.csv": _dated(rows, "", unix=True),
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
        "report.csv": _grouped(rows),
        "wide.csv": _wide(rows),
    }  # fmt: skip
    hungarian = _table("Vevő neve;Kelt;Összeg", (f"Fűtő {who};{day};{money}" for who, day, money in rows))
    return {**{name: text.encode() for name, text in made.items()}, "hungarian.csv": hungarian.encode("cp1250")}


def _table(header: str, rows: object) -> str:
    return "\n".join([header, *rows]) + "\n"  # type: ignore[misc]


def _dated(rows: list[tuple[str, dt.date, str]], form: str, unix: bool = False) -> str:
    def written(day: dt.date) -> str:
        return str((day - dt.date(1970, 1, 1)).days * 86400) if unix else day.strftime(form)

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
