"""Every way to ask, tried by people in a local Slack."""

LOCKED = "0x8088F011"
"""A code of the tests' own system: Widget locked."""
OTHER = "0x8088002A"
"""A code of a shipped system: Publishing point locked."""
XML = f"<Error><Code>{LOCKED}</Code><Message>Widget a is locked by another packager</Message></Error>"
