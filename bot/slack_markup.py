"""Slack's message text as the text that a person typed: links, mentions and dates undone, then unescaped exactly once."""

from __future__ import annotations

import re

from kb.clean import unescape_once

_CONTROL = re.compile(
    r"""
    <
    (?: (?P<person>@) (?P<id>[A-Z0-9]{2,30})
      | (?P<place>\#) (?P<channel>[A-Z0-9]{2,30})
      | ! (?P<special>here | channel | everyone | subteam\^[A-Z0-9]{2,30} | date\^[^<>|\n]{1,500})
      | (?P<url>(?: [a-z][a-z0-9+.-]{1,20}:// | mailto: | tel: ) [^<>|\n]{1,4000})
    )
    (?: \| (?P<label>[^<>\n]{0,4000}) )?
    >
    """,
    re.VERBOSE,
)
"""Slack's control sequences and nothing else in angle brackets: a tag of pasted XML is not one, should it come unescaped."""


def unmarked(text: str, me: str = "") -> str:
    """The text without Slack's control sequences, unescaped once.

    ``<https://host/a|host/a>`` was typed as ``host/a``; a link under another label becomes the label and the address.

    Args:
        text: as events carry it, with ``&``, ``<`` and ``>`` as entities.
        me: the bot's user id; mentions of it are left out.
    """
    return unescape_once(_CONTROL.sub(lambda found: _typed(found, me), text))


def linked(url: str, label: str) -> str:
    """What a link says: the label alone where it is the address as typed, else both."""
    address = url.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == address:
        return address
    return label if label in address else f"{label} {address}"


def _typed(found: re.Match[str], me: str) -> str:
    label = found["label"] or ""
    if found["url"]:
        return linked(found["url"], label)
    if found["person"]:
        return "" if found["id"] == me else f"@{label.removeprefix('@') or found['id']}"
    if found["place"]:
        return f"#{label.removeprefix('#') or found['channel']}"
    return label or f"@{found['special'].partition('^')[0]}"
