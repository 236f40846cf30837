"""Every step of the page in a real Chromium: by keyboard alone, on a telephone, in two tabs, with bad files, by axe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser import chromium, served
from xlclv.page import printing
from xlclv.simulation import orders

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(printing.browser() is None, reason="there is no Chromium here; .ci/run installs Debian's"),
]
pytest.importorskip("playwright", reason="the extra `browser` drives Chromium; .ci/run installs it")
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of 120 simulated customers, and a file that is none."""
    made = orders(120, seed=3)
    lines = ["customer,date,amount"]
    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        lines.append(f"C{who:04d},{dt.date.fromordinal(733_000 + day)},{cents / 100:.2f}")
    folder = tmp_path_factory.mktemp("shop")
    (folder / "orders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Iterator[tuple[Any, Any, Path]]:
    """The page just opened on a telephone, its server's process, and where that keeps files."""
    (tmp_path / "kept").mkdir()
    with served(tmp_path / "kept") as (address, process), chromium(viewport=TELEPHONE, bypass_csp=True) as context:
        first = context.new_page()
        # As `xlclv page` opens it: a file leads there, so the strict cookie must outlast coming from elsewhere.
        (tmp_path / "door.html").write_text(f'<meta http-equiv="refresh" content="0;url={address}">', "utf-8")
        first.goto((tmp_path / "door.html").as_uri())
        first.wait_for_selector("#orders")
        yield first, process, tmp_path / "kept"


def faultless(page: Any) -> None:
    """axe finds no fault, in light and in dark, and nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def press(page: Any, name: str, key: str = "Tab") -> None:
    """Go to a control by the keyboard alone, and press Enter."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{key} does not lead to {name}")


def test_from_a_file_to_a_workbook_by_keyboard_on_a_telephone(page: tuple[Any, Any, Path], shop: Path) -> None:
    """A bad file says why; orders are looked at, a margin is typed, a reload finds the work, a workbook comes home."""
    first, process, kept = page
    faultless(first)
    first.set_input_files("#orders", shop / "broken.xlsx")
    press(first, "Look at the files")
    first.wait_for_selector("[role=alert]")
    assert "broken.xlsx: the file is damaged" in first.inner_text("[role=alert]")
    faultless(first)
    first.set_input_files("#orders", shop / "orders.csv")
    press(first, "Look at the files")
    first.wait_for_selector("text=Is this what you meant?")
    faultless(first)
    assert first.input_value("#customer") == ""
    assert "as read: customer" in first.inner_text("#customer")
    first.focus("#margin")
    first.keyboard.type("40%")
    press(first, "Make the report")
    first.wait_for_selector("#job, iframe")
    second = first.context.new_page()  # another tab sees the same work
    second.goto(first.url)
    first.reload()
    first.wait_for_selector("iframe")
    faultless(first)
    inside = first.frame_locator("iframe")
    assert inside.locator("h1").inner_text() == "Customer value"
    inside.locator("thead button", has_text="Customers").first.click()
    assert inside.locator("[aria-sort=descending]").count() == 1
    with first.expect_download() as coming:
        first.click("text=Workbook for Excel")
    assert Path(coming.value.path()).read_bytes().startswith(b"PK")
    assert any(kept.iterdir())
    press(first, "Close and delete all files", "Shift+Tab")
    first.wait_for_selector("text=All files are deleted")
    assert process.wait(60) == 0
    assert not list(kept.glob(".xlclv-*"))


def test_a_tick_counts(page: tuple[Any, Any, Path], tmp_path: Path) -> None:
    """Whoever ticks a status means those ticked; the explanation behind an i opens under its words."""
    first, _, _ = page
    (tmp_path / "paid.csv").write_text(
        "customer,date,amount,status\nA,2026-01-03,5,paid\nB,2026-01-04,6,paid\nA,2026-02-03,7,cancelled\n", "utf-8"
    )
    first.set_input_files("#orders", tmp_path / "paid.csv")
    first.click("text=Look at the files")
    first.wait_for_selector("text=Is this what you meant?")
    assert first.is_checked("input[value=as-read]")
    first.check("input[value=cancelled]")
    assert first.is_checked("input[value=these]")
    first.click("text=Look again")
    first.wait_for_selector("dd:text('3 rows, 18.00')")
    first.click("[aria-label^=About] >> nth=0")
    faultless(first)


def test_cancel_and_a_stranger(page: tuple[Any, Any, Path], shop: Path) -> None:
    """Cancel ends the work and says so; another browser with the same address is let in no more."""
    first, _, _ = page
    first.set_input_files("#orders", shop / "orders.csv")
    first.click("text=Look at the files")
    first.wait_for_selector("#job")
    first.click("text=Cancel")
    first.wait_for_selector("text=Cancelled; nothing was kept of it.")
    stranger = first.context.browser.new_context().new_page()
    assert stranger.goto(first.url).status == 403
    assert "start it again for a new one" in stranger.inner_text("main")


def test_the_report_reads_without_a_script(shop: Path, tmp_path: Path) -> None:
    """With scripts off the page has its numbers; with them they are in the reader's locale; axe finds no fault."""
    from xlclv import report
    from xlclv.orders.reading import read
    from xlclv.page import write

    made = report.build(read(shop / "orders.csv"), margin=0.4)
    write(made, tmp_path / "r.html")
    english, german = f"{made.customer_equity:,.0f}", f"{made.customer_equity:,.0f}".replace(",", ".")
    with chromium(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto((tmp_path / "r.html").as_uri())
        assert english in plain.inner_text("main")
        assert plain.locator("button").count() == 0
    for width in (390, 1024, 1600):
        with chromium(locale="de-DE", viewport={"width": width, "height": 900}, bypass_csp=True) as context:
            scripted = context.new_page()
            scripted.goto((tmp_path / "r.html").as_uri())
            assert german in scripted.inner_text("main")
            faultless(scripted)


def test_other_tabs_hear_that_the_page_was_closed(page: tuple[Any, Any, Path]) -> None:
    """And offer nothing that would lead nowhere; the tab that closed it says so once."""
    first, process, _ = page
    second = first.context.new_page()
    second.goto(first.url)
    first.click("text=Close and delete all files")
    first.wait_for_selector("text=All files are deleted")
    assert process.wait(60) == 0
    second.wait_for_selector("text=The page has ended: it was closed in another tab")
    assert second.is_disabled("text=Look at the files")
    assert first.locator("#gone").count() == 1
    assert "has ended" not in first.inner_text("main")
