"""Screens: lines fit, colour stays where it is welcome, and no text drives the terminal."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screen import Screen, counted, harmless


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "72")


def test_a_terminal_gets_colour() -> None:
    assert Screen.of(Terminal()).colour


def test_a_file_gets_no_colour() -> None:
    assert not Screen.of(io.StringIO()).colour


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Screen.of(Terminal()).colour


def test_a_dumb_terminal_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert not Screen.of(Terminal()).colour


def test_the_width_is_the_terminals() -> None:
    assert Screen.of(Terminal()).width == 72


def test_very_wide_terminals_get_lines_that_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert Screen.of(Terminal()).width == 100


def test_words_stay_whole_however_narrow_the_screen() -> None:
    assert "https://acme.example/docs/errors#locked" in Screen(20).wrap(
        "see https://acme.example/docs/errors#locked there", rest=""
    )


def test_a_label_alone_is_bold() -> None:
    assert Screen(colour=True).labelled("Retry", "no") == ["\x1b[1mRetry:\x1b[0m no"]


def test_escape_sequences_are_spelled_out() -> None:
    assert harmless("a\x1b]0;owned\x07b\x9b1m") == r"a\x1b]0;owned\x07b\x9b1m"


def test_marks_that_reorder_text_are_spelled_out() -> None:
    assert harmless("user\u202etxt.exe") == r"user\u202etxt.exe"


def test_line_ends_and_tabs_become_spaces() -> None:
    assert harmless("a\nb\tc\r") == "a b c "


def test_other_scripts_are_left_alone() -> None:
    assert harmless("Ошибка 404 エラー é 😀") == "Ошибка 404 エラー é 😀"


@given(st.text(st.characters()))
def test_nothing_printed_can_drive_a_terminal(text: str) -> None:
    lines = Screen(30).wrap(text)
    assert not [ch for line in lines for ch in line if unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp")]
    assert "\n".join(lines).encode().decode().splitlines() == [line for line in lines if line]


@given(st.lists(st.text("abc defg", max_size=15)), st.integers(20, 60))
def test_lines_of_short_words_fit_the_screen(words: list[str], width: int) -> None:
    assert all(len(line) <= width for line in Screen(width).wrap(" ".join(words)))


@pytest.mark.parametrize(
    ("number", "noun", "told"),
    [
        (1, "cookie", "1 cookie"),
        (2, "access key", "2 access keys"),
        (0, "entry", "0 entries"),
        (1500, "error", "1,500 errors"),
    ],
)
def test_counts_agree_with_their_noun(number: int, noun: str, told: str) -> None:
    assert counted(number, noun) == told
