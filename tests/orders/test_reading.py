"""What is read from a file: every row, in its own words, or one line that says which cell is wrong."""

from __future__ import annotations

import datetime as dt
import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from tests.orders.conftest import Write
from xlclv.errors import InputError
from xlclv.orders.ledger import exact
from xlclv.orders.reading import Orders, read


def rows(orders: Orders) -> list[tuple[str, str, Decimal]]:
    """The orders as (customer, day, amount), sorted."""
    return sorted(
        (str(row["customer"]), row["day"].isoformat(), exact(row["amount"], orders.scale))
        for row in orders.table.to_pyarrow().to_pylist()
    )


def test_plain_csv(write: Write) -> None:
    """A file as it should be is read as it stands, and says which columns it took."""
    orders = read(write("a.csv", "customer_id,date,amount", "007,2024-01-05,11.77", "8,2024-02-29,3"))
    assert rows(orders) == [("007", "2024-01-05", Decimal("11.77")), ("8", "2024-02-29", Decimal(3))]
    assert (orders.first_day, orders.last_day, orders.as_of) == (dt.date(2024, 1, 5), *[dt.date(2024, 2, 29)] * 2)
    assert orders.ledger.reconciles
    assert orders.ledger.amount_used == Decimal("14.77")
    assert 'a.csv: customer is "customer_id", date is "date", amount is "amount"' in orders.ledger.assumed


def test_customers_have_an_order_of_their_own(write: Write) -> None:
    """Scores of a file have the same rows in the same order in every run, however its threads came along."""
    ids = [str(at * 7919 % 3001) for at in range(3001)] + ["B", "A"]
    orders = read(write("a.csv", "customer,date,amount", *(f"{name},2024-01-{len(name):02},5" for name in ids)))
    assert orders.customers.to_pyarrow()["customer"].to_pylist() == [*map(str, range(3001)), "A", "B"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "   "])
def test_delimiters(write: Write, mark: str) -> None:
    """The delimiter is found out, blanks included; runs of blanks and outer blanks count as one."""
    cells = (("Client", "day", "sales"), ("A", "2024-01-05", "1.5"), ("B", "2024-01-06", "2"))
    lines = [mark.join(line) for line in cells]
    assert rows(read(write("a.txt", *lines, newline="\r\n")))[0] == ("A", "2024-01-05", Decimal("1.5"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark(write: Write, encoding: str) -> None:
    """UTF-8 and whatever has a byte order mark are read without being asked."""
    path = write("a.csv", "customer,date,amount", "Zoë 🎉,2024-01-05,1", "שלום,2024-01-05,2", encoding=encoding)
    assert [name for name, _, _ in rows(read(path))] == ["Zoë 🎉", "שלום"]


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ["Müller", "Weiß"]),
        ("cp1252", ["Hélène", "Muñoz", "João"]),
        ("cp1250", ["Łukasz", "Łódź", "Wiśniewski"]),
        ("cp1254", ["Yıldız", "Şahin", "Doğan"]),
        ("cp1251", ["Иванов", "Петрова"]),
        ("cp932", ["顧客番号", "サトウ"]),
        ("utf-16-le", ["Zoë", "Müller"]),
        ("utf-16-le", ["Jones", "Smith"]),
        ("utf-16-be", ["Jones", "Smith"]),
        ("utf-16-le", ["Иванов Пётр", "Петрова"]),
    ],
)
def test_the_encoding_that_makes_words_is_taken(encoding: str, names: list[str], write: Write) -> None:
    """Bytes that are no UTF-8 are read in the one encoding whose letters make words, and that is said."""
    orders = read(write("a.csv", "customer,date,amount", *(f"{n},2024-01-05,1" for n in names), encoding=encoding))
    assert sorted(name for name, _, _ in rows(orders)) == sorted(names)
    assert any(f"read as {encoding}" in note.lower() or "Shift-JIS" in note for note in orders.ledger.assumed)


