"""Fits the model for words: ``python -m benchmarks.calibrate [--seeds N]``. Prints the weights and thresholds for ``kb/likelihood.py``.

Every labelled question that comes down to words (no identifier, no status) gives one example: its candidates, the right ones
among them, and "none" for those that should be unknown. The weights maximise the likelihood of the labels, with a little ridge.
Thresholds are chosen on questions the weights were not fitted to (five folds, split by base question, never by variant).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from benchmarks.questions import Question, load
from kb import readers, search
from kb.build import build
from kb.clean import clean
from kb.likelihood import features
from kb.pack import PACKS, read_packs
from kb.slots import understand
from kb.store import Store

FOLDS = 5
RIDGE = 0.02
STEPS = 1500
WRONG_COSTS = 4.0
"""How many answers lost one wrong answer is worth."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its candidates' features (a row each), which of them are right, and how it should come out."""

    rows: np.ndarray
    right: np.ndarray
    question: Question

    @property
    def fold(self) -> int:
        """Which fold the base question belongs to."""
        return crc32(self.question.base.encode()) % FOLDS


def examples(store: Store, questions: list[Question]) -> list[Example]:
    """The examples that come down to words."""
    found = []
    for question in questions:
        evidence = [item for sighting in readers.read(clean(question.text).text) for item in sighting.evidence]
        slots = understand(store, evidence)
        words_only = not (slots.known or slots.unknown or slots.statuses or slots.classes) and slots.question
        if not words_only or (slots.elsewhere and not slots.systems):
            continue
        fits = search.search(store, slots.question, slots.scope)
        if not fits:
            continue
        rows = np.array([features(fit, named=bool(slots.systems)) for fit in fits])
        right = np.array([_is_right(store, question, fit.number) for fit in fits], dtype=bool)
        found.append(Example(rows, right, question))
    return found


def _is_right(store: Store, question: Question, number: int) -> bool:
    entry = store.entry(number)
    known_by = {entry.code.casefold(), entry.symbol.casefold(), str(entry.status)}
    return any(
        system == entry.system and code.casefold() in known_by and symbol.casefold() in ("", entry.symbol.casefold())
        for system, code, symbol in question.expected
    )


def fit(some: list[Example]) -> np.ndarray:
    """The weights that make the labels likeliest (Adam on the log-likelihood)."""
    weights = np.zeros(some[0].rows.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    starts = np.cumsum([0, *(len(example.rows) for example in some)])[:-1]
    rows = np.concatenate([example.rows for example in some])
    right = np.concatenate([example.right for example in some]).astype(float)
    has_right = np.add.reduceat(right, starts) > 0
    unknown = np.array([example.question.outcome == "unknown" for example in some])
    use = has_right | unknown
    sizes = np.diff([*starts, len(rows)])
    per_row = np.repeat(np.arange(len(some)), sizes)
    for step in range(1, STEPS + 1):
        odds = np.exp(np.clip(rows @ weights, -30, 30))
        total = 1 + np.add.reduceat(odds, starts)
        of_right = np.add.reduceat(odds * right, starts)
        target = np.where(has_right[per_row], odds * right / np.maximum(of_right, 1e-12)[per_row], 0.0)
        gap = (target - odds / total[per_row]) * use[per_row]
        gradient = rows.T @ gap / use.sum() - RIDGE * weights / 10
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights + 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def judge(some: list[Example], weights: np.ndarray) -> list[tuple[float, float, bool, str]]:
    """For each example: how likely the first candidate is, how likely none, whether the first is right, what was wanted."""
    judged: list[tuple[float, float, bool, str]] = []
    for example in some:
        odds = np.exp(np.clip(example.rows @ weights, -30, 30))
        best = int(odds.argmax())
        total = 1 + odds.sum()
        judged.append(
            (float(odds[best] / total), float(1 / total), bool(example.right[best]), example.question.outcome)
        )
    return judged


def thresholds(judged: list[tuple[float, float, bool, str]]) -> tuple[float, float, dict[str, float]]:
    """The thresholds that do most good, with what they come to."""
    best: tuple[float, float, float, dict[str, float]] = (-1e9, 0.5, 0.5, {})
    for answer in np.arange(0.3, 0.95, 0.02):
        for unknown in np.arange(0.2, 0.9, 0.02):
            counts = dict.fromkeys(("answered", "wrong", "chosen", "unknown", "unknown wrongly"), 0)
            for top, none, right, wanted in judged:
                if top >= answer:
                    counts["answered" if right and wanted != "unknown" else "wrong"] += 1
                elif none >= unknown:
                    counts["unknown" if wanted == "unknown" else "unknown wrongly"] += 1
                elif wanted == "choose":
                    counts["chosen"] += 1
            good = float(counts["answered"] + counts["unknown"] + counts["chosen"])
            good -= WRONG_COSTS * counts["wrong"] + counts["unknown wrongly"]
            if good > best[0]:
                best = (good, float(answer), float(unknown), {k: v / len(judged) for k, v in counts.items()})
    return best[1], best[2], best[3]


def main() -> int:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="sets of variants")
    options = parser.parse_args()
    questions = [question for seed in range(options.seeds) for question in load(seed + 11)]
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "kb.db", read_packs([PACKS]), "calibration")
        some = examples(Store(Path(folder) / "kb.db"), questions)
    print(f"{len(some)} examples of {len(questions)} questions")
    unseen = []
    for fold in range(FOLDS):
        weights = fit([example for example in some if example.fold != fold])
        unseen += judge([example for example in some if example.fold == fold], weights)
    answer, unknown, comes_to = thresholds(unseen)
    print("on questions not fitted to:", {name: round(share, 4) for name, share in comes_to.items()})
    weights = fit(some)
    print(
        f"weights: ({', '.join(f'{weight:.2f}' for weight in weights)})\nanswer: {answer:.2f}\nunknown: {unknown:.2f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
