"""The prompt: what is typed and pasted, on a real terminal too."""

import os
import pty
import select
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.prompt import HELP, PROMPT, Conversation
from bot.screen import Screen
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS

ROOT = Path(__file__).parent.parent
LOCKED = "0x8088F011"


@pytest.fixture(scope="module")
def kb(kb_file: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as opened:
        yield opened


@pytest.fixture
def conversation(kb: KnowledgeBase) -> Conversation:
    return Conversation(kb, Screen(100, listens=True))


def test_what_is_typed_is_answered(conversation: Conversation) -> None:
    assert "Widget locked" in conversation.reply(LOCKED)


def test_a_number_shows_a_candidate_of_the_choice(conversation: Conversation) -> None:
    assert "Several errors fit" in conversation.reply("acme packager 404")
    assert "The gizmo is gone" in conversation.reply("2")
    assert "No such widget" in conversation.reply("1")


def test_a_number_beyond_the_choice_is_a_question(conversation: Conversation) -> None:
    conversation.reply("acme packager 404")
    assert conversation.reply("404")[0].startswith("Understood: ")


def test_a_new_question_ends_the_old_choice(conversation: Conversation) -> None:
    conversation.reply("acme packager 404")
    conversation.reply(LOCKED)
    assert conversation.offered == ()


@pytest.mark.parametrize(
    "typed",
    ["show acme-packager 0x8088F011", "kb show ACME-packager 8088f011", "streamerr kb show acme-packager '0x8088F011'"],
)
def test_show_tells_an_entry_whole(conversation: Conversation, typed: str) -> None:
    assert "  4. Set both clocks." in conversation.reply(typed)


def test_show_of_something_else_is_a_question(conversation: Conversation) -> None:
    assert conversation.reply("show me the manifest")[0].startswith("Understood: ")


def test_help_helps(conversation: Conversation) -> None:
    assert conversation.reply("help") == [*HELP]


def test_systems_lists_them(conversation: Conversation) -> None:
    assert "acme-packager  Acme Packager" in conversation.reply("systems")


def test_nothing_typed_is_nothing_said(conversation: Conversation) -> None:
    assert conversation.reply(" \n ") == []


@given(st.text(st.characters(), max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_input_can_stop_it(kb: KnowledgeBase, typed: str) -> None:
    lines = Conversation(kb, Screen(100, listens=True)).reply(typed)
    assert not [ch for line in lines for ch in line if unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp")]


class Terminal:
    """``streamerr`` at a terminal of its own: send keys, and wait for what must appear."""

    def __init__(self, environ: dict[str, str], *, plain: bool) -> None:
        self.fd, theirs = pty.openpty()
        # A module named readline that can't be imported stands for a Python that was built without it.
        code = f"""if True:
            import fcntl, sys, termios
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if {plain}:
                sys.modules["readline"] = None
            from bot.cli import main
            main([])"""
        self.asked = subprocess.Popen(
            [sys.executable, "-c", code], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, start_new_session=True,
            env={**os.environ, **environ, "TERM": "xterm"},
        )  # fmt: skip
        os.close(theirs)
        self.seen = ""

    def send(self, keys: bytes) -> None:
        """Type, or paste."""
        os.write(self.fd, keys)

    def wait_for(self, text: str) -> str:
        """Everything shown since the last call, up to and with ``text``."""
        end = time.monotonic() + 60
        while text not in self.seen:
            assert time.monotonic() < end, f"{text!r} did not appear in {self.seen!r}"
            if select.select([self.fd], [], [], 0.1)[0]:
                self.seen += os.read(self.fd, 65536).decode(errors="replace")
        shown, _, self.seen = self.seen.partition(text)
        return shown + text

    def send_until(self, keys: bytes, text: str) -> None:
        """Type again and again until ``text`` appears: an interrupt is lost on a process that is about to read.

        It also throws away what was shown and not read yet, so a slow process is given time before the next one.
        """
        for _ in range(10):
            self.send(keys)
            end = time.monotonic() + 5
            while text not in self.seen and time.monotonic() < end:
                if select.select([self.fd], [], [], 0.1)[0]:
                    self.seen += os.read(self.fd, 65536).decode(errors="replace")
            if text in self.seen:
                break
        self.wait_for(text)

    def close(self) -> None:
        """Hang up."""
        self.asked.kill()
        self.asked.wait()
        os.close(self.fd)


@pytest.fixture(params=[False, True], ids=["readline", "no readline"])
def terminal(environ: dict[str, str], kb_file: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    assert kb_file.exists()
    opened = Terminal(environ, plain=request.param)
    opened.wait_for(PROMPT)
    yield opened
    opened.close()


def test_a_terminal_is_answered_and_quit_leaves(terminal: Terminal) -> None:
    terminal.send(f"{LOCKED}\n".encode())
    assert "Widget locked" in terminal.wait_for(PROMPT)
    terminal.send(b"quit\n")
    assert terminal.asked.wait(timeout=60) == 0


def test_the_end_of_input_leaves(terminal: Terminal) -> None:
    terminal.send(b"\x04")
    assert terminal.asked.wait(timeout=60) == 0


def test_an_interrupt_takes_back_what_was_typed(terminal: Terminal) -> None:
    terminal.send(b"half a word")
    # An interrupt takes unread keys away from below readline, which then waits for another key before it looks up.
    terminal.wait_for("half a word")
    terminal.send_until(b"\x03", PROMPT)
    terminal.send(f"{LOCKED}\n".encode())
    assert "Widget locked" in terminal.wait_for(PROMPT)


def test_a_paste_of_many_lines_gets_one_answer(terminal: Terminal) -> None:
    paste = f"HTTP/1.1 409 Conflict\nServer: acme\n\n<Error>\n<Code>{LOCKED}</Code>\n</Error>\n"
    terminal.send(paste.encode())
    assert "Widget locked" in terminal.wait_for("knowledge base")
    terminal.send(b"help\n")
    assert "Understood:" not in terminal.wait_for("ctrl-D")


def test_bytes_that_are_no_text_do_not_end_it(terminal: Terminal) -> None:
    terminal.send(b"\xff\xfe\x80 garbage\n")
    terminal.wait_for("knowledge base")
    terminal.send(f"{LOCKED}\n".encode())
    assert "Widget locked" in terminal.wait_for("knowledge base")


def test_a_bracketed_paste_gets_one_answer(environ: dict[str, str], kb_file: Path) -> None:
    assert kb_file.exists()
    terminal = Terminal(environ, plain=False)
    try:
        assert "\x1b[?2004h" in terminal.wait_for(PROMPT)
        terminal.send(f"\x1b[200~HTTP/1.1 409 Conflict\n\n<Code>{LOCKED}</Code>\n\x1b[201~\n".encode())
        assert "Widget locked" in terminal.wait_for("knowledge base")
        terminal.send(b"quit\n")
        assert terminal.asked.wait(timeout=60) == 0
    finally:
        terminal.close()