@pytest.mark.parametrize(
    ("encoding", "name", "hint"),
    [
        ("cp949", "김철수", "--encoding cp949 for CP949 (Korean)"),
        ("gb18030", "王伟", "--encoding gb18030 for GB18030 (Chinese)"),
        ("cp850", "Jörg Müller", "--encoding cp850 for cp850"),
    ],
)
def test_encodings_that_fit_are_named(encoding: str, name: str, hint: str, write: Write) -> None:
    """Where several readings make words, none is taken: the refusal names those that fit, and one stated is read."""
    path = write("a.csv", "customer,date,amount", f"{name},2024-01-05,1", encoding=encoding)
    with pytest.raises(InputError, match=r"a\.csv: byte 0x.. is not UTF-8 text; its bytes fit ") as caught:
        read(path)
    assert hint in str(caught.value)
    assert rows(read(path, encoding=encoding))[0][0] == name


def test_an_encoding_that_fits_but_for_the_last_byte(tmp_path: Path) -> None:
    """A sample may end within a letter, a file may not: what no encoding reads to its end is refused in one line."""
    (tmp_path / "a.csv").write_bytes(b"customer,date,amount\n\xa6r,2024-01-05,1\x8b")
    with pytest.raises(InputError, match=r"a\.csv: byte 0x8B is not BIG5 text, as the bytes before it are; .*cp1252"):
        read(tmp_path / "a.csv")


def test_gzip_by_content(tmp_path: Path) -> None:
    """A packed file is unpacked; a cut one is refused."""
    packed = gzip.compress(b"customer,date,amount\nA,2024-01-05,1\n" * 1, mtime=0)
    (tmp_path / "a.csv.gz").write_bytes(packed)
    assert len(rows(read(tmp_path / "a.csv.gz"))) == 1
    (tmp_path / "b.csv.gz").write_bytes(packed[:-12])
    with pytest.raises(InputError, match="damaged or cut off"):
        read(tmp_path / "b.csv.gz")


def test_a_quote_that_is_not_closed(write: Write) -> None:
    """A cell that swallows the rows below it is refused in one line that says what happened."""
    lines = ["customer,date,amount", "A,2024-01-05,1.50", 'B,2024-01-06,"2.50', "C,2024-01-07,3", 'D,2024-01-08,4"']
    with pytest.raises(InputError) as refused:
        read(write("a.csv", *lines))
    assert str(refused.value) == (
        'a.csv, row 3, column "amount": "2.50 C,2024-01-07,3 D,2024-01-08,4" is not an amount; a quote in this row or '
        "before it is not closed: the cell goes on over the lines below; fix that"
    )


def test_rows_that_a_note_swallowed(write: Write) -> None:
    """Orders inside a cell that nobody reads are refused; lines that may be some are warned of; others are a note.

    Of a file whose quote was closed by the next one, or never, three orders were read of thirty, and a warning said so.
    """
    head, last = "customer,date,amount,note", "D,2024-01-08,4,w"
    opened = r"a\.csv, row 2: a quote opens here, is not closed where its cell ends and takes in what looks like rows; "
    for end in ('C,2024-01-07,3,z"', "C,2024-01-07,3,z", 'C,2024-01-07,3,"z"', "C,Jan 24,3,z"):
        with pytest.raises(InputError, match=opened + "close it, or take it out"):
            read(write("a.csv", head, 'A,2024-01-05,1,"x', "B,2024-01-06,2,y", end, last))
    with pytest.raises(InputError, match=opened):  # no line of the cell is an order, but its end is the file's
        read(write("a.csv", head, 'A,2024-01-05,1,"x', "B,Jan 24,2,y"))
    unsure = read(write("a.csv", head, 'A,2024-01-05,1,"x', 'well, yes, no, perhaps"', last))
    assert len(rows(unsure)) == 2
    assert unsure.ledger.warnings[0] == (
        "a.csv, row 2: a cell holds line breaks and lines that look like rows; if they are orders, a quote is closed "
        "too late there: fix the file"
    )
    assert len(rows(read(write("c.csv", head, 'A,2024-01-05,1,"x, y', "a, b, c, d", '"')))) == 1
    kept = read(write("b.csv", head, 'A,2024-01-05,1,"dear, sir', 'good, bye"', last))
    assert len(rows(kept)) == 2
    assert not [words for words in kept.ledger.warnings if "line breaks" in words]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("behind", [1, 2])
