"""Words of the trade: what people say for what documents say.

Synonyms are soft. A word found through one counts a little less than the word itself, so that entries which differ only
in a near-synonym ("locked", "in use") stay apart when the person used the exact word.
"""

from __future__ import annotations

# One group a line. Words of a group stand for each other; a word may be in several groups.
GROUPS: tuple[str, ...] = (
    "point pt",
    "exists exist existing present",
    "missing absent lacks lacking omitted",
    "missing lost gone",
    "already used taken",
    "duplicate same twice double",
    "duplicate exists already",
    "invalid bad wrong incorrect malformed broken illegal",
    "invalid corrupt corrupted damaged",
    "valid wellformed correct",
    "unsupported unknown unrecognized",
    "unsupported disallowed forbidden prohibited",
    "denied refused rejected blocked forbidden disallowed",
    "expired stale outdated old",
    "locked lock busy",
    "conflict conflicting clash collision",
    "started start starting running begin begun",
    "stopped stop idle halted",
    "delete deleted deleting remove removed removing erase",
    "create creating created make making add adding new",
    "update updating updated change changing modify edit set",
    "link linking linked attach attached associate associated",
    "link url address",
    "fetch load read request retrieve",
    "request query call",
    "limit quota maximum max cap",
    "exceeded reached beyond",
    "many excessive",
    "throttled throttling throttle ratelimited",
    "authentication auth authenticated authenticate login credentials",
    "authorization permission permissions authorized access",
    "signature signed sign",
    "country geo region",
    "video vod clip",
    "chunk chunks segment segments fragment fragments",
    "playlist playlists manifest m3u8",
    "simultaneously concurrent concurrently parallel once",
    "timeout timed timesout slow",
    "unreachable unavailable",
    "server backend",
    "origin source upstream",
    "encoder ingest push pushed pushing publisher",
    "transcoding transcode transcoded transcoder encoding",
    "parameter parameters param params argument",
    "property properties attribute attributes field",
    "specified provided supplied sent",
    "identifier id",
    "configuration config settings setting",
    "allowed permitted supported",
    "required needed mandatory",
    "method verb",
    "format type",
    "resource entity object",
    "storage blob container",
    "document body payload",
    "player client viewer",
    "ad ads advert advertising",
    "ads adserver",
    "temporarily momentarily",
    "failed fail fails failure failing cannot",
    "account subscription",
    "disabled inactive",
    "encryption encrypted encrypt drm",
    "duration length",
    "track stream",
)

# What people type short. Each stands for the words behind it, and counts in full.
ABBREVIATIONS: dict[str, str] = {
    "pp": "publishing point",
    "pub": "publishing",
    "pubpoint": "publishing point",
    "auth": "authentication",
    "authn": "authentication",
    "authz": "authorization",
    "perms": "permissions",
    "config": "configuration",
    "cfg": "configuration",
    "conf": "configuration",
    "param": "parameter",
    "params": "parameters",
    "prop": "property",
    "props": "properties",
    "req": "request",
    "reqs": "requests",
    "resp": "response",
    "mgmt": "management",
    "mgr": "manager",
    "acct": "account",
    "sub": "subscription",
    "perm": "permission",
    "inval": "invalid",
    "unauth": "unauthorized",
    "transcode": "transcoding",
    "hdr": "header",
    "enc": "encryption",
    "seg": "segment",
    "segs": "segments",
    "frag": "fragment",
    "frags": "fragments",
    "ts": "timestamp",
    "vid": "video",
    "creds": "credentials",
    "dupe": "duplicate",
    "dup": "duplicate",
    "db": "database",
    "rps": "requests per second",
    "tps": "transactions per second",
    "ua": "user agent",
    "sig": "signature",
    "ct": "content type",
    "ctype": "content type",
    "mime": "content type",
    "svc": "service",
    "srv": "server",
    "ep": "endpoint",
    "temp": "temporarily",
}

