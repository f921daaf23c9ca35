"""Elements of pasted XML: whole, broken off, without a root, or with its brackets escaped by what it passed through.

``scan`` finds where XML ends in a text and reads it as far as it goes; ``parse`` reads what is whole, with a real parser.
Nothing is ever fetched, and no document type or entity declaration is read.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax import ContentHandler, SAXParseException

import defusedxml.sax

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.sax.xmlreader import AttributesImpl

DEEPEST = 100
MOST = 20_000
"""Elements of one document."""
GAP = 8_000
"""Characters between two tags that can still belong together."""

PLAIN, SLACK, JSON = "<", "&lt;", "\\u003c"
"""How an opening bracket is spelled: as it is, by Slack, by JSON libraries that avoid it."""

NAME = r"[A-Za-z_][\w.-]{0,60}(?::[A-Za-z_][\w.-]{0,60})?"
_SPELLINGS = {PLAIN: (">", r"[^<>]"), SLACK: ("&gt;", r"[^<>&]"), JSON: ("\\u003e", r"""(?:[^<>\\]|\\["'/nrt])""")}
_TAGS = {
    left: re.compile(
        rf"{re.escape(left)}(?:\\?/(?P<close>{NAME})\s{{0,20}}"
        rf"|(?P<open>{NAME})(?P<attributes>(?=[\s\\/]){inside}{{0,2000}})?){re.escape(right)}",
        re.IGNORECASE if left == JSON else re.NOFLAG,
    )
    for left, (right, inside) in _SPELLINGS.items()
}
_LONGEST_TAG = 2_200
_CUT_TAGS = {
    left: re.compile(rf"\s{{0,200}}{re.escape(left)}/?[\w:.-]{{0,120}}(?=\s{{0,20}}(?:```|\Z))", re.IGNORECASE)
    for left in _SPELLINGS
}
_NAMESPACE = re.compile(r"""\bxmlns(?::[\w.-]{1,60})?\s{0,20}=\s{0,20}\\{0,3}["']([^"'\\<>]{1,300})""")
_QUOTED = re.compile(r"(?m)^[ \t]{0,40}>[ \t]?")  # a mail or chat marks the lines of others
_LETTER = re.compile(r"(?<!\\)[^\W\d_]")  # but not JSON's \n


@dataclass(slots=True)
class Element:
    """One element.

    Attributes:
        name: as it stood, with its prefix: "m:error".
        namespaces: the URIs that its own tag declares.
        text: its own text, runs of white space as one space.
        cut: whether its text breaks off.
    """

    name: str
    namespaces: tuple[str, ...] = ()
    text: str = ""
    children: list[Element] = field(default_factory=list)
    cut: bool = False

    @property
    def local(self) -> str:
        """The name without its prefix, in lower case."""
        return self.name.rpartition(":")[2].casefold()

    def walk(self, above: tuple[Element, ...] = ()) -> Iterator[tuple[Element, ...]]:
        """Every element in the order of the tags, each as the last of its line of ancestors."""
        line = (*above, self)
        yield line
        for child in self.children:
            yield from child.walk(line)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan saw.

    Attributes:
        root: nameless; the top elements are its children.
        end: where the XML ends in the text, in characters.
        whole: whether every element was closed, in order.
    """

    root: Element
    end: int
    whole: bool


class _Tree:
    """Elements while they are read; ``open`` has those not closed yet with the pieces of their text, the root first."""

    def __init__(self) -> None:
        self.open: list[tuple[Element, list[str]]] = [(Element(""), [])]
        self.count = 0
        self.orderly = True

    @property
    def at_top(self) -> bool:
        return len(self.open) == 1

    @property
    def in_container(self) -> bool:
        return bool(self.open[-1][0].children)

    @property
    def full(self) -> bool:
        return self.count >= MOST or len(self.open) > DEEPEST

    def start(self, name: str, namespaces: tuple[str, ...]) -> None:
        element = Element(name, namespaces)
        self.open[-1][0].children.append(element)
        self.open.append((element, []))
        self.count += 1

    def say(self, text: str) -> None:
        self.open[-1][1].append(text)

    def cut(self, text: str) -> None:
        self.say(text)
        self.open[-1][0].cut = True

    def end(self, name: str) -> None:
        at = len(self.open) - 1
        while at and self.open[at][0].name != name:
            at -= 1
            self.orderly = False
        if at:
            self._close(at)

    def done(self) -> Element:
        root = self.open[0][0]
        self._close(0)
        return root

    def _close(self, at: int) -> None:
        for element, pieces in self.open[at:]:
            element.text = " ".join(_QUOTED.sub("", "".join(pieces)).split())
        del self.open[at:]


class _Handler(ContentHandler):
    """Puts what the parser reports into a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = _Tree()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.tree.start(name, tuple(attrs[key] for key in attrs.getNames() if key.partition(":")[0] == "xmlns"))

    def characters(self, content: str) -> None:
        self.tree.say(content)

    def endElement(self, name: str) -> None:
        self.tree.end(name)


def scan(text: str, start: int, bracket: str = PLAIN, siblings: frozenset[str] = frozenset()) -> Scan:
    """Read the XML at ``start`` as far as it goes, whatever is wrong with it.

    It ends with the element that starts there, or with the last in a row when that element's name is one of ``siblings``.
    Where that element is never closed, it ends with the line of the last tag before a long gap, before prose between its
    children, or before its name starts again.

    Args:
        text: what holds the XML.
        start: where a tag starts.
        bracket: how ``<`` is spelled: PLAIN, SLACK or JSON.
        siblings: names in lower case.
    """
    tags = _TAGS[bracket]
    tree = _Tree()
    at, first = start, ""
    tag = tags.match(text, start)
    while tag and not tree.full:
        name, attributes = tag["open"] or tag["close"], tag["attributes"] or ""
        between = text[at : tag.start()]
        if len(between) > GAP or (tag["open"] and (name == first or (tree.in_container and _LETTER.search(between)))):
            break
        if tree.at_top and first and (tag["close"] or between.strip() or name.casefold() not in siblings):
            break
        tree.say(_unescaped(between))
        first, at = first or name, tag.end()
        if tag["open"]:
            tree.start(name, tuple(_NAMESPACE.findall(attributes)))
        if tag["close"] or attributes.endswith("/"):
            tree.end(name)
        if tree.at_top and first.casefold() not in siblings:
            break
        tag = tags.search(text, at, at + GAP + _LONGEST_TAG)
    if tree.at_top:
        return Scan(tree.done(), at, tree.orderly)
    line = text[at : at + GAP].partition("\n")[0].rstrip()
    tree.cut(_unescaped(line.partition(bracket)[0]))
    cut_tag = _CUT_TAGS[bracket].match(text, at + len(line))
    return Scan(tree.done(), cut_tag.end() if cut_tag else at + len(line), whole=False)


def parse(document: str) -> Element | int:
    """The elements of XML that ``scan`` found whole, under a nameless root; or the line, from 1, where it is not well-formed."""
    handler = _Handler()
    try:
        defusedxml.sax.parseString(f"<_>{document}</_>".encode(), handler, forbid_dtd=True)
    except SAXParseException as error:
        return error.getLineNumber() or 1
    wrapper = handler.tree.done().children[0]
    return Element("", (), wrapper.text, wrapper.children)


def _unescaped(text: str) -> str:
    return html.unescape(text.replace("<![CDATA[", "").replace("]]>", ""))