def test_a_delimiter_more_than_the_header_has(mark: str, behind: int, write: Write) -> None:
    """Behind every row stands a blank cell, as some programs write them: said, and read; refused before."""
    head, *lines = (line.replace(",", mark) for line in ("customer,date,amount", "A,2024-01-05,1", "B,2024-01-06,2"))
    ledger = read(write("a.csv", "Sales", "", head, *(line + mark * behind for line in lines))).ledger
    assert (ledger.rows_used, ledger.amount_used, ledger.reconciles) == (2, 3, True)
    marks = "a delimiter" if behind == 1 else "2 delimiters"
    assert f"a.csv: each row ends with {marks} more than the header; what is blank there was not read" in ledger.assumed
    ledger = read(write("b.csv", head + mark * behind, *lines)).ledger
    assert (ledger.rows_used, ledger.amount_used) == (2, 3)


@pytest.mark.parametrize("many", [1, 5_000])
@pytest.mark.parametrize(("last", "says"), [("B,2024-01-06,1,234", "4 cells where the header has 3"),
                                            ("B,2024-01-06,1", "3 cells where the others have 4")])  # fmt: skip
def test_a_cell_behind_the_header_is_refused(last: str, says: str, many: int, write: Write) -> None:
    """1,234 without quotes is two cells, whatever else the rows end with, far below the first of them too."""
    lines = ["A,2024-01-05,1,"] * many
    says = says if many > 1 else "4 cells where the header has 3"
    with pytest.raises(InputError, match=rf"a\.csv, row {many + 2 if many > 1 else 2:,}: the row has {says}"):
        read(write("a.csv", "customer,date,amount", *lines, last))
    kept = read(write("b.csv", "customer,date,amount", *lines, "", "Printed by Ann")).ledger
    assert (kept.rows_used, kept.reconciles) == (many, True)


def test_header_lower_down(write: Write) -> None:
    """Title lines above the header are passed over, and rows keep the numbers they have in the file."""
    lines = ["Sales report,,", "", "customer,date,amount", "A,2024-01-05,1", "B,2024-01-06,x"]
    with pytest.raises(InputError, match=r'a\.csv, row 5, column "amount": "x" is not an amount'):
        read(write("a.csv", *lines))
    assert len(rows(read(write("b.csv", *lines[:-1])))) == 1


def test_blank_rows_are_counted_not_read(write: Write) -> None:
    """Blank rows of any kind leave the numbers of the rows below them alone."""
    lines = ["customer,date,amount", "", "A,2024-01-05,1", "   ", ",,", "B,2024-01-06,2", "", "C,2024-01-07,?"]
    with pytest.raises(InputError, match="row 8"):
        read(write("a.csv", *lines))
    ledger = read(write("b.csv", *lines[:-1])).ledger
    assert ledger.rows_read == 2
    assert "b.csv: 4 blank rows were not read" in ledger.assumed


def test_cells_with_newlines_and_delimiters(write: Write) -> None:
    """Quoted cells may hold anything."""
    path = write("a.csv", "customer,note,date,amount", '"A, B","one\ntwo",2024-01-05,"1,234.50"')
    assert rows(read(path)) == [("A, B", "2024-01-05", Decimal("1234.50"))]


