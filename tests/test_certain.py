"""Certain: what may be said without being asked, and, above all, what may not."""

import pytest

from kb import KnowledgeBase


@pytest.mark.parametrize(
    "text",
    [
        "0x8088002A",
        "we got hr=0x8088002a on the PUT",
        "MPE_MGMT_PUBLISHING_POINT_LOCKED",
        "saw MPE_FRAGMENT_NOT_READY in the log",
        "The HTTP method for the request is not allowed for the requested resource.",
    ],
)
def test_an_error_that_is_nobody_elses_is_certain(kb: KnowledgeBase, text: str) -> None:
    answer = kb.answer(text)
    assert (answer.outcome, answer.certain) == ("answer", True)


def test_a_sign_with_a_status_of_one_entry_is_certain(kb: KnowledgeBase) -> None:
    paste = (
        "$ curl -sv https://abc.mediatailor.eu-west-1.amazonaws.com/v1/master/1/x/index.m3u8\n"
        "> GET /v1/master/1/x/index.m3u8 HTTP/2\n> Host: abc.mediatailor.eu-west-1.amazonaws.com\n>\n"
        "< HTTP/2 504\n< content-type: application/json\n<\n"
    )
    answer = kb.answer(paste)
    assert (answer.outcome, answer.route, answer.certain) == ("answer", "system+status", True)
    assert answer.matches[0].entry.code == "504"


@pytest.mark.parametrize(
    "text",
    [
        "publishing point locked",
        "mediatailor 409",
        "gcore 504",
        "mediatailor gateway timeout",
        "the mediatailor URL works, the other one gives 404",
        "https://abc.mediatailor.eu-west-1.amazonaws.com/v1/master/1/x/index.m3u8 works, the other gives 404",
        "GatewayTimeoutException",
        "x-err-code 2000",
        "load shed",
        "Access denied.",
    ],
)
def test_words_names_and_bare_numbers_are_never_certain(kb: KnowledgeBase, text: str) -> None:
    assert not kb.answer(text).certain


@pytest.mark.parametrize("text", ["409", "404 not found", "0x80880030", "mediatailor 418", "good morning", ""])
def test_a_choice_and_the_unknown_are_never_certain(kb: KnowledgeBase, text: str) -> None:
    answer = kb.answer(text)
    assert answer.outcome != "answer"
    assert not answer.certain
