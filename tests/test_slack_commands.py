"""``streamerr start`` and ``streamerr doctor`` as commands."""

from tests.conftest import Run


def test_doctor_without_tokens_says_what_to_do_and_exits_with_0(run: Run) -> None:
    result = run("doctor", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="")
    assert result.exit_code == 0
    assert "note  SLACK_BOT_TOKEN: not set" in result.stdout


def test_doctor_with_a_fault_exits_with_1(run: Run) -> None:
    result = run("doctor", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="xapp-1", SLACK_API_URL="http://127.0.0.1:9/api/")
    assert result.exit_code == 1
    assert "fault SLACK_BOT_TOKEN" in result.stdout
    assert "xapp-1" not in result.output


def test_start_with_half_a_setup_exits_with_2(run: Run) -> None:
    result = run("start", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="")
    assert result.exit_code == 2
    assert "SLACK_APP_TOKEN for Socket Mode" in result.stderr


def test_a_token_of_another_kind_is_named(run: Run) -> None:
    result = run("start", SLACK_BOT_TOKEN="xapp-1")
    assert result.exit_code == 2
    assert "SLACK_BOT_TOKEN: this is another kind of token" in result.stderr
