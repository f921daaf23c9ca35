"""``streamerr``: ask about an error from the command line. ``bot/kb_commands.py`` has the commands under ``streamerr kb``.

Exit status: 0 answered or done, 1 a choice, unknown, or packs with faults, 2 misuse.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.kb_commands import KB_FILE, kb_group, known_systems
from bot.knowledge import Misuse, named, opened, settings
from bot.screen import Screen, counted, harmless
from bot.slack_commands import backup, doctor, start

if TYPE_CHECKING:
    from kb import KnowledgeBase

ANSWERED, NOT_SURE, MISUSE = 0, 1, 2
MAX_INPUT = 16 << 20
"""Bytes of standard input that are read; errors at the end of a longer log are not seen."""

INSTALL = {
    "bash": ("~/.bashrc", 'eval "$(streamerr completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(streamerr completion zsh)"'),
    "fish": ("~/.config/fish/config.fish", "streamerr completion fish | source"),
}

_SIGNED = re.compile(r"-[0-9]{1,20}L?", re.IGNORECASE)


class Question(click.Command):
    """A command whose text may begin with a minus sign: ``-2138570710`` is an error code, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take signed numbers as text; every other unknown option stays an error."""
        ctx.ignore_unknown_options = any(map(_SIGNED.fullmatch, args))
        return super().parse_args(ctx, args)


class Root(click.Group):
    """The group of all commands; what is no command, nor a slip of one, is a question."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take a signed number as the begin of a question."""
        ctx.ignore_unknown_options = bool(args) and bool(_SIGNED.fullmatch(args[0]))
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """``streamerr 0x8088002A`` means ``streamerr explain 0x8088002A``."""
        first = args[0]
        if first not in self.commands and not difflib.get_close_matches(first, self.commands, 1, 0.75):
            args = ["explain", *args]
        return super().resolve_command(ctx, args)


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  streamerr                                  a prompt to type or paste at
  streamerr 0x8088002A                       one code
  streamerr explain mediatailor 504          a system and a status
  streamerr explain < response.txt           what a server sent
  streamerr kb show iis-smooth 0x8088002A    everything known about an error""",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Say what a video streaming error means, why it happens and what to do.

    Ask in any spelling, or paste what you see. Answers come from a knowledge base on this machine; nothing is sent.
    """
    if ctx.invoked_subcommand is not None:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        ctx.invoke(explain)
    from bot.prompt import converse

    with opened(None) as kb:
        converse(kb, Screen.of(sys.stdout, listens=True), click.echo)


