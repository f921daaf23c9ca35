"""The file: there, whole and up to date whenever it is opened, however many open it and whatever became of it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from kb import pack
from kb.build import build
from kb.model import Entry
from kb.pack import PACKS, read_pack, read_packs
from kb.store import Store, ensure, fingerprint
from tests.conftest import OWN_PACKS

ROOT = Path(__file__).parent.parent
STARTERS, ROUNDS = 4, 3
CORRUPTIONS = 40


@pytest.fixture
def acme_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds take the one small pack of the tests for the shipped ones."""
    monkeypatch.setattr(pack, "PACKS", OWN_PACKS)


@pytest.fixture
def file(tmp_path: Path, acme_alone: None) -> Path:  # noqa: ARG001  it has to come first
    """A small knowledge base, built."""
    ensure(tmp_path / "kb.db")
    return tmp_path / "kb.db"


@pytest.fixture
def acme(file: Path) -> Iterator[Store]:
    """That knowledge base, open."""
    store = Store(file)
    yield store
    store.close()


def everything(file: Path) -> tuple[Entry, ...]:
    store = Store(file)
    try:
        return tuple(store.entry(n) for system in store.system_ids() for n in store.entries_of(system))
    finally:
        store.close()


def rebuilds(file: Path, *folders: Path) -> bool:
    told: list[str] = []
    ensure(file, folders, told.append)
    return "building the knowledge base" in told


def copied_pack(folder: Path, old: str, new: str) -> Path:
    """A folder with the pack of the tests, with one text changed."""
    folder.mkdir(exist_ok=True)
    text = (OWN_PACKS / "acme-packager.toml").read_text()
    assert old in text
    (folder / "acme-packager.toml").write_text(text.replace(old, new))
    return folder


# Opening


def test_a_file_that_is_missing_is_built_with_its_folder(tmp_path: Path, acme_alone: None) -> None:  # noqa: ARG001
    file = tmp_path / "some" / "where" / "kb.db"
    assert rebuilds(file)
    assert everything(file) == read_pack(OWN_PACKS / "acme-packager.toml").entries


def test_a_file_that_is_whole_and_up_to_date_is_not_built_again(file: Path) -> None:
    assert not rebuilds(file)


def test_the_revision_is_the_start_of_the_fingerprint(file: Path, acme: Store) -> None:
    assert acme.revision == fingerprint([OWN_PACKS])[:12] == ensure(file)


def test_the_fingerprint_is_of_the_code_too(tmp_path: Path) -> None:
    assert fingerprint([OWN_PACKS]) != pack.fingerprint([OWN_PACKS])
    assert fingerprint([OWN_PACKS]) != fingerprint([OWN_PACKS, copied_pack(tmp_path, "Acme", "Acme")])


def test_a_changed_pack_changes_the_revision_and_is_in_the_file(tmp_path: Path) -> None:
    folder = copied_pack(tmp_path / "packs", "Widget locked", "Widget locked")
    file = tmp_path / "kb.db"
    before = ensure(file, [folder])
    copied_pack(folder, "Widget locked", "Widget jammed")
    assert ensure(file, [folder]) != before
    assert "Widget jammed" in {entry.title for entry in everything(file)}


def test_a_pack_that_is_gone_is_gone_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kb.db"
    before = ensure(file, [OWN_PACKS])
    assert ensure(file) != before
    assert "acme-packager" not in {entry.system for entry in everything(file)}


def test_a_folder_of_packs_adds_entries_and_replaces_those_of_the_same_name(tmp_path: Path) -> None:
    folder = copied_pack(tmp_path / "team", "Widget locked", "Widget jammed")
    text = (folder / "acme-packager.toml").read_text()
    (folder / "acme-packager.toml").write_text(text.replace("AcmeGizmoGone", "AcmeGizmoBent"))
    file = tmp_path / "kb.db"
    ensure(file, [OWN_PACKS, folder])
    acme = {entry.symbol: entry.title for entry in everything(file) if entry.system == "acme-packager"}
    assert acme == {
        "ACME_WIDGET_LOCKED": "Widget jammed",
        "AcmeWidgetMissing": "No such widget",
        "AcmeGizmoGone": "The gizmo is gone",
        "AcmeGizmoBent": "The gizmo is gone",
    }


