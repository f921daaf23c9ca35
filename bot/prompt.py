"""The prompt: type or paste what you see, read what it means. Nothing that is typed is written to disk."""

from __future__ import annotations

import re
import select
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.screen import counted
from bot.text import answer_lines, entry_lines, offers

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.screen import Screen
    from kb import Answer, KnowledgeBase

PROMPT = "streamerr> "
PAUSE = 0.05
"""Seconds without input after which a paste is taken to be over."""

HELP = (
    "Type a code, an exception name, a status with its system, or what you see; or paste a whole response or log.",
    "  0x8088002A            a code, in any spelling",
    "  mediatailor 504       a system and a status",
    "  2                     the second of the numbered lines above",
    "  show SYSTEM CODE      everything known about one error",
    "  systems               the systems that are known",
    "  quit                  leave; so does ctrl-D",
)

_SHOW = re.compile(r"(?:streamerr )?(?:kb )?show (\S{1,100}) (['\"]?)(.{1,200}?)\2", re.IGNORECASE)


@dataclass
class Conversation:
    """What is said in one sitting: a question goes in, the lines of the reply come out.

    Attributes:
        kb: who knows.
        screen: what the lines are for.
        offered: the answers behind the numbers that were printed last.
    """

    kb: KnowledgeBase
    screen: Screen
    offered: tuple[Answer, ...] = ()

    def reply(self, typed: str) -> list[str]:
        """The lines that answer what was typed or pasted; none for nothing."""
        words = typed.strip()
        if not words:
            return []
        if words.casefold() in ("help", "?"):
            return [*HELP]
        if words.casefold() == "systems":
            return [f"{system.id}  {system.name}" for system in self.kb.systems()]
        if words.isascii() and words.isdecimal() and len(words) < 4 and 1 <= int(words) <= len(self.offered):
            return answer_lines(self.offered[int(words) - 1], self.screen)
        return self._shown(words) or self._answered(typed)

    def _shown(self, words: str) -> list[str]:
        asked = _SHOW.fullmatch(words)
        systems = {system.id.casefold(): system for system in self.kb.systems()} if asked else {}
        if not asked or not (system := systems.get(asked[1].casefold())):
            return []
        lines: list[str] = []
        for entry in self.kb.show(system.id, asked[3]):
            lines += [*([""] if lines else []), *entry_lines(entry, system, self.screen)]
        return lines

    def _answered(self, typed: str) -> list[str]:
        answer = self.kb.answer(typed)
        self.offered = offers(answer)
        return answer_lines(answer, self.screen)


def converse(kb: KnowledgeBase, screen: Screen, say: Callable[[str], None]) -> None:
    """Read, answer and read again until ``quit`` or the end of input; ctrl-C takes back what was typed, or stops an answer.

    Args:
        kb: who knows.
        screen: what is printed on.
        say: prints one line.
    """
    _prepare_terminal()
    conversation = Conversation(kb, screen)
    say(f"{counted(len(kb.systems()), 'system')} known. Type or paste an error; 'help' helps, 'quit' leaves.")
    while True:
        try:
            typed = _block()
            if typed.strip().casefold() in ("quit", "exit"):
                return
            for line in conversation.reply(typed):
                say(line)
        except EOFError:
            say("")
            return
        except KeyboardInterrupt:
            say("")


def _block() -> str:
    """What was typed up to Enter, or all lines of a paste."""
    lines = [input(PROMPT)]
    while select.select([sys.stdin], [], [], PAUSE)[0]:
        try:
            lines.append(input())
        except EOFError:
            break
    return "\n".join(lines)


def _prepare_terminal() -> None:
    """Give the prompt editing keys and a history that ends with it; take a paste as one piece where that is possible."""
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        import readline
    except ImportError:
        return
    if "libedit" not in (readline.__doc__ or ""):
        readline.parse_and_bind("set enable-bracketed-paste on")
