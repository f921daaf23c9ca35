"""Signs: what proves a system, what only hints at it, and what does neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Evidence, EvidenceKind
from kb.signs import SHOWN, hinted, host_pattern, products, proved
from kb.store import Store

HOST = Evidence("host", "abc.mediatailor.eu-west-1.amazonaws.com", "header host")
PATH = Evidence("path", "/v1/master/1/live", "request line")
CONFLICT = Evidence("exception", "ConflictException", "header x-amzn-errortype")


def of_kind(kind: EvidenceKind, value: str) -> Evidence:
    return Evidence(kind, value, "line")


@pytest.mark.parametrize(
    ("item", "system"),
    [
        (HOST, "aws-mediatailor"),
        (of_kind("host", "Acct.Streaming.Mediaservices.Windows.NET"), "ams-origin"),
        (of_kind("path", "/services/SmoothStreaming/PublishingPoints.isml"), "iis-smooth"),
        (of_kind("text", "arn:aws:mediatailor:eu-west-1:1:x"), "aws-mediatailor"),
        (of_kind("layer", "MediaTailor/ManifestService (ad-insertion)"), "aws-mediatailor"),
    ],
)
def test_one_sign_that_is_proof_proves_its_system(store: Store, item: Evidence, system: str) -> None:
    assert proved(store, [item]).keys() == {system}


@pytest.mark.parametrize("where", ["text", "text, a link"])
def test_nothing_said_in_a_sentence_is_proof(store: Store, where: str) -> None:
    assert proved(store, [Evidence(HOST.kind, HOST.value, where)]) == {}


@pytest.mark.parametrize("item", [PATH, CONFLICT])
def test_a_sign_that_others_share_proves_nothing_alone(store: Store, item: Evidence) -> None:
    assert proved(store, [item]) == {}


def test_a_path_and_an_exception_of_one_system_prove_it_together(store: Store) -> None:
    assert proved(store, [CONFLICT, PATH]) == {
        "aws-mediatailor": "request line /v1/master/1/live with header x-amzn-errortype ConflictException"
    }


def test_a_path_and_an_exception_of_two_systems_prove_neither(store: Store) -> None:
    assert proved(store, [CONFLICT, of_kind("path", "/live.isml/settings")]) == {}


def test_two_paths_prove_no_more_than_one(store: Store) -> None:
    assert proved(store, [PATH, of_kind("path", "/v1/session/1/live")]) == {}


def test_proof_is_shown_with_where_it_stood(store: Store) -> None:
    assert proved(store, [HOST])["aws-mediatailor"] == f"header host {HOST.value}"


def test_proof_too_long_for_a_line_is_shown_by_where_it_stood(store: Store) -> None:
    item = Evidence("text", "arn:aws:mediatailor:" + "x" * SHOWN, "log line")
    assert proved(store, [item]) == {"aws-mediatailor": "log line"}


def test_of_several_proofs_the_first_is_shown(store: Store) -> None:
    arn = of_kind("text", "arn:aws:mediatailor:eu-west-1")
    assert proved(store, [HOST, arn]) == proved(store, [HOST])


def test_a_path_of_one_system_hints_at_it(store: Store) -> None:
    assert hinted(store, [PATH]) == {"aws-mediatailor": PATH.value}


def test_a_link_in_a_sentence_hints_though_it_proves_nothing(store: Store) -> None:
    assert hinted(store, [Evidence("host", HOST.value, "text")]) == {"aws-mediatailor": HOST.value}


def test_an_exception_that_many_services_use_hints_at_nothing(store: Store) -> None:
    assert hinted(store, [CONFLICT]) == {}


def test_hints_at_two_systems_are_no_hint(store: Store) -> None:
    assert hinted(store, [PATH, of_kind("path", "/live.isml/settings")]) == {}


@pytest.mark.parametrize(
    ("sign", "host"),
    [
        (".example.net", "a.example.net"),
        (".example.net", "a.b.example.net"),
        ("example.net", "example.net"),
        ("*.api.*.example.net", "x.api.west.example.net"),
        ("*.api.*.example.net", "x.y.api.west.one.example.net"),
        ("api.*.example.net", "api.west.example.net"),
    ],
)
def test_a_host_sign_is_its_host_or_every_host_under_it(sign: str, host: str) -> None:
    assert host_pattern(sign).fullmatch(host)


@pytest.mark.parametrize(
    ("sign", "host"),
    [
        (".example.net", "example.net"),
        (".example.net", "badexample.net"),
        (".example.net", "a.example.net.evil.test"),
        (".example.net", "a.exampleXnet"),
        ("example.net", "a.example.net"),
        ("*.api.*.example.net", "api.west.example.net"),
        ("api.*.example.net", "api.evil.test/x.example.net"),
    ],
)
def test_a_host_sign_is_no_host_that_only_looks_like_it(sign: str, host: str) -> None:
    assert not host_pattern(sign).fullmatch(host)


@given(st.lists(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), min_size=1, max_size=10))
def test_every_host_of_up_to_ten_labels_under_a_domain_is_its(labels: list[str]) -> None:
    assert host_pattern(".example.net").fullmatch(f"{'.'.join(labels)}.example.net")


def test_the_words_of_hosts_and_layers_may_name_a_product() -> None:
    shown = [of_kind("host", "Video.Fastly.example"), of_kind("layer", "CloudFront (cdn)"), of_kind("path", "/akamai")]
    words = products(shown)
    assert {"fastly", "cloudfront"} <= {*words}
    assert not any("akamai" in word for word in words)
