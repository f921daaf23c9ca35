"""How a test states that Slack refuses something."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.local.model import RefusedError


def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """The answer of a Web API call that has to be refused."""
    with pytest.raises(SlackApiError) as error:
        call(*args, **kwargs)
    answer = error.value.response.data
    assert isinstance(answer, dict)
    assert answer["ok"] is False
    return answer


@contextmanager
def refusing(error: str) -> Iterator[None]:
    """The block has to be refused with that error code."""
    with pytest.raises(RefusedError) as refusal:
        yield
    assert refusal.value.error == error