def test_a_pack_with_a_fault_leaves_the_old_file_alone(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(pack.PackError, match="retry"):
        ensure(file, [copied_pack(tmp_path / "team", 'retry = "no"', 'retry = "perhaps"')])
    assert file.read_bytes() == before


OPEN_AND_ASK = """
import sys
from pathlib import Path
from kb import KnowledgeBase
told = []
with KnowledgeBase.open(Path(sys.argv[1]), progress=told.append) as kb:
    print(kb.answer("0x8088002A").matches[0].entry.symbol, "building the knowledge base" in told)
"""


def test_of_processes_that_start_at_once_one_builds_and_all_answer(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        command = [sys.executable, "-c", OPEN_AND_ASK, str(tmp_path / str(number) / "kb.db")]
        starters = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
            for _ in range(STARTERS)
        ]
        said = sorted(starter.communicate()[0].split()[-1] for starter in starters)
        assert [starter.returncode for starter in starters] == [0] * STARTERS
        assert said == ["False"] * (STARTERS - 1) + ["True"]


# Damage


def flipped(content: bytes, rng: Random) -> bytes:
    damaged = bytearray(content)
    for at in rng.sample(range(len(content)), rng.choice([1, 1, 2, 50])):
        damaged[at] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def truncated(content: bytes, rng: Random) -> bytes:
    return content[: rng.randrange(len(content))]


def with_garbage(content: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(content) - 600)
    return content[:at] + rng.randbytes(512) + content[at + 512 :]


def lengthened(content: bytes, rng: Random) -> bytes:
    return content + rng.randbytes(rng.randrange(1, 5000))


def test_a_damaged_file_is_built_again_every_time(file: Path) -> None:
    whole, right = file.read_bytes(), everything(file)
    rng = Random(7)  # noqa: S311 - a repeatable draw, not a secret
    for _ in range(CORRUPTIONS):
        damaged = rng.choice([flipped, truncated, with_garbage, lengthened])(whole, rng)
        assert damaged != whole
        file.write_bytes(damaged)
        assert rebuilds(file)
        assert everything(file) == right
        assert file.read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"SQLite format 3\0", b"damaged"], ids=range(4))
def test_a_file_that_is_nothing_of_ours_is_built_again(file: Path, content: bytes) -> None:
    right = everything(file)
    file.write_bytes(content)
    assert rebuilds(file)
    assert everything(file) == right


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"sha256": ""}', b"\xff\xfe", b"[" * 100_000], ids=range(7)
)
def test_a_sum_that_cannot_be_read_means_the_file_is_built_again(file: Path, content: bytes) -> None:
    file.with_name("kb.db.sum").write_bytes(content)
    assert rebuilds(file)
    assert not rebuilds(file)


def test_a_sum_without_its_file_and_a_file_without_its_sum_are_built_again(file: Path) -> None:
    file.unlink()
    assert rebuilds(file)
    file.with_name("kb.db.sum").unlink()
    assert rebuilds(file)


def test_the_sum_of_another_file_means_the_file_is_built_again(file: Path, tmp_path: Path) -> None:
    kept = file.with_name("kb.db.sum").read_bytes()
    team = copied_pack(tmp_path / "team", "Widget locked", "Widget jammed")
    ensure(file, [team])
    file.with_name("kb.db.sum").write_bytes(kept)
    assert rebuilds(file)
    assert {entry.title for entry in everything(file)} >= {"Widget locked"}


def test_what_a_killed_build_left_is_cleared_away(file: Path) -> None:
    file.with_name("kb.db.4711.new").write_bytes(b"half of a file")
    file.write_bytes(b"")
    ensure(file)
    assert not file.with_name("kb.db.4711.new").exists()


# Reading


def test_asking_never_writes(file: Path, acme: Store) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in file.parent.iterdir()}
    assert everything(file)
    assert acme.phrases_matching("lock", 10)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in file.parent.iterdir()} == before


def test_a_whole_file_in_a_folder_that_cannot_be_written_to_is_read(file: Path) -> None:
    right = everything(file)
    for path in (*file.parent.iterdir(), file.parent):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert not rebuilds(file)
        assert everything(file) == right
        assert {path.name for path in file.parent.iterdir()} <= {"kb.db", "kb.db.sum", "kb.db.lock"}
    finally:
        file.parent.chmod(0o755)


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "#1.db", "größe.db"])
def test_any_name_of_a_file_can_be_opened(tmp_path: Path, name: str) -> None:
    build(tmp_path / name, read_packs([OWN_PACKS]), "r")
    assert len(everything(tmp_path / name)) == 3


