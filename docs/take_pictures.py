"""Takes the README's pictures from a running service that holds example data: `make pictures` beside `make run`.

Needs Chromium and pdftoppm (Debian: chromium, poppler-utils). The plan is page 3 of the last issued pack.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1280, 1320
PLAN_PAGE = "3"
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
    draw = ["pdftoppm", "-r", "110", "-f", PLAN_PAGE, "-l", PLAN_PAGE, "-singlefile", "-png"]
    subprocess.run([*draw, "-", str(PICTURES / "pack-plan")], input=pdf, check=True)


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
