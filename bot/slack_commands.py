"""``streamerr start``, ``doctor`` and ``backup``: the bot in Slack. What they need is imported when they need it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.knowledge import Misuse, opened, settings, told
from bot.screen import Screen, harmless


@click.command(
    epilog="""\b
Examples:
  streamerr start                                        a workspace on this machine, to try everything in
  SLACK_BOT_TOKEN=... SLACK_APP_TOKEN=... streamerr start      in Slack, over Socket Mode
  SLACK_BOT_TOKEN=... SLACK_SIGNING_SECRET=... PORT=3000 streamerr start      in Slack, over HTTP

Ctrl-C stops it; what is in hand is finished first.""",
)
def start() -> None:
    """Run the bot: in Slack when its tokens are set, else in a small Slack of its own on this machine."""
    from bot.start import StartError
    from bot.start import start as run

    wanted = settings()
    with opened(None, told) as kb:
        try:
            run(kb, wanted, click.echo)
        except StartError as error:
            raise Misuse(str(error)) from error


@click.command(
    epilog="""\b
Example:
  streamerr doctor

\b
Exit status:
  0  the bot can run
  1  something has to be put right first""",
)
def doctor() -> None:
    """Check what the bot needs: tokens, permissions, membership, knowledge base, workspace database, clock. Nothing is changed."""
    from bot.doctor import examine

    screen = Screen.of(sys.stdout)
    faults = 0
    with opened(None, told) as kb:
        for finding in examine(settings(), kb):
            faults += finding.state == "fault"
            for line in screen.wrap(f"{finding.state:<6}{finding.about}: {harmless(finding.told)}", rest=" " * 6):
                click.echo(line)
    sys.exit(1 if faults else 0)


@click.command(
    epilog="""\b
Examples:
  streamerr backup workspace-backup.db
  streamerr backup --force /var/backups/streamerr.db

\b
Exit status:
  0  the backup is there, and was looked through
  2  it could not be made; a file that was there is as it was""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE when it is an earlier backup; nothing else is replaced.")
def backup(file: Path, *, force: bool) -> None:
    """Copy the workspace database to FILE while the bot runs, and say how to bring it back.

    What was decided for channels, what people said of answers, and what still waits to be answered is in it; texts of messages
    are only as long as they wait.
    """
    from bot.db.backup import BackupError, back_up

    try:
        made = back_up(settings().database, file, force=force)
    except BackupError as error:
        raise Misuse(str(error)) from error
    click.echo(harmless(f"{made.file}: {made.size / 1_000_000:.1f} MB, a copy of {made.source}, looked through."))
    click.echo("To bring it back, stop the bot, all its replicas, then:")
    for command in made.restore:
        click.echo(f"  {harmless(command)}")
    click.echo("and start it again.")
