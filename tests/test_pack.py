"""Reading pack files and merging folders of them."""

import pickle
import re
import sys
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Cause, Entry, Sign, Source, System
from kb.pack import MAX_BYTES, PACKS, PackError, fingerprint, read_pack, read_packs

SYSTEM = """\
[system]
id = "{id}"
name = "{name}"
vendor = "Example"
aliases = ["first name", "second name"]
layer = "packager"
docs = "https://example.com/docs"

[[sign]]
kind = "host"
value = ".example.com"
"""

ENTRY = """
[[entry]]
code = "{code}"
title = "{title}"
meaning = "It went wrong."
retry = "no"
owner = "packaging team"
first_check = "Look."
see = ["https://example.com/docs"]
source = {{ document = "Errors", checked = 2026-11-21 }}
"""


def system(id_: str = "example", name: str = "Example Packager") -> str:
    return SYSTEM.format(id=id_, name=name)


def entry(code: str, title: str = "Failed") -> str:
    return ENTRY.format(code=code, title=title)


def write(path: Path, *parts: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(parts), encoding="utf-8")
    return path


def faults_of(path: Path) -> tuple[str, ...]:
    with pytest.raises(PackError) as error:
        read_pack(path)
    return error.value.faults


# one file


def test_every_field_of_a_file_arrives(tmp_path: Path) -> None:
    text = """
[system]
id = "example"
name = "Example Packager"
vendor = "Example"
aliases = ["packager"]
layer = "packager"
lifecycle = "retired in 2025"
docs = "https://example.com/docs"
[[sign]]
kind = "host"
value = ".example.com"
proof = true
[[entry]]
code = "409"
symbol = "ManifestLocked"
status = 409
title = "Manifest locked"
messages = ["Manifest {name} is locked"]
says = ["manifest locked"]
raised_by = ["PUT manifest"]
meaning = "Another process writes."
retry = "after a pause"
owner = "packaging team"
first_check = "List the jobs."
see = ["https://example.com/docs#409"]
layer = "encoder"
[[entry.cause]]
when = "Two encoders run."
says = ["two encoders"]
messages = ["Locked by {name}"]
fix = "Stop one."
ours = true
[entry.source]
document = "Errors"
checked = 2026-11-21
ours = ["retry"]
"""
    pack = read_pack(write(tmp_path / "example.toml", text))
    assert pack.path == str(tmp_path / "example.toml")
    assert pack.system == System(
        id="example",
        name="Example Packager",
        vendor="Example",
        layer="packager",
        docs="https://example.com/docs",
        lifecycle="retired in 2025",
        aliases=("packager",),
        signs=(Sign("host", ".example.com", proof=True),),
    )
    assert pack.entries == (
        Entry(
            system="example",
            code="409",
            title="Manifest locked",
            meaning="Another process writes.",
            retry="after a pause",
            owner="packaging team",
            first_check="List the jobs.",
            see=("https://example.com/docs#409",),
            source=Source("Errors", "2026-11-21", ("retry",)),
            symbol="ManifestLocked",
            status=409,
            messages=("Manifest {name} is locked",),
            says=("manifest locked",),
            raised_by=("PUT manifest",),
            causes=(Cause("Two encoders run.", "Stop one.", ("two encoders",), ("Locked by {name}",), ours=True),),
            layer="encoder",
        ),
    )


def test_fields_left_out_have_the_defaults_of_the_model(tmp_path: Path) -> None:
    pack = read_pack(write(tmp_path / "a.toml", system(), entry("1")))
    assert pack.system.lifecycle == "active"
    assert pack.system.signs == (Sign("host", ".example.com", proof=False),)
    assert pack.entries == (
        Entry(
            system="example",
            code="1",
            title="Failed",
            meaning="It went wrong.",
            retry="no",
            owner="packaging team",
            first_check="Look.",
            see=("https://example.com/docs",),
            source=Source("Errors", "2026-11-21"),
        ),
    )


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (system() + entry("1")).replace("\n", "\r\n").encode())
    assert len(read_pack(path).entries) == 1


def test_a_syntax_error_names_line_and_column(tmp_path: Path) -> None:
    path = write(tmp_path / "a.toml", '[system]\nid = "example"\nname 3\n')
    assert faults_of(path) == (f"{path}: not TOML: Expected '=' after a key in a key/value pair (at line 3, column 6)",)


