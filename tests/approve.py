"""Cards and views as approved JSON files in ``tests/cards``: compared by tests, written by ``python -m tests.approve``.

A change of wording or layout is then seen in review, file by file.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

APPROVED = Path(__file__).parent / "cards"
VARIABLE = "APPROVE"


def check(name: str, shown: Any) -> None:
    """Compare what is shown with the approved file; write the file instead when approving."""
    file = APPROVED / f"{name}.json"
    text = json.dumps(shown, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get(VARIABLE):
        file.write_text(text)
    assert file.exists(), f"{file.name} is not approved yet: python -m tests.approve"
    assert file.read_text() == text, f"{file.name} differs; if that is meant: python -m tests.approve"


def main() -> int:
    """Run the tests of cards and write what they show."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "approved"]
    return subprocess.run(command, check=False, env={**os.environ, VARIABLE: "1"}).returncode


if __name__ == "__main__":
    sys.exit(main())
