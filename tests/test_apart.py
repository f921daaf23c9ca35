"""Running text that names several errors: each is one of its own, with what belongs to it."""

import pytest

from kb.apart import MOST, apart
from kb.model import Evidence
from kb.readers import plain
from kb.slots import Slots, understand
from kb.store import Code, Store


def errors(store: Store, text: str) -> list[tuple[set[str], tuple[Evidence, ...]]]:
    """What each error is known by, and its evidence."""
    (sighting,) = plain.read(text)
    parts = apart(understand(store, sighting.evidence), sighting.evidence)
    return [({code.written for code in slots.known}, evidence) for slots, evidence in parts]


def named(store: Store, text: str) -> list[set[str]]:
    return [known for known, _ in errors(store, text)]


@pytest.mark.parametrize(
    "text",
    [
        "we see 0x8088002E on edge-1 and 0x8088002A on edge-2",
        "host-a: 0x8088002E\nhost-b: 0x8088002A",
        "first 2156396590, then -2138570710, and 0x8088002E again",
    ],
)
def test_each_code_is_an_error_in_the_order_of_the_text(store: Store, text: str) -> None:
    assert named(store, text) == [{"0x8088002E"}, {"0x8088002A"}]


def test_each_name_of_an_exception_is_an_error(store: Store) -> None:
    text = "mediatailor threw GatewayTimeoutException, before that ConflictException"
    assert named(store, text) == [{"GatewayTimeoutException"}, {"ConflictException"}]


def test_codes_under_labels_are_errors(store: Store) -> None:
    assert named(store, "gcore: x-err-code 2000, later 3000") == [{"X-Err-Code 2000"}, {"X-Err-Code 3000"}]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("0x8088002A on edge-1", {"0x8088002A"}),
        ("0x8088002A, that is 2156396586 and -2138570710", {"0x8088002A"}),
        ("0x8088002A MPE_MGMT_PUBLISHING_POINT_LOCKED", {"0x8088002A", "MPE_MGMT_PUBLISHING_POINT_LOCKED"}),
        ("HTTP 412, 0x80890200 MPE_FRAGMENT_NOT_READY", {"0x80890200", "MPE_FRAGMENT_NOT_READY"}),
        ("0x8088002E (0x80070002, FACILITY_WIN32)", {"0x8088002E"}),
        ("0x8088002E with InternalError 0x80880023", {"0x8088002E", "0x80880023"}),
        ("mediatailor ADS_TIMEOUT", {"ADS_TIMEOUT"}),
    ],
)
def test_what_belongs_to_one_error_stays_together(store: Store, text: str, known: set[str]) -> None:
    assert named(store, text) == [known]


def test_the_inner_code_comes_behind_the_one_that_it_explains(store: Store) -> None:
    (sighting,) = plain.read("0x8088002E with InternalError 0x80880023")
    ((slots, _),) = apart(understand(store, sighting.evidence), sighting.evidence)
    assert [code.written for code in slots.known] == ["0x8088002E", "0x80880023"]


def test_the_evidence_of_an_error_is_its_own_and_what_is_said_of_all(store: Store) -> None:
    (_, first), (_, second) = errors(store, "iis: 0x8088002A and 0x8088002E, then 503, see https://edge.example.net/x")
    own = Evidence("hresult", "0x8088002A", "text"), Evidence("hresult", "0x8088002E", "text")
    assert [item for item in first if item not in second] == [own[0]]
    assert [item for item in second if item not in first] == [own[1]]
    assert {item.kind for item in second} >= {"host", "status", "words"}


def test_a_code_that_no_pack_has_goes_with_the_first(store: Store) -> None:
    (_, first), (_, second) = errors(store, "0x8088002A 0x80880030 0x8088002E")
    strange = Evidence("hresult", "0x80880030", "text")
    assert strange in first
    assert strange not in second


def test_a_text_is_taken_apart_into_so_many_errors() -> None:
    known = tuple(Code(f"0x8088{n:04X}", "acme", "hresult", n, "") for n in range(2 * MOST))
    evidence = [Evidence("hresult", code.key, "text") for code in known]
    assert len([*apart(Slots(known=known), evidence)]) == MOST


def test_text_without_an_identifier_stays_as_it_is(store: Store) -> None:
    assert named(store, "playback stops") == [set()]
