"""The lock files: every dependency pinned by hash, and no address of any machine."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"([a-z0-9-]+)==(\S+)((?: --hash=sha256:[0-9a-f]{64})+)")


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text().replace("\\\n", "")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = [PINNED.fullmatch(line) for line in lines]
    assert [line for line, pin in zip(lines, found, strict=True) if not pin] == []
    return {pin[1]: pin[2] for pin in found if pin}


def wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement)[0].casefold().replace("_", "-") for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_pins_a_version_by_hash(lock: str) -> None:
    assert len(pins(lock)) > 5


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address_or_a_place_on_a_machine(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert re.findall(r"\S*(?:://|--(?:extra-)?index|--find-links|--trusted-host|/opt/|/home/)\S*", text) == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    app = wanted([*project["project"]["dependencies"], *project["build-system"]["requires"]])
    dev = wanted(project["project"]["optional-dependencies"]["dev"])
    assert app <= pins("requirements.lock").keys()
    assert app | dev <= pins("requirements-dev.lock").keys()


def test_tests_run_on_the_versions_that_start_uses() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()