@cli.command(
    cls=Question,
    epilog="""\b
Examples:
  streamerr explain 0x8088002A
  streamerr explain publishing point locked
  streamerr explain --system aws-mediatailor 504
  curl -si https://example.com/master.m3u8 | streamerr explain
  streamerr explain --json < player.log
  streamerr explain --jsonl < questions.jsonl

\b
Exit status:
  0  answered
  1  several errors fit, or none
  2  misuse, or a row of --jsonl that holds no question""",
)
@click.argument("text", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--jsonl", is_flag=True, help='Read rows {"id", "text"}, write one answer a row, in order.')
@click.option(
    "--system", "systems", metavar="ID", multiple=True, shell_complete=known_systems,
    help="Ask about this system only; may be repeated.",
)  # fmt: skip
@KB_FILE
@click.pass_context
def explain(
    ctx: click.Context,
    text: tuple[str, ...],
    as_json: bool,
    jsonl: bool,
    systems: tuple[str, ...],
    kb_file: Path | None,
) -> None:
    """Explain an error: TEXT, or standard input when there is none."""
    if jsonl and (text or as_json):
        raise click.UsageError("--jsonl reads its questions from standard input: leave out TEXT and --json.")
    with opened(kb_file) as kb:
        among = named(kb, systems)
        ctx.exit(_explain_rows(kb, among) if jsonl else _explain(kb, " ".join(text) or _read(), among, as_json=as_json))


def _explain(kb: KnowledgeBase, text: str, among: tuple[str, ...], *, as_json: bool) -> int:
    answer = kb.answer(text, systems=among)
    if as_json:
        from kb.answer_json import answer_record

        click.echo(json.dumps(answer_record(answer), indent=2))
    else:
        from bot.text import answer_lines

        click.echo("\n".join(answer_lines(answer, Screen.of(sys.stdout))))
    return ANSWERED if answer.outcome == "answer" else NOT_SURE


def _explain_rows(kb: KnowledgeBase, among: tuple[str, ...]) -> int:
    from bot.jsonl import answered

    status = ANSWERED
    for row in answered(sys.stdin.buffer, lambda text: kb.answer(text, systems=among)):
        click.echo(json.dumps(row))
        if "error" in row:
            status = MISUSE
    return status


@cli.command(
    epilog="""\b
Examples:
  streamerr redact < response.txt > safe.txt
  pbpaste | streamerr redact | pbcopy""",
)
def redact() -> None:
    """Copy standard input to standard output with tokens, cookies, keys and signatures hidden.

    What was hidden is counted on standard error. The knowledge base is not needed.
    """
    from kb.clean import clean
    from kb.redact import redact as hide

    text = _read()
    redacted, thorough = hide(text), hide(clean(text, MAX_INPUT).text)
    if thorough.hidden != redacted.hidden:  # a secret stood between invisible or look-alike letters
        redacted = thorough
    lines = redacted.text.split("\n") if sys.stdout.isatty() else []
    click.echo("\n".join(map(harmless, lines)) if lines else redacted.text, nl=False)
    told = ", ".join(counted(count, kind) for kind, count in redacted.hidden)
    click.echo(f"hidden: {told or 'nothing'}", err=True)


@cli.command(epilog="\b\nExample:\n  streamerr version")
def version() -> None:
    """Print the version, and where the knowledge base file is."""
    import sqlite3

    file = settings().kb_file
    click.echo(f"streamerr {__version__}")
    click.echo(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    click.echo(f"knowledge base: {file}{'' if file.exists() else ' (built when it is first needed)'}")


@cli.command(
    epilog="""\b
Examples:
  streamerr completion bash
  eval "$(streamerr completion zsh)"
  streamerr completion fish | source""",
)
@click.argument("shell", type=click.Choice([*INSTALL]), required=False)
def completion(shell: str | None) -> None:
    """Print the script that completes commands, options and system ids, with how to install it.

    SHELL is the one you use unless it is named.
    """
    from click.shell_completion import get_completion_class

    shell = shell or Path(os.environ.get("SHELL", "")).name
    completing = get_completion_class(shell)
    if shell not in INSTALL or completing is None:
        raise Misuse(f"No completion for {shell or 'this shell'}: name one of {', '.join(INSTALL)}.")
    file, line = INSTALL[shell]
    click.echo(completing(cli, {}, "streamerr", "_STREAMERR_COMPLETE").source())
    click.echo(f"# To install it, add this line to {file}; to undo that, take the line out:\n#   {line}")


def _read() -> str:
    """Standard input as text: UTF-8, or UTF-16 where a byte order mark says so."""
    if sys.stdin.isatty():
        click.echo("Paste what you see, then press ctrl-D on an empty line.", err=True)
    raw = sys.stdin.buffer.read(MAX_INPUT + 1)
    if len(raw) > MAX_INPUT:
        click.echo(f"Only the first {MAX_INPUT >> 20} MB were read.", err=True)
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw[:MAX_INPUT].decode(encoding, errors="replace")


def main(args: list[str] | None = None) -> Any:
    """Run ``streamerr`` and exit."""
    if sys.stdout is not None:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # it is a text file
    cli(args, prog_name="streamerr")


cli.add_command(kb_group)
cli.add_command(start)
cli.add_command(doctor)
cli.add_command(backup)
