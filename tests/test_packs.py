"""What must hold of our packs as a set."""

import datetime
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from kb.model import Pack
from kb.pack import PACKS, read_pack

FILES = sorted(PACKS.glob("*.toml"))


@pytest.fixture(scope="module")
def packs() -> tuple[Pack, ...]:
    return tuple(read_pack(path) for path in FILES)


def repeated(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Texts that stand in more than one place, letter case and spaces aside, with those places."""
    places: dict[str, list[str]] = {}
    for text, place in texts:
        places.setdefault(" ".join(text.casefold().split()), []).append(place)
    return {text: found for text, found in places.items() if len(found) > 1}


def test_the_founding_systems_have_a_pack() -> None:
    assert {path.stem for path in FILES} >= {
        "ams-origin",
        "ams-rest-v2",
        "aws-mediatailor",
        "gcore-streaming",
        "iis-smooth",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pack_is_valid_and_named_after_its_system(path: Path) -> None:
    assert read_pack(path).system.id == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pack_has_entries(path: Path) -> None:
    assert read_pack(path).entries


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pack_has_a_sign_that_proves_its_system(path: Path) -> None:
    assert any(sign.proof for sign in read_pack(path).system.signs)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pack_was_not_checked_in_the_future(path: Path) -> None:
    tomorrow = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).date().isoformat()
    late = [entry.key for entry in read_pack(path).entries if entry.source.checked > tomorrow]
    assert late == []


def test_no_phrase_stands_in_two_entries(packs: tuple[Pack, ...]) -> None:
    phrases = {
        (" ".join(phrase.casefold().split()), str(entry.key))
        for pack in packs
        for entry in pack.entries
        for phrase in (*entry.says, *(says for cause in entry.causes for says in cause.says))
    }
    assert repeated(phrases) == {}


def test_no_message_stands_in_two_places(packs: tuple[Pack, ...]) -> None:
    messages = (
        (message, str(entry.key))
        for pack in packs
        for entry in pack.entries
        for message in (*entry.messages, *(message for cause in entry.causes for message in cause.messages))
    )
    assert repeated(messages) == {}


def test_no_sign_proves_two_systems(packs: tuple[Pack, ...]) -> None:
    proofs = Counter((sign.kind, sign.value) for pack in packs for sign in pack.system.signs if sign.proof)
    assert [sign for sign, count in proofs.items() if count > 1] == []
