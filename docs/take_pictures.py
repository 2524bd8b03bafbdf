"""Takes the README's pictures from a running service that holds example data: `make pictures` beside `make run`.

Needs Chromium, pdftoppm and pdftotext (Debian: chromium, poppler-utils). The plan is a page of the last issued pack.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1280, 1320
PLAN = "Plan on a page"
READER = "Morgan Example"


def take(service: str) -> None:
    """Overwrites the pictures with what the service at this address shows now."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{service}/sign-in")
        page.get_by_role("button", name=READER).click()
        page.screenshot(path=PICTURES / "overview.png")
        _picture_of_plan(_last_issued_pack(page, service))
        browser.close()


def _last_issued_pack(page: Page, service: str) -> bytes:
    """The newest in the list that is no draft and was not redacted: those alone have stored files."""
    page.goto(f"{page.url}/packs")
    issued = page.locator("main tbody tr").filter(has_text=", issued ").filter(has_not_text="redacted")
    issued.first.locator("a[href*='/packs/']").click()
    address = page.locator("main a[href$='/pdf']").first.get_attribute("href")
    return page.request.get(f"{service}{address}").body()


def _picture_of_plan(pdf: bytes) -> None:
    page = _page_of_plan(pdf)
    draw = ["pdftoppm", "-r", "110", "-f", page, "-l", page, "-singlefile", "-png"]
    subprocess.run([*draw, "-", str(PICTURES / "pack-plan")], input=pdf, check=True)


def _page_of_plan(pdf: bytes) -> str:
    """The first page after the contents that bears the plan's heading."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    return next(str(n) for n, page in enumerate(text.split("\f"), 1) if n > 1 and PLAN in page)


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
