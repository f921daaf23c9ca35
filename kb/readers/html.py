"""Error pages of CDNs and servers, as HTML or as the text that a browser copies: CloudFront, Akamai, Fastly, nginx, IIS and their kin.

A page counts when its title or first heading is that of an error, or when it holds a sentence that only one product writes. A page
with much more to say is documentation, and is left alone.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING

from kb.clean import unescape_once
from kb.http_status import find_reasons
from kb.model import Evidence, Sighting
from kb.readers.page_makers import MAKERS, Maker, maker_of
from kb.readers.response_headers import most_telling_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "html"
MOST_SIGHTINGS = 200
MOST_PAGES = 1_000
LONGEST_PAGE = 60_000
LONGEST_FRAGMENT = 5_000
LONGEST_TEXT = 2_500
"""Characters that an error page has to show at most."""
LONGEST_COPY = 1_500
MOST_MESSAGES = 3
LONGEST_MESSAGE = 300
