"""``streamerr kb ...``: what the knowledge base holds, and whether packs are in form."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.knowledge import Misuse, named, opened, settings, told
from bot.screen import Screen, counted, harmless

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kb import System
    from kb.model import Pack

KB_FILE = click.option(
    "--kb", "kb_file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="The knowledge base file; built there when it is missing.",
)  # fmt: skip


def known_systems(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The systems whose id begins with what was typed, for the shell to offer."""
    from click.shell_completion import CompletionItem

    with opened(ctx.params.get("kb_file")) as kb:
        return [CompletionItem(s.id, help=s.name) for s in kb.systems() if s.id.startswith(incomplete.casefold())]


@click.group(
    "kb",
    epilog="""\b
Examples:
  streamerr kb list                          every system that is known
  streamerr kb show iis-smooth 0x8088002A    one error, whole
  streamerr kb check my-packs/cdn.toml       is my pack in form?""",
)
def kb_group() -> None:
    """Look into the knowledge base, build it, check packs."""


@kb_group.command(
    epilog="""\b
Examples:
  streamerr kb check                  every pack: ours and those in STREAMERR_PACKS
  streamerr kb check my-packs/cdn.toml""",
)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check pack files; each fault names the file, the entry and the field. Nothing is changed.

    Exit status 0 when all are in form, 1 when not.
    """
    from kb.pack import PACKS, PackError, read_packs

    folders = (PACKS, *settings().packs)
    faults: list[str] = []
    packs: list[Pack] = []
    try:
        packs += _read_files(files) if files else read_packs(folders)
    except PackError as error:
        faults += error.faults
    for pack in packs:
        causes = sum(len(entry.causes) for entry in pack.entries)
        click.echo(f"{pack.system.id}: {counted(len(pack.entries), 'entry')}, {counted(causes, 'cause')}: in form")
    for fault in faults:
        click.echo(harmless(fault), err=True)
    if faults:
        click.echo(counted(len(faults), "fault"), err=True)
        sys.exit(1)


def _read_files(files: tuple[Path, ...]) -> list[Pack]:
    """Packs named one by one; a file outside ``kb/packs`` may add to a system that is described there.

    Raises:
        PackError: with the faults of all files.
    """
    from kb.pack import PACKS, PackError, read_pack, read_packs

    ours = all(file.resolve().parent == PACKS for file in files)
    systems = {} if ours else {pack.system.id: pack.system for pack in read_packs([PACKS])}
    packs: list[Pack] = []
    faults: list[str] = []
    for file in files:
        try:
            packs.append(read_pack(file, systems))
        except PackError as error:
            faults += error.faults
    if faults:
        raise PackError(*faults)
    return packs


@kb_group.command(
    epilog="""\b
Examples:
  streamerr kb build
  streamerr kb build --kb /tmp/try.db

To undo it, delete the file; it is derived, and built again when it is needed.""",
)
@KB_FILE
def build(kb_file: Path | None) -> None:
    """Build the knowledge base file from the packs, unless it is up to date."""
    with opened(kb_file, told) as kb:
        systems = kb.systems()
        entries = sum(len(kb.entries(system.id)) for system in systems)
        file = kb_file or settings().kb_file
        click.echo(f"{file}: {counted(len(systems), 'system')}, {counted(entries, 'entry')}, revision {kb.revision}")


@kb_group.command(
    "list",
    epilog="""\b
Examples:
  streamerr kb list
  streamerr kb list --json""",
)
@click.option("--json", "as_json", is_flag=True, help="Print the systems as JSON.")
@KB_FILE
def list_(as_json: bool, kb_file: Path | None) -> None:
    """List the systems that are known, each with how many errors."""
    with opened(kb_file) as kb:
        systems = [(system, len(kb.entries(system.id))) for system in kb.systems()]
    if as_json:
        from kb.answer_json import system_record

        click.echo(json.dumps([system_record(*system) for system in systems], indent=2))
    else:
        from bot.text import system_lines

        click.echo("\n".join(system_lines(systems, Screen.of(sys.stdout))))


@kb_group.command(
    epilog="""\b
Examples:
  streamerr kb show iis-smooth 0x8088002A
  streamerr kb show iis-smooth MPE_MGMT_PUBLISHING_POINT_LOCKED
  streamerr kb show aws-mediatailor 504 --json""",
)
@click.argument("system", shell_complete=known_systems)
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print the entries as JSON.")
@KB_FILE
def show(system: str, code: str, as_json: bool, kb_file: Path | None) -> None:
    """Show everything known about one error: the entries of SYSTEM with this CODE or name, every cause in full."""
    with opened(kb_file) as kb:
        (id_,) = named(kb, [system])
        about: System = next(system for system in kb.systems() if system.id == id_)
        entries = kb.show(id_, code)
    if not entries:
        raise Misuse(f"{id_} has no {code!r}. To search for it: streamerr explain --system {id_} {code}")
    if as_json:
        from kb.answer_json import entry_record

        click.echo(json.dumps([entry_record(entry, about) for entry in entries], indent=2))
    else:
        from bot.text import entry_lines

        screen = Screen.of(sys.stdout)
        click.echo("\n\n".join("\n".join(entry_lines(entry, about, screen)) for entry in entries))
