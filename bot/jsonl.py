"""Many questions at once: rows ``{"id", "text"}`` in, one answer a row out, in the same order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from kb.answer_json import answer_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kb.model import Answer


class RowError(ValueError):
    """A row that holds no question; ``id`` is the row's own, or None when it has none that could be read."""

    def __init__(self, fault: str, id_: Any = None) -> None:
        super().__init__(fault)
        self.id = id_


def answered(rows: Iterable[bytes], answer: Callable[[str], Answer]) -> Iterator[dict[str, Any]]:
    """Answer each row as it comes; a row without a question gives ``{"id", "error"}``, and the next one is read.

    Args:
        rows: lines of JSON in UTF-8; empty lines are passed over.
        answer: finds the answer to a text.
    """
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            id_, text = _question(row)
        except RowError as error:
            yield {"id": error.id, "error": f"line {number}: {error}"}
        else:
            yield {"id": id_, **answer_record(answer(text))}


def _question(row: bytes) -> tuple[Any, str]:
    try:
        question = json.loads(row.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise RowError(f"not UTF-8 at byte {error.start + 1}") from error
    except RecursionError as error:
        raise RowError("nested too deeply") from error
    except ValueError as error:
        raise RowError(f"not JSON: {error}") from error
    if not isinstance(question, dict):
        raise RowError('expected an object with "id" and "text"')
    id_, text = question.get("id"), question.get("text")
    if not isinstance(text, str):
        raise RowError('"text" must be a string' if "text" in question else '"text" is missing', id_)
    return id_, text


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")
