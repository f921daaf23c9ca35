"""Pictures of the cards that people meet first, at the width of a phone: ``python -m tests.pictures`` draws ``docs/pictures``."""

from __future__ import annotations

import base64
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.db.database import Database
from bot.local import serving
from bot.rules import Rules
from bot.running import running
from bot.settings import Settings
from kb import KnowledgeBase
from tests.browser.chromium import chromium
from tests.browser.page import MAIN, MODAL, THREAD, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selenium.webdriver.remote.webelement import WebElement

    from bot.local import LocalSlack

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH = 390
PHONE = {"width": WIDTH, "height": 2600, "deviceScaleFactor": 2, "mobile": True}
"""Higher than a phone, so that a card is seen whole."""
SEEN = """\
```GET https://{host}/live/channel7.isml/state
HTTP/1.1 412 Precondition Failed

<Error><Code>0x80890200</Code></Error>```"""
LOG = Path(__file__).parent / "pastes" / "http" / "several-exchanges.txt"


def answer(page: Page) -> WebElement:
    """A code, asked with the command."""
    page.writes("/streamerr 0x8088002A")
    return page.card("What to do")


def more(page: Page) -> WebElement:
    """Everything about that error."""
    page.click("#main button[data-action=more]", "More")
    return page.sees(MODAL, "Close")


def choice(page: Page) -> WebElement:
    """A status that several systems answer."""
    page.writes("/streamerr 404")
    return page.card("Which one is it?")


def unknown(page: Page) -> WebElement:
    """A code that nobody knows."""
    page.writes("/streamerr 0x8088F999")
    return page.card("Not in the knowledge base")


def paste(page: Page) -> WebElement:
    """A log of several exchanges, asked by mention: the answer is in the thread."""
    page.pastes(f"@streamerr\n```\n{LOG.read_text()}\n```")
    page.sends()
    page.replies("@streamerr")
    return page.card("What to do", where=THREAD)


def unasked(page: Page) -> WebElement:
    """An error that several hosts tell of in an incident channel: nobody asked, and it is answered once."""
    page.button("Close thread", THREAD)
    for host in ("edge-ams-3", "edge-ams-4", "edge-ams-3"):
        page.pastes(SEEN.format(host=f"{host}.example.net"))
        page.sends()
    page.replies("0x80890200")
    return page.card("Seen 3 times", where=THREAD)


def recap(page: Page) -> WebElement:
    """What was seen in the channel."""
    page.button("Close thread", THREAD)
    page.writes("/streamerr recap")
    return page.card("Recap of", "Post as files")


def home(page: Page) -> WebElement:
    """App Home."""
    page.button("Channels", MAIN)
    page.click("#sidebar button", "streamerr")
    return page.sees(".home", "You asked lately", "0x8088002A")


SCENES: tuple[Callable[[Page], WebElement], ...] = (answer, more, choice, unknown, paste, unasked, recap, home)
"""What is drawn, each from where the one before it ended."""


def draw(folder: Path) -> None:
    """Write a picture of each scene, and of the first in dark mode."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened() as page:
        for scene in SCENES:
            (folder / f"{scene.__name__}.png").write_bytes(picture(page, scene(page)))
            if scene is more:
                page.button("Close", MODAL)
                page.loses(MODAL)
        dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
        page.open()
        (folder / "answer-dark.png").write_bytes(picture(page, page.card("0x8088002A", "What to do")))


@contextmanager
def opened() -> Iterator[Page]:
    """The page on a phone, of a workspace with the bot and the shipped knowledge."""
    with (
        tempfile.TemporaryDirectory() as home,
        KnowledgeBase.open(Path(home) / "kb.db") as kb,
        serving() as slack,
        Database.open(f"sqlite:///{home}/workspace.db") as db,
        running(kb, db, settings(Path(home), slack)),
        chromium() as browser,
    ):
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
        browser.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
        page = Page(browser, slack.url)
        page.open()
        yield page


def settings(home: Path, slack: LocalSlack) -> Settings:
    """Settings of a bot in a local Slack."""
    app = slack.app
    return Settings(
        home, bot_token=app.bot_token, app_token=app.app_token, api_url=slack.api_url, rules=Rules(names=("incidents",))
    )


def picture(page: Page, shown: WebElement) -> bytes:
    """An element as a PNG, the width of the phone."""
    page.browser.execute_script("arguments[0].scrollIntoView({block: 'start'})", shown)
    clip = {"x": 0, "y": shown.rect["y"], "width": WIDTH, "height": shown.rect["height"], "scale": 1}
    return base64.b64decode(page.browser.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip})["data"])


if __name__ == "__main__":
    draw(PICTURES)
