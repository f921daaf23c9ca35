"""The workspace database as it was first."""

from alembic import op
from sqlalchemy import Boolean, Column, Double, Integer, String, Text

revision = "0001"
down_revision = None

ID = 64
KEY = 255


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        Column("key", String(KEY), primary_key=True),
        Column("kind", String(ID), nullable=False),
        Column("body", Text, nullable=False),
        Column("state", String(16), nullable=False),
        Column("received", Double, nullable=False),
        Column("due", Double, nullable=False),
        Column("owner", String(ID), nullable=False),
        Column("leased", Double, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("slot", Double, nullable=False),
        Column("fault", String(KEY), nullable=False),
        Column("ended", Double, nullable=False),
        Column("about", String(KEY), nullable=False),
        Column("version", Double, nullable=False),
    )
    op.create_index("inbox_waiting", "inbox", ["state", "due"])
    op.create_index("inbox_ended", "inbox", ["ended"])
    op.create_index("inbox_about", "inbox", ["about"])
    op.create_table(
        "posts",
        Column("key", String(KEY), primary_key=True),
        Column("team", String(ID), nullable=False),
        Column("channel", String(ID), nullable=False),
        Column("thread", String(ID), nullable=False),
        Column("ts", String(ID), nullable=False),
        Column("standing", String(16), nullable=False),
        Column("unasked", Boolean, nullable=False),
        Column("marked", Double, nullable=False),
        Column("maker", String(KEY), nullable=False),
    )
    op.create_index("posts_marked", "posts", ["marked"])
    op.create_index("posts_channel", "posts", ["team", "channel", "marked"])
    op.create_table(
        "paces",
        Column("team", String(ID), primary_key=True),
        Column("channel", String(ID), primary_key=True),
        Column("next", Double, nullable=False),
        Column("shut", Double, nullable=False),
    )
    op.create_table(
        "answers",
        Column("key", String(KEY), primary_key=True),
        Column("team", String(ID), nullable=False),
        Column("person", String(ID), nullable=False),
        Column("record", Text, nullable=False),
        Column("at", Double, nullable=False),
    )
    op.create_index("answers_person", "answers", ["team", "person", "at"])
    op.create_index("answers_at", "answers", ["at"])
    op.create_table(
        "threads",
        Column("team", String(ID), primary_key=True),
        Column("channel", String(ID), primary_key=True),
        Column("ts", String(ID), primary_key=True),
        Column("joined", Boolean, nullable=False),
        Column("quiet", Boolean, nullable=False),
        Column("at", Double, nullable=False),
    )
    op.create_index("threads_at", "threads", ["at"])
    op.create_table(
        "notes",
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
        Column("record", Text, nullable=False),
    )
    op.create_table(
        "channels",
        Column("team", String(ID), primary_key=True),
        Column("channel", String(ID), primary_key=True),
        Column("name", String(KEY), nullable=False),
        Column("creator", String(ID), nullable=False),
        Column("shared", Boolean, nullable=False),
        Column("public", Boolean, nullable=False),
        Column("told", Double, nullable=False),
        Column("mode", String(16), nullable=False),
        Column("quiet_until", Double, nullable=False),
        Column("heard", Double, nullable=False),
    )
    op.create_index("channels_heard", "channels", ["heard"])
    op.create_table(
        "policy_changes",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", Double, nullable=False),
        Column("team", String(ID), nullable=False),
        Column("channel", String(ID), nullable=False),
        Column("person", String(ID), nullable=False),
        Column("what", String(16), nullable=False),
        Column("before", String(KEY), nullable=False),
        Column("after", String(KEY), nullable=False),
    )
    op.create_index("policy_changes_channel", "policy_changes", ["team", "channel", "at"])
    op.create_table(
        "bots",
        Column("team", String(ID), primary_key=True),
        Column("channel", String(ID), primary_key=True),
        Column("bot", String(ID), primary_key=True),
        Column("name", String(KEY), nullable=False),
        Column("heard", Boolean, nullable=False),
        Column("at", Double, nullable=False),
    )
    op.create_table(
        "incidents",
        Column("id", String(KEY), primary_key=True),
        Column("team", String(ID), nullable=False),
        Column("channel", String(ID), nullable=False),
        Column("thread", String(ID), nullable=False),
        Column("system", String(KEY), nullable=False),
        Column("code", String(KEY), nullable=False),
        Column("symbol", String(KEY), nullable=False),
        Column("post", String(KEY), nullable=False),
        Column("answer", String(KEY), nullable=False),
        Column("last", Double, nullable=False),
        Column("shown", Integer, nullable=False),
        Column("changed", Double, nullable=False),
        Column("keeper", String(KEY), nullable=False),
        Column("refuted", Boolean, nullable=False),
    )
    op.create_index("incidents_fact", "incidents", ["team", "channel", "system", "code", "symbol"])
    op.create_index("incidents_post", "incidents", ["post"])
    op.create_index("incidents_last", "incidents", ["last"])
    op.create_table(
        "sightings",
        Column("team", String(ID), primary_key=True),
        Column("channel", String(ID), primary_key=True),
        Column("ts", String(ID), primary_key=True),
        Column("system", String(KEY), primary_key=True),
        Column("code", String(KEY), primary_key=True),
        Column("symbol", String(KEY), primary_key=True),
        Column("thread", String(ID), nullable=False),
        Column("incident", String(KEY), nullable=False),
        Column("count", Integer, nullable=False),
        Column("host", String(KEY), nullable=False),
        Column("at", Double, nullable=False),
    )
    op.create_index("sightings_channel", "sightings", ["team", "channel", "at"])
    op.create_index("sightings_incident", "sightings", ["incident"])
    op.create_index("sightings_at", "sightings", ["at"])
    op.create_table(
        "chores",
        Column("name", String(ID), primary_key=True),
        Column("at", Double, nullable=False),
        Column("owner", String(ID), nullable=False),
        Column("leased", Double, nullable=False),
    )
