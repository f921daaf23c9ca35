"""The promise, tried out: what Slack was told we have is answered once, whatever happens to whoever works on it."""
