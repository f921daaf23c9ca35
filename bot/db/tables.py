"""The schema of the workspace database. A change here needs a step in ``migrations/versions``; a test compares the two.

Times are seconds since 1970 by the database's own clock, but for ``ts``, which is Slack's name of a message.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

ID = 64
"""Characters of Slack's ids, and of a timestamp; Slack's own are shorter."""
KEY = 255
"""Characters of what a delivery or a post is known by."""

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(KEY), primary_key=True),
    Column("kind", String(ID), nullable=False),
    Column("body", Text, nullable=False),  # JSON; empty when the work is over
    Column("state", String(16), nullable=False),  # waiting, done, given_up
    Column("received", Double, nullable=False),
    Column("due", Double, nullable=False),  # from when on it may be taken
    Column("owner", String(ID), nullable=False),  # who has it in hand
    Column("leased", Double, nullable=False),  # until when nobody else takes it
    Column("tries", Integer, nullable=False),
    Column("slot", Double, nullable=False),  # when its turn to post in its channel comes; 0 when it has none
    Column("fault", String(KEY), nullable=False),  # the kind of the last failure
    Column("ended", Double, nullable=False),  # when the work was over; 0 before
    Column("about", String(KEY), nullable=False),  # key of the message that it is, or changes; "" when it is about none
    Column("version", Double, nullable=False),  # when the message was changed so; 0 as it was first
    Index("inbox_waiting", "state", "due"),
    Index("inbox_ended", "ended"),
    Index("inbox_about", "about"),
)

posts = Table(
    "posts",
    metadata,
    Column("key", String(KEY), primary_key=True),
    Column("team", String(ID), nullable=False),
    Column("channel", String(ID), nullable=False),
    Column("thread", String(ID), nullable=False),
    Column("ts", String(ID), nullable=False),
    Column("standing", String(16), nullable=False),  # posting, posted, unsure, gone
    Column("unasked", Boolean, nullable=False),  # whether nobody asked for it
    Column("marked", Double, nullable=False),
    Column("maker", String(KEY), nullable=False),  # key of the delivery that it was marked for; "" for none
    Index("posts_marked", "marked"),
    Index("posts_channel", "team", "channel", "marked"),
)

paces = Table(
    "paces",
    metadata,
    Column("team", String(ID), primary_key=True),
    Column("channel", String(ID), primary_key=True),
    Column("next", Double, nullable=False),  # the next turn that is free
    Column("shut", Double, nullable=False),  # until when Slack takes nothing there
)

answers = Table(
    "answers",
    metadata,
    Column("key", String(KEY), primary_key=True),
    Column("team", String(ID), nullable=False),
    Column("person", String(ID), nullable=False),
    Column("record", Text, nullable=False),  # JSON of bot.db.record
    Column("at", Double, nullable=False),
    Index("answers_person", "team", "person", "at"),
    Index("answers_at", "at"),
)

threads = Table(
    "threads",
    metadata,
    Column("team", String(ID), primary_key=True),
    Column("channel", String(ID), primary_key=True),
    Column("ts", String(ID), primary_key=True),
    Column("joined", Boolean, nullable=False),  # the bot was asked here
    Column("quiet", Boolean, nullable=False),  # it is to say nothing here unless asked
    Column("at", Double, nullable=False),
    Index("threads_at", "at"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Double, nullable=False),
    Column("key", String(KEY), nullable=False),
    Column("team", String(ID), nullable=False),
    Column("asker", String(ID), nullable=False),
    Column("person", String(ID), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("system", String(KEY), nullable=False),
    Column("code", String(KEY), nullable=False),
    Column("symbol", String(KEY), nullable=False),
    Column("record", Text, nullable=False),  # the answer, without words
)

channels = Table(
    "channels",
    metadata,
    Column("team", String(ID), primary_key=True),
    Column("channel", String(ID), primary_key=True),
    Column("name", String(KEY), nullable=False),  # without #; "" when Slack did not tell
    Column("creator", String(ID), nullable=False),
    Column("shared", Boolean, nullable=False),  # with another workspace
    Column("public", Boolean, nullable=False),  # anybody in the workspace may know of it
    Column("told", Double, nullable=False),  # when Slack told name, creator and shared; 0 when never
    Column("mode", String(16), nullable=False),  # off, asked, automatic; "" when the name decides
    Column("quiet_until", Double, nullable=False),
    Column("heard", Double, nullable=False),  # when something there last concerned us
    Index("channels_heard", "heard"),
)

policy_changes = Table(
    "policy_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Double, nullable=False),
    Column("team", String(ID), nullable=False),
    Column("channel", String(ID), nullable=False),
    Column("person", String(ID), nullable=False),
    Column("what", String(16), nullable=False),  # mode, quiet, bot
    Column("before", String(KEY), nullable=False),
    Column("after", String(KEY), nullable=False),
    Index("policy_changes_channel", "team", "channel", "at"),
)

bots = Table(
    "bots",
    metadata,
    Column("team", String(ID), primary_key=True),
    Column("channel", String(ID), primary_key=True),
    Column("bot", String(ID), primary_key=True),  # Slack's bot_id
    Column("name", String(KEY), nullable=False),
    Column("heard", Boolean, nullable=False),  # whether its messages are answered
    Column("at", Double, nullable=False),  # when it was first seen or last changed
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(KEY), primary_key=True),
    Column("team", String(ID), nullable=False),
    Column("channel", String(ID), nullable=False),
    Column("thread", String(ID), nullable=False),  # where the first reply stands
    Column("system", String(KEY), nullable=False),
    Column("code", String(KEY), nullable=False),
    Column("symbol", String(KEY), nullable=False),
    Column("post", String(KEY), nullable=False),  # key of the first reply
    Column("answer", String(KEY), nullable=False),  # key of the answer it shows
    Column("last", Double, nullable=False),  # when it was last seen
    Column("shown", Integer, nullable=False),  # sightings that the reply tells of
    Column("changed", Double, nullable=False),  # when the reply was last changed
    Column("keeper", String(KEY), nullable=False),  # key of the delivery that comes back to change it
    Column("refuted", Boolean, nullable=False),  # somebody said that it is wrong here
    Index("incidents_fact", "team", "channel", "system", "code", "symbol"),
    Index("incidents_post", "post"),
    Index("incidents_last", "last"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("team", String(ID), primary_key=True),
    Column("channel", String(ID), primary_key=True),
    Column("ts", String(ID), primary_key=True),
    Column("system", String(KEY), primary_key=True),
    Column("code", String(KEY), primary_key=True),
    Column("symbol", String(KEY), primary_key=True),
    Column("thread", String(ID), nullable=False),
    Column("incident", String(KEY), nullable=False),
    Column("count", Integer, nullable=False),  # how often it stands in that message
    Column("host", String(KEY), nullable=False),
    Column("at", Double, nullable=False),
    Index("sightings_channel", "team", "channel", "at"),
    Index("sightings_incident", "incident"),
    Index("sightings_at", "at"),
)

chores = Table(
    "chores",
    metadata,
    Column("name", String(ID), primary_key=True),
    Column("at", Double, nullable=False),  # when it was last done, or until when it was done
    Column("owner", String(ID), nullable=False),
    Column("leased", Double, nullable=False),
)