def test_ragged_rows(write: Write) -> None:
    """A row with a cell too many or too few has its cells in the wrong columns: refused."""
    words = r"a\.csv, row 3: the row has 4 cells where the header has 3 \(also row 4\)"
    with pytest.raises(InputError, match=words):
        read(write("a.csv", "customer,date,amount", "A,2024-01-05,1", "A,2024-01-05,1,234", "A,2024-01-05"))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([""], "the file is empty"),
        (["customer,date,amount"], "no rows"),
        (["customer,date,amount", ",,"], "no rows"),
        (
            ["customer,date,amount,amount", "A,2024-01-05,1,2"],
            r'"amount" \(column 3\) and "amount" \(column 4\) could each be the amount; say which, such as --amount 3',
        ),
        (["customer,when,amount", "A,yesterday,1"], "no column looks like a date; the columns are customer, when"),
        (
            ["Mteja,Tarehe,Kiasi", "A,2024-01-05,1"],
            "no column looks like a customer, a date or an amount; the columns are Mteja, Tarehe, Kiasi; "
            "say which with --customer, --date and --amount",
        ),
        (["A,2024-01-05,1", "B,2024-01-05,1"], "no header.*--customer 1 --date 2 --amount 3"),
        (["<html><table>"], "web page"),
    ],
)
def test_files_that_are_no_table(write: Write, lines: list[str], words: str) -> None:
    """What cannot be a table of orders is refused in one line."""
    with pytest.raises(InputError, match=words) as caught:
        read(write("a.csv", *lines))
    assert "\n" not in str(caught.value)


def test_a_folder(tmp_path: Path) -> None:
    """A folder is called one, and not a file that is open elsewhere."""
    with pytest.raises(InputError, match=r": this is a folder; name the files in it, one after the other$"):
        read(tmp_path)


def test_wrong_suffix(write: Write) -> None:
    """A CSV file that calls itself a workbook is no workbook."""
    with pytest.raises(InputError, match=r"the name ends in \.xlsx but the file is something else"):
        read(write("a.xlsx", "customer,date,amount", "A,2024-01-05,1"))


def test_columns_by_name_and_place(write: Write) -> None:
    """The user may name columns, whatever they are called, or give places, or a product."""
    path = write("a.csv", "who,when,much,n,p", "A,2024-01-05,1.5,2,3.25")
    assert rows(read(path, customer="WHO", date="when", amount="much"))[0][2] == Decimal("1.5")
    assert rows(read(path, customer="1", date="2", amount="n * p"))[0][2] == Decimal("6.50")
    with pytest.raises(InputError, match='no column "x"; the columns are who, when, much, n, p'):
        read(path, customer="x", date="when", amount="much")


def test_no_header(write: Write) -> None:
    """Without a header columns are given by their places, and ids keep their zeros."""
    path = write("a.txt", " 00004 0001 19970101  2   29.33", " 00021 0002 19970112  1   12.00", newline="\r\n")
    assert rows(read(path, customer="1", date="3", amount="5")) == [
        ("00004", "1997-01-01", Decimal("29.33")),
        ("00021", "1997-01-12", Decimal(12)),
    ]
    with pytest.raises(InputError, match="the file has no header"):
        read(path)


def test_cdnow(cdnow: Path) -> None:
    """The published counts: 69,659 orders of 23,570 customers, and 6,919 of 2,357 in the sample."""
    master = read(cdnow / "CDNOW_master.txt")
    assert master.ledger.rows_used == master.ledger.rows_read == 69_659
    assert len(set(master.table.customer.to_pyarrow().to_pylist())) == 23_570
    assert master.ledger.amount_used == Decimal("2500315.63")
    sample = read(cdnow / "CDNOW_sample.txt", customer="1", date="3", amount="5")
    assert sample.ledger.rows_used == 6_919
    assert len(set(sample.table.customer.to_pyarrow().to_pylist())) == 2_357


