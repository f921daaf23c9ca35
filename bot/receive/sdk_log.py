"""What Slack's own client says of itself, without what it fills in: that may be an address with a ticket, or a text."""

from __future__ import annotations

import logging
import re

LOG = logging.getLogger("slack_sdk.streamerr")
"""What the SDK's clients are given to log to."""

_FILLED_IN = re.compile(r"[(:].*", re.DOTALL)


class Words(logging.Filter):
    """Leaves of each record the words before the first thing that was filled in, and the kind of the exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record; all of them pass."""
        kind = record.exc_info and record.exc_info[0]
        words = _FILLED_IN.sub("", record.getMessage()).strip()
        record.msg, record.args = f"{words}: {kind.__name__}" if kind else words, ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


LOG.setLevel(logging.WARNING)  # below that it repeats frames and addresses whole
LOG.addFilter(Words())
