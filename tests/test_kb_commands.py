"""``streamerr kb``: what the knowledge base holds, and whether packs are in form."""

import json
from pathlib import Path

import pytest

from kb.pack import PACKS
from tests.conftest import OWN_PACKS, Run


def test_list_names_shipped_systems_and_ones_own(run: Run) -> None:
    told = run("kb", "list").stdout.splitlines()
    assert "acme-packager  Acme Packager, 3 errors (retired)" in told
    assert any(line.startswith("aws-mediatailor  ") for line in told)


def test_list_as_json_holds_what_a_system_is(run: Run) -> None:
    (acme,) = [system for system in json.loads(run("kb", "list", "--json").stdout) if system["id"] == "acme-packager"]
    assert (acme["name"], acme["layer"], acme["entries"]) == ("Acme Packager", "packager", 3)


@pytest.mark.parametrize("code", ["0x8088F011", "8088f011", "2156458001", "ACME_WIDGET_LOCKED", "acme_widget_locked"])
def test_show_finds_an_entry_by_any_spelling_and_tells_every_cause(run: Run, code: str) -> None:
    told = run("kb", "show", "acme-packager", code).stdout
    assert "Widget locked" in told
    assert "  4. Set both clocks." in told
    assert "Source: Acme errors, compared on 2026-11-21" in told


def test_show_tells_every_entry_of_a_code(run: Run) -> None:
    told = run("kb", "show", "acme-packager", "404").stdout
    assert "No such widget" in told
    assert "The gizmo is gone" in told


def test_show_as_json_is_a_list_of_entries(run: Run) -> None:
    entries = json.loads(run("kb", "show", "acme-packager", "404", "--json").stdout)
    assert [entry["symbol"] for entry in entries] == ["AcmeWidgetMissing", "AcmeGizmoGone"]


def test_show_of_a_code_that_is_not_there_says_how_to_search(run: Run) -> None:
    result = run("kb", "show", "acme-packager", "0x8088F012")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "streamerr explain --system acme-packager 0x8088F012" in result.stderr


def test_show_of_a_system_that_is_not_there_says_which_is_close(run: Run) -> None:
    result = run("kb", "show", "acme", "404")
    assert result.exit_code == 2
    assert "Did you mean acme-packager?" in result.stderr


def test_build_says_what_it_built_and_where(run: Run, tmp_path: Path) -> None:
    result = run("kb", "build", "--kb", str(tmp_path / "try.db"))
    assert result.stdout.startswith(f"{tmp_path / 'try.db'}: ")
    assert "building" in result.stderr


def test_a_second_build_has_nothing_to_do(run: Run, tmp_path: Path) -> None:
    first = run("kb", "build", "--kb", str(tmp_path / "try.db"))
    again = run("kb", "build", "--kb", str(tmp_path / "try.db"))
    assert (again.stdout, again.stderr) == (first.stdout, "")


def test_check_without_a_file_reads_every_pack(run: Run) -> None:
    result = run("kb", "check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "acme-packager: 3 entries, 4 causes: in form\n" in result.stdout
    assert len(result.stdout.splitlines()) == len([*PACKS.glob("*.toml"), *OWN_PACKS.glob("*.toml")])


def test_check_reads_only_the_files_that_are_named(run: Run) -> None:
    result = run("kb", "check", str(OWN_PACKS / "acme-packager.toml"))
    assert result.stdout == "acme-packager: 3 entries, 4 causes: in form\n"


def test_check_of_a_shipped_pack_needs_no_other(run: Run) -> None:
    assert run("kb", "check", str(PACKS / "aws-mediatailor.toml")).exit_code == 0


def test_check_lets_ones_own_pack_add_to_a_shipped_system(run: Run, tmp_path: Path) -> None:
    pack = tmp_path / "more.toml"
    pack.write_text(
        (OWN_PACKS / "acme-packager.toml").read_text().replace(_head(), '[system]\nid = "aws-mediatailor"\n')
    )
    assert run("kb", "check", str(pack)).exit_code == 0


def test_check_tells_the_faults_of_all_files_and_exits_with_1(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text('[system]\nid = "bad"\n')
    result = run("kb", "check", str(tmp_path / "one.toml"), str(tmp_path / "two.toml"))
    assert result.exit_code == 1
    assert "one.toml: system:" in result.stderr
    assert "two.toml: system:" in result.stderr
    assert result.stderr.splitlines()[-1].endswith(" faults")


def test_check_of_a_file_that_is_not_there_is_misuse(run: Run) -> None:
    assert run("kb", "check", "nowhere.toml").exit_code == 2


def _head() -> str:
    text = (OWN_PACKS / "acme-packager.toml").read_text()
    return text[: text.index("\n[[entry]]")]
