"""The command line: what goes in, what comes out where, and the exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import INSTALL, MAX_INPUT, cli
from tests.conftest import Run

pytestmark = pytest.mark.usefixtures("kb_file")

ROOT = Path(__file__).parent.parent
LOCKED = "0x8088F011"


def process(environ: dict[str, str], *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """``streamerr`` as a process of its own."""
    command = [sys.executable, "-m", "bot", *args]
    return subprocess.run(
        command, check=False, input=stdin, capture_output=True, cwd=ROOT, env={**os.environ, **environ}, timeout=60
    )


def test_an_answer_exits_with_0(run: Run) -> None:
    result = run("explain", LOCKED)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Widget locked" in result.stdout


def test_a_choice_exits_with_1(run: Run) -> None:
    result = run("explain", "--system", "acme-packager", "404")
    assert result.exit_code == 1
    assert "Several errors fit" in result.stdout
    assert "No such widget" in result.stdout
    assert "The gizmo is gone" in result.stdout


def test_unknown_exits_with_1(run: Run) -> None:
    result = run("explain", "0x8088F999")
    assert result.exit_code == 1
    assert "Not in the knowledge base" in result.stdout
    assert "Widget locked" not in result.stdout


def test_misuse_exits_with_2(run: Run) -> None:
    assert run("explain", "--nonsense", LOCKED).exit_code == 2


def test_several_words_are_one_question(run: Run) -> None:
    assert "Widget locked" in run("explain", "acme", "widget", "locked").stdout


def test_without_text_standard_input_is_explained(run: Run) -> None:
    assert "Widget locked" in run("explain", stdin=f"<Code>{LOCKED}</Code>\n").stdout


def test_without_a_command_or_a_terminal_standard_input_is_explained(run: Run) -> None:
    result = run(stdin=LOCKED)
    assert result.exit_code == 0
    assert "Widget locked" in result.stdout


def test_explain_can_be_left_out(run: Run) -> None:
    assert "Widget locked" in run(LOCKED).stdout


def test_a_slip_of_a_command_is_not_taken_for_a_question(run: Run) -> None:
    result = run("explian", LOCKED)
    assert result.exit_code == 2
    assert "explain" in result.stderr


@pytest.mark.parametrize("command", [["explain"], []])
def test_a_code_may_begin_with_a_minus_sign(run: Run, command: list[str]) -> None:
    signed = str(int(LOCKED, 16) - (1 << 32))
    assert "Widget locked" in run(*command, signed).stdout


def test_empty_input_gets_an_honest_unknown(run: Run) -> None:
    result = run("explain", stdin="")
    assert result.exit_code == 1
    assert "Not in the knowledge base" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_other_editors_can_be_read(run: Run, encoding: str) -> None:
    assert "Widget locked" in run("explain", stdin=f"Fehler für {LOCKED}".encode(encoding)).stdout


def test_bytes_that_are_no_text_do_not_stop_it(run: Run) -> None:
    assert "Widget locked" in run("explain", stdin=b"\xff\xfd\x00 " + LOCKED.encode() + b" \x80").stdout


def test_input_without_an_end_is_cut_and_said_to_be(run: Run) -> None:
    result = run("explain", stdin=LOCKED.encode() + b"\n" * MAX_INPUT)
    assert "Only the first 16 MB were read." in result.stderr
    assert "Widget locked" in result.stdout


def test_json_has_the_promised_keys(run: Run) -> None:
    answer = json.loads(run("explain", "--json", LOCKED).stdout)
    assert answer["outcome"] == "answer"
    assert answer["matches"][0]["code"] == LOCKED
    assert "id" not in answer


def test_only_the_systems_that_were_named_are_looked_in(run: Run) -> None:
    answer = json.loads(
        run("explain", "--json", "--system", "aws-mediatailor", "--system", "ACME-packager", "404").stdout
    )
    assert {match["system"] for match in answer["matches"]} <= {"aws-mediatailor", "acme-packager"}


def test_an_unknown_system_is_named_with_the_ones_that_are_close(run: Run) -> None:
    result = run("explain", "--system", "acme-pakager", LOCKED)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no system 'acme-pakager'. Did you mean acme-packager" in result.stderr


def test_rows_are_answered_in_order_with_their_ids(run: Run) -> None:
    rows = [{"id": "a", "text": LOCKED}, {"id": "b", "text": "0x8088F999"}]
    result = run("explain", "--jsonl", stdin="\n".join(map(json.dumps, rows)))
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id"], row["outcome"]) for row in told] == [("a", "answer"), ("b", "unknown")]
    assert result.exit_code == 0


def test_a_bad_row_is_told_in_its_place_and_in_the_exit_status(run: Run) -> None:
    result = run("explain", "--jsonl", stdin=f'oops\n{{"id": 2, "text": "{LOCKED}"}}\n')
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [*told[0]] == ["id", "error"]
    assert told[1]["outcome"] == "answer"
    assert result.exit_code == 2


@pytest.mark.parametrize("extra", [["text"], ["--json"]])
def test_rows_leave_no_room_for_text_or_json(run: Run, extra: list[str]) -> None:
    result = run("explain", "--jsonl", *extra)
    assert result.exit_code == 2
    assert "--jsonl reads its questions from standard input" in result.stderr


def test_a_row_is_answered_before_the_next_is_written(environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "explain", "--jsonl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, **environ}
    ) as asked:
        assert asked.stdin
        assert asked.stdout
        for id_ in (1, 2):
            asked.stdin.write(f'{{"id": {id_}, "text": "{LOCKED}"}}\n'.encode())
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["id"] == id_
        asked.stdin.close()
        assert asked.wait(timeout=30) == 0


def test_another_knowledge_base_file_can_be_named(run: Run, tmp_path: Path) -> None:
    result = run("explain", "--kb", str(tmp_path / "other.db"), LOCKED)
    assert result.exit_code == 0
    assert (tmp_path / "other.db").exists()


def test_a_setting_that_cannot_be_used_is_named(run: Run) -> None:
    result = run("explain", LOCKED, STREAMERR_PACKS="/nowhere/packs")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "STREAMERR_PACKS: there is no folder /nowhere/packs" in result.stderr


def test_a_pack_at_fault_is_named_line_by_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('[system]\nid = "bad"\n')
    result = run("explain", LOCKED, STREAMERR_PACKS=str(tmp_path), STREAMERR_HOME=str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bad.toml: system:" in result.stderr


def test_a_home_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("explain", LOCKED, STREAMERR_HOME=str(tmp_path / "file" / "home"))
    assert result.exit_code == 2
    assert "STREAMERR_HOME names another folder" in result.stderr


def test_pasted_control_characters_are_harmless(run: Run) -> None:
    result = run("explain", stdin="\x1b]0;owned\x07 0x8088F999 \x9b2J")
    assert all(line.isprintable() for line in result.stdout.splitlines())


def test_no_colour_goes_into_a_pipe(run: Run) -> None:
    assert "\x1b" not in run("explain", LOCKED).stdout


@pytest.mark.parametrize(
    ("args", "stdin", "status"),
    [
        (["explain", LOCKED], b"", 0),
        (["explain"], b"0x8088F999", 1),
        (["explain", "--system", "nonsense", "x"], b"", 2),
        ([], LOCKED.encode(), 0),
        (["kb", "check"], b"", 0),
    ],
)
def test_a_process_exits_the_same_way(environ: dict[str, str], args: list[str], stdin: bytes, status: int) -> None:
    assert process(environ, *args, stdin=stdin).returncode == status


def test_a_terminal_that_knows_ascii_only_gets_an_answer(environ: dict[str, str]) -> None:
    asked = process(
        {**environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, "explain", stdin="é 0x8088F999 エ".encode()
    )
    assert asked.returncode == 1
    assert asked.stderr == b""


def test_an_answer_does_not_wait_for_what_only_building_needs(environ: dict[str, str]) -> None:
    code = f"import sys; from bot.cli import main\ntry: main(['explain', '{LOCKED}'])\nfinally: print(*sys.modules, file=sys.stderr)"
    asked = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **environ},
    )
    loaded = set(asked.stderr.split())
    assert loaded & {"pydantic", "sqlite_utils", "importlib.metadata", "asyncio"} == set()


def test_redact_hides_secrets_and_counts_them_aside(run: Run) -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
    result = run("redact", stdin=f"GET /a\nAuthorization: Bearer {token}\nlast line")
    assert token not in result.stdout
    assert result.stdout.startswith("GET /a\nAuthorization:")
    assert result.stdout.endswith("\nlast line")
    assert result.stderr.startswith("hidden: 1 ")


def test_redact_sees_through_look_alike_letters(run: Run) -> None:
    result = run("redact", stdin="\uff41uthorization: Bearer abcdef0123456789abcdef")
    assert "abcdef0123456789" not in result.stdout


def test_redact_leaves_clean_text_alone(run: Run) -> None:
    result = run("redact", stdin="HTTP/1.1 404 Not Found\r\n\r\n")
    assert (result.stdout_bytes, result.stderr) == (b"HTTP/1.1 404 Not Found\r\n\r\n", "hidden: nothing\n")


def test_version_says_where_the_knowledge_base_is(run: Run, environ: dict[str, str]) -> None:
    assert f"knowledge base: {environ['STREAMERR_HOME']}" in run("version").stdout


@pytest.mark.parametrize("shell", INSTALL)
def test_completion_prints_a_script_and_how_to_install_it(run: Run, shell: str) -> None:
    told = run("completion", shell).stdout
    assert "_STREAMERR_COMPLETE" in told
    assert INSTALL[shell][1] in told


def test_completion_is_for_the_shell_in_use(run: Run) -> None:
    assert run("completion", SHELL="/usr/bin/fish").stdout == run("completion", "fish").stdout


def test_completion_for_another_shell_says_which_there_are(run: Run) -> None:
    result = run("completion", SHELL="/bin/tcsh")
    assert result.exit_code == 2
    assert "bash, zsh, fish" in result.stderr


def test_a_shell_is_offered_the_systems(environ: dict[str, str]) -> None:
    asked = {"_STREAMERR_COMPLETE": "bash_complete", "COMP_WORDS": "streamerr kb show acme", "COMP_CWORD": "3"}
    assert process({**environ, **asked}).stdout.split() == [b"plain,acme-packager"]


def commands(args: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command, and every group, by the words that call it."""
    import click

    command: click.Command = cli
    for arg in args:
        assert isinstance(command, click.Group)
        command = command.commands[arg]
    below = command.commands if isinstance(command, click.Group) else {}
    return [args, *(found for name in below for found in commands((*args, name)))]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_with_examples(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
