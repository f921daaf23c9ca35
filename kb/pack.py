"""Pack files: read, checked field by field, merged. A fault names the file, the entry and the field.

Packs are found, not listed: the order of files means nothing. Of folders the later wins, so a team can add to what
``kb/packs`` says, or say it differently, without touching it. ``kb/packs/README.md`` tells how to write one.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.model import Cause, Entry, Pack, Sign, Source, System

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kb.pack_format import EntryTable

__all__ = ["PACKS", "PackError", "fingerprint", "read_pack", "read_packs", "schema"]

PACKS = Path(__file__).parent / "packs"
MAX_BYTES = 64 * 1024 * 1024


class PackError(Exception):
    """Packs that can't be used.

    Attributes:
        faults: every fault found, a line each: file, entry, field, and what was expected there.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(self.faults)


def read_packs(folders: Iterable[Path]) -> tuple[Pack, ...]:
    """Read every ``*.toml`` of the folders into one pack per system, sorted by system id.

    A later folder may bring new systems, add entries, aliases and signs to a known one, and override its fields and
    its entries: an entry with the same code and symbol replaces the earlier one whole. Within a folder a system has
    one file.

    Args:
        folders: ours (``PACKS``) first, then a team's own.

    Raises:
        PackError: with the faults of all files.
    """
    packs: dict[str, Pack] = {}
    faults: list[str] = []
    for folder in dict.fromkeys(folders):
        found, wrong = _read_folder(folder, {id_: pack.system for id_, pack in packs.items()})
        packs |= {id_: _merged(packs[id_], pack) if id_ in packs else pack for id_, pack in found.items()}
        faults += wrong
    if faults:
        raise PackError(*faults)
    return tuple(pack for _, pack in sorted(packs.items()))


def read_pack(path: Path, systems: Mapping[str, System] | None = None) -> Pack:
    """Read one pack file.

    Args:
        path: the TOML file.
        systems: by id, those that the file may add to: of such a system it needs to give the id only.

    Raises:
        PackError: with all faults of the file.
    """
    return pack_of(_document(path), str(path), systems or {})


def pack_of(document: dict[str, Any], path: str, systems: Mapping[str, System]) -> Pack:
    """Turn the parsed TOML of one file into a pack; ``path`` is what faults call the file.

    Raises:
        PackError: with all faults of the document.
    """
    # pydantic takes ten times as long to import as the rest; who only wants the fingerprint doesn't wait for it
    from pydantic import ValidationError

    from kb.pack_faults import misnamed_system, repeats, worded
    from kb.pack_format import PackFile

    document, known = _completed(document, systems)
    faults = [*misnamed_system(document, systems), *repeats(document)]
    try:
        file = PackFile.model_validate(document)
    except ValidationError as error:
        faults = [*(worded(detail, document) for detail in error.errors(include_url=False)), *faults]
    if faults:
        raise PackError(*(f"{path}: {fault}" for fault in faults))
    system = System(**file.system.given(), signs=tuple(Sign(**sign.given()) for sign in file.sign))
    entries = tuple(_entry(system.id, entry) for entry in file.entry)
    return Pack(_added(known, system) if known else system, entries, path)


def fingerprint(folders: Iterable[Path]) -> str:
    """The SHA-256, in hexadecimal, of the names and bytes of all pack files: equal when nothing has changed.

    Nothing is parsed, and where the folders lie doesn't matter.

    Raises:
        PackError: when a folder or file can't be read.
    """
    whole = hashlib.sha256()
    for number, folder in enumerate(dict.fromkeys(folders)):
        for path in _files(folder):
            whole.update(f"{number} {path.name!a} {hashlib.sha256(_bytes(path)).hexdigest()}\n".encode())
    return whole.hexdigest()


def schema() -> dict[str, Any]:
    """The JSON schema of a pack file, for editors that check TOML while it is typed."""
    from kb.pack_format import PackFile, TomlSchema

    tables = PackFile.model_json_schema(schema_generator=TomlSchema)
    return {"$schema": TomlSchema.schema_dialect, **tables, "title": "streamerr pack"}


def _read_folder(folder: Path, systems: Mapping[str, System]) -> tuple[dict[str, Pack], list[str]]:
    """The sound packs of one folder by system id, which no two of its files may share, and the faults of the others."""
    packs: dict[str, Pack] = {}
    try:
        paths = _files(folder)
    except PackError as error:
        return packs, [*error.faults]
    faults: list[str] = []
    for path in paths:
        try:
            pack = read_pack(path, systems)
        except PackError as error:
            faults += error.faults
            continue
        first = packs.setdefault(pack.system.id, pack)
        if first is not pack:
            faults.append(f'{path}: system: id is "{pack.system.id}", as in {first.path}: expected one file')
    return packs, faults


def _files(folder: Path) -> list[Path]:
    """The pack files of a folder by name, without the hidden ones that editors leave."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    except OSError as error:
        raise PackError(f"{folder}: can't be read: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PackError(f"{path}: can't be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise PackError(f"{path}: larger than {MAX_BYTES // 1024**2} MB")
    return content


def _document(path: Path) -> dict[str, Any]:
    content = _bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackError(f"{path}: line {line}: byte 0x{error.object[error.start]:02X}, expected UTF-8") from error
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise PackError(f"{path}: not TOML: nested too deeply") from error
    except ValueError as error:
        lines = text.split("\n")
        end = f"at the end, line {len(lines)}, column {len(lines[-1]) + 1}"
        raise PackError(f"{path}: not TOML: {str(error).replace('at end of document', end)}") from error


def _completed(document: dict[str, Any], systems: Mapping[str, System]) -> tuple[dict[str, Any], System | None]:
    """The document with its [system] completed from the known system it adds to, and that system if there is one."""
    given = document.get("system")
    id_ = given.get("id") if isinstance(given, dict) else None
    known = systems.get(id_) if isinstance(id_, str) else None
    if not isinstance(given, dict) or known is None:
        return document, None
    fields = {name: getattr(known, name) for name in ("name", "vendor", "layer", "docs", "lifecycle")}
    return {**document, "system": {**fields, **given}}, known


def _entry(system: str, table: EntryTable) -> Entry:
    fields = table.given()
    fields.pop("cause", None)
    fields["source"] = Source(**{**table.source.given(), "checked": table.source.checked.isoformat()})
    return Entry(system=system, causes=tuple(Cause(**cause.given()) for cause in table.cause), **fields)


def _added(known: System, later: System) -> System:
    """The later system with what the known one is called and betrayed by; a sign of both is the later's."""
    signs = {(sign.kind, sign.value): sign for sign in (*known.signs, *later.signs)}
    aliases = dict.fromkeys((*known.aliases, *later.aliases))
    return dataclasses.replace(later, aliases=tuple(aliases), signs=tuple(signs.values()))


def _merged(base: Pack, later: Pack) -> Pack:
    """The base with the later pack's system, and its entries in place of those with the same key or after them."""
    entries = {entry.key: entry for entry in (*base.entries, *later.entries)}
    return dataclasses.replace(base, system=later.system, entries=tuple(entries.values()))


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2))
