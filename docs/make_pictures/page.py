"""Draw the pictures of `xlclv page` in docs/page.md, in Chromium: python docs/make_pictures/page.py"""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

from tests.page.browser import chromium, served

PICTURES = Path(__file__).parents[1] / "pictures"


def main() -> None:
    """Go through the page once with the demo's orders, and keep a picture of each step."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (address, _):
        orders = Path(folder) / "orders.csv"
        orders.write_bytes((resources.files("xlclv.demo") / "sample_orders.csv").read_bytes())
        with chromium(viewport={"width": 1024, "height": 768}, color_scheme="light") as context:
            page = context.new_page()
            page.goto(address)
            page.screenshot(path=PICTURES / "page-start.png", full_page=True)
            page.set_input_files("#orders", orders)
            page.click("text=Look at the files")
            page.wait_for_selector("text=Is this what you meant?")
            page.fill("#margin", "40%")
            page.fill("#currency", "EUR")
            page.screenshot(path=PICTURES / "page-checked.png", full_page=True)
            page.click("text=Make the report")
            page.wait_for_selector("iframe")
            page.frame_locator("iframe").locator("h1").wait_for()
            page.screenshot(path=PICTURES / "page-report.png")


if __name__ == "__main__":
    main()
