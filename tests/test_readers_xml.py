"""XML errors: what is read, from whole documents and from what pasting leaves of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Evidence
from kb.readers import xml
from tests.pace import repeated, within
from tests.sightings import sightings_by, values
from tests.xml_trees import TREES

read, only = sightings_by(xml)
IIS = "http://schemas.microsoft.com/iis/media/2011/03/streaming/management"
LOCKED = f"""<?xml version="1.0" encoding="UTF-8"?>
<SmoothStreaming xmlns="{IIS}">
  <Error>
    <ErrorCode>0x8088002A</ErrorCode>
    <ErrorMessage>A conflicting operation was in progress.</ErrorMessage>
    <InternalError>0x80070020</InternalError>
  </Error>
</SmoothStreaming>"""


def test_the_error_code_names_the_error_and_comes_first() -> None:
    assert only(LOCKED).evidence[0] == Evidence("hresult", "0x8088002A", "xml ErrorCode")


def test_the_internal_error_only_explains() -> None:
    assert values(only(LOCKED), "internal") == ["0x80070020"]
    assert values(only(LOCKED), "hresult") == ["0x8088002A"]


def test_the_span_runs_from_the_declaration_to_the_last_tag() -> None:
    sighting = only(f"look:\n{LOCKED}\nany idea?")
    assert (sighting.start, sighting.end) == (6, 6 + len(LOCKED))


def test_a_code_broken_over_two_lines_is_put_together() -> None:
    assert values(only("<Error><ErrorCode>0x8088\n  002AL</ErrorCode></Error>"), "hresult") == ["0x8088002A"]


def test_a_state_without_an_error_is_left_alone() -> None:
    assert (
        read(f'<SmoothStreaming xmlns="{IIS}"><State><Value>Idle</Value><LastError/></State></SmoothStreaming>') == []
    )
    assert read("<State><Value>Started</Value><LastError>0x00000000</LastError></State>") == []


def test_settings_a_page_and_prose_are_left_alone() -> None:
    assert read("<Settings><Title>Error</Title></Settings>") == []
    assert read("<html><body><code>404</code><p>Error</p><td>0x8088002AL</td></body></html>") == []
    assert read("if error < 5 then <Error> is raised") == []


def test_an_empty_code_leaves_the_message() -> None:
    sighting = only('<m:error xmlns:m="urn:odata"><m:code/><m:message xml:lang="en-US">Busy.</m:message></m:error>')
    assert [(item.kind, item.value) for item in sighting.evidence] == [
        ("message", "Busy."),
        ("namespace", "urn:odata"),
        ("element", "m:error"),
    ]


def test_a_number_with_an_exception_gives_both() -> None:
    code = "-2147024891, System.UnauthorizedAccessException"
    sighting = only(f"<m:error><m:code>{code}</m:code><m:message>Denied.</m:message></m:error>")
    assert values(sighting, "hresult") == ["0x80070005"]
    assert values(sighting, "symbol") == ["UnauthorizedAccessException"]
    assert values(sighting, "exception") == ["System.UnauthorizedAccessException"]


def test_a_reason_phrase_for_a_code_is_its_status() -> None:
    assert values(only("<Error><Code>NotFound</Code><Message>No.</Message></Error>"), "status") == ["404"]


def test_what_azure_storage_appends_to_a_message_is_taken_apart() -> None:
    message = "Not authenticated.\nRequestId:6d2b1f7e-901e\nTime:2023-05-11T07:42:18.5120391Z"
    sighting = only(f"<Error><Code>AuthenticationFailed</Code><Message>{message}</Message></Error>")
    assert values(sighting, "message") == ["Not authenticated."]
    assert values(sighting, "request-id") == ["requestid: 6d2b1f7e-901e"]
    assert sighting.when == "2023-05-11T07:42:18.5120391Z"


def test_a_request_id_beside_the_error_belongs_to_it() -> None:
    sighting = only(
        "<Response><Errors><Error><Code>NoSuchKey</Code></Error></Errors><RequestID>ab-1</RequestID></Response>"
    )
    assert values(sighting, "request-id") == ["requestid: ab-1"]


def test_w3c_namespaces_betray_nothing() -> None:
    sighting = only('<Error xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Code>X1</Code></Error>')
    assert values(sighting, "namespace") == []


def test_several_documents_are_several_sightings() -> None:
    text = f"first\n{LOCKED}\nthen\n<Error><Code>NoSuchKey</Code><Message>gone</Message></Error> done"
    assert [values(sighting, "hresult") + values(sighting, "code") for sighting in read(text)] == [
        ["0x8088002A"],
        ["NoSuchKey"],
    ]


def test_slack_escaping_is_undone_once() -> None:
    escaped = LOCKED.replace("operation", "a &lt;b&gt;").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    sighting = only(f"hm\n{escaped}\nyes")
    assert values(sighting, "namespace") == [IIS]
    assert values(sighting, "message") == ["A conflicting a <b> was in progress."]
    assert (sighting.start, sighting.end) == (3, 3 + len(escaped))


@pytest.mark.parametrize("bracket", ["<", "\\u003c", "\\u003C"])
def test_xml_in_a_json_string_is_read(bracket: str) -> None:
    inside = LOCKED.replace('"', '\\"').replace("\n", "\\r\\n").replace("</", "<\\/")
    inside = inside.replace("<", bracket).replace(">", ">" if bracket == "<" else "\\u003e")
    sighting = only(f'{{"status": 400, "body": "{inside}"}}')
    assert values(sighting, "hresult") == ["0x8088002A"]
    assert values(sighting, "namespace") == [IIS]
    assert sighting.notes == ()


def test_quoted_lines_and_fences_do_not_matter() -> None:
    quoted = "\n".join(f"> {line}" for line in LOCKED.splitlines())
    assert only(f"```\n{LOCKED}\n```").notes == ()
    assert only(quoted).evidence == only(LOCKED).evidence


def test_quote_marks_within_a_message_are_dropped() -> None:
    sighting = only("> <Error><ErrorCode>0x8088002A</ErrorCode><ErrorMessage>try\n> again</ErrorMessage></Error>")
    assert values(sighting, "message") == ["try again"]


def test_a_log_line_around_it_does_not_matter() -> None:
    line = "2015-03-12 ERROR reply=<Error><ErrorCode>0x8088002A</ErrorCode></Error> after 12 ms"
    sighting = only(line)
    assert line[sighting.start : sighting.end] == "<Error><ErrorCode>0x8088002A</ErrorCode></Error>"


@pytest.mark.parametrize("length", range(LOCKED.index("</ErrorCode>"), len(LOCKED) - 1, 7))
def test_xml_that_breaks_off_shows_what_it_has_and_where_it_ends(length: int) -> None:
    sighting = only(LOCKED[:length])
    assert values(sighting, "hresult") == ["0x8088002A"]
    assert sighting.notes == (f"the XML breaks off at line {LOCKED[:length].rstrip().count(chr(10)) + 1}",)


def test_a_code_that_breaks_off_is_not_a_code() -> None:
    assert read("<Error><Code>Authentica") == []
    assert values(only("<Error><Message>Server failed</Message><Code>Authentica"), "code") == []


def test_prose_after_xml_that_breaks_off_is_not_part_of_it() -> None:
    text = "<Response><Errors><Error><Code>A1</Code></Error>\nand later\n<Error><Code>B2</Code></Error>"
    assert [values(sighting, "code") for sighting in read(text)] == [["A1"], ["B2"]]


def test_xml_that_is_not_well_formed_is_read_all_the_same() -> None:
    sighting = only("<Error>\n<ErrorCode>0x8088002A</ErrorCode>\n<ErrorMessage>a & b</ErrorMessage></Error>")
    assert values(sighting, "message") == ["a & b"]
    assert sighting.notes == ("the XML is not well-formed at line 3",)


def test_cdata_is_text() -> None:
    assert values(only("<Error><Message><![CDATA[no <b>such</b> key]]></Message></Error>"), "message") == [
        "no <b>such</b> key"
    ]


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    sighting = only(f"{bomb}<Error><Code>X1</Code><Message>&a;&b;</Message></Error>")
    assert values(sighting, "message") == ["&a;&b;"]


@given(TREES, st.data())
def test_cut_xml_never_raises_and_stays_in_the_text(document: str, data: st.DataObject) -> None:
    text = document[: data.draw(st.integers(0, len(document)))]
    assert all(0 <= sighting.start < sighting.end <= len(text) for sighting in xml.read(text))


@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "/", "&lt;", "&gt;", "\\u003c", "Error", "Code", " ", "\n", '"', "xmlns=", "0x8088002A"]
        )
    )
)
def test_shreds_of_xml_never_raise(shreds: list[str]) -> None:
    text = "".join(shreds)
    assert all(text[sighting.start : sighting.end] for sighting in xml.read(text))


@pytest.mark.parametrize(
    "unit",
    ["<Error>", "<Error ", "<Error", "<Error/>", "<Error><a>", "<ErrorCode>1</ErrorCode>", "&lt;Error ", "&lt;Error&gt;",
     "\\u003cError\\u003e", "<?xml ", '<Error xmlns="', "<Response><Error><Code>X1</Code></Error>", "> <Error>\n", "<![CDATA["],
)  # fmt: skip
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    with within(1):
        assert len(read(repeated(unit))) <= xml.MOST_SIGHTINGS
