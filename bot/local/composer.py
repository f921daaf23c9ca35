"""What a person types, as Slack's composer stores it: escaped ``text`` and one ``rich_text`` block.

Three backticks fence preformatted text, ``@name`` and ``#name`` become mentions where they are known (``<@U...>`` too,
as the page completes them), addresses become links. The rest stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.local.model import Json
    from bot.local.workspace import Workspace

FENCE = "```"
NAMELESS: Mapping[str, str] = MappingProxyType({})
_INLINE = re.compile(
    r"""
    (?P<code>    `[^`\n]{1,3000}`             )
  | (?P<link>    https?://[^\s<>|`"]{1,4000}  )
  | (?P<coded>   <[@#][A-Z0-9]{2,20}>         )
  | (?P<mention> (?<![\w@.])@[\w.-]{1,80}     )
  | (?P<place>   (?<![\w\#])\#[\w-]{1,80}     )
  | (?P<emoji>   :[a-z][a-z0-9_+-]{1,60}:     )
  | (?P<bold>    (?<![\w*])\*[^\s*][^*\n]{0,1000}\*(?![\w*])  )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A message body as the composer sends it."""

    text: str
    blocks: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Whom and what a message can mention: ids by name, and the names of the ids."""

    users: Mapping[str, str]
    channels: Mapping[str, str]

    @classmethod
    def of(cls, workspace: Workspace) -> Names:
        """The names of a workspace."""
        return cls(
            {user.name: user.id for user in workspace.users.values()},
            {channel.name: channel.id for channel in workspace.channels.values() if channel.name},
        )


def escape(text: str) -> str:
    """Text with the three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(typed: str, names: Names) -> Composed:
    """What was typed, as Slack keeps it; nothing when nothing was typed."""
    elements: list[Json] = []
    texts: list[str] = []
    for fenced, part in _parts(typed):
        inline = list(_merged(_code(part) if fenced else _inline(part, names)))
        kind = "rich_text_preformatted" if fenced else "rich_text_section"
        elements.append({"type": kind, "elements": inline, **({"border": 0} if fenced else {})})
        text = "".join(map(_text, inline))
        texts.append(f"{FENCE}{text}{FENCE}" if fenced else text)
    blocks = ({"type": "rich_text", "elements": elements},) if elements else ()
    return Composed("\n".join(texts), blocks)


def encode(typed: str, names: Names) -> str:
    """The text of a slash command with ``should_escape``: mentions with their ids and names, the rest escaped."""
    by_id = {id_: name for table in (names.users, names.channels) for name, id_ in table.items()}
    return "".join(_text(part, by_id) for part in _inline(typed, names))


def _parts(typed: str) -> Iterator[tuple[bool, str]]:
    """Alternating plain and fenced text; a fence that is never closed is plain."""
    parts = typed.split(FENCE)
    if len(parts) % 2 == 0:
        parts[-2:] = [FENCE.join(parts[-2:])]
    for number, part in enumerate(parts):
        fenced = number % 2 == 1
        text = part.removeprefix("\n").removesuffix("\n") if len(parts) > 1 else part
        if text:
            yield fenced, text


def _code(part: str) -> Iterator[Json]:
    at = 0
    for match in _INLINE.finditer(part):
        if match.lastgroup == "link":
            yield {"type": "text", "text": part[at : match.start()]}
            yield {"type": "link", "url": match[0], "text": match[0]}
            at = match.end()
    yield {"type": "text", "text": part[at:]}


def _inline(part: str, names: Names) -> Iterator[Json]:
    at = 0
    for match in _INLINE.finditer(part):
        yield {"type": "text", "text": part[at : match.start()]}
        yield from _element(match[match.lastgroup or 0], match.lastgroup or "", names)
        at = match.end()
    yield {"type": "text", "text": part[at:]}


def _element(found: str, kind: str, names: Names) -> Iterator[Json]:
    bare = found[1:-1]
    if kind == "code" or kind == "bold":
        yield {"type": "text", "text": bare, "style": {kind: True}}
    elif kind == "link":
        address = found.rstrip(".,;:!?)'")
        yield {"type": "link", "url": address}
        yield {"type": "text", "text": found[len(address) :]}
    elif kind == "coded" and bare[1:] in {*names.users.values(), *names.channels.values()}:
        yield _mention(bare[0], bare[1:])
    elif kind == "emoji":
        yield {"type": "emoji", "name": bare}
    elif kind in ("mention", "place"):
        table = names.users if kind == "mention" else names.channels
        name = found[1:] if found[1:] in table else found[1:].rstrip(".-_")
        if name in table:
            yield _mention(found[0], table[name])
            found = found[1 + len(name) :]
        yield {"type": "text", "text": found}
    else:
        yield {"type": "text", "text": found}


def _mention(mark: str, id_: str) -> Json:
    return {"type": "user", "user_id": id_} if mark == "@" else {"type": "channel", "channel_id": id_}


def _merged(elements: Iterator[Json]) -> Iterator[Json]:
    """The same elements, neighbouring plain texts as one and empty ones left out."""
    waiting = ""
    for element in elements:
        if element["type"] == "text" and "style" not in element:
            waiting += element["text"]
            continue
        if waiting:
            yield {"type": "text", "text": waiting}
            waiting = ""
        yield element
    if waiting:
        yield {"type": "text", "text": waiting}


def _text(element: Json, names: Mapping[str, str] = NAMELESS) -> str:
    """An element as it stands in ``text``; mentions carry the names that are given."""
    kind = element["type"]
    if kind in ("user", "channel"):
        id_ = element[f"{kind}_id"]
        name = f"|{names[id_]}" if id_ in names else ""
        return f"<{'@' if kind == 'user' else '#'}{id_}{name}>"
    if kind == "emoji":
        return f":{element['name']}:"
    if kind == "link":
        return f"<{escape(element['url'])}>"
    mark = {"code": "`", "bold": "*"}[next(iter(element["style"]))] if "style" in element else ""
    return f"{mark}{escape(element['text'])}{mark}"
