"""The tables of a pack file, field by field: what each holds, which are required, what is well formed.

A field's description is written once, here: the JSON schema carries it, a fault about a missing field quotes it,
and the table in ``packs/README.md`` repeats it, checked by a test.
"""

import datetime
import re
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from kb.model import Layer, Retry, SignKind

ID = r"^[a-z0-9][a-z0-9.-]*$"
LINK = r'^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?([/?#][^\s<>|"]*)?$'
MESSAGE = r"^[^{}]*(\{[A-Za-z][A-Za-z0-9_]*\}[^{}]+)*(\{[A-Za-z][A-Za-z0-9_]*\})?$"

EXPECTED_BY_PATTERN = {
    ID: "lower case letters, digits, dots and dashes, such as aws-mediatailor",
    LINK: "a link that starts with https:// and a host",
    MESSAGE: "literal text with {name} for what varies, text between two of them, and no other braces",
}

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_PLACEHOLDER = re.compile(r"\{[A-Za-z0-9_]{1,100}\}")
_HRESULT = re.compile(r"0x[0-9A-F]{8}")
_LIKE_HRESULT = re.compile(r"(?:0x|&h).*|[8c][0-9a-f]{7}l?", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9.*_-]+")
_HEADER = re.compile(r"[a-z0-9_-]+:(?: .+)?")


def _refuse(expected: str) -> NoReturn:
    """Refuse a value, saying what was expected in its place."""
    raise PydanticCustomError("expected", "{expected}", {"expected": expected})


def _text(text: str) -> str:
    if found := _CONTROL.search(text):
        _refuse(f"one line without control characters (U+{ord(found[0]):04X})")
    if text != text.strip():
        _refuse("no space at either end")
    return text


def _lower(text: str) -> str:
    if text != text.lower():
        _refuse("lower case")
    return text


def _code(code: str) -> str:
    """Let a code through; one that looks like an HRESULT must be written as ``0x`` and 8 upper case digits."""
    if _LIKE_HRESULT.fullmatch(code) and not _HRESULT.fullmatch(code):
        canonical = "0x" + re.sub(r"^(?:0X|&H)|L$", "", code.upper())
        _refuse(f'"{canonical}"' if _HRESULT.fullmatch(canonical) else "0x and 8 upper case digits, as in 0x8088002A")
    return code


def _message(message: str) -> str:
    if not any(character.isalnum() for character in _PLACEHOLDER.sub("", message)):
        _refuse("words besides its placeholders")
    return message


def _entry_field(name: str) -> str:
    if name not in EntryTable.model_fields:
        _refuse("the name of a field of the entry, such as first_check")
    return name


Text = Annotated[str, Field(min_length=1), AfterValidator(_text)]
Lower = Annotated[str, Field(min_length=1), AfterValidator(_text), AfterValidator(_lower)]
Title = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_text)]
Code = Annotated[str, Field(min_length=1), AfterValidator(_text), AfterValidator(_code)]
Id = Annotated[str, Field(pattern=ID)]
Link = Annotated[str, Field(pattern=LINK), AfterValidator(_text)]
Message = Annotated[str, Field(min_length=1, pattern=MESSAGE), AfterValidator(_text), AfterValidator(_message)]
EntryField = Annotated[str, AfterValidator(_entry_field)]


