"""The JSON of an answer: the keys are a promise to other programs."""

import json
from dataclasses import replace

from kb.answer_json import answer_record, entry_record, system_record
from kb.model import Answer, Cause, Entry, ErrorSeen, Evidence, Match, Source, System

PACKAGER = System("acme-packager", "Acme Packager", "Acme", "packager", "https://acme.example/docs", aliases=("acme",))
LOCKED = Entry(
    system="acme-packager", code="0x8088F011", symbol="ACME_WIDGET_LOCKED", status=409, title="Widget locked",
    meaning="Another packager holds the widget.", retry="after a pause", owner="packager admin",
    first_check="Count the packagers.", see=("https://acme.example/docs#locked",),
    source=Source("Acme errors", "2026-11-21", ("first_check",)),
    causes=(Cause("Two were started.", "Stop one."), Cause("A lock was left.", "Delete the lock.", ours=True)),
)  # fmt: skip
MATCH = Match(LOCKED, PACKAGER, 0.987654, "the code is known", cause=1)
ANSWER = Answer(
    "answer", "identifier", certain=True, said="0x8088F011",
    evidence=(Evidence("hresult", "0x8088F011", "text"), Evidence("request-id", "x-request-id: a:b", "header x-request-id")),
    matches=(MATCH,), decoded=("facility 2029",), notes=("cut short",),
    redacted=(("cookie", 1), ("bearer token", 2)), revision="3f2a",
)  # fmt: skip


def test_an_answer_has_exactly_the_promised_keys() -> None:
    assert [*answer_record(ANSWER)] == [
        "outcome", "route", "certain", "said", "evidence", "matches", "decoded", "notes", "errors",
        "request_ids", "redacted", "kb",
    ]  # fmt: skip


def test_a_match_has_exactly_the_promised_keys() -> None:
    assert answer_record(ANSWER)["matches"] == [
        {
            "system": "acme-packager", "code": "0x8088F011", "symbol": "ACME_WIDGET_LOCKED", "status": 409,
            "title": "Widget locked", "meaning": "Another packager holds the widget.", "cause": "A lock was left.",
            "fixes": ["Delete the lock.", "Stop one."], "links": ["https://acme.example/docs#locked"],
            "retry": "after a pause", "owner": "packager admin", "layer": "packager", "score": 0.9877,
            "why": "the code is known",
        }
    ]  # fmt: skip


def test_without_a_pointed_cause_the_fixes_keep_the_order_of_the_pack() -> None:
    (match,) = answer_record(replace(ANSWER, matches=(replace(MATCH, cause=None),)))["matches"]
    assert (match["cause"], match["fixes"]) == (None, ["Stop one.", "Delete the lock."])


def test_the_layer_at_fault_wins_over_the_systems_own() -> None:
    blamed = replace(MATCH, entry=replace(LOCKED, layer="origin"))
    assert answer_record(replace(ANSWER, matches=(blamed,)))["matches"][0]["layer"] == "origin"


def test_an_entry_without_a_page_links_to_the_systems_documentation() -> None:
    bare = replace(MATCH, entry=replace(LOCKED, see=()))
    assert answer_record(replace(ANSWER, matches=(bare,)))["matches"][0]["links"] == ["https://acme.example/docs"]


def test_redacted_is_the_total() -> None:
    assert answer_record(ANSWER)["redacted"] == 3


def test_evidence_says_where_it_stood() -> None:
    assert answer_record(ANSWER)["evidence"][0] == {"kind": "hresult", "value": "0x8088F011", "where": "text"}


def test_request_ids_stand_under_their_name() -> None:
    assert answer_record(ANSWER)["request_ids"] == {"x-request-id": "a:b"}


def test_each_of_several_errors_has_its_count_times_and_matches() -> None:
    several = replace(ANSWER, errors=(ErrorSeen(ANSWER, 3, "10:01", "10:09"),))
    (error,) = answer_record(several)["errors"]
    assert [*error] == ["count", "first", "last", "outcome", "matches"]
    assert (error["count"], error["first"], error["last"], error["outcome"]) == (3, "10:01", "10:09", "answer")
    assert error["matches"] == answer_record(ANSWER)["matches"]


def test_everything_survives_being_written_and_read() -> None:
    records = [answer_record(ANSWER), system_record(PACKAGER, 1), entry_record(LOCKED, PACKAGER)]
    assert json.loads(json.dumps(records)) == records


def test_a_system_tells_how_many_entries_it_has() -> None:
    assert system_record(PACKAGER, 12)["entries"] == 12


def test_an_entry_shows_every_cause_and_whose_advice_it_is() -> None:
    record = entry_record(LOCKED, PACKAGER)
    assert record["causes"] == [
        {"when": "Two were started.", "fix": "Stop one.", "ours": False},
        {"when": "A lock was left.", "fix": "Delete the lock.", "ours": True},
    ]
    assert record["ours"] == ["first_check"]