def test_several_files(write: Write) -> None:
    """Several files are one set of orders, each with its own conventions and its own line in the ledger."""
    one = write("one.csv", "customer,date,amount", "A,2024-01-05,1.5", ",2024-01-05,0.125")
    two = write("two.csv", "client;day;value", "B;06.02.2024;1.000,25", "B;25.02.2024;1")
    orders = read([one, two])
    assert rows(orders) == [
        ("A", "2024-01-05", Decimal("1.5")),
        ("B", "2024-02-06", Decimal("1000.25")),
        ("B", "2024-02-25", Decimal(1)),
    ]
    assert [(f.name, f.rows, f.amount) for f in orders.ledger.files] == [
        ("one.csv", 2, Decimal("1.625")),
        ("two.csv", 2, Decimal("1001.25")),
    ]
    assert orders.ledger.reconciles
    assert orders.ledger.excluded[0].first_rows == ("one.csv:3",)


def test_no_customer(write: Write) -> None:
    """Rows without a customer are left out with their money; a file of nothing else is refused."""
    lines = ["customer,date,amount", "A,2024-01-05,1.10", ",2024-01-05,2.20", "\u00a0,2024-01-06,-0.05"]
    ledger = read(write("a.csv", *lines)).ledger
    assert (ledger.excluded[0].reason, ledger.excluded[0].rows) == ("no customer", 2)
    assert ledger.excluded[0].amount == Decimal("2.15")
    assert ledger.excluded[0].first_rows == ("a.csv:3", "a.csv:4")
    assert ledger.reconciles
    with pytest.raises(InputError, match="no row has a customer"):
        read(write("b.csv", lines[0], *lines[2:]))


def test_totals_row(write: Write) -> None:
    """A last row that is the sum of those above is no customer; one that is not their sum is refused."""
    lines = ["customer,date,amount", "A,2024-01-05,1.10", "B,2024-01-06,2.20"]
    orders = read(write("a.csv", *lines, "Total,,3.30"))
    assert len(rows(orders)) == 2
    assert (orders.ledger.excluded[0].reason, orders.ledger.excluded[0].amount) == ("totals row", Decimal("3.30"))
    assert orders.ledger.reconciles
    assert any("row 4 is the total" in w for w in orders.ledger.warnings)
    with pytest.raises(InputError, match=r"row 4: .* a total of 3\.31, but the other rows add up to 3\.30"):
        read(write("b.csv", *lines, ",,3.31"))


def test_as_of(write: Write) -> None:
    """No order lies after the as-of date."""
    path = write("a.csv", "customer,date,amount", "A,2024-01-05,1", "A,2024-03-05,1")
    assert read(path, as_of=dt.date(2024, 3, 31)).as_of == dt.date(2024, 3, 31)
    with pytest.raises(InputError, match=r"dates after the as-of date, 2024-02-01: row 3 \(2024-03-05\)"):
        read(path, as_of=dt.date(2024, 2, 1))


def test_no_order_is_from_the_future(write: Write) -> None:
    """One mistyped year must not move the day of valuation; whoever means it says so with --as-of."""
    path = write("a.csv", "customer,date,amount", "A,2024-01-05,1", "A,2924-03-05,1")
    with pytest.raises(InputError, match=r"dates after today, .*: row 3 \(2924-03-05\)"):
        read(path)
    assert read(path, as_of=dt.date(2924, 12, 31)).last_day == dt.date(2924, 3, 5)


def test_the_same_file_twice_is_refused(write: Write) -> None:
    """Whatever the names: every order would count twice."""
    lines = ("customer,date,amount", "A,2024-01-05,1")
    with pytest.raises(InputError, match=r"a\.csv and b\.csv: the same file, byte for byte"):
        read([write("a.csv", *lines), write("b.csv", *lines)])


def test_a_dated_total_is_a_total(write: Write) -> None:
    """A last row called Total is left out where it is the sum of the rows above, dated or not."""
    lines = ("customer,date,amount", "A,2024-01-05,1.10", "B,2024-01-06,2.20")
    orders = read(write("a.csv", *lines, "TOTAL,2024-01-31,3.30"))
    assert (orders.ledger.rows_used, orders.ledger.excluded[0].reason) == (2, "totals row")
    with pytest.raises(InputError, match="looks like a total"):
        read(write("b.csv", *lines, "Total,2024-01-31,3.31"))


