"""The table of secrets as a set: every rule has a sample and is needed, and none takes long on hostile text."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kb.redact import MARK, Redacted, redact
from kb.secret_shapes import RULES, Rule

SAMPLES = Path(__file__).parent / "redact"
SECRETS: list[dict[str, Any]] = tomllib.loads((SAMPLES / "secrets.toml").read_text("utf-8").replace("¦", ""))["sample"]
INNOCENT: list[str] = tomllib.loads((SAMPLES / "innocent.toml").read_text("utf-8"))["texts"]

each_rule = pytest.mark.parametrize("rule", RULES, ids=[f"{n} {r.kind} {r.gate[0]}" for n, r in enumerate(RULES)])
each_secret = pytest.mark.parametrize("sample", SECRETS, ids=[f"{n} {s['kind']}" for n, s in enumerate(SECRETS)])
each_innocent = pytest.mark.parametrize("text", INNOCENT, ids=[f"{n} {text[:30]}" for n, text in enumerate(INNOCENT)])

# Processor time, so that neighbours don't count. A quadratic pattern takes seconds.
SECONDS_FOR_HOSTILE_TEXT = 0.25
SECONDS_FOR_A_MEGABYTE = 0.3
HOSTILE_LENGTH = 100_000


@each_secret
def test_a_secret_is_hidden_and_counted_and_the_rest_stays(sample: dict[str, Any]) -> None:
    redacted = redact(sample["text"])
    assert sample["secret"] not in redacted.text
    assert sample["kind"] in dict(redacted.hidden)
    assert [kept for kept in sample.get("keeps", ()) if kept not in redacted.text] == []


@each_secret
def test_a_sample_holds_its_secret_and_what_it_keeps(sample: dict[str, Any]) -> None:
    assert [part for part in (sample["secret"], *sample.get("keeps", ())) if part not in sample["text"]] == []


@each_innocent
def test_an_innocent_text_survives_byte_for_byte(text: str) -> None:
    assert redact(text) == Redacted(text)


def test_innocent_texts_survive_in_one_another_s_company() -> None:
    text = "\n".join(INNOCENT)
    assert redact(text) == Redacted(text)


@each_rule
def test_without_a_rule_a_sample_fails(rule: Rule) -> None:
    others = tuple(other for other in RULES if other is not rule)
    without = [(sample, redact(sample["text"], others)) for sample in SECRETS]
    assert any(s["secret"] in found.text or s["kind"] not in dict(found.hidden) for s, found in without)


@each_rule
def test_a_gate_is_in_lower_case_as_the_text_it_is_sought_in(rule: Rule) -> None:
    assert all(literal and literal == literal.lower() for literal in (*rule.gate, *rule.beside))


@each_rule
def test_no_rule_looks_at_the_mark(rule: Rule) -> None:
    assert [literal for literal in rule.gate if literal in MARK] == []


def test_a_megabyte_of_marks_takes_less_than_a_third_of_a_second() -> None:
    text = "".join(literal for rule in RULES for literal in rule.gate) + f"a=1 {MARK}" * 80_000
    assert seconds(text) < SECONDS_FOR_A_MEGABYTE


@each_rule
def test_near_misses_take_linear_time(rule: Rule) -> None:
    beside = "".join(rule.beside[:1])
    slowest = max((seconds(f"{beside}\n{text}", rule), text[:40]) for text in near_misses(rule))
    assert slowest < (SECONDS_FOR_HOSTILE_TEXT, "")


def test_a_megabyte_of_log_takes_less_than_a_third_of_a_second() -> None:
    line = "2026-11-21T09:00:00Z edge-1 GET /seg_41289.ts?token=n2QfQ0mU 403 x-amz-cf-id=n2QfQ0mUq8yXc3vJ bob@example.com\n"
    assert seconds(line * (1_000_000 // len(line))) < SECONDS_FOR_A_MEGABYTE


def test_a_megabyte_of_secrets_takes_less_than_a_third_of_a_second() -> None:
    text = "\n".join(sample["text"] for sample in SECRETS)
    assert seconds(text * (1_000_000 // len(text))) < SECONDS_FOR_A_MEGABYTE


def near_misses(rule: Rule) -> list[str]:
    """Texts that begin like the rule's secrets over and over, or begin once and go on without an end."""
    ends = ("", " ", "=", ":", '"', '": "', "=\\", ">", "<", "%3d", "@", ".", "-", ";", ",a=", "\n", "/a/b/", "eyJ")
    units = [literal + end for literal in rule.gate for end in ends]
    samples = [sample["text"] for sample in SECRETS if redact(sample["text"], (rule,)).hidden]
    shortest = min(samples, key=len)
    units += [shortest[:length] for length in range(1, len(shortest), 7)]
    runs = [
        rule.gate[0] + before + run * HOSTILE_LENGTH
        for before in ("=", ': "')
        for run in ("a1", " ", '"', ",", ";", "-")
    ]
    return [run[:HOSTILE_LENGTH] for run in runs] + [unit * (HOSTILE_LENGTH // len(unit)) for unit in units]


def seconds(text: str, *rules: Rule) -> float:
    """Processor time to redact a text."""
    start = time.process_time()
    redact(text, rules or RULES)
    return time.process_time() - start
