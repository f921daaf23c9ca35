"""The page of the local Slack in a real Chromium, with the bot in the workspace: each file is one way to ask or one button."""
