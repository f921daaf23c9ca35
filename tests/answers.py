"""Answers as values, for tests of cards: of every outcome, the same at any time."""

from dataclasses import replace

from kb import Answer, Cause, Entry, Evidence, Match, System
from kb.model import ErrorSeen, Source

REVISION = "3f2a91c07b5d"
TAILOR = System(
    "aws-mediatailor", "AWS Elemental MediaTailor", "Amazon", "ad-insertion", "https://docs.example.com/tailor"
)
IIS = System("iis-smooth", "IIS Smooth Streaming management API", "Microsoft", "origin", "https://docs.example.com/iis")
AMS = System(
    "ams-origin", "Azure Media Services streaming endpoint", "Microsoft", "origin", "https://docs.example.com/ams",
    lifecycle="Retired on 30 June 2024; nothing replaced it.",
)  # fmt: skip
SOURCE = Source("Playback errors", "2026-11-21", ours=("first_check", "retry"))
LOCKED = Entry(
    system="iis-smooth",
    code="0x8088002A",
    symbol="MPE_MGMT_PUBLISHING_POINT_LOCKED",
    status=400,
    title="Publishing point locked by another operation",
    meaning="Another call is changing the same publishing point right now. Nothing was changed by yours.",
    retry="after a pause",
    owner="the team that calls the management API",
    first_check="Wait a few seconds, GET PATH.isml/state, and send the call again if the state is not what you wanted.",
    see=("https://docs.example.com/iis/errors?view=1&x=<2>|y",),
    source=SOURCE,
    messages=("The publishing point {name} is locked",),
    raised_by=("POST publishing point", "PUT state"),
    causes=(
        Cause(
            "Two clients work on the same publishing point.", "Send calls for one publishing point one after the other."
        ),
        Cause(
            "The previous start has not ended.",
            "After each PUT poll GET /state until Idle, then send the next.",
            ours=True,
        ),
        Cause(
            "InternalError is 0x80070020: another process holds the file.",
            "Find the holder with handle.exe & close it.",
        ),
        Cause("The disk is slow.", "Move the content to a faster disk."),
    ),
)
CONFLICT = Entry(
    system="aws-mediatailor",
    code="409",
    symbol="ConflictException",
    status=409,
    title="Playlists of one session requested at the same time",
    meaning="An HLS player asked for several playlists of one session at once.",
    retry="with back-off",
    owner="player team",
    first_check="Look at the player's request log: two playlist requests must not overlap.",
    see=("https://docs.example.com/tailor/errors.html#client",),
    source=SOURCE,
    causes=(
        Cause("The player loads playlists in parallel.", "Make the player request playlists one after the other."),
    ),
)
GONE = replace(LOCKED, system="ams-origin", code="404", symbol="", status=404, title="Nothing at this URL", causes=())

IDENTIFIER = Answer(
    "answer", "identifier", certain=True,
    said="IIS Smooth Streaming management API: 0x8088002A",
    evidence=(Evidence("hresult", "0x8088002A", "xml ErrorCode"), Evidence("words", "what is this", "text")),
    matches=(Match(LOCKED, IIS, 0.99, "0x8088002A stands in the text"),),
    revision=REVISION,
)  # fmt: skip
POINTED = replace(IDENTIFIER, matches=(Match(LOCKED, IIS, 0.99, "0x8088002A stands in the text", cause=2),))
PASTE = Answer(
    "answer", "system+status", certain=True,
    said="AWS Elemental MediaTailor, status 409",
    evidence=(
        Evidence("status", "409", "http status line"),
        Evidence("host", "a1.mediatailor.eu-west-1.amazonaws.com", "request"),
        Evidence("request-id", "x-amzn-requestid: 4c1f-0001", "header"),
    ),
    matches=(Match(CONFLICT, TAILOR, 0.95, "the host and status 409"), Match(LOCKED, IIS, 0.05, "the words fit")),
    notes=("the JSON breaks off at line 3",),
    redacted=(("bearer token", 1), ("cookie", 2)),
    revision=REVISION,
)  # fmt: skip
RETIRED = replace(IDENTIFIER, matches=(Match(GONE, AMS, 0.9, "AMS and status 404"),), said="AMS, status 404")
CHOICE = Answer(
    "choose", "status", certain=False,
    said="status 404, which 3 systems can answer",
    matches=(
        Match(GONE, AMS, 0.3, "status 404"),
        Match(replace(CONFLICT, code="404", symbol="NotFoundException", status=404, title="No such session"), TAILOR, 0.3, "status 404"),
        Match(replace(GONE, code="0x80890201", symbol="MPE_GONE", title="The fragment is gone"), AMS, 0.2, "status 404"),
    ),
    revision=REVISION,
)  # fmt: skip
UNKNOWN = Answer(
    "unknown", "identifier", certain=False,
    said="0x80880030: no pack here has it",
    evidence=(Evidence("hresult", "0x80880030", "text"), Evidence("words", "help <!channel>", "text")),
    matches=(Match(LOCKED, IIS, 0.2, "it says \u201clocked\u201d"),),
    decoded=("0x80880030 is a failure, facility 0x088, code 0x0030",),
    revision=REVISION,
)  # fmt: skip
SEVERAL = replace(
    PASTE,
    errors=(
        ErrorSeen(PASTE, 7, "10:15:01", "10:20:44"),
        ErrorSeen(IDENTIFIER, 1, "10:16:00", "10:16:00"),
        ErrorSeen(UNKNOWN, 2),
        ErrorSeen(CHOICE, 1),
    ),
)
HOSTILE_TEXT = "<!channel> <@U1> & `rm -rf` ``` *b* _i_ ~s~ <https://evil.example|click> \u202e\n\n" * 40


def hostile(text: str, times: int = 60) -> Answer:
    """An answer whose every text is ``text``, and every list is long."""
    cause = Cause(text, text)
    entry = Entry(
        system=text, code=text, title=text, meaning=text, retry="no", owner=text, first_check=text,
        see=(text, f"https://x.example/{text}") * times, source=Source(text, text), symbol=text, status=404,
        messages=(text,) * times, raised_by=(text,) * times, causes=(cause,) * times,
    )  # fmt: skip
    system = System(text, text, text, "cdn", text, lifecycle=text)
    answer = Answer(
        "answer", "words", certain=False, said=text, evidence=(Evidence("host", text, text),) * times,
        matches=(Match(entry, system, 1.0, text, 0),) * times, decoded=(text,) * times, notes=(text,) * times,
        redacted=((text, 3),) * times, revision=text,
    )  # fmt: skip
    return replace(answer, errors=(ErrorSeen(answer, 10**9, text, text),) * times)
