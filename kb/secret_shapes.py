"""The shapes that secrets have in pasted text: a table of rules, each with the words it needs to see first.

To add a rule: one line in ``RULES``, one sample in ``tests/redact/secrets.toml``. Three things keep the whole table
linear and let a second pass find nothing:

- a rule is tried only where one of its literals stands, and goes on behind what it has found;
- what follows a secret cannot undo the find, or is looked for within a bound;
- a secret runs to the end of its word, so nothing behind it begins in the middle of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# Between a name and its value: `name=`, `name: `, `"name": [`, `\"name\":`, `name%3D`, and Gson's `name\u003d`.
_CLOSED = r"""(?:\\{0,3}["']|%22)?[ \t]{0,4}"""
_EQUALS = rf"{_CLOSED}(?:=>|:?=(?!=)|%3d|%253d|\\u003d)[ \t]{{0,4}}"
_COLON = rf"{_CLOSED}(?::|%3a)[ \t]{{0,4}}(?:\[(?=[\\\"']))?"
# `"name": "Cookie", "value": "..."` in a HAR file, `name="Cookie" value="..."` in a form or a .NET configuration.
_BESIDE = r"""\\?["']\s{0,40}(?:,\s{0,40}\\?["']value\\?["']\s{0,4}:|value\s{0,4}=)\s{0,4}"""
# `<name>` and `<name type="...">`.
_TAG = r"""(?:\s{1,4}[\w:.-]{1,40}=["'][^"'<>\r\n]{0,100}["']){0,4}\s{0,4}>"""
_OPEN = r"""(?:\\{0,3}["']|%22)?"""

# Words that stand where a secret would, and codes and dates that are no secret.
_NO_WORD = (
    rf"(?!{_OPEN}(?:null|none|nil|undefined|empty|true|false|string|not|is|was|has|must|cannot|expired|invalid|incorrect"
    r"|wrong|missing|required|revoked|redacted|masked|removed|0x[0-9a-f]{8}l?|\d{4}-\d\d-\d\d(?:t[\d:.]{1,16}z?)?)"
    r"(?![\w-]))"
)
# A call in a pasted script (`token = sign(path)`), a URL, an IP address.
_NO_VALUE = r"(?![a-z_][\w.]{0,60}\(|\w{1,10}://|\d{1,3}(?:\.\d{1,3}){3}(?![\w.-]))"
# What an error says behind its name: `InvalidToken: Signature has expired`.
_NO_PROSE = r"(?![a-z'-]{1,40},? (?:[a-z]|\Z))"
# One character of an unquoted value in a URL, a header or a log line; `%26` and its like end it, as `&` does.
_CHAR = r"(?:[\w.~+/=:$!*@^-]|%(?!25(?:2[26]|3b)|2[026c]|0[ad]|3[bce]|5[bd]|7[bd])|\\/)"
_RANDOM = rf"(?:%22)?{_NO_VALUE}((?={_CHAR}{{0,60}}?\d){_CHAR}{{8,}}+)"
# A password may hold anything but white space; a comma or a quote ends it only where another field begins.
_IN_PHRASE = r"""[^\s<>,"'&;]|["'](?=\w)|,(?![\s"'}\]]|[\w.-]{1,40}[=:])"""
_PHRASE_IN_URL = rf"((?!\\{{1,3}}[\"'])(?:{_IN_PHRASE})++)"
_PHRASE_IN_LINE = rf"((?!\\{{1,3}}[\"'])(?:{_IN_PHRASE}|[&;])++)"

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[\w-]*+"
_HEX_KEY = r"(?:0x)?[0-9a-f]{32}[\w-]*+"
# Where a word begins: also behind `%26` and the like, and behind the `\\n` of a JSON string.
_START = r"(?:(?<![a-z0-9])|(?<=%[0-9a-f]{2})|(?<=\\[nrt]))"
# 16 bytes or more, as hexadecimal or base64; a GUID is a key id, and lower-case words are prose or a path.
_KEY = rf"(?:{_HEX_KEY}|(?!{_UUID})(?-i:(?![a-z/_-]{{22}}))[a-z0-9+/_-]{{22}}[\w+/=-]*+)"


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern, compiled when first needed: most texts need none, and all of them take long to compile.

    The one group that took part in a match is the secret. It is for any case, unless it is ``exact``.
    """

    source: str
    exact: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return _compiled(self.source, self.exact)


@cache
def _compiled(source: str, exact: bool) -> re.Pattern[str]:
    return re.compile(source, 0 if exact else re.IGNORECASE)


def _quoted(least: int) -> str:
    """Pattern of a quoted value of at least so many characters, with escapes, or in escaped quotes."""
    return rf"""\\{{1,3}}"([^"\\\r\n]{{{least},}}+)|"((?:[^"\\\r\n]|\\.){{{least},}}+)|'([^'\r\n]{{{least},}}+)"""


def _named(name: str, least: int = 4, *, wary: bool = False) -> Shape:
    """A value under a name, in any of the shapes that names and values have.

    Args:
        name: pattern of the name.
        least: how many characters make a secret.
        wary: an unquoted value behind a colon may be prose, and needs a digit to be a secret.
    """
    bare = rf"(?:%22)?{_NO_VALUE}({_CHAR}{{{least},}}+)"
    return _shapes(name, bare, _RANDOM if wary else _NO_PROSE + bare, least)


def _shapes(name: str, equals: str, colon: str, least: int) -> Shape:
    """A value under a name: unquoted behind an equals sign or a colon, quoted, as form field, as XML element."""
    quoted = _quoted(least)
    return Shape(
        rf"{name}(?:{_EQUALS}{_NO_WORD}(?:{quoted}|{equals})|{_COLON}{_NO_WORD}(?:{quoted}|{colon})"
        rf"|{_BESIDE}{_NO_WORD}(?:{quoted}))|(?<![\s/])(?<!/<){name}{_TAG}{_NO_WORD}([^<\s][^<\r\n]*+)"
    )


def _password(name: str) -> Shape:
    """A password under a name: one character is enough."""
    return _shapes(name, _PHRASE_IN_URL, _PHRASE_IN_LINE, 1)


def _strict(name: str, value: str) -> Shape:
    """A value that is known by its own shape too, under a name."""
    before = rf"(?:{_EQUALS}|{_COLON}|{_BESIDE}){_OPEN}|{_TAG}|[ \t](?=[0-9a-f]{{16}})"
    return Shape(rf"{name}(?:{before})({value})")


_SCHEMES = "bearer|basic|apikey|token|sharedkey(?:lite)?|sharedaccesssignature|negotiate|ntlm|key"
_DIGEST = r"""(?:[\w-]{1,20}=(?:\\?"[^"\\\r\n]{0,400}\\?"|[^\s,"'\\]{1,200})[, \t]{0,4}){1,12}+"""
_COOKIE = r"""[^\s;,:="'<>\\]{1,200}+(?:=(?:\\?"[^"\\\r\n]*+|[^;\s"'<>\\]*+))?"""
_COOKIES = (
    rf"(?:{_COLON}|{_EQUALS}|{_BESIDE}|(?<=--cookie) ){_OPEN}({_COOKIE}"
    rf"""(?:(?:["']?;[ \t]{{0,4}}|["']?,[ \t]{{0,4}}["']?)(?:expires=[^;"'\r\n]{{0,40}}|{_COOKIE}))*+)"""
)
_COOKIE_VALUE = Shape(
    r"""(?:^|[;,][ \t]{0,4}["']?)(?!(?:path|domain|expires|max-age|samesite|priority|version)=)"""
    r"""[^\s;,:="'<>]{1,200}=\\?"?([^;\s"'\\<>]++)"""
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of secret.

    Attributes:
        kind: what it is, in words for people.
        gate: literals in lower case; the pattern is tried only where one of them stands.
        shape: matches from the literal on; the group that took part is the secret.
        beside: one of these (lower case) must stand somewhere in the text; no condition if empty.
        before: what may stand between the beginning and the literal, read backwards, where that is no fixed text.
        within: finds the secrets in what ``shape`` found, where that holds several.
    """

    kind: str
    gate: tuple[str, ...]
    shape: Shape
    beside: tuple[str, ...] = ()
    before: Shape | None = None
    within: Shape | None = None


_LINE_END = r"(?:\s|\\{1,2}[rn]){1,4}"
_PEM = (
    r"-----begin [a-z ]{0,30}private key-----((?:[^-]|-(?!----)){1,20000}+(?=-----end)"
    rf"|(?:{_LINE_END}[a-z0-9+/=]{{24,}}+)++(?:{_LINE_END}[a-z0-9+/=]++)?+[\w-]*+)"
)
_AUTHORIZATION = (
    rf"authorization(?:{_COLON}|{_EQUALS}|{_BESIDE}){_OPEN}(?!aws4-|digest)(?:(?:{_SCHEMES})(?:[ \t]{{1,4}}|%20|\+)"
    rf"{_NO_WORD}({_CHAR}{{4,}}+)|{_RANDOM}|[\w-]{{1,30}}[ \t]{_RANDOM})"
)
# Its first part alone is a JSON object in base64, which is how services write tokens of their own.
_JWT = r"(eyJ[\w-]{12,}+(?:\.{1,2}[\w-]++){0,4}+)"
# Read backwards; it begins behind `%3D` and the like, and behind the `\\n` of a JSON string.
_LOCAL_PART = Shape(r"(?:(?![0-9a-f]{2}%|[nrt]\\)[\w.+-]){0,64}")
# A sign before the name speaks for the password of a URL, whose host must stay, not for a mailbox.
_MAILBOX = (
    r"(?:(?<![\w.+:/!#$%^*~-])|(?<=mail:)|(?<=mailto:)|(?<=%(?:2[026c]|3[abcd]))|(?<=\\[nrt]))"
    r"([\w.+-]{1,64}+(?:@|%40)(?!\dx\.)(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}[\w-]*+)"
)
_DRM = ("licen", "widevine", "playready", "fairplay", "clearkey", "drm", "cenc", "crypt", "key_id", "keyid", "kid")

# Where two rules find the same secret, the first one names it.
RULES: tuple[Rule, ...] = (
    Rule("private key", ("-----begin ",), Shape(_PEM)),
    Rule("private key", ("private",), _named("private[_-]?key")),
    # Signed URLs and requests.
    Rule("SAS signature", ("sig",), _named("sig", 8, wary=True)),
    Rule("AWS signature", ("x-amz-signature",), _named("x-amz-signature")),
    Rule("AWS session token", ("security-token", "securitytoken"), _named("security-?token")),
    Rule("AWS session token", ("session_token", "sessiontoken", "session-token"), _named("session[_-]?token")),
    Rule("AWS secret key", ("secret",), _named("secret[ _-]?access[ _-]?key")),
    Rule(
        "AWS access key id",
        ("akia", "asia"),
        Shape(r"(A[KS]IA[A-Z0-9]{16}[\w-]*+(?:[ :/,][A-Za-z0-9/+]{40}[\w/+=]*+)?)", exact=True),
    ),
    Rule("CloudFront policy", ("policy",), _strict("policy", r"e[wy3][\w~-]{14,}+")),
    Rule("CloudFront signature", ("cloudfront-signature",), _named("cloudfront-signature")),
    Rule("Akamai token", ("hmac",), _strict("hmac", r"[0-9a-f]{8}[\w-]*+")),
    Rule(
        "Akamai token",
        ("hdnts", "hdnea", "hdntl", "__token__"),
        _named(r"(?:hdn(?:ts|ea|tl)|__token__)(?!.{1,5}(?:st|exp|acl|id|ip|data)(?:=|%3d))", 8),
    ),
    Rule("URL signature", ("?md5=", "&md5=", ";md5="), Shape(r".md5=(?![0-9a-f]{32})([\w-]{22,}+)"), ("expires=",)),
    Rule(
        "URL signature",
        ("/videos/", "/cmaf/", "/mpegts/"),
        Shape(r"/[a-z]{4,6}/[\w-]{3,100}/([\w-]{22}(?=/\d{10}/))"),
    ),
    Rule("signature", ("signature",), _named("(?<!sharedaccess)signature", 8, wary=True)),
    # Headers.
    Rule("authorization", ("authorization",), Shape(rf"authorization{_COLON}{_OPEN}digest[ \t]({_DIGEST})")),
    Rule("authorization", ("authorization",), Shape(_AUTHORIZATION)),
    Rule(
        "authorization",
        ("bearer ", "bearer%20"),
        Shape(rf"bearer(?: |%20)(?!\w{{1,20}}=[\"'\w]){_NO_WORD}{_RANDOM}"),
    ),
    Rule("authorization", ("sharedkey",), Shape(r"sharedkey(?:lite)? \w{1,64}:([\w+/=]{16,}+)")),
    Rule("cookie", ("cookie",), Shape(rf"cookies?{_COOKIES}"), within=_COOKIE_VALUE),
    Rule(
        "cookie",
        ('"cookies"',),
        Shape(r'"cookies"\s{0,4}:\s{0,4}\[([^\[\]]{1,40000}+)'),
        within=Shape(r'"value"\s{0,4}:\s{0,4}"([^"\r\n]++)'),
    ),
    Rule(
        "DRM token",
        ("custom-data", "customdata"),
        Shape(rf"custom-?data(?:{_EQUALS}|{_COLON}|{_BESIDE}){_OPEN}{_RANDOM}"),
    ),
    # What is known by its own shape.
    Rule("JWT", ("eyj",), Shape(_JWT, exact=True)),
    Rule("Slack token", ("xox", "xapp-"), Shape(r"((?:xox[a-z]|xapp)(?:\.xox[a-z])?-[\w.-]{10,}+)", exact=True)),
    Rule("Slack webhook", ("hooks.slack.com/",), Shape(r"hooks\.slack\.com/\w{1,20}/([\w/-]{10,}+)")),
    Rule("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), Shape(r"(gh[pousr]_\w{20,}[\w-]*+)", exact=True)),
    Rule("GitHub token", ("github_pat_",), Shape(r"(github_pat_\w{20,}[\w-]*+)", exact=True)),
    Rule("access token", ("glpat-", "npm_", "sk_live_"), Shape(r"((?:glpat-|npm_|sk_live_)[\w-]{20,}+)", exact=True)),
    Rule("Google key", ("aiza", "ya29.", "gocspx-"), Shape(r"((?:AIza|ya29\.|GOCSPX-)[\w.-]{20,}+)", exact=True)),
    # Viewers' sessions.
    Rule("session id", ("session",), _named(r"session[ _.-]?(?:id|guid)", 8, wary=True)),
    Rule("session id", ("session", "sessid"), Shape(rf"sess(?:ion|id){_EQUALS}{_OPEN}{_RANDOM}")),
    Rule("session id", ("sid",), Shape(rf"{_START}sid{_EQUALS}{_OPEN}{_RANDOM}")),
    Rule(
        "session id",
        ("/v1/segment/", "/v1/manifest/", "/v1/tracking/"),
        Shape(rf"/v1/\w{{7,8}}/[^/\s\"'<>]{{1,100}}/[^/\s\"'<>]{{1,200}}/({_UUID})"),
    ),
    # Keys to content and to streams.
    Rule("content key", ('"k', "'k"), _strict(r"[\"']k", _KEY)),
    Rule("content key", ("plainvalue", "keyvalue"), _strict("(?:plain|key)value", _KEY)),
    Rule("content key", ("content",), _strict("content[ _-]?key", _KEY)),
    Rule("content key", ("cryption",), _strict("cryption[ _-]?key", _KEY)),
    Rule("content key", ("aes", "clear"), _strict("(?:aes|clear)[ _-]?key", _KEY)),
    Rule("content key", ("--key",), Shape(r"--key[ =](?:[0-9a-f-]{1,36}:|(?![\w-]{1,64}:))([0-9a-f]{32}[\w-]*+)")),
    Rule("content key", ("key",), _strict(rf"(?<!cache )(?<![_<-]){_START}key", _HEX_KEY), beside=_DRM),
    Rule("content key", ("<key>",), Shape("<key>([0-9a-f]{32}[\\w-]*+)"), beside=("<encryption",)),
    Rule(
        "content key",
        (":",),
        Shape(r"(?:(?<=[0-9a-f]{32})|(?<=[0-9a-f]{32}[\"'])): ?[\"']?([0-9a-f]{32}[\w-]*+)"),
    ),
    Rule("content key", (";base64,",), Shape(r";base64,([a-z0-9+/]{22}==)")),
    Rule("verification key", ("verificationkey",), _named("verificationkey")),
    Rule("stream key", ("stream",), _named("stream[ _-]?key", 8, wary=True)),
    Rule("stream key", ("/live_",), Shape(r"/(live_\d{5,}_\w{10,}[\w-]*+)"), ("twitch", "live-video.net")),
    Rule("stream key", ("/live2/", "/rtmp/"), Shape(r"/(?:live2|rtmp)/((?:[a-z0-9]{4}-){3}[\w-]{4,}+|FB-[\w-]{8,}+)")),
    # Keys, passwords and tokens by their names.
    Rule("API key", ("api_key", "apikey", "api-key"), _named("api[_-]?key")),
    Rule("API key", ("api key",), _named("api key", 8, wary=True)),
    Rule("API key", ("license", "licence"), _named("licen[cs]e[_-]?key", 8)),
    Rule("API key", ("apikey ",), Shape(r"apikey (\d{1,20}\$[\w.~+/=-]++)")),
    Rule(
        "API key", ("subscription-key", "functions-key", "fastly-key"), _named("(?:subscription|functions|fastly)-key")
    ),
    Rule("account key", ("accountkey", "account_key"), _named("account_?key")),
    Rule("account key", ("accesskey", "access_key"), _named("access_?key", 8)),
    Rule("secret", ("secret",), _named("(?<=[\\w-])secret(?:[ _-]?key)?")),
    Rule("secret", ("secret",), _named("(?<![\\w-])secret(?:[ _-]?key)?", wary=True)),
    Rule("password", ("password", "passwd", "passphrase", "passcode"), _password("pass(?:word|wd|phrase|code)")),
    Rule("password", ("pwd",), _password(rf"{_START}pwd(?!=/)")),
    Rule("password", ("?pass=", "&pass=", ";pass=", '"pass"'), _password(".pass")),
    Rule("password", ("://",), Shape(r"://[^\s/?#:@\"'<>|]{0,128}:([^\s/?#\"'<>|]{1,256})@(?=[\w\[])")),
    Rule(
        "password",
        ("-u ", "--user "),
        Shape(r"(?<![\w-])-(?:u|-user) [\"']?[^\s:\"'/]{1,64}:([^\s\"'/][^\s\"']*+)"),
        beside=("curl",),
    ),
    Rule(
        "password",
        ("--password ", "--passphrase "),
        Shape(rf"--pass(?:word|phrase) (?:{_quoted(1)}|{_PHRASE_IN_LINE})"),
    ),
    Rule("token", ("token",), _named("(?<=[\\w-])token")),
    Rule("token", ("token",), _named("(?<!expected )(?<![\\w-])token", wary=True)),
    Rule(
        "token",
        ("auth", "jwt"),
        Shape(rf"{_START}(?:(?:auth|jwt){_EQUALS}|auth[_-]key(?:{_EQUALS}|{_COLON})){_NO_WORD}{_OPEN}{_RANDOM}"),
    ),
    Rule("token", ("--token ",), Shape(rf"--token {_NO_WORD}({_CHAR}{{4,}}+)")),
    Rule("e-mail address", ("@", "%40"), Shape(_MAILBOX), before=_LOCAL_PART),
)