def test_a_file_that_is_replaced_while_open_is_read_to_the_end_as_it_was(file: Path, acme: Store) -> None:
    numbers = acme.entries_of("acme-packager")
    build(file, read_packs([PACKS]), "another")
    seen: list[list[int]] = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: seen.append(acme.entries_of("acme-packager")))
        thread.start()
        thread.join()
    assert seen == [numbers, numbers]


def test_an_entry_comes_back_as_it_was_in_the_pack(shipped_file: Path) -> None:
    entries = tuple(entry for pack in read_packs([PACKS]) for entry in pack.entries)
    assert everything(shipped_file) == entries


def test_a_system_comes_back_with_its_names_and_signs(store: Store) -> None:
    for pack_ in read_packs([PACKS]):
        system = store.system(pack_.system.id)
        assert (system.id, system.name, system.layer, system.docs) == (
            pack_.system.id, pack_.system.name, pack_.system.layer, pack_.system.docs,
        )  # fmt: skip
        assert {*system.signs} == {*pack_.system.signs}


def test_a_code_is_looked_up_under_every_key_it_has(acme: Store) -> None:
    keys = {"0x8088F011": "hresult", "acmewidgetlocked": "symbol", "widgetlocked": "tail"}
    found = acme.codes([*keys])
    assert {code.key: code.kind for code in found} == keys
    assert {acme.entry(code.entry).code for code in found} == {"0x8088F011"}


def test_nothing_is_found_under_keys_that_nobody_has(store: Store) -> None:
    assert not store.codes(["0x80880030"])
    assert not store.names(["nobody"])
    assert not store.labels(["nobody"])
    assert not store.counts(["nobody"])
    assert not store.compounds(["nobody"])
    assert not store.spelled_like(["zzzz"])


@pytest.mark.parametrize("count", [0, 1, 3, 8, 100])
def test_any_number_of_keys_can_be_looked_up_at_once(store: Store, count: int) -> None:
    keys = [*(f"nobody{n}" for n in range(count)), "mediatailor"]
    assert store.names(keys) == [("mediatailor", "aws-mediatailor")]


def test_looking_up_no_keys_finds_nothing(store: Store) -> None:
    assert store.codes([]) == []
    assert store.phrases([]) == []


def test_a_status_leads_to_systems_in_the_order_of_the_packs(store: Store) -> None:
    found = [of.system for of in store.with_status(409)]
    assert found == sorted(found)
    assert {"ams-rest-v2", "aws-mediatailor"} <= {*found}


def test_a_status_can_be_asked_of_some_systems_only(store: Store) -> None:
    (only,) = store.with_status(504, ["gcore-streaming"])
    assert store.entry(only.entry).code == "504"


def test_rare_words_tell_more_than_common_ones_and_unknown_ones_most(store: Store) -> None:
    counts = store.counts(["publish", "midroll", "lock"])
    weights = store.weights([*counts, "zzzz"])
    rarest_first = sorted(counts, key=lambda term: counts[term])
    assert sorted(["zzzz", *counts], key=lambda term: -weights[term]) == ["zzzz", *rarest_first]
    assert weights["zzzz"] == pytest.approx(1.0)


def test_threads_that_weigh_more_terms_than_are_kept_get_all_of_theirs(
    shipped_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.store.KEPT_WEIGHTS", 5)
    store = Store(shipped_file)

    def lost(letter: str) -> list[str]:
        asked = ([f"{letter}{n + i}" for i in range(4)] for n in range(200))
        return [term for terms in asked for term in {*terms} - store.weights(terms).keys()]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            assert [*threads.map(lost, "abcdefgh")] == [[]] * 8
    finally:
        sys.setswitchinterval(before)
        store.close()


def test_phrases_that_match_come_in_the_order_of_the_packs_and_no_more_than_asked(store: Store) -> None:
    every = store.phrases_matching("terms : lock", 1000)
    assert every == sorted(every)
    assert store.phrases_matching("terms : lock", 2) == every[:2]


def test_labels_of_a_system_are_those_it_numbers_its_codes_under(store: Store) -> None:
    assert ("xerrcode", "gcore-streaming", "X-Err-Code") in store.labels_of(["gcore-streaming"])


def test_what_is_written_beside_the_file_is_its_fingerprint_and_its_sum(file: Path) -> None:
    kept = json.loads(file.with_name("kb.db.sum").read_bytes())
    assert kept["fingerprint"] == fingerprint([OWN_PACKS])
    assert len(bytes.fromhex(kept["sha256"])) == 32
