"""What the bot remembers, bounded."""

from concurrent.futures import ThreadPoolExecutor

from bot.memory import Asked, Bounded, InProcess, Note, Place, key_of, without_words

from tests.answers import IDENTIFIER, SEVERAL, UNKNOWN

QUESTION = Place("T1", "C1", "1.0")
ASKED = Asked("k1", "T1", "U1", IDENTIFIER)


def test_a_message_is_claimed_once_whoever_asks() -> None:
    memory = InProcess()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: memory.claim(QUESTION), range(100))) == 1


def test_an_answer_is_recalled_by_its_key() -> None:
    memory = InProcess()
    memory.remember(ASKED)
    assert memory.recall("k1") == ASKED
    assert memory.recall("k2") is None


def test_recent_answers_are_a_persons_own_latest_first_and_once() -> None:
    memory = InProcess()
    for key in ("a", "b", "a"):
        memory.remember(Asked(key, "T1", "U1", IDENTIFIER))
    memory.remember(Asked("c", "T1", "U2", IDENTIFIER))
    assert [asked.key for asked in memory.recent("T1", "U1")] == ["a", "b"]
    assert memory.recent("T2", "U1") == ()


def test_a_reply_is_found_until_it_is_forgotten() -> None:
    memory = InProcess()
    memory.replied(QUESTION, Place("T1", "C1", "2.0"))
    assert memory.reply_to(QUESTION) == Place("T1", "C1", "2.0")
    memory.forget_reply(QUESTION)
    assert memory.reply_to(QUESTION) is None


def test_a_thread_is_taken_part_in_after_joining() -> None:
    memory = InProcess()
    assert not memory.takes_part(QUESTION)
    memory.join(QUESTION)
    assert memory.takes_part(QUESTION)


def test_notes_are_kept_in_order() -> None:
    memory = InProcess()
    notes = [Note(ASKED, "U2", verdict, ("s", "c", "")) for verdict in ("helped", "wrong")]
    for note in notes:
        memory.note(note)
    assert memory.notes() == tuple(notes)


def test_the_oldest_is_forgotten_when_it_is_full() -> None:
    kept: Bounded[int] = Bounded(2)
    assert [kept.add(key, 1) for key in ("a", "b", "a", "c")] == [True, True, False, True]
    assert (kept.get("a"), kept.get("b"), len(kept)) == (1, None, 2)


def test_a_key_is_the_same_for_the_same_question() -> None:
    assert key_of("T1", "C1", "1.0") == key_of("T1", "C1", "1.0") != key_of("T1", "C11", ".0")


def test_the_words_of_a_question_are_not_kept() -> None:
    assert "what is this" not in str(without_words(IDENTIFIER))
    assert "what is this" not in str(without_words(SEVERAL))
    assert "<!channel>" not in str(without_words(UNKNOWN).evidence)
