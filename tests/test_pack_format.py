"""The format itself: its JSON schema, and the page that tells people how to write a pack."""

import json
import re
import tomllib
from typing import Any

import pytest

from kb.model import System
from kb.pack import PACKS, PackError, pack_of, schema

README = (PACKS / "README.md").read_text(encoding="utf-8")
TABLES: dict[str, Any] = schema()["$defs"]
HEADERS = {
    "SystemTable": "[system]",
    "SignTable": "[[sign]]",
    "EntryTable": "[[entry]]",
    "CauseTable": "[[entry.cause]]",
    "SourceTable": "[entry.source]",
}
FOR_A_NEW_SYSTEM = ("name", "vendor", "layer", "docs")


def value_in_words(field: dict[str, Any]) -> str:
    """The middle column of the page's tables."""
    if "enum" in field:
        return ", ".join(f"`{choice}`" for choice in field["enum"])
    if "$ref" in field:
        return "a table"
    if field["type"] == "array":
        return "tables" if "$ref" in field["items"] else "a list of texts"
    if field.get("format") == "date":
        return "a date"
    return {"string": "text", "integer": "a whole number", "boolean": "true or false"}[field["type"]]


def rows(table: str) -> list[str]:
    """What the page must say of a table, a row for each field."""
    required = dict.fromkeys(TABLES[table]["required"], "yes")
    if table == "SystemTable":
        required |= dict.fromkeys(FOR_A_NEW_SYSTEM, "in a new system")
    return [
        f"| `{name}` | {value_in_words(field)} | {required.get(name, 'no')} | {field['description']} |"
        for name, field in TABLES[table]["properties"].items()
    ]


def test_the_schema_file_is_up_to_date() -> None:
    written = json.loads((PACKS / "pack.schema.json").read_text(encoding="utf-8"))
    assert written == schema(), "run: python -m kb.pack > kb/packs/pack.schema.json"


@pytest.mark.parametrize("table", ["", *HEADERS])
def test_the_schema_describes_every_field_and_allows_no_other(table: str) -> None:
    part = TABLES[table] if table else schema()
    assert part["additionalProperties"] is False
    assert all(field["description"] for field in part["properties"].values())


def test_the_schema_knows_every_table() -> None:
    assert set(TABLES) == set(HEADERS)


def test_the_schema_asks_only_for_the_id_of_a_system_since_a_pack_may_add_to_one() -> None:
    assert TABLES["SystemTable"]["required"] == ["id"]


def test_a_new_system_needs_more_than_its_id() -> None:
    with pytest.raises(PackError) as error:
        pack_of({"system": {"id": "example"}}, "p.toml", {})
    assert re.findall(r'"([a-z]+)" is missing', str(error.value)) == list(FOR_A_NEW_SYSTEM)


@pytest.mark.parametrize("table", HEADERS)
def test_the_page_has_a_row_for_every_field(table: str) -> None:
    section = README.partition(f"### `{HEADERS[table]}`\n")[2].partition("\n#")[0]
    assert [line for line in section.splitlines() if line.startswith("| `")] == rows(table)


def test_the_examples_of_the_page_are_valid() -> None:
    new, addition = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    known = System("gcore-streaming", "Gcore Video Streaming", "Gcore", "cdn", "https://gcore.com/docs")
    assert pack_of(tomllib.loads(new), "new.toml", {}).system.id == "example-packager"
    assert pack_of(tomllib.loads(addition), "addition.toml", {known.id: known}).system.name == known.name
