"""A knowledge base file that is damaged in many ways: the bot starts all the same, and never answers from what is wrong in it."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb import KnowledgeBase
from kb.answer_json import answer_record

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTIONS = ("0x8088002A", "mediatailor 409", "publishing point locked", "X-Err-Code 2000", "404")


@dataclass(frozen=True, slots=True)
class Damage:
    """What came of a file that was damaged so many times: how often it was opened, and answered as before."""

    times: int
    opened: int
    right: int


def damaged(times: int, seed: int = 3) -> Damage:
    """Damage a knowledge base file again and again, each time in another way, and open it."""
    chance = random.Random(seed)  # noqa: S311  nothing secret
    ways = (_flip, _garble, _cut, _empty, _remove)
    opened = right = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kb.db"
        wanted = _answers(file)
        for number in range(times):
            ways[number % len(ways)](file, chance)
            answers = _answers(file)
            opened += 1
            right += answers == wanted
    return Damage(times, opened, right)


def _answers(file: Path) -> list[object]:
    with KnowledgeBase.open(file) as kb:
        return [answer_record(kb.answer(question)) for question in QUESTIONS]


def _flip(file: Path, chance: random.Random) -> None:
    """Flip a few bits."""
    _change(file, chance, lambda byte: byte ^ 1 << chance.randrange(8), chance.randint(1, 8))


def _garble(file: Path, chance: random.Random) -> None:
    """Write noise over a part."""
    _change(file, chance, lambda _: chance.randrange(256), 4096)


def _change(file: Path, chance: random.Random, new: Callable[[int], int], count: int) -> None:
    held = bytearray(file.read_bytes())
    begin = chance.randrange(len(held) - count)
    spots = range(begin, begin + count) if count > 8 else [chance.randrange(len(held)) for _ in range(count)]
    for spot in spots:
        held[spot] = new(held[spot])
    file.write_bytes(held)


def _cut(file: Path, chance: random.Random) -> None:
    """Take the end away."""
    held = file.read_bytes()
    file.write_bytes(held[: chance.randrange(len(held))])


def _empty(file: Path, _: random.Random) -> None:
    file.write_bytes(b"")


def _remove(file: Path, _: random.Random) -> None:
    file.unlink()
