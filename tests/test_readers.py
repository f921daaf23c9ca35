"""The readers as a set: each is listed, tested and has pastes, and together they lose nothing and raise nothing."""

import importlib
import pkgutil
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import readers
from kb.clean import clean, decode_bytes
from kb.model import Evidence, Sighting
from kb.readers import READERS, Reader
from tests.pace import repeated
from tests.samples import PASTES, SAMPLES, name_of, named, not_shown, samples_of, text_of

TESTS = Path(__file__).parent
ELSEWHERE = {
    "devtools": "http",  # the same exchanges as other programs show them
    "plain": "chatter",  # what people type, where nothing is to be found; tests/questions has the rest
}
READ_BY_ANOTHER = {
    "http/iis-response-with-body": {"hresult"},
    "json/ams-in-a-log-line": {"status"},
    "log/ams-explorer": {"message"},
    "log/mediatailor-ads-skipped": {"symbol", "text"},
}
"""What of a sample's evidence stands in the body of a response or of a line, or in the line around it."""
PIECES = [
    "<", "<a>", "</a>", "<a b='", "&lt;", "&#x", "{", '{"a":', "[", '"', "\\", "'", "HTTP/1.1 404 ", "a: b\n", "< ", "> ", "* ", "  at a.b(c:1)\n",
    "Caused by: ", "Traceback (most recent call last):\n", "  File \"a\", line 1\n", "Error: ", "2026-11-21T09:00:00Z ", "key=value ", "#Fields: ",
    "127.0.0.1 - - [", "0x8088002A ", "aB_", "%2", "\n", " ", "\t", "|", ";", "...",
]  # fmt: skip


def modules() -> list[ModuleType]:
    """The modules beside the readers that read: those with a NAME and a read."""
    found = [importlib.import_module(f"kb.readers.{info.name}") for info in pkgutil.iter_modules(readers.__path__)]
    return [module for module in found if hasattr(module, "NAME") and hasattr(module, "read")]


def of(sample: Path) -> str:
    return clean(decode_bytes(sample.read_bytes())).text


def is_in_order(text: str, seen: tuple[Sighting, ...]) -> bool:
    return all(0 <= one.start < one.end <= len(text) for one in seen) and [*seen] == sorted(
        seen, key=lambda one: (one.start, one.end)
    )


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_a_module_that_reads_is_listed(module: ModuleType) -> None:
    assert module in READERS


def test_every_reader_has_a_name_of_its_own_and_plain_text_comes_last() -> None:
    names = [reader.NAME for reader in READERS]
    assert len({*names}) == len(names)
    assert names[-1] == "plain"


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_a_reader_has_a_test_file(reader: Reader) -> None:
    assert [*TESTS.glob(f"test_{reader.NAME}.py"), *TESTS.glob(f"test_readers_{reader.NAME}.py")]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_a_reader_has_a_folder_of_pastes(reader: Reader) -> None:
    assert samples_of(ELSEWHERE.get(reader.NAME, reader.NAME))


def test_every_folder_of_pastes_belongs_to_a_reader() -> None:
    assert {sample.parent.name for sample in SAMPLES} == {ELSEWHERE.get(reader.NAME, reader.NAME) for reader in READERS}


def test_a_reader_that_shares_a_folder_has_none_of_its_own() -> None:
    assert [name for name in ELSEWHERE if (PASTES / name).exists()] == []


def own_reader(sample: Path) -> Reader:
    name = "devtools" if sample.stem.startswith("devtools") else sample.parent.name
    (reader,) = (reader for reader in READERS if name == reader.NAME)
    return reader


@named([sample for sample in SAMPLES if sample.parent.name != ELSEWHERE["plain"]])
def test_a_reader_alone_sees_what_its_own_samples_show(sample: Path) -> None:
    seen = [item for one in own_reader(sample).read(text_of(sample)) for item in one.evidence]
    assert {kind for kind, _ in not_shown(sample, seen)} == READ_BY_ANOTHER.get(name_of(sample), set())


@named(SAMPLES)
def test_what_is_seen_in_a_paste_stands_in_it_in_order(sample: Path) -> None:
    text = of(sample)
    assert is_in_order(text, readers.read(text))


@named(SAMPLES)
def test_a_paste_that_breaks_off_anywhere_is_still_read(sample: Path) -> None:
    text = of(sample)
    for end in range(0, len(text), max(1, len(text) // 12)):
        assert is_in_order(text[:end], readers.read(text[:end]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_is_read_in_order(text: str) -> None:
    text = clean(text).text
    seen = readers.read(text)
    assert is_in_order(text, seen)
    assert bool(seen) == bool(text.strip())


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_a_reader_takes_time_in_proportion_to_the_text(reader: Reader) -> None:
    slow = {}
    for piece in PIECES:
        text = repeated(piece, 100_000)
        started = time.process_time()
        seen = [*reader.read(text)]
        slow[piece] = time.process_time() - started
        assert all(one.reader == reader.NAME for one in seen)
    assert {piece: seconds for piece, seconds in slow.items() if seconds > 0.6} == {}


def test_nothing_is_read_twice() -> None:
    seen = readers.read('0x8088002A\n{"Code": "x", "Message": "0x8088002B"}\n')
    codes = [item.value for one in seen for item in one.evidence if item.kind == "hresult"]
    assert len(codes) == len({*codes})


def test_a_body_belongs_to_the_response_right_before_it() -> None:
    text = 'HTTP/1.1 409 Conflict\nx-amzn-errortype: ConflictException\n\n{"message": "Playback is busy"}\n'
    (one,) = readers.read(text)
    assert {"status", "message"} <= {item.kind for item in one.evidence}


def test_words_around_a_paste_are_read_as_words() -> None:
    *_, last = readers.read('{"Message": "Playback is busy"}\n\nthat is from our staging channel')
    assert last.evidence[-1] == Evidence("words", "that is from our staging channel", "text")


def test_progress_is_told_for_each_reader_of_a_long_text() -> None:
    told: list[str] = []
    readers.read("word " * 20_000, told.append)
    assert [line.rpartition(" ")[2] for line in told] == [reader.NAME for reader in READERS]
