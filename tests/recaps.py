"""Recaps as values, for tests of their cards and files."""

from __future__ import annotations

from dataclasses import replace

from bot.recap import UNKNOWN, WRONG, Line, Recap, Span
from bot.silence import Silence

UNTIL = 1_764_100_000.0
SPAN = Span(UNTIL - 86_400, UNTIL)
HOME = "https://acme.slack.example/archives/C1/p"
LOCKED = Line(
    "IIS Smooth Streaming management API", "0x8088002A", "MPE_MGMT_PUBLISHING_POINT_LOCKED", "Publishing point locked",
    20, 12, UNTIL - 7_200, UNTIL - 600, "origin", "the team that calls the management API",
    ("edge-1.example.net", "edge-2.example.net"),
    tuple(f"{HOME}{1764092800 + number:010}000100" for number in range(10)),
)  # fmt: skip
CONFLICT = Line(
    "AWS Elemental MediaTailor", "409", "ConflictException", "Playlists of one session requested at the same time",
    1, 1, UNTIL - 3_600, UNTIL - 3_600, "ad-insertion", "player team",
    links=(f"{HOME}1764096400000200?thread_ts=1764092800.000100&cid=C1",), remark=WRONG,
)  # fmt: skip
FORGOTTEN = Line("acme-packager", "0x8088F011", "ACME_GONE", "", 2, 1, UNTIL - 60, UNTIL - 60, remark=UNKNOWN)
FULL = Recap("C1", "incidents", SPAN, (LOCKED, CONFLICT, FORGOTTEN), 3, 23, 14)
NOTHING = Recap("C1", "incidents", SPAN, (), 0, 0, 0)
EARLIER = replace(NOTHING, span=Span(UNTIL - 3_600, UNTIL), before=UNTIL - 5 * 3_600)
ABSENT = replace(NOTHING, absent=True)
QUIET = replace(FULL, silences=(Silence(UNTIL - 9_000, UNTIL - 7_200), Silence(UNTIL - 3_600, UNTIL)))


def hostile(text: str, times: int = 100) -> Recap:
    """A recap whose every text is ``text``; its links are ours."""
    links = (f"{HOME}1764092800000100",) * 10
    line = Line(text, text, text, text, 10**9, 10**9, 0.0, UNTIL, text, text, (text,) * 10, links, text)
    return Recap("C1", text, SPAN, (line,) * times, times, 10**9, 10**9)
