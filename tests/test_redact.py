"""What hiding promises, whatever the text: nothing leaks, nothing else changes, a second pass finds nothing."""

import json
import logging
import tomllib
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree  # only for a document made up here

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kb import KnowledgeBase
from kb.redact import MARK, Redacted, redact
from kb.secret_shapes import RULES

SAMPLES = Path(__file__).parent / "redact"
SECRETS = tomllib.loads((SAMPLES / "secrets.toml").read_text("utf-8").replace("¦", ""))["sample"]
INNOCENT = tomllib.loads((SAMPLES / "innocent.toml").read_text("utf-8"))["texts"]

# A secret of any letters a key may have, with a digit, in the middle of anything.
keys = st.from_regex(r"[A-Za-z0-9]{9,20}[0-9][A-Za-z0-9_-]{9,30}[A-Za-z0-9]", fullmatch=True)
shapes = st.sampled_from(
    [
        "Authorization: Bearer {}",
        "x-api-key: {}",
        '{{"access_token": "{}"}}',
        '{{\\"client_secret\\":\\"{}\\"}}',
        "https://cdn.example.com/a.m3u8?sig={}&se=2026-11-21",
        "https://cdn.example.com/a.m3u8?X-Amz-Signature={}",
        "url=https%3A%2F%2Fcdn.example.com%2Fa.m3u8%3Ftoken%3D{}%26a%3D1",
        "<Token>{}</Token>",
        "<m:Password type='x'>{}</m:Password>",
        "level=warn password={} status=403",
        "AccountName=a;AccountKey={};",
        "https://bob:{}@origin.example.com/",
        "Cookie: theme=dark; session={}",
        '{{"name": "Set-Cookie", "value": "a={}; Path=/"}}',
        "aws.sessionId={}",
        "--token {}",
        "{}.bob@example.com",
    ]
)
surroundings = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(INNOCENT), max_size=3).map("\n".join))


@given(surroundings, shapes, keys, surroundings)
def test_a_secret_never_survives_its_surroundings(before: str, shape: str, key: str, after: str) -> None:
    assume(key not in before + after)
    assert key not in redact(f"{before}\n{shape.format(key)}\n{after}").text


fragments = st.one_of(
    st.sampled_from([literal for rule in RULES for literal in rule.gate]),
    st.sampled_from([sample["text"] for sample in SECRETS]),
    st.sampled_from(
        [
            "=",
            ": ",
            '"',
            '": "',
            "'",
            "\\",
            '\\"',
            ">",
            "<",
            "%3D",
            "%26",
            "&",
            ";",
            ", ",
            " ",
            "\n",
            "@a.example.com",
            MARK,
        ]
    ),
    st.text(max_size=12),
    keys,
)


@given(st.lists(fragments, max_size=12).map("".join))
def test_what_was_redacted_stays_as_it_is(text: str) -> None:
    once = redact(text).text
    assert redact(once) == Redacted(once)


@given(st.text())
def test_any_text_comes_back_with_what_was_around_its_secrets(text: str) -> None:
    kept = iter(text)
    assert all(character in kept for part in redact(text).text.split(MARK) for character in part)


def test_two_finds_of_one_secret_count_once() -> None:
    jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.n2QfQ0mUq8yXc3vJ"
    assert redact(f"Authorization: Bearer {jwt}").hidden == (("authorization", 1),)


def test_kinds_are_counted_in_the_order_of_their_names() -> None:
    text = "token=n2QfQ0mU bob@example.com alice@example.com password=x"
    assert redact(text).hidden == (("e-mail address", 2), ("password", 1), ("token", 1))


def test_a_capital_that_grows_in_lower_case_moves_nothing() -> None:
    assert redact("İİİ password=hunter2 İ").text == f"İİİ password={MARK} İ"


def test_a_value_hidden_by_hand_is_left_alone() -> None:
    assert redact(f"password={MARK}&token={MARK}").hidden == ()


def test_the_mark_is_plain_in_json() -> None:
    assert json.loads(redact('{"token": "n2QfQ0mU", "code": 401}').text) == {"token": MARK, "code": 401}


def test_the_mark_is_plain_in_xml() -> None:
    assert ElementTree.fromstring(redact("<a><Token>n2QfQ0mU</Token></a>").text).findtext("Token") == MARK  # noqa: S314


def test_the_mark_is_plain_in_a_url() -> None:
    url = urlsplit(redact("https://bob:hunter2@cdn.example.com:8443/a.m3u8?token=n2QfQ0mU&e=1#t").text)
    assert (url.hostname, url.port, url.password, url.query, url.fragment) == (
        "cdn.example.com",
        8443,
        MARK,
        f"token={MARK}&e=1",
        "t",
    )


@pytest.mark.parametrize("sample", SECRETS, ids=range(len(SECRETS)))
def test_a_secret_reaches_neither_the_answer_nor_a_log(
    sample: dict[str, str], kb: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = kb.answer(sample["text"])
    assert sample["secret"] not in repr(answer)
    assert sample["secret"] not in caplog.text
    assert answer.redacted
