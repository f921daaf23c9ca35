"""Quality and speed of the answers, measured against peers in one run."""
