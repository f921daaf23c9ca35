"""The house: imports only go down, files are short, and each says what it is."""

import ast
import inspect
import sys
from pathlib import Path

import pytest

from kb.readers import READERS, plain

ROOT = Path(__file__).parent.parent
ROOMS = ("kb", "bot", "benchmarks", "migrations")
MODULES = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
READERS_ROOM = ("kb", "readers")
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
SETS = {
    "benchmarks",
    "chaos",
    "found_by",
    "house",
    "locks",
    "mutants",
    "packs",
    "page",
    "pastes",
    "postgres_cluster",
    "promise",
    "racing",
    "readers",
    "readme",
    "socket_faults",
}
"""Tests about several files together, or about files that are no modules."""
WITHOUT_TESTS = {"__init__", "__main__"}
LONGEST = 300
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "manager", "core", "misc"}
SLACK = {"slack_bolt", "slack_sdk", "aiohttp"}
NETWORK = {"socket", "ssl", "urllib.request", "http.client", "urllib3", "requests", "httpx", "asyncio"}


def named(modules: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("module", modules, ids=str)


def imports(module: Path) -> set[str]:
    """Every module that is imported anywhere in a file, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def tops(module: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(module)}


def dotted(module: Path) -> str:
    return ".".join(module.with_suffix("").parts)


KB = [module for module in MODULES if module.parts[0] == "kb"]


DATABASE = {"sqlalchemy", "alembic", "psycopg"}
DB = [module for module in MODULES if module.parts[:2] == ("bot", "db")]
ABOVE_DB = [module for module in MODULES if module.parts[0] == "bot" and module not in DB]
SPEAKING = {
    "chat_postMessage", "chat_postEphemeral", "chat_update", "chat_delete", "chat_scheduleMessage", "chat_meMessage",
    "files_completeUploadExternal", "files_upload", "files_upload_v2", "WebhookClient", "AsyncWebhookClient",
}  # fmt: skip
"""What changes the messages that people see."""


@named(DB)
def test_the_database_knows_nothing_of_the_rooms_above_it(module: Path) -> None:
    ours = {name for name in imports(module) if name.split(".")[0] == "bot"}
    assert {name for name in ours if name.split(".")[:2] != ["bot", "db"]} == set()


@named(DB)
def test_the_database_is_made_with_few_things_none_of_which_is_slacks(module: Path) -> None:
    known = {*sys.stdlib_module_names, *DATABASE, "bot", "kb", "migrations", "filelock", "psutil"}
    assert tops(module) <= known


@named(ABOVE_DB)
def test_nobody_else_knows_what_the_database_is_made_with(module: Path) -> None:
    assert tops(module) & DATABASE == set()


@named([module for module in ABOVE_DB if module.parts[:2] != ("bot", "local") and module.name != "voice.py"])
def test_only_the_voice_speaks(module: Path) -> None:
    tree = ast.walk(ast.parse((ROOT / module).read_text()))
    named = {
        getattr(node, "attr", getattr(node, "id", "")) for node in tree if isinstance(node, (ast.Attribute, ast.Name))
    }
    assert named & SPEAKING == set()
    assert imports(module) & {f"slack_sdk.webhook.{name}" for name in SPEAKING} == set()


@named(KB)
def test_the_knowledge_knows_nothing_of_who_asks(module: Path) -> None:
    assert tops(module) & {"bot", "tests", "benchmarks", "click"} == set()


@named(KB)
def test_the_knowledge_knows_nothing_of_slack_or_the_network(module: Path) -> None:
    assert (tops(module) | imports(module)) & (SLACK | NETWORK) == set()


@named([module for module in MODULES if module.parts[:2] == READERS_ROOM])
def test_readers_do_not_reach_into_the_rooms_above_them(module: Path) -> None:
    above = {f"kb.{name}" for name in ("knowledge_base", "decide", "search", "store", "build", "pack", "answer_json")}
    assert imports(module) & above == set()


@named([module for module in MODULES if module.parts[0] == "bot"])
def test_a_room_does_not_import_private_names_of_another(module: Path) -> None:
    private = {name for name in imports(module) if name.startswith("kb.") and name.rpartition(".")[2].startswith("_")}
    assert private == set()


@named(MODULES)
def test_the_first_line_of_a_file_says_what_it_is(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse((ROOT / module).read_text()))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", "``"))


@named(MODULES)
def test_files_stay_short(module: Path) -> None:
    assert len((ROOT / module).read_text().splitlines()) <= LONGEST


@named(MODULES)
def test_a_file_is_named_for_what_it_holds(module: Path) -> None:
    assert module.stem not in FORBIDDEN_NAMES


def is_reader(module: Path) -> bool:
    """A reader has a ``NAME`` and a ``read``; neighbours without them are what readers share."""
    body = ast.parse((ROOT / module).read_text()).body
    names = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    for node in body:
        names |= {t.id for t in getattr(node, "targets", []) if isinstance(t, ast.Name)}
    return names >= {"NAME", "read"}


@named([module for module in KB if module.parts[:2] == READERS_ROOM and is_reader(module)])
def test_every_reader_is_listed(module: Path) -> None:
    assert dotted(module) in {reader.__name__ for reader in READERS if inspect.ismodule(reader)}


def test_readers_have_names_of_their_own_and_plain_text_comes_last() -> None:
    names = [reader.NAME for reader in READERS]
    assert len({*names}) == len(names)
    assert READERS[-1] is plain


def own_tests(module: Path) -> set[str]:
    """The test files that a module may have; a reader's may say that it is one, for ``json`` is many things."""
    return {f"test_{module.stem}", *([f"test_readers_{module.stem}"] if module.parts[:2] == READERS_ROOM else [])}


def measured() -> set[str]:
    """The modules that ``test_benchmarks.py`` runs together: those it imports, and those that these import."""
    direct = {name for name in imports(Path("tests/test_benchmarks.py")) if name.startswith("benchmarks.")}
    below = {name for module in MODULES if dotted(module) in direct for name in imports(module)}
    return direct | below


@named([module for module in MODULES if module.stem not in WITHOUT_TESTS])
def test_every_file_has_its_tests(module: Path) -> None:
    together = module.parts[0] == "benchmarks" and dotted(module) in measured()
    steps = module.parts[0] == "migrations"  # ``test_schema`` takes them
    assert together or steps or own_tests(module) & {path.stem for path in TESTS}


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_file_is_for_a_file_or_for_a_set(path: Path) -> None:
    assert path.stem[5:] in SETS or any(path.stem in own_tests(module) for module in MODULES)


def test_every_set_has_its_tests_and_is_no_file() -> None:
    assert {path.stem[5:] for path in TESTS} >= SETS
    assert SETS.isdisjoint(module.stem for module in MODULES)