class Table(BaseModel):
    """A TOML table: no field that the format doesn't know, no value turned silently into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def given(self) -> dict[str, Any]:
        """The fields that the file gives, lists as tuples: what it leaves out keeps the default of ``kb.model``."""
        fields = ((name, getattr(self, name)) for name in self.model_fields_set)
        return {name: tuple(value) if isinstance(value, list) else value for name, value in fields}


class SystemTable(Table):
    """The product surface that emits the errors; a pack that adds to a known system needs its id only."""

    model_config = ConfigDict(json_schema_extra={"required": ["id"]})

    id: Id = Field(description="what the system is called in the knowledge base and in settings")
    name: Text = Field(description="its full name, as an answer shows it")
    vendor: Text = Field(description="who makes it")
    aliases: list[Lower] = Field([], description="every name and nickname people use for it, in lower case")
    layer: Layer = Field(description="where in the chain from camera to viewer it stands")
    lifecycle: Text = Field("active", description="active, or one sentence that is shown with each answer")
    docs: Link = Field(description="its documentation")


class SignTable(Table):
    """How a paste betrays the system."""

    kind: SignKind = Field(description="where the sign is looked for")
    value: Lower = Field(
        description="what is looked for there, in lower case: part of the text; a whole host, or the end of one after "
        'a leading dot, with * for one or more labels; "name:" or "name: value" of a header'
    )
    proof: bool = Field(default=False, description="whether the sign alone is enough to name the system")

    @field_validator("value")
    @classmethod
    def _fits_its_kind(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        if kind == "host" and not _HOST.fullmatch(value):
            _refuse("a host, or the end of one, such as .mediatailor.us-east-1.amazonaws.com")
        if kind == "header" and not _HEADER.fullmatch(value):
            _refuse('a header such as "x-err-code:" or "server: name"')
        return value


class CauseTable(Table):
    """One reason behind an entry."""

    when: Text = Field(description="the reason, in one sentence")
    says: list[Text] = Field([], description="phrases that point to this cause, as people on call type them")
    messages: list[Message] = Field([], description="literal messages that only this cause has")
    fix: Text = Field(description="what cures it")
    ours: bool = Field(default=False, description="whether the advice is our own and no document gives it")


class SourceTable(Table):
    """Where an entry's facts came from."""

    document: Text = Field(description="the title of the document that the facts came from")
    checked: datetime.date = Field(description="the day the entry was last compared with it")
    ours: list[EntryField] = Field([], description="fields of the entry that are our own advice, not the document's")


class EntryTable(Table):
    """One error of the system; known by its code, and by its symbol where a code has several."""

    code: Code = Field(description="the code as the documents write it")
    symbol: Text | None = Field(None, description="the name of the exception or constant")
    status: int | None = Field(None, ge=100, le=599, description="the HTTP status it comes with")
    title: Title = Field(description="what happened, in a few words of our own")
    messages: list[Message] = Field([], description="literal texts that the service emits, {name} for what varies")
    says: list[Text] = Field([], description="phrases for the error as a whole, as people type them")
    raised_by: list[Text] = Field([], description="calls or requests that raise it")
    meaning: Text = Field(description="what it means, in one or two sentences")
    retry: Retry = Field(description="whether the same request may be sent again")
    owner: Text = Field(description="who can fix it")
    first_check: Text = Field(description="the one thing to run or look at first")
    see: list[Link] = Field(min_length=1, description="documentation links, the most specific first")
    layer: Layer | None = Field(None, description="the layer at fault when it is not the system's own")
    cause: list[CauseTable] = Field([], description="the reasons behind it, one table each")
    source: SourceTable = Field(description="where the facts came from")

    @field_validator("status")
    @classmethod
    def _equals_the_code(cls, status: int, info: ValidationInfo) -> int:
        code = info.data.get("code", "")
        if re.fullmatch(r"[0-9]{3}", code) and int(code) != status:
            _refuse(f"{code}, the same as the code")
        return status


class PackFile(Table):
    """A pack file: one system, how a paste betrays it, and its errors."""

    system: SystemTable = Field(description="the system that emits the errors")
    sign: list[SignTable] = Field([], description="how a paste betrays the system, one table each")
    entry: list[EntryTable] = Field([], description="the errors of the system, one table each")


class TomlSchema(GenerateJsonSchema):
    """Leaves out what TOML has no word for: null, and titles that only repeat a field's name."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A field that may be left out: the schema of its value."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A field with a default: the schema of its value, since defaults are those of ``kb.model``."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic's signature)
        """No field needs a title: its name and description say it all."""
        return False
