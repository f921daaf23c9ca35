"""What is wrong with a pack file, in words: which entry, which field, what stands there, what was expected."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from kb.pack_format import (
    EXPECTED_BY_PATTERN,
    CauseTable,
    EntryTable,
    PackFile,
    SignTable,
    SourceTable,
    SystemTable,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

_TABLES: dict[str, type[Table]] = {
    "system": SystemTable,
    "sign": SignTable,
    "entry": EntryTable,
    "cause": CauseTable,
    "source": SourceTable,
}
_HEADERS = {
    "system": "[system]",
    "sign": "[[sign]]",
    "entry": "[[entry]]",
    "cause": "[[entry.cause]]",
    "source": "[entry.source]",
}
_EXPECTED = {
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-21, without quotes",
    "greater_than_equal": "an HTTP status, 100 to 599",
    "int_type": "a whole number, without quotes",
    "less_than_equal": "an HTTP status, 100 to 599",
    "list_type": "a list in square brackets",
    "string_too_short": "some text",
    "string_type": "text in quotes",
    "too_short": "at least one",
}


def worded(detail: ErrorDetails, document: dict[str, Any]) -> str:
    """One fault that validation found, as a line: ``entry 5 (404), cause 2: "fix" is missing: what cures it``.

    Args:
        detail: the fault as pydantic tells it.
        document: the parsed TOML it was found in, for the codes of entries.
    """
    loc, kind = detail["loc"], detail["type"]
    *parents, last = loc
    number = f" {last + 1}" if isinstance(last, int) else ""
    name = str(parents.pop()) if isinstance(last, int) else last
    if kind == "missing":
        fault = f"{shown(name)} is missing: {_table(parents).model_fields[name].description}"
    elif kind == "extra_forbidden":
        fault = f"unknown field {shown(name)}{_known_field(name, parents)}"
    else:
        fault = f"{name}{number} is {shown(detail['input'])}, expected {_expected(detail, name)}"
    place = _place(parents, document)
    return f"{place}: {fault}" if place else fault


def repeats(document: dict[str, Any]) -> Iterator[str]:
    """A fault for each entry whose code and symbol an earlier one of the file has."""
    first: dict[tuple[str, str], int] = {}
    entries = document.get("entry")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        code, symbol = (entry.get("code"), entry.get("symbol", "")) if isinstance(entry, dict) else (None, None)
        if isinstance(code, str) and isinstance(symbol, str):
            earlier = first.setdefault((code.casefold(), symbol.casefold()), index)
            if earlier != index:
                yield f"{_place(['entry', index], document)}: same code and symbol as entry {earlier + 1}"


def misnamed_system(document: dict[str, Any], known: Iterable[str]) -> Iterator[str]:
    """A fault for an addition to a known system that misspells its id, and so looks like a new system without a name.

    Args:
        document: the parsed TOML.
        known: ids of the systems that the file may add to.
    """
    system = document.get("system")
    id_ = system.get("id") if isinstance(system, dict) and "name" not in system else None
    if isinstance(id_, str) and (close := _did_you_mean(id_, known)):
        yield f"system: id is {shown(id_)}, not a known system{close}"


def shown(value: object) -> str:
    """A value as a fault quotes it: one printable line, cut to 80 characters, in TOML's words."""
    match value:
        case str():
            cut = value if len(value) <= 80 else value[:79] + "…"
            return json.dumps(cut, ensure_ascii=not cut.isprintable())
        case bool():
            return str(value).lower()
        case int() if abs(value) >= 10**18:
            return "a huge number"  # str() refuses one of more than 4,300 digits
        case dict() | list() if not value:
            return "empty"
        case dict():
            return "a table"
        case list():
            return "a list"
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)


def _table(loc: list[int | str]) -> type[Table]:
    """The innermost table of a location."""
    return next((_TABLES[part] for part in reversed(loc) if isinstance(part, str)), PackFile)


def _place(loc: list[int | str], document: dict[str, Any]) -> str:
    """A location in words: ``entry 5 (404), cause 2``."""
    words: list[str] = []
    value: Any = document
    for part in loc:
        value = value[part]
        if isinstance(part, str):
            words.append(part)
            continue
        code = value.get("code") if isinstance(value, dict) else None
        words[-1] += f" {part + 1}" + (f" ({shown(code)[1:-1]})" if isinstance(code, str) else "")
    return ", ".join(words)


def _known_field(name: str, parents: list[int | str]) -> str:
    """What an unknown field may have been meant to be: one of the entry further up, or one with a similar name."""
    if parents[:1] == ["entry"] and len(parents) > 2 and name in EntryTable.model_fields:
        return f", a field of the entry: move it above {_HEADERS[str(parents[2])]}"
    fields = _table(parents).model_fields
    return _did_you_mean(name, fields) or f", expected one of {', '.join(fields)}"


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    close = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=65)
    return f", did you mean {shown(close[0])}?" if close else ""


def _expected(detail: ErrorDetails, name: str) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "model_type":
        return f"a table under {_HEADERS[name]}"
    if kind == "list_type" and name in _HEADERS:
        return f"double brackets, {_HEADERS[name]}"
    if kind == "literal_error":
        return "one of " + str(context["expected"]).replace("'", '"').replace(" or ", ", ")
    if kind == "string_pattern_mismatch":
        return EXPECTED_BY_PATTERN[context["pattern"]]
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters, not {len(detail['input'])}"
    return _EXPECTED[kind] if kind in _EXPECTED else str(context.get("expected", detail["msg"]))
