"""The promises of the project, one file for each module."""