def test_a_syntax_error_at_the_end_names_line_and_column(tmp_path: Path) -> None:
    path = write(tmp_path / "a.toml", "[system]\naliases = [")
    (fault,) = faults_of(path)
    assert fault.startswith(f"{path}: not TOML: ")
    assert fault.endswith("(at the end, line 2, column 12)")


def test_a_file_that_is_not_utf_8_is_named_with_line_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes('[system]\nid = "é"'.encode("latin-1"))
    assert faults_of(path) == (f"{path}: line 2: byte 0xE9, expected UTF-8",)


def test_a_file_nested_too_deeply_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "a.toml", "a = ", "[" * 50_000)
    assert faults_of(path) == (f"{path}: not TOML: nested too deeply",)


def test_a_number_too_long_to_read_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "a.toml", "a = ", "9" * (sys.get_int_max_str_digits() + 1))
    (fault,) = faults_of(path)
    assert fault.startswith(f"{path}: not TOML: ")


def test_a_file_larger_than_the_cap_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert faults_of(path) == (f"{path}: larger than 64 MB",)


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    assert faults_of(path) == (f"{path}: can't be read: No such file or directory",)


def test_a_folder_with_the_name_of_a_pack_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    assert faults_of(tmp_path / "a.toml") == (f"{tmp_path / 'a.toml'}: can't be read: Is a directory",)


def test_all_faults_of_a_file_are_told_at_once_and_name_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.toml", system(name=""), entry("1", title=""), entry("1"))
    assert faults_of(path) == (
        f'{path}: system: name is "", expected some text',
        f'{path}: entry 1 (1): title is "", expected some text',
        f"{path}: entry 2 (1): same code and symbol as entry 1",
    )


