"""The project's own labelled questions, and whether an answer is the right one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from benchmarks.variants import variants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.model import Answer, Match

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what should come of it.

    Attributes:
        base: the text this one is a variant of; itself when it is none.
        variant: how it differs from its base, "" for the base itself.
        expected: the entries any of which is right, as (system, code, symbol); symbol "" when the code is enough.
    """

    text: str
    base: str
    kind: str
    variant: str
    outcome: Literal["answer", "choose", "unknown"]
    expected: tuple[tuple[str, str, str], ...]

    def is_met_by(self, match: Match) -> bool:
        """Whether this match is one of the expected entries, by code, symbol or HTTP status."""
        entry = match.entry
        known_by = {entry.code.casefold(), entry.symbol.casefold(), str(entry.status)}
        return any(
            system == entry.system
            and code.casefold() in known_by
            and symbol.casefold() in ("", entry.symbol.casefold())
            for system, code, symbol in self.expected
        )

    def is_offered_by(self, answer: Answer) -> bool:
        """Whether an expected entry is among the matches."""
        return any(self.is_met_by(match) for match in answer.matches)


def load(seed: int | None = None, folder: Path = QUESTIONS) -> list[Question]:
    """The labelled questions; with a seed, each is followed by its variants."""
    return [question for path in sorted(folder.glob("*.toml")) for question in _read(path, seed)]


def _read(path: Path, seed: int | None) -> Iterator[Question]:
    outcome = path.stem if path.stem in ("choose", "unknown") else "answer"
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
        expected = tuple((e["system"], e["code"], e.get("symbol", "")) for e in row.get("answer", ()))
        others = variants(row["text"], seed) if seed is not None else []
        for variant, text in [("", row["text"]), *others]:
            yield Question(text, row["text"], row["kind"], variant, outcome, expected)  # type: ignore[arg-type]
