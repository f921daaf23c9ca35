"""Who said it: the proved system, those that passed it on, or nobody that shows."""

import pytest

from kb.model import Evidence, System
from kb.speaker import speaker

TAILOR = System("tailor", "Acme Tailor", "Acme", "ad-insertion", "https://acme.example", aliases=("Stitcher",))
ORIGIN = System("origin", "Acme Origin", "Acme", "origin", "https://acme.example")
THIRD = System("third", "Acme Third", "Acme", "api", "https://acme.example")
PROVED = {"tailor": "header host a.example", "origin": "header server Origin/1", "third": "line"}


def layers(*names: str) -> list[Evidence]:
    return [Evidence("layer", name, "header via") for name in names]


def test_the_proved_system_is_named_with_what_proved_it() -> None:
    assert speaker([TAILOR], PROVED, []) == "said by Acme Tailor, because of header host a.example"


def test_a_system_that_nothing_proved_did_not_say_it() -> None:
    assert speaker([TAILOR], {}, []) == ""


def test_at_most_two_systems_are_named() -> None:
    told = speaker([TAILOR, ORIGIN, THIRD], PROVED, [])
    assert told.count("said by") == 2
    assert "Acme Third" not in told


def test_the_layers_that_passed_it_on_are_named_each_once() -> None:
    told = speaker([TAILOR], PROVED, layers("CloudFront (cdn)", "nginx (origin)", "CloudFront (cdn)"))
    assert told.endswith("; CloudFront (cdn) and nginx (origin) passed it on")


@pytest.mark.parametrize("name", ["Acme Tailor (ad-insertion)", "tailor", "STITCHER (ad-insertion)"])
def test_the_speaker_did_not_pass_it_on_to_itself(name: str) -> None:
    assert "passed it on" not in speaker([TAILOR], PROVED, layers(name))


def test_where_nothing_is_proved_the_layers_that_showed_themselves_are_named() -> None:
    assert speaker([TAILOR], {}, layers("CloudFront (cdn)")) == "shown by CloudFront (cdn)"


def test_of_many_layers_three_are_named() -> None:
    assert speaker([], {}, layers("one", "two", "three", "four")) == "shown by one and two and three"


def test_only_layers_speak() -> None:
    assert speaker([], {}, [Evidence("host", "cdn.example", "header host")]) == ""