# Turns of phrase that say together what one word says. The words on the left are read as those on the right.
IDIOMS: dict[tuple[str, ...], tuple[str, ...]] = {
    tuple(said.split()): tuple(meant.split())
    for said, meant in {
        "no such": "not found",
        "doesnt exist": "not found",
        "does not exist": "not found",
        "do not exist": "not found",
        "dont exist": "not found",
        "didnt exist": "not found",
        "no longer exists": "not found",
        "not there": "not found",
        "isnt there": "not found",
        "not here": "not found",
        "nowhere to be found": "not found",
        "cant find": "not found",
        "cannot find": "not found",
        "couldnt find": "not found",
        "unable to find": "not found",
        "timed out": "timeout",
        "times out": "timeout",
        "time out": "timeout",
        "timing out": "timeout",
        "at the same time": "simultaneously",
        "at once": "simultaneously",
        "in parallel": "simultaneously",
        "one at a time": "sequentially",
        "one by one": "sequentially",
        "well formed": "wellformed",
        "back off": "backoff",
        "log in": "login",
        "sign in": "login",
        "rate limited": "throttled",
        "rate limit": "throttled",
        "rate limiting": "throttling",
        "too big": "large",
        "too large": "large",
        "shut down": "stopped",
        "turned off": "disabled",
        "switched off": "disabled",
        "spelled wrong": "misspelled",
        "ran out": "exceeded",
        "used up": "exceeded",
        "go live": "start",
        "kicked off": "start",
    }.items()
}

NUMBERS: dict[str, str] = {
    word: str(number)
    for number, words in enumerate(
        (
            "zero",
            "one 1st",
            "two 2nd",
            "three 3rd",
            "four fourth 4th",
            "five fifth 5th",
            "six sixth 6th",
            "seven seventh 7th",
            "eight eighth 8th",
            "nine ninth 9th",
            "ten tenth 10th",
        )
    )
    for word in words.split()
}

# Ways to say no, once the apostrophe is gone.
NEGATIONS: frozenset[str] = frozenset(
    "not no cannot cant wont isnt arent wasnt werent doesnt dont didnt couldnt wouldnt shouldnt hasnt havent hadnt "
    "never nothing without unable impossible".split()
)

# Words that carry no meaning in a question about an error: grammar, chat, and the words every question has.
FILLERS: frozenset[str] = (
    frozenset(
        # grammar
        "a an the this that these those it its is are was were be been being am do does did doing done have has had "
        "having i me my we us our you your he she they them their of in on at to from by for with into onto via as and or "
        "but if then than so such when while where which who whom whose what whats why how here there now just also still "
        "only very really too again about around after before during since until per each every any some all both more "
        "most other own can could should would will shall may might must one ones up down out off over under "
        # chat
        "anyone anybody someone somebody everybody everyone folks guys team hey hi hello please pls plz thanks thx ty help "
        "halp know knows seen see seeing look looks looking tell explain say says said mean means meaning sos urgent asap "
        "else quick sorry ask asking stuck dear morning all pager went wondering curious question asap ideas anyhow currently "
        "keep keeps kept getting get gets got give gives given giving hitting hit hits throwing throw throws thrown "
        "shows show showing return returns returned returning receive receiving received happening happens happened occurs "
        "today tonight yesterday morning evening night week suddenly constantly randomly sometimes always often "
        "prod production staging customer customers user users people idea ideas clue trying try tried want wants "
        "like think believe guess maybe probably ok okay well oh ugh wtf lol question problem problems issue "
        "issues trouble weird strange fix fixed fixing solve solution cause causes caused reason back going go goes went "
        "come comes came coming let lets thing things stuff way something anything everything "
        # every question has these
        "error errors err code codes status http https response exception message msg hresult hr result fault "
        "responds responded reports reported reporting encountered unexpected".split()
    )
    - NEGATIONS
)

# Products that streaming teams name and that no pack may know yet. Naming one says: this is not about a system we know.
ELSEWHERE: frozenset[str] = frozenset(
    "akamai fastly cloudflare limelight edgecast lumen stackpath bunny bunnycdn keycdn cdn77 qwilt "
    "youtube twitch facebook instagram tiktok vimeo dailymotion netflix disney hulu dazn peacock "
    "wowza ateme harmonic unified usp bitmovin brightcove kaltura mux theoplayer jwplayer vidyo zixi haivision "
    "kinesis mediapackage mediaconnect medialive mediaconvert mediastore cloudfront ivs agora livekit "
    "kubernetes docker terraform postgres mysql redis kafka jenkins github gitlab jira grafana npm".split()
)
