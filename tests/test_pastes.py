"""Every sample in tests/pastes comes to what stands beside it, pasted raw, and most of it in the other ways people paste."""

import html
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kb import Answer, KnowledgeBase

PASTES = Path(__file__).parent / "pastes"
SAMPLES = sorted(path for path in PASTES.rglob("*") if path.is_file() and not path.name.endswith(".expect.toml"))


def expected(sample: Path) -> dict[str, Any]:
    return tomllib.loads(sample.with_name(f"{sample.stem}.expect.toml").read_text(encoding="utf-8"))


def named(samples: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", samples, ids=lambda path: f"{path.parent.name}/{path.stem}")


def first(answer: Answer) -> dict[str, str] | None:
    if answer.outcome == "unknown":
        return None
    entry = answer.matches[0].entry
    return {"system": entry.system, "code": entry.code, "symbol": entry.symbol}


@named(SAMPLES)
def test_a_paste_comes_to_its_outcome(sample: Path, kb: KnowledgeBase) -> None:
    wanted = expected(sample)
    answer = kb.answer(sample.read_text(encoding="utf-8"))
    assert answer.outcome == wanted["outcome"]
    assert (first(answer) or {}).items() >= {
        key: value for key, value in wanted.get("first", {}).items() if value
    }.items()


@named(SAMPLES)
def test_a_paste_is_certain_only_where_it_may_be_answered_unasked(sample: Path, kb: KnowledgeBase) -> None:
    assert kb.answer(sample.read_text(encoding="utf-8")).certain == expected(sample)["certain"]


@named([sample for sample in SAMPLES if "evidence" in expected(sample)])
def test_a_paste_shows_its_evidence(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(sample.read_text(encoding="utf-8"))
    answers = [answer, *(error.answer for error in answer.errors)]
    seen = {(item.kind, item.value.casefold()) for some in answers for item in some.evidence}
    wanted = {(item["kind"], item["value"].casefold()) for item in expected(sample)["evidence"]}
    assert wanted - seen == set()


@named([sample for sample in SAMPLES if "request_ids" in expected(sample)])
def test_a_paste_gives_the_ids_that_support_asks_for(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(sample.read_text(encoding="utf-8"))
    assert answer.request_ids.items() >= expected(sample)["request_ids"].items()


@named([sample for sample in SAMPLES if "errors" in expected(sample)])
def test_a_paste_with_several_errors_lists_each_once(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(sample.read_text(encoding="utf-8"))
    assert (len(answer.errors) or 1) == expected(sample)["errors"]


@named([sample for sample in SAMPLES if "redacted" in expected(sample)])
def test_a_paste_has_its_secrets_hidden(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(sample.read_text(encoding="utf-8"))
    assert sum(count for _, count in answer.redacted) == expected(sample)["redacted"]


BODIES = [
    sample for sample in SAMPLES if sample.parent.name in ("xml", "json") and expected(sample)["outcome"] == "answer"
]


@named(BODIES)
@pytest.mark.parametrize("dressed", ["escaped", "fenced", "in a log line", "quoted"])
def test_a_body_is_read_however_it_is_pasted(sample: Path, dressed: str, kb: KnowledgeBase) -> None:
    body = sample.read_text(encoding="utf-8").strip()
    text = {
        "escaped": html.escape(body, quote=False),
        "fenced": f"seen this?\n```\n{body}\n```",
        "in a log line": f"2026-11-21T02:14:07Z ERROR origin-7 call failed, body: {' '.join(body.split())}",
        "quoted": "\n".join(f"> {line}" for line in body.splitlines()),
    }[dressed]
    assert first(kb.answer(text)) == first(kb.answer(body))
