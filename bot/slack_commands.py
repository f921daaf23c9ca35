"""``streamerr start`` and ``streamerr doctor``: the bot in Slack. Slack's libraries are imported when they are needed."""

from __future__ import annotations

import sys

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
    """Check what the bot needs: tokens, permissions, membership, the knowledge base, the clock. Nothing is changed."""
    from bot.doctor import examine

    screen = Screen.of(sys.stdout)
    faults = 0
    with opened(None, told) as kb:
        for finding in examine(settings(), kb):
            faults += finding.state == "fault"
            for line in screen.wrap(f"{finding.state:<6}{finding.about}: {harmless(finding.told)}", rest=" " * 6):
                click.echo(line)
    sys.exit(1 if faults else 0)
