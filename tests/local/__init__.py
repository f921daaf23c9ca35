"""Tests of the local Slack, with Slack's own SDK over real sockets."""
