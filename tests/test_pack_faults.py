"""Every fault of a pack file, by the exact line that names it."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Pack, System
from kb.pack import PackError, pack_of

GOOD = """\
[system]
id = "example"
name = "Example Packager"
vendor = "Example"
aliases = ["packager"]
layer = "packager"
docs = "https://example.com/docs"

[[sign]]
kind = "text"
value = "example"

[[sign]]
kind = "host"
value = ".example.com"
proof = true

[[entry]]
code = "409"
status = 409
title = "Manifest locked"
messages = ["Manifest {name} is locked"]
says = ["manifest locked"]
meaning = "Another process is writing this manifest."
retry = "after a pause"
owner = "packaging team"
first_check = "List the jobs of the channel."
see = ["https://example.com/docs#409"]

[[entry.cause]]
when = "Two encoders run."
fix = "Stop one."

[[entry.cause]]
when = "A job hangs."
says = ["job hangs"]
fix = "Kill the job."
ours = false

[entry.source]
document = "Errors"
checked = 2026-11-21
ours = ["retry"]

[[entry]]
code = "0x8088002A"
title = "Channel missing"
meaning = "The channel is not there."
retry = "no"
owner = "packaging team"
first_check = "List the channels."
see = ["https://example.com/docs#channel"]
source = { document = "Errors", checked = 2026-11-21 }
"""

RETRY = 'expected one of "no", "yes", "after a pause", "with back-off"'
LAYER = 'expected one of "player", "cdn", "ad-insertion", "packager", "origin", "encoder", "storage", "api"'
KIND = 'expected one of "namespace", "host", "path", "header", "element", "exception", "user-agent", "text"'
LINK = "expected a link that starts with https:// and a host"
ID = "expected lower case letters, digits, dots and dashes, such as aws-mediatailor"
DATE = "expected a date such as 2026-11-21, without quotes"
MESSAGE = "expected literal text with {name} for what varies, text between two of them, and no other braces"
HOST = "expected a host, or the end of one, such as .mediatailor.us-east-1.amazonaws.com"
HEADER = 'expected a header such as "x-err-code:" or "server: name"'
ONE_LINE = "expected one line without control characters"


def faults(text: str, systems: dict[str, System] | None = None) -> list[str]:
    try:
        pack_of(tomllib.loads(text), "p.toml", systems or {})
    except PackError as error:
        return [fault.removeprefix("p.toml: ") for fault in error.faults]
    return []


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_good_pack_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "M', 'titel = "M', 'entry 1 (409): unknown field "titel", did you mean "title"?'),
        ('fix = "Kill', 'fixes = "Kill', 'entry 1 (409), cause 2: unknown field "fixes", did you mean "fix"?'),
        ("proof = true", "prof = true", 'sign 2: unknown field "prof", did you mean "proof"?'),
        ('aliases = ["', 'alias = ["', 'system: unknown field "alias", did you mean "aliases"?'),
        ("[[sign]]", "[[signs]]", 'unknown field "signs", did you mean "sign"?'),
        ("proof = true", "qqq = true", 'sign 2: unknown field "qqq", expected one of kind, value, proof'),
        ("proof = true", '"a\\nb" = true', 'sign 2: unknown field "a\\nb", expected one of kind, value, proof'),
    ],
)
def test_an_unknown_field_is_named_with_what_it_may_have_meant(old: str, new: str, fault: str) -> None:
    assert fault in faults(changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "ours = false",
            'see = ["https://x"]',
            'entry 1 (409), cause 2: unknown field "see", a field of the entry: move it above [[entry.cause]]',
        ),
        (
            'ours = ["retry"]',
            "status = 409",
            'entry 1 (409), source: unknown field "status", a field of the entry: move it above [entry.source]',
        ),
    ],
)
def test_a_field_of_the_entry_below_its_causes_or_source_is_sent_up(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [fault]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('fix = "Kill the job."', 'entry 1 (409), cause 2: "fix" is missing: what cures it'),
        ('owner = "packaging team"', 'entry 1 (409): "owner" is missing: who can fix it'),
        (
            "checked = 2026-11-21",
            'entry 1 (409), source: "checked" is missing: the day the entry was last compared with it',
        ),
        ('vendor = "Example"', 'system: "vendor" is missing: who makes it'),
        ('kind = "text"', 'sign 1: "kind" is missing: where the sign is looked for'),
        ('code = "409"', 'entry 1: "code" is missing: the code as the documents write it'),
    ],
)
def test_a_missing_field_is_named_with_what_it_holds(line: str, fault: str) -> None:
    assert faults(changed(f"{line}\n", "")) == [fault]


def test_a_file_without_a_system_says_so() -> None:
    assert faults("") == ['"system" is missing: the system that emits the errors']


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"after a pause"', '"maybe"', f'entry 1 (409): retry is "maybe", {RETRY}'),
        ('layer = "packager"', 'layer = "Packager"', f'system: layer is "Packager", {LAYER}'),
        ('kind = "text"', 'kind = "word"', f'sign 1: kind is "word", {KIND}'),
        ('retry = "', 'layer = ""\nretry = "', f'entry 1 (409): layer is "", {LAYER}'),
    ],
)
def test_a_word_outside_its_list_is_answered_with_the_list(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"Manifest locked"', "3", "entry 1 (409): title is 3, expected text in quotes"),
        ("status = 409", 'status = "409"', 'entry 1 (409): status is "409", expected a whole number, without quotes'),
        ("status = 409", "status = true", "entry 1 (409): status is true, expected a whole number, without quotes"),
        ("status = 409", "status = 4.5", "entry 1 (409): status is 4.5, expected a whole number, without quotes"),
        ("proof = true", 'proof = "yes"', 'sign 2: proof is "yes", expected true or false'),
        ("2026-11-21", '"2026-11-21"', f'entry 1 (409), source: checked is "2026-11-21", {DATE}'),
        ("2026-11-21", "2026-11-21T08:00:00", f"entry 1 (409), source: checked is 2026-11-21T08:00:00, {DATE}"),
        ("2026-11-21", "08:00:00", f"entry 1 (409), source: checked is 08:00:00, {DATE}"),
        ('["manifest locked"]', '"locked"', 'entry 1 (409): says is "locked", expected a list in square brackets'),
        ('["manifest locked"]', "[[]]", "entry 1 (409): says 1 is empty, expected text in quotes"),
        ('["manifest locked"]', '["a", {b = 1}]', "entry 1 (409): says 2 is a table, expected text in quotes"),
        ('["manifest locked"]', '["a", ["b"]]', "entry 1 (409): says 2 is a list, expected text in quotes"),
        ("[system]", "[[system]]", "system is a list, expected a table under [system]"),
    ],
)
def test_a_value_of_the_wrong_type_is_named(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [fault]


def test_single_brackets_where_double_ones_belong_are_named() -> None:
    text = GOOD[: GOOD.index("[[sign]]")] + '[sign]\nkind = "text"\n'
    assert faults(text) == ["sign is a table, expected double brackets, [[sign]]"]


def test_an_entry_that_is_no_table_is_named() -> None:
    text = "entry = [3]\n" + GOOD[: GOOD.index("[[sign]]")]
    assert faults(text) == ["entry 1 is 3, expected a table under [[entry]]"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"Manifest locked"', '""', 'title is "", expected some text'),
        ('"Manifest locked"', '" Locked"', 'title is " Locked", expected no space at either end'),
        ('"Manifest locked"', '"Locked "', 'title is "Locked ", expected no space at either end'),
        ('"manifest locked"', '"a\\tb"', f'says 1 is "a\\tb", {ONE_LINE} (U+0009)'),
        ('"manifest locked"', '"a\\u202eb"', f'says 1 is "a\\u202eb", {ONE_LINE} (U+202E)'),
        ('"manifest locked"', '"""a\nb"""', f'says 1 is "a\\nb", {ONE_LINE} (U+000A)'),
        ('"Manifest locked"', f'"{"x" * 81}"', f'title is "{"x" * 79}…", expected at most 80 characters, not 81'),
        ("{name} is", "{name is", f'messages 1 is "Manifest {{name is locked", {MESSAGE}'),
        ("{name} is", "{} is", f'messages 1 is "Manifest {{}} is locked", {MESSAGE}'),
        ("{name} is", "{a}{b} is", f'messages 1 is "Manifest {{a}}{{b}} is locked", {MESSAGE}'),
        ("Manifest {name} is locked", "{a}: {b}", 'messages 1 is "{a}: {b}", expected words besides its placeholders'),
        ("https://example.com/docs#409", "https:///docs", f'see 1 is "https:///docs", {LINK}'),
        ("https://example.com/docs#409", "https://a.b/c d", f'see 1 is "https://a.b/c d", {LINK}'),
        ("https://example.com/docs#409", "https://a|b", f'see 1 is "https://a|b", {LINK}'),
        ('["https://example.com/docs#409"]', "[]", "see is empty, expected at least one"),
        ("status = 409", "status = 99", "status is 99, expected an HTTP status, 100 to 599"),
        ("status = 409", "status = 600", "status is 600, expected an HTTP status, 100 to 599"),
        ("status = 409", "status = 404", "status is 404, expected 409, the same as the code"),
    ],
)
def test_an_ill_formed_value_of_an_entry_is_named(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [f"entry 1 (409): {fault}"]


def test_a_fault_of_a_source_is_named() -> None:
    fault = 'entry 1 (409), source: ours 1 is "fix", expected the name of a field of the entry, such as first_check'
    assert faults(changed('ours = ["retry"]', 'ours = ["fix"]')) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"example"', '"Example One"', f'system: id is "Example One", {ID}'),
        ('"example"', '".example"', f'system: id is ".example", {ID}'),
        ('["packager"]', '["ok", "EP"]', 'system: aliases 2 is "EP", expected lower case'),
        ('"https://example.com/docs"', '"http://example.com"', f'system: docs is "http://example.com", {LINK}'),
        ('".example.com"', '"example.com/x"', f'sign 2: value is "example.com/x", {HOST}'),
        ('".example.com"', '".Example.com"', 'sign 2: value is ".Example.com", expected lower case'),
        ('kind = "text"', 'kind = "header"', f'sign 1: value is "example", {HEADER}'),
    ],
)
def test_an_ill_formed_value_of_a_system_or_sign_is_named(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [fault]


@pytest.mark.parametrize("code", ["0x8088002a", "0x8088002AL", "&H8088002A", "8088002a", "0X8088002A"])
def test_an_hresult_in_another_spelling_is_answered_with_the_canonical_one(code: str) -> None:
    assert faults(changed("0x8088002A", code)) == [f'entry 2 ({code}): code is "{code}", expected "0x8088002A"']


@pytest.mark.parametrize("code", ["0x808", "0x8088002G", "0x8088002A1", "0x"])
def test_an_hresult_that_is_none_is_named(code: str) -> None:
    expected = "expected 0x and 8 upper case digits, as in 0x8088002A"
    assert faults(changed("0x8088002A", code)) == [f'entry 2 ({code}): code is "{code}", {expected}']


@pytest.mark.parametrize("code", ["X-Err-Code 2000", "232011", "12345678", "AuthenticationFailed", "0xC00D0001"])
def test_a_code_in_another_form_is_let_through(code: str) -> None:
    assert faults(changed("0x8088002A", code)) == []


def test_a_second_entry_with_the_same_code_is_a_fault() -> None:
    assert faults(changed("0x8088002A", "409")) == ["entry 2 (409): same code and symbol as entry 1"]


def test_a_symbol_tells_entries_with_the_same_code_apart() -> None:
    assert faults(changed('"0x8088002A"', '"409"\nsymbol = "ChannelMissing"')) == []


def test_all_faults_are_named_in_the_order_of_the_tables() -> None:
    text = changed('"Example Packager"', '""').replace('"host"', '"home"').replace('"no"', '"never"')
    assert faults(text) == [
        'system: name is "", expected some text',
        f'sign 2: kind is "home", {KIND}',
        f'entry 2 (0x8088002A): retry is "never", {RETRY}',
    ]


def test_an_addition_that_misspells_a_known_system_is_told_which_it_may_mean() -> None:
    known = System("gcore-streaming", "Gcore", "Gcore", "cdn", "https://gcore.com")
    found = faults('[system]\nid = "gcore-streming"', {known.id: known})
    assert found[-1] == 'system: id is "gcore-streming", not a known system, did you mean "gcore-streaming"?'
    assert 'system: "name" is missing: its full name, as an answer shows it' in found


SCALARS = (
    st.text(max_size=20)
    | st.integers()
    | st.integers(min_value=10**5000, max_value=10**5001)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.times()
    | st.datetimes()
)
FIELDS = st.sampled_from(["system", "sign", "entry", "cause", "source", "code", "status", "see", "kind", "id"])
VALUES = st.recursive(
    SCALARS,
    lambda values: st.lists(values, max_size=4) | st.dictionaries(FIELDS | st.text(max_size=9), values, max_size=6),
    max_leaves=30,
)


def read(document: dict[str, Any]) -> Pack | PackError:
    try:
        return pack_of(document, "p.toml", {})
    except PackError as error:
        return error


@given(st.dictionaries(FIELDS | st.text(max_size=9), VALUES, max_size=5))
def test_any_document_is_a_pack_or_a_list_of_faults(document: dict[str, Any]) -> None:
    outcome = read(document)
    assert isinstance(outcome, Pack) or outcome.faults


@given(st.data())
def test_a_good_pack_with_anything_in_any_place_is_a_pack_or_a_list_of_printable_lines(data: st.DataObject) -> None:
    document = place = tomllib.loads(GOOD)
    parts = data.draw(st.lists(st.integers(0, 20), min_size=1, max_size=5))
    for part in parts:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = keys[part % len(keys)]
        if part == parts[-1] or not isinstance(place[key], dict | list):
            place[key] = data.draw(VALUES)
            break
        place = place[key]
    outcome = read(document)
    assert isinstance(outcome, Pack) or all(fault.isprintable() for fault in outcome.faults)
