"""What is remembered of questions, of threads, and of what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.memory import RECENT, Memory
from bot.db.model import Asked, Note, Place, key_of, without_words
from bot.db.tables import answers, notes
from kb import KnowledgeBase
from tests.answers import IDENTIFIER, SEVERAL, UNKNOWN
from tests.conftest import OWN_PACKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.db.database import Database
    from tests.clock import Clock

THREAD = Place("T1", "C1", "1.0")


@pytest.fixture(scope="module")
def known(kb_file: Path) -> Iterator[KnowledgeBase]:
    """The tests' own knowledge."""
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
        yield kb


@pytest.fixture
def memory(db: Database, known: KnowledgeBase) -> Memory:
    """A memory in that database."""
    return Memory(db, known)


def asked(memory: Memory, text: str, key: str = "k", user: str = "U1") -> Asked:
    made = Asked(key, "T1", user, without_words(memory._kb.answer(text)))
    memory.remember(made)
    return made


def test_an_answer_is_recalled_by_its_key_as_it_was(memory: Memory) -> None:
    made = asked(memory, "acme 404")
    assert memory.recall("k") == made
    assert memory.recall("l") is None


def test_a_later_answer_of_the_same_key_takes_its_place(memory: Memory) -> None:
    asked(memory, "acme 404")
    later = asked(memory, "0x8088F011", user="U2")
    assert memory.recall("k") == later


def test_an_answer_whose_entry_is_gone_is_no_longer_known(memory: Memory, kb: KnowledgeBase) -> None:
    gone = asked(memory, "0x8088F011", "gone")
    asked(memory, "0x8088002A", "known")
    memory.note(Note(gone, "U2", "helped", ("acme-packager", "0x8088F011", "")))
    without = Memory(memory._db, kb)
    assert without.recall("gone") is None
    assert [one.key for one in without.recent("T1", "U1")] == ["known"]
    assert without.notes() == ()


def test_recent_answers_are_a_persons_own_latest_first_and_once(memory: Memory, clock: Clock) -> None:
    for key in ("a", "b", "a"):
        asked(memory, "acme 404", key)
        clock.passes(1)
    asked(memory, "acme 404", "c", user="U2")
    assert [one.key for one in memory.recent("T1", "U1")] == ["a", "b"]
    assert memory.recent("T2", "U1") == ()


def test_recent_answers_are_few(memory: Memory, clock: Clock) -> None:
    for number in range(RECENT + 5):
        asked(memory, "acme 404", str(number))
        clock.passes(1)
    assert [one.key for one in memory.recent("T1", "U1")] == [str(n) for n in reversed(range(5, RECENT + 5))]


def test_a_thread_is_taken_part_in_after_joining(memory: Memory) -> None:
    assert not memory.takes_part(THREAD)
    memory.join(THREAD)
    memory.join(THREAD)
    assert memory.takes_part(THREAD)
    assert not memory.is_quiet(THREAD)
    assert not memory.takes_part(Place("T1", "C1", "2.0"))


def test_a_thread_is_quiet_until_it_may_speak_again_whether_it_was_joined_or_not(memory: Memory) -> None:
    memory.quieten(THREAD)
    assert (memory.is_quiet(THREAD), memory.takes_part(THREAD)) == (True, False)
    memory.join(THREAD)
    assert (memory.is_quiet(THREAD), memory.takes_part(THREAD)) == (True, True)
    memory.quieten(THREAD, quiet=False)
    assert (memory.is_quiet(THREAD), memory.takes_part(THREAD)) == (False, True)


def test_threads_that_were_joined_lately_are_told(memory: Memory, clock: Clock) -> None:
    memory.join(THREAD)
    clock.passes(100)
    memory.join(Place("T1", "C1", "2.0"))
    memory.quieten(Place("T1", "C1", "3.0"))
    memory.join(Place("T1", "C2", "4.0"))
    assert memory.threads("T1", "C1", 50) == ("2.0",)
    assert set(memory.threads("T1", "C1", 200)) == {"1.0", "2.0"}


def test_notes_are_kept_in_order_and_the_same_by_the_same_person_once(memory: Memory) -> None:
    made = asked(memory, "0x8088F011")
    helped = Note(made, "U2", "helped", ("acme-packager", "0x8088F011", ""))
    wrong = Note(made, "U2", "wrong", ("acme-packager", "0x8088F011", ""))
    other = Note(made, "U3", "helped", ("acme-packager", "0x8088F011", ""))
    for note in (helped, wrong, helped, other):
        memory.note(note)
    assert memory.notes() == (helped, wrong, other)


def test_what_is_remembered_is_there_after_a_restart(memory: Memory) -> None:
    made = asked(memory, "acme 404")
    memory.join(THREAD)
    memory.note(Note(made, "U2", "helped", ("", "", "")))
    again = Memory(memory._db, memory._kb)
    assert again.recall("k") == made
    assert again.takes_part(THREAD)
    assert len(again.notes()) == 1


def test_what_people_typed_is_nowhere_in_the_database(memory: Memory, db: Database) -> None:
    made = asked(memory, "zebra 0x8088F011 crossing")
    asked(memory, "zebra crossing fails", "l")
    memory.note(Note(made, "U2", "helped", ("acme-packager", "0x8088F011", "")))
    with db.reading() as connection:
        kept = [row.record for table in (answers, notes) for row in connection.execute(table.select())]
    assert len(kept) == 3
    assert "zebra" not in "".join(kept)


def test_a_key_is_the_same_for_the_same_question() -> None:
    assert key_of("T1", "C1", "1.0") == key_of("T1", "C1", "1.0") != key_of("T1", "C11", ".0")


def test_the_words_of_a_question_are_not_kept() -> None:
    assert "what is this" not in str(without_words(IDENTIFIER))
    assert "what is this" not in str(without_words(SEVERAL))
    assert "<!channel>" not in str(without_words(UNKNOWN).evidence)


def test_who_said_something_of_an_answer_last_is_known(memory: Memory, clock: Clock) -> None:
    made = asked(memory, "0x8088F011")
    assert memory.who("k", "wrong") == ""
    for person in ("U2", "U3"):
        memory.note(Note(made, person, "wrong", ("acme-packager", "0x8088F011", "")))
        clock.passes(1)
    assert memory.who("k", "wrong") == "U3"
    assert memory.who("k", "helped") == ""
