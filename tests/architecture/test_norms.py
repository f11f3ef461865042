"""The size and shape of files and functions, measured (architecture §2)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_CONFTEST = 50, 400, 150, 150
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "lib"}
SOURCES = ("services", "tests", "migrations")
PYTHON = sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)
TEMPLATES = sorted((ROOT / "services").rglob("*.html"))
GENERATED = ROOT / "migrations" / "versions"  # a migration lists every column of a table


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_there_is_something_to_measure() -> None:
    assert len(PYTHON) > 100
    assert len(TEMPLATES) > 20


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {
        f"{short(path)}:{node.lineno} {node.name}": length
        for path in PYTHON
        if path.parent != GENERATED
        for node in functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {short(path): lines(path) for path in PYTHON if path.parent != GENERATED and lines(path) > LONGEST_FILE}
    assert long == {}


def test_no_template_is_longer_than_a_hundred_and_fifty_lines() -> None:
    assert {short(path): lines(path) for path in TEMPLATES if lines(path) > LONGEST_TEMPLATE} == {}


def test_no_conftest_is_longer_than_a_hundred_and_fifty_lines() -> None:
    conftests = [path for path in PYTHON if path.name == "conftest.py"]
    assert conftests
    assert {short(path): lines(path) for path in conftests if lines(path) > LONGEST_CONFTEST} == {}


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        f"{short(path)}:{inner.lineno}"
        for path in PYTHON
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]
    assert found == []


def test_nothing_is_a_drawer_for_leftovers() -> None:
    everything = [path for folder in SOURCES for path in (ROOT / folder).rglob("*")]
    assert [short(path) for path in everything if path.stem.lower() in DRAWERS] == []


@pytest.mark.parametrize("rule", ["C901", "PLC0415"])
def test_no_function_is_more_complex_than_eight_branches_and_the_linter_agrees_on_imports(rule: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", rule, "--output-format", "concise", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_import_stays_on_its_side_of_the_borders() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " kept, 0 broken" in done.stdout


def imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_tokens_are_made_and_read_in_one_module() -> None:
    users = {short(path) for path in PYTHON for _, name in imported(path) if name.split(".")[0] == "jose"}
    assert {path for path in users if path.startswith("services")} == {"services/api/kernel/tokens.py"}


def test_engines_and_sessions_are_made_in_one_module() -> None:
    makers = {"create_async_engine", "create_engine", "async_sessionmaker", "sessionmaker"}
    services = [path for path in PYTHON if path.is_relative_to(ROOT / "services")]
    users = {short(path) for path in services for _, name in imported(path) if name.rsplit(".", 1)[-1] in makers}
    assert users == {"services/api/kernel/db.py"}


def test_select_stands_in_queries_and_the_kernel_only() -> None:
    """Rules, routes and services decide; only `queries*.py` (and the kernel) ask the database."""
    features = (ROOT / "services" / "api" / "features").rglob("*.py")
    found = {
        short(path)
        for path in features
        for _, name in imported(path)
        if name.startswith("sqlalchemy") and name.rsplit(".", 1)[-1] in {"select", "insert", "update", "delete", "text"}
        if not path.name.startswith(("queries", "models"))
    }
    assert found == set()
