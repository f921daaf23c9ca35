"""What the bot shows, as Block Kit: pure functions from values to blocks, always within Slack's limits.

``bot/card.py`` picks the card for an answer; each kind of card is a file here. ``mrkdwn`` writes Slack's text markup,
``blocks`` the blocks, ``ref`` what a button carries.
"""