def test_a_total_in_between_is_told_of_in_any_script(write: Write) -> None:
    """A customer called Subtotal counts, with a warning, whatever letters the word has."""
    words = ("合計", "Итого", "Σύνολο", "összesen", "Subtotal")
    middle = [line for word in words for line in (f"{word},2024-01-06,1", f"A{word},2024-01-07,2")]
    orders = read(write("a.csv", "customer,date,amount", "A,2024-01-05,1", *middle))
    (told,) = [warning for warning in orders.ledger.warnings if "if it is a total" in warning]
    assert 'row 3 (also rows 5, 7, 9, 11) has the customer "合計"' in told


def test_ids_that_a_spreadsheet_shortened_are_refused(write: Write) -> None:
    """1.23457E+15 was many customers once."""
    with pytest.raises(InputError, match="a spreadsheet has shortened"):
        read(write("a.csv", "customer,date,amount", "1.23457E+15,2024-01-05,1", "B,2024-01-06,2"))


def test_input_is_untouched(write: Write) -> None:
    """Reading changes nothing in or beside the file."""
    path = write("a.csv", "customer,date,amount", "A,2024-01-05,1")
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    read(path)
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (before, beside)


def test_files_that_overlap(write: Write) -> None:
    """A row in two exports is an exact duplicate too: counted with a warning, or left out on request."""
    one = write("one.csv", "customer,date,amount,item", "A,2024-01-05,1,pen", "B,2024-01-31,2,ink")
    two = write("two.csv", "customer,date,amount,item", "B,2024-01-31,2,ink", "C,2024-02-05,4,pen")
    ledger = read([one, two]).ledger
    assert ledger.amount_used == 9
    assert (
        "two.csv: 1 row repeats an earlier one in every column (row 2); counted as orders, say --dedupe to leave them "
        "out"
    ) in ledger.warnings
    ledger = read([one, two], dedupe=True).ledger
    assert (ledger.amount_used, ledger.excluded[0].first_rows) == (7, ("two.csv:2",))
    assert ledger.reconciles


def test_ids_that_look_alike_across_files(write: Write) -> None:
    """A spreadsheet that dropped the zeros of one export does not go unnoticed."""
    one = write("one.csv", "customer,date,amount", "007,2024-01-05,1")
    two = write("two.csv", "customer,date,amount", "7,2024-01-06,1")
    said = 'across the files 1 pair of ids differs in zeros in front only, such as "007" and "7"; kept apart'
    assert said in read([one, two]).ledger.warnings


def test_filling_down(write: Write) -> None:
    """Blank ids and dates take what stands above, on request; a total below does not."""
    path = write("a.csv", "customer,date,amount", "A,2024-01-05,1", ",,2", "B,,4", ",2024-01-07,8", ",,15")
    orders = read(path, fill_down=True)
    assert [(who, day, int(amount)) for who, day, amount in rows(orders)] == [
        ("A", "2024-01-05", 1),
        ("A", "2024-01-05", 2),
        ("B", "2024-01-05", 4),
        ("B", "2024-01-07", 8),
    ]
    assert 'a.csv: 2 blank cells in column "customer" took what stands above' in orders.ledger.assumed
    assert orders.ledger.excluded[0].reason == "totals row"
    with pytest.raises(InputError, match="if a blank means the date above, say --fill-down"):
        read(path)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_the_machine_has_no_time_zone(write: Write, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An instant is on the day of its own zone, or of the one stated, wherever the machine stands."""
    monkeypatch.setenv("TZ", zone)
    path = write("a.csv", "customer,date,amount", "A,2024-01-05T23:30:00Z,1", "A,2024-07-05 11:59 PM Z,1")
    assert [day for _, day, _ in rows(read(path))] == ["2024-01-05", "2024-07-05"]
    assert [day for _, day, _ in rows(read(path, timezone="Asia/Tokyo"))] == ["2024-01-06", "2024-07-06"]
    assert [day for _, day, _ in rows(read(path, timezone="America/New_York"))] == ["2024-01-05", "2024-07-05"]
