"""The README's examples, asked afresh: ``python -m tests.readme`` rewrites them, a test sees that they are current."""

import re
import shlex
import tempfile
from pathlib import Path

from click.testing import CliRunner

from bot.cli import cli

README = Path(__file__).parent.parent / "README.md"
EXAMPLE = re.compile(r"```console\n\$ streamerr (?P<args>[^\n]+)\n.*?```", re.DOTALL)
REVISION = re.compile(r"(?<=nowledge base )[0-9a-f]{12}|(?<=nowledge base\n  )[0-9a-f]{12}")


def rewritten(text: str, home: Path) -> str:
    """The text with the output of each ``console`` example as the shipped packs give it, 80 columns wide.

    The revision of the knowledge base, which every change of a pack changes, stands as the same twelve digits always.
    """
    environ = {"STREAMERR_HOME": str(home), "STREAMERR_PACKS": "", "COLUMNS": "80"}

    def asked(example: re.Match[str]) -> str:
        told = CliRunner().invoke(cli, shlex.split(example["args"]), env=environ, prog_name="streamerr")
        return f"```console\n$ streamerr {example['args']}\n{REVISION.sub('3f2a91c07b5d', told.stdout)}```"

    return EXAMPLE.sub(asked, text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(rewritten(README.read_text(), Path(folder)))
