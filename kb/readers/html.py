"""Error pages of CDNs and servers, as HTML or as the text that a browser copies: CloudFront, Akamai, Fastly, nginx, IIS and others.

A page counts when its title or a heading is that of an error, or when it says what only one product's error page says. A page with
much more to say is documentation, and is left alone.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from kb.http_status import find_reasons
from kb.model import Evidence, Sighting
from kb.readers.exchange import URL
from kb.readers.page_makers import AKAMAI_REFERENCE, MAKERS, SIGNATURE, Maker, maker_of
from kb.readers.page_text import TAG, Page, page_of
from kb.readers.response_headers import most_telling_first
from kb.redact import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "html"
MOST_SIGHTINGS = 200
LONGEST_PAGE = 60_000
LONGEST_FRAGMENT = 5_000
LONGEST_COPY = 1_500
LONGEST_SHOWN = 2_500
"""Characters that an error page shows at most; of the makers we know IIS writes the longest ones."""
LONGEST_SHOWN_BY_MAKER = 7_000
MOST_MESSAGES = 3
LONGEST_MESSAGE = 300

_OPEN = re.compile(
    r"(?:<|&lt;)(?:!doctype html(?:[^<>&]|&(?!lt;)){0,200}|html|head|title|body|center|h1)(?=[\s>&/])", re.IGNORECASE
)
_NEXT = re.compile(r"(?:<|&lt;)(?P<close>/?)html(?:[^<>&]|&(?!gt;)){0,500}(?:>|&gt;)", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:HTTP )?(?:status |error code:? |error:? |server error )?(?P<status>[45][0-9]{2})(?:\.[0-9]{1,2})?(?P<rest>[^0-9\n]{0,100})",
    re.ASCII | re.IGNORECASE,
)
_ANY_STATUS = re.compile(r"(?<![\w.#])(?P<status>[45][0-9]{2})(?![\w#])(?!\.[0-9]{3})", re.ASCII)
_REFUSED = re.compile(r"permission to access \"(?=https?://)")
_CODE = re.compile(r"^Code: (?P<code>[A-Z][A-Za-z]{2,60})$", re.ASCII | re.MULTILINE)


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each error page."""
    tagged = [*islice(_tagged(text), MOST_SIGHTINGS)]
    copied = islice(_copied(text, tagged), MOST_SIGHTINGS - len(tagged))
    yield from sorted([*tagged, *copied], key=lambda sighting: sighting.start)


def _tagged(text: str) -> Iterator[Sighting]:
    """Pages with their tags, whole, cut off, or only the part with the heading."""
    at = 0
    while opening := _OPEN.search(text, at):
        at = _end(text, opening)
        if evidence := _evidence(page_of(text[opening.start() : at])):
            yield Sighting(NAME, opening.start(), at, evidence)


def _end(text: str, opening: re.Match[str]) -> int:
    """Where a page ends that begins with a tag: behind ``</html>``, before the next page, or behind its last tag."""
    own = _NEXT.search(text, opening.start(), opening.end() + LONGEST_COPY)
    begin = own.end() if own and not own["close"] else opening.end()
    following = _NEXT.search(text, begin, begin + LONGEST_PAGE)
    if following:
        return following.end() if following["close"] else following.start()
    last = begin
    for tag in TAG.finditer(text, begin, begin + LONGEST_FRAGMENT):
        last = tag.end()
    return last


def _copied(text: str, tagged: list[Sighting]) -> Iterator[Sighting]:
    """Pages as a browser shows them, outside of those with tags."""
    floor = 0
    for anchor in sorted(_anchors(text)):
        if anchor >= floor and not any(page.start <= anchor < page.end for page in tagged):
            start, end = _around(text, floor, anchor)
            if evidence := _evidence(_shown(text[start:end])):
                yield Sighting(NAME, start, end, evidence)
                floor = end


def _anchors(text: str) -> Iterator[int]:
    """Where something stands that only error pages say."""
    for words in (words for maker in MAKERS for words in maker.says):
        at = text.find(words)
        while at >= 0:
            yield at
            at = text.find(words, at + LONGEST_COPY // 10)
    if "eference" in text:
        yield from (found.start() for found in AKAMAI_REFERENCE.finditer(text))
    for signature in SIGNATURE.finditer(text):
        yield signature.start("name")


def _around(text: str, floor: int, anchor: int) -> tuple[int, int]:
    """Where the page begins and ends that says what stands at ``anchor``: from its heading to its id."""
    begin = max(floor, anchor - LONGEST_COPY)
    start = max(text.rfind("\n", begin, anchor) + 1, begin)
    at = begin
    for line in text[begin:anchor].splitlines(keepends=True):
        if _is_heading(line):
            start = at
            break
        at += len(line)
    ends = text.find("\n", anchor, anchor + LONGEST_COPY)
    end = ends if ends >= 0 else min(len(text), anchor + LONGEST_COPY)
    maker = maker_of(text[start:end])
    reference = maker.reference.search(text, anchor, end + LONGEST_COPY // 5) if maker and maker.reference else None
    return start, max(end, reference.end()) if reference else end
