"""The desk in a real browser, with the keyboard alone: one confirms, another verifies."""

import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.kit.played import HOSO, Played

pytestmark = pytest.mark.slow
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Served:
    """`hoso serve` on a copy of the demo's archive."""

    address: str
    data: Path

    def key(self, part: str) -> str:
        return (self.data / "nguoi-dung" / f"{part}.key").read_text().strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def served(played: Played, tmp_path: Path) -> Iterator[Served]:
    data = tmp_path / "archive"
    shutil.copytree(played.data, data)
    port = free_port()
    server = subprocess.Popen(
        [HOSO, "--data", str(data), "serve", "--port", str(port)],
        env=played.environment(),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/v1/health", timeout=1).close()  # noqa: S310
                break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.1)
        yield Served(address, data)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("Chromium is missing: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        # Without its sandbox, which root and containers do not give it; it sees our server only.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def sign_in(page: Page, served: Served, part: str) -> None:
    """By keyboard: the key's field has the focus."""
    page.goto(f"{served.address}/sign-in")
    page.keyboard.type(served.key(part))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/$"))


def test_one_confirms_and_another_verifies_with_the_keyboard_alone(
    served: Served, browser: Browser, tmp_path: Path
):
    first = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    faults: list[str] = []
    first.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(first, served, "you")
    first.goto(f"{served.address}/dossiers")
    first.get_by_role("link", name="HS-009").focus()
    first.keyboard.press("Enter")
    first.wait_for_url(re.compile("/dossiers/"))
    dossier_id = first.url.rsplit("/", 1)[1]
    first.goto(f"{served.address}/work?dossier={dossier_id}")
    proposals = first.locator("table a[href^='/work/']")
    before = proposals.count()
    assert before >= 1
    proposals.first.focus()
    first.keyboard.press("Enter")
    first.wait_for_url(re.compile("/work/[0-9a-f-]{36}"))
    expect(first.locator("rect.box").first).to_be_attached()
    shown = first.locator(".sheet img").first
    expect(shown).to_be_attached()
    first.screenshot(path=tmp_path / "desk.png")
    decided = first.url
    first.keyboard.press("Enter")
    first.wait_for_url(lambda url: url != decided)
    first.goto(f"{served.address}/work?dossier={dossier_id}")
    assert first.locator("table a[href^='/work/']").count() == before - 1
    assert faults == []

    second = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    sign_in(second, served, "your-colleague")
    second.goto(f"{served.address}/looks")
    looks = second.locator("table a[href^='/looks/']")
    waiting = looks.count()
    assert waiting >= 1
    second.keyboard.press("Enter")  # "begin" has the focus
    second.wait_for_url(re.compile("/looks/[0-9a-f-]{36}/"))
    looked_at = second.url
    second.screenshot(path=tmp_path / "look.png")
    second.keyboard.press("Enter")
    second.wait_for_url(lambda url: url != looked_at)
    second.goto(f"{served.address}/looks")
    assert second.locator("table a[href^='/looks/']").count() == waiting - 1
