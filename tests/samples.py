"""The samples in ``tests/pastes``: each a text as people paste it, with what is expected of it in a file beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.model import Evidence

PASTES = Path(__file__).parent / "pastes"
BESIDE = ".expect.toml"
SAMPLES = sorted(path for path in PASTES.rglob("*") if path.is_file() and not path.name.endswith(BESIDE))


def samples_of(folder: str) -> list[Path]:
    """The samples of one folder; there must be some."""
    found = [sample for sample in SAMPLES if sample.parent.name == folder]
    assert found, f"no samples in {folder}"
    return found


def text_of(sample: Path | str) -> str:
    """The text of a sample, given as its file or as ``folder/name.suffix``."""
    return (PASTES / sample).read_text(encoding="utf-8")


def expected(sample: Path) -> dict[str, Any]:
    """What stands beside a sample."""
    return tomllib.loads(sample.with_name(sample.stem + BESIDE).read_text(encoding="utf-8"))


def expecting(key: str) -> list[Path]:
    """The samples that expect something of this name."""
    return [sample for sample in SAMPLES if key in expected(sample)]


def named(samples: list[Path]) -> pytest.MarkDecorator:
    """Runs a test for each sample, with ``folder/name`` to tell it by."""
    return pytest.mark.parametrize("sample", samples, ids=name_of)


def name_of(sample: Path) -> str:
    """A sample's ``folder/name``, without its suffix."""
    return f"{sample.parent.name}/{sample.stem}"


def not_shown(sample: Path, seen: Iterable[Evidence]) -> set[tuple[str, str]]:
    """The kinds and values of the evidence that a sample expects and that was not seen."""
    wanted = {(item["kind"], item["value"]) for item in expected(sample)["evidence"]}
    return wanted - {(item.kind, item.value) for item in seen}
