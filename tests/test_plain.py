"""A Slack message as the text that was pasted: shapes as Slack sends them."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.plain import plain, typed
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS

ME = "U0BOT"
BODY = "<Error><Code>0x8088F011</Code><Message>a &amp; b</Message></Error>"
ESCAPED = BODY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "block_id": "vSK", "elements": [*parts]}


def part(kind: str, *leaves: dict[str, Any] | str) -> dict[str, Any]:
    elements = [{"type": "text", "text": leaf} if isinstance(leaf, str) else leaf for leaf in leaves]
    return {"type": f"rich_text_{kind}", "elements": elements}


def test_text_alone_is_unescaped_once() -> None:
    assert plain({"text": ESCAPED}) == BODY


def test_what_was_escaped_when_pasted_stays_escaped() -> None:
    assert plain({"text": "&amp;lt;Error&amp;gt;"}) == "&lt;Error&gt;"


def test_a_code_box_comes_before_the_talk_around_it() -> None:
    blocks = [rich(part("section", "what is this?"), part("preformatted", ESCAPED))]
    assert plain({"text": f"what is this?\n```{ESCAPED}```", "blocks": blocks}) == f"{BODY}\nwhat is this?"


def test_a_leaf_that_comes_raw_is_not_unescaped() -> None:
    assert plain({"text": ESCAPED, "blocks": [rich(part("preformatted", BODY))]}) == BODY


def test_a_raw_leaf_with_entities_is_told_by_the_text_beside_it() -> None:
    message = {"text": "see &amp;lt;Error&amp;gt;", "blocks": [rich(part("section", "see &lt;Error&gt;"))]}
    assert plain(message) == "see &lt;Error&gt;"


def test_text_is_not_repeated_when_blocks_say_it() -> None:
    assert plain({"text": "mediatailor 409", "blocks": [rich(part("section", "mediatailor 409"))]}) == "mediatailor 409"


def test_the_bots_own_mention_is_left_out() -> None:
    mention = {"type": "user", "user_id": ME}
    assert plain({"text": f"<@{ME}> 404", "blocks": [rich(part("section", mention, " 404"))]}, ME) == "404"
    assert plain({"text": f"<@{ME}> 404"}, ME) == "404"


def test_other_mentions_and_channels_are_told_by_name() -> None:
    assert plain({"text": "<@U1|ann> in <#C1|inc-7>, <!here> <!subteam^S1|@oncall>"}) == "@ann in #inc-7, @here @oncall"


def test_an_address_that_slack_made_a_link_is_as_it_was_typed() -> None:
    assert plain({"text": "GET <http://cdn.example.com|cdn.example.com> 404"}) == "GET cdn.example.com 404"


def test_a_link_under_other_words_keeps_both() -> None:
    assert plain({"text": "<https://grafana.example.com/d/1|panel>"}) == "panel https://grafana.example.com/d/1"


def test_links_in_a_code_box_are_put_back() -> None:
    link = {"type": "link", "url": "https://cdn.example.com/a.m3u8?x=1&amp;y=2"}
    blocks = [rich(part("preformatted", "curl -i ", link, "\nHTTP/2 404"))]
    assert plain({"text": "x", "blocks": blocks}) == "curl -i https://cdn.example.com/a.m3u8?x=1&y=2\nHTTP/2 404"


def test_a_date_is_told_by_its_fallback() -> None:
    assert plain({"text": "since <!date^1700000000^{date}|Nov 14>"}) == "since Nov 14"


def test_tags_that_come_unescaped_are_no_links() -> None:
    raw = '<m:error xmlns:m="http://x/"><!DOCTYPE html><Code>1</Code>'
    assert plain({"text": raw}) == raw


def test_lists_and_quotes_are_read() -> None:
    inner = {"type": "rich_text_list", "style": "bullet", "elements": [part("section", "one"), part("section", "two")]}
    assert plain({"text": "", "blocks": [rich(part("quote", "said"), inner)]}) == "said\none\ntwo"


def test_an_alert_with_empty_text_is_read_from_its_attachment() -> None:
    alert = {
        "subtype": "bot_message",
        "text": "",
        "bot_id": "B1",
        "attachments": [
            {
                "fallback": "[FIRING] origin",
                "color": "d63232",
                "title": "[FIRING:1] Origin 5xx",
                "title_link": "https://grafana.example.com/a",
                "text": "MPE_WIDGET_LOCKED &gt; 5 a minute",
                "fields": [{"title": "host", "value": "origin-1", "short": True}, {"value": "eu"}],
                "footer": "Grafana v10",
            }
        ],
    }
    told = "[FIRING:1] Origin 5xx\nMPE_WIDGET_LOCKED > 5 a minute\nhost: origin-1\neu\nGrafana v10"
    assert plain(alert) == told


def test_an_alert_with_nothing_but_a_fallback_is_read_from_it() -> None:
    assert plain({"text": "", "attachments": [{"fallback": "origin 504"}]}) == "origin 504"


def test_an_alert_in_blocks_of_an_attachment_is_read() -> None:
    section = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*504* on `mediatailor`"},
        "fields": [{"type": "mrkdwn", "text": "region eu"}],
        "accessory": {"type": "button", "text": {"type": "plain_text", "text": "Acknowledge"}, "action_id": "a"},
    }
    context = {"type": "context", "elements": [{"type": "plain_text", "text": "since 10:15"}]}
    alert = {"text": "", "attachments": [{"color": "#f00", "blocks": [section, context]}]}
    assert plain(alert) == "*504* on `mediatailor`\nregion eu\nsince 10:15"


def test_a_table_is_read_row_by_row() -> None:
    rows = [[{"type": "raw_text", "text": "code"}, {"type": "raw_text", "text": "504"}]]
    assert plain({"text": "", "blocks": [{"type": "table", "rows": rows}]}) == "code 504"


def test_a_forwarded_message_is_read() -> None:
    inner = {"message": {"blocks": [rich(part("preformatted", ESCAPED))]}}
    forwarded = {"is_share": True, "from_url": "https://local.slack.com/x", "text": "", "message_blocks": [inner]}
    assert plain({"text": "look", "attachments": [forwarded]}) == f"look\n{BODY}"


def test_what_slack_unfurls_is_not_what_was_said() -> None:
    unfurled = {"from_url": "https://docs.example.com", "title": "404 Not Found", "text": "docs"}
    assert plain({"text": "<https://docs.example.com>", "attachments": [unfurled]}) == "https://docs.example.com"


def test_typed_text_does_not_change_when_an_attachment_is_added() -> None:
    assert typed({"text": "hello", "attachments": [{"text": "more"}]}) == typed({"text": "hello"})


def test_smart_quotes_in_pasted_json_do_not_stop_the_answer(kb_file: Any) -> None:
    text = "{“code”: “0x8088F011”, “message”: “locked”}"
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
        assert kb.answer(plain({"text": text})).matches[0].entry.code == "0x8088F011"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["type", "text", "elements", "blocks", "attachments", "fields", "url", "message_blocks"]), inner
    ),
    max_leaves=25,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first draw waits for Unicode tables
@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments"]), JSON))
def test_no_shape_of_message_makes_it_fail(message: dict[str, Any]) -> None:
    assert isinstance(plain(message, ME), str)


def test_blocks_within_blocks_without_end_are_given_up() -> None:
    block: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "deep"}}
    for _ in range(500):
        block = {"type": "container", "blocks": [block]}
    assert plain({"text": "shallow", "blocks": [block]}) == "shallow"