def test_a_pack_error_prints_a_fault_per_line_and_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(PackError("one", "two")))  # noqa: S301 (our own bytes)
    assert str(error) == "one\ntwo"
    assert error.faults == ("one", "two")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_pack_or_a_fault(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    assert faults_of(path)


# folders


def test_packs_come_sorted_by_system_whatever_their_files_are_called(tmp_path: Path) -> None:
    for names in permutations(["a", "b", "c"]):
        folder = tmp_path / "".join(names)
        for name, id_ in zip(names, ["x", "y", "z"], strict=True):
            write(folder / f"{name}.toml", system(id_), entry("1"))
        assert [pack.system.id for pack in read_packs([folder])] == ["x", "y", "z"]


def test_only_visible_toml_files_are_packs(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", system())
    write(tmp_path / ".#a.toml", "no pack")
    write(tmp_path / "README.md", "no pack")
    assert len(read_packs([tmp_path])) == 1


def test_a_folder_without_packs_holds_none(tmp_path: Path) -> None:
    assert read_packs([tmp_path]) == ()


def test_a_later_folder_brings_new_systems(tmp_path: Path) -> None:
    write(tmp_path / "ours" / "a.toml", system("one"))
    write(tmp_path / "team" / "a.toml", system("two"))
    packs = read_packs([tmp_path / "ours", tmp_path / "team"])
    assert [pack.system.id for pack in packs] == ["one", "two"]


def test_a_pack_with_only_the_id_adds_entries_to_a_known_system(tmp_path: Path) -> None:
    ours = write(tmp_path / "ours" / "a.toml", system(), entry("1"))
    write(tmp_path / "team" / "b.toml", '[system]\nid = "example"\n', entry("2"))
    (pack,) = read_packs([tmp_path / "ours", tmp_path / "team"])
    assert pack.system == read_pack(ours).system
    assert [e.code for e in pack.entries] == ["1", "2"]
    assert pack.path == str(ours)


def test_an_entry_with_the_same_code_replaces_ours_whole_and_in_its_place(tmp_path: Path) -> None:
    write(tmp_path / "ours" / "a.toml", system(), entry("A", "Ours").replace("see", 'says = ["x"]\nsee'), entry("B"))
    write(tmp_path / "team" / "a.toml", '[system]\nid = "example"\n', entry("a", "Theirs"))
    (pack,) = read_packs([tmp_path / "ours", tmp_path / "team"])
    assert [(e.code, e.title, e.says) for e in pack.entries] == [("a", "Theirs", ()), ("B", "Failed", ())]


def test_an_entry_with_another_symbol_stands_beside_ours(tmp_path: Path) -> None:
    write(tmp_path / "ours" / "a.toml", system(), entry("1"))
    write(tmp_path / "team" / "a.toml", '[system]\nid = "example"\n', entry("1"), 'symbol = "Other"\n')
    (pack,) = read_packs([tmp_path / "ours", tmp_path / "team"])
    assert [e.symbol for e in pack.entries] == ["", "Other"]


def test_fields_of_a_known_system_are_overridden_and_aliases_and_signs_added(tmp_path: Path) -> None:
    write(tmp_path / "ours" / "a.toml", system())
    write(
        tmp_path / "team" / "a.toml",
        '[system]\nid = "example"\nname = "Ours"\naliases = ["third", "first name"]\n',
        '[[sign]]\nkind = "text"\nvalue = "ours"\n',
        '[[sign]]\nkind = "host"\nvalue = ".example.com"\nproof = true\n',
    )
    (pack,) = read_packs([tmp_path / "ours", tmp_path / "team"])
    assert pack.system.name == "Ours"
    assert pack.system.vendor == "Example"
    assert pack.system.aliases == ("first name", "second name", "third")
    assert pack.system.signs == (Sign("host", ".example.com", proof=True), Sign("text", "ours"))


def test_of_three_folders_the_last_wins(tmp_path: Path) -> None:
    write(tmp_path / "1" / "a.toml", system(), entry("1", "First"))
    write(tmp_path / "2" / "a.toml", '[system]\nid = "example"\nname = "Second"\n', entry("1", "Second"))
    write(tmp_path / "3" / "a.toml", '[system]\nid = "example"\n', entry("1", "Third"))
    (pack,) = read_packs([tmp_path / "1", tmp_path / "2", tmp_path / "3"])
    assert (pack.system.name, [e.title for e in pack.entries]) == ("Second", ["Third"])


def test_one_file_can_be_checked_against_the_systems_it_adds_to(tmp_path: Path) -> None:
    known = read_pack(write(tmp_path / "a.toml", system())).system
    addition = write(tmp_path / "b.toml", '[system]\nid = "example"\n', entry("2"))
    assert read_pack(addition, {known.id: known}).system == known


def test_two_files_of_a_folder_for_one_system_are_a_fault(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.toml", system()), write(tmp_path / "b.toml", system())
    with pytest.raises(PackError) as error:
        read_packs([tmp_path])
    assert error.value.faults == (f'{second}: system: id is "example", as in {first}: expected one file',)


def test_faults_of_all_files_and_folders_are_told_at_once(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.toml", "="), write(tmp_path / "team" / "b.toml", "")
    with pytest.raises(PackError) as error:
        read_packs([tmp_path, tmp_path / "none", tmp_path / "team"])
    assert [fault.split(": ")[0] for fault in error.value.faults] == [str(first), str(tmp_path / "none"), str(second)]


def test_a_broken_file_does_not_make_additions_to_its_neighbours_look_broken(tmp_path: Path) -> None:
    broken = write(tmp_path / "ours" / "a.toml", "=")
    write(tmp_path / "ours" / "b.toml", system())
    write(tmp_path / "team" / "b.toml", '[system]\nid = "example"\n', entry("2"))
    with pytest.raises(PackError) as error:
        read_packs([tmp_path / "ours", tmp_path / "team"])
    assert [fault.split(": ")[0] for fault in error.value.faults] == [str(broken)]


# the fingerprint


def test_the_fingerprint_depends_on_names_and_bytes_only(tmp_path: Path) -> None:
    for place in ("here", "there"):
        write(tmp_path / place / "a.toml", "not even TOML")
    (tmp_path / "there" / "notes.md").touch()
    assert fingerprint([tmp_path / "here"]) == fingerprint([tmp_path / "there"])
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint([tmp_path / "here"]))


def test_the_fingerprint_changes_with_content_name_file_and_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "1" / "a.toml", "x")
    (tmp_path / "2").mkdir()
    seen = [fingerprint([tmp_path / "1", tmp_path / "2"])]
    write(path, "y")
    seen.append(fingerprint([tmp_path / "1", tmp_path / "2"]))
    path = path.rename(tmp_path / "1" / "b.toml")
    seen.append(fingerprint([tmp_path / "1", tmp_path / "2"]))
    path = path.rename(tmp_path / "2" / "b.toml")
    seen.append(fingerprint([tmp_path / "1", tmp_path / "2"]))
    write(tmp_path / "2" / "c.toml", "")
    seen.append(fingerprint([tmp_path / "1", tmp_path / "2"]))
    assert len(set(seen)) == len(seen)


def test_the_fingerprint_of_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="none: can't be read"):
        fingerprint([tmp_path / "none"])


def test_our_folder_is_beside_the_reader() -> None:
    assert PACKS.is_dir()
    assert PACKS.name == "packs"
