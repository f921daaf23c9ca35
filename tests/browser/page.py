"""The page as a person uses it: look for what is in sight, type, paste, click, drop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

SECONDS = 10.0
MAIN, THREAD, MODAL = "#main", "#thread", "dialog.modal"
DROP = """
const data = new DataTransfer();
data.items.add(new File([arguments[1]], arguments[2]));
for (const kind of ["dragover", "drop"])
  arguments[0].dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
"""


class Page:
    """One tab of a browser, at the page of a local Slack."""

    def __init__(self, browser: Chrome, url: str) -> None:
        self.browser = browser
        self.url = url

    def open(self, user: str = "") -> None:
        """Open the page, as the first person or as the user of that id."""
        self.browser.get(f"{self.url}/?user={user}" if user else self.url)
        self.sees("body[data-ready]")

    def sees(self, css: str, *words: str) -> WebElement:
        """The last element in sight of that selector whose text has all the words, once there is one."""
        return self._once(lambda: self._in_sight(css, words), f"{css} with {words}")

    def loses(self, css: str, *words: str) -> None:
        """Wait until no such element is in sight."""
        self._once(lambda: self._in_sight(css, words) is None or None, f"no {css} with {words}")

    def card(self, *words: str, where: str = MAIN) -> WebElement:
        """The newest message in a pane whose text has all the words."""
        return self.sees(f"{where} article.message", *words)

    def writes(self, text: str, where: str = MAIN) -> None:
        """Type a message, new lines with Shift, and send it with Enter."""
        field = self.sees(f"{where} .composer textarea")
        first, *rest = text.split("\n")
        field.send_keys(first)
        for line in rest:
            ActionChains(self.browser).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()
            field.send_keys(line)
        field.send_keys(Keys.ENTER)

    def pastes(self, text: str, where: str = MAIN) -> None:
        """Paste text into a composer, as it stands."""
        self.sees(f"{where} .composer textarea").click()
        self.browser.execute_cdp_cmd("Input.insertText", {"text": text})

    def sends(self, where: str = MAIN) -> None:
        """Send what stands in a composer."""
        self.sees(f"{where} .composer textarea").send_keys(Keys.ENTER)

    def drops(self, file: Path, where: str = MAIN) -> None:
        """Drop a file on a pane."""
        pane = self.sees(f"{where} .pane")
        self.browser.execute_script(DROP, pane, file.read_text(), file.name)

    def click(self, css: str, *words: str, inside: str = "") -> None:
        """Click the last element of that selector whose text has all the words, or what is ``inside`` it."""

        def clicked() -> bool:
            found = self._in_sight(css, words)
            if found is not None:
                found = found.find_element(By.CSS_SELECTOR, inside) if inside else found
                self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
                found.click()
            return found is not None

        self._once(clicked, f"{css} with {words} to click")

    def button(self, name: str, where: str = MAIN) -> None:
        """Click the last button of that name: its words, or what a screen reader says."""
        named = f"//button[normalize-space()='{name}' or @aria-label='{name}']"
        inside = {MAIN: "//main", THREAD: "//aside", MODAL: "//dialog"}.get(where, "")

        def clicked() -> bool:
            found = [one for one in self.browser.find_elements(By.XPATH, inside + named) if one.is_displayed()]
            if found:
                self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found[-1])
                found[-1].click()
            return bool(found)

        self._once(clicked, f"button {name!r} in {where}")

    def menu(self, message: WebElement, item: str) -> None:
        """Choose an item of a message's menu."""
        ActionChains(self.browser).move_to_element(message).perform()
        message.find_element(By.CSS_SELECTOR, ".tools .more").click()
        self.click(".menu [role=menuitem]", item)

    def replies(self, *words: str) -> None:
        """Open the thread of the newest message with these words, once it has an answer."""
        self.click("#main article.message:has(.replies)", *words, inside=".replies")
        self.sees(f"{THREAD} .composer textarea")

    def in_thread(self, message: WebElement) -> None:
        """Open a message's thread."""
        ActionChains(self.browser).move_to_element(message).perform()
        message.find_element(By.CSS_SELECTOR, "[aria-label='Reply in thread']").click()
        self.sees(f"{THREAD} .composer textarea")

    def _in_sight(self, css: str, words: tuple[str, ...]) -> WebElement | None:
        found = self.browser.find_elements(By.CSS_SELECTOR, css)
        return next((one for one in found[::-1] if one.is_displayed() and all(w in one.text for w in words)), None)

    def _once(self, look: Callable[[], WebElement | bool | None], what: str) -> WebElement:
        end = time.monotonic() + SECONDS
        while True:
            try:
                found = look()
            except StaleElementReferenceException:
                found = None
            if found:
                return found  # type: ignore[return-value]
            if time.monotonic() > end:
                raise AssertionError(f"not seen: {what}\n{self.browser.find_element(By.TAG_NAME, 'body').text}")
            time.sleep(0.02)
