"""What the house promises, room by room: each test reads the code, none runs it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {"set_language"}  # Django's own door, which changes a cookie


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from (path for path in (ROOT / "macnss").glob(pattern) if "tests" not in path.parts)


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the service with its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_every_view_says_who_may_enter() -> None:
    silent = [name for name, route in routes() if name not in OUTSIDE and not hasattr(route.callback, "open_to")]
    assert silent == []


def test_every_address_has_a_name() -> None:
    assert [str(route.pattern) for name, route in routes() if name.endswith("None")] == []


def test_a_job_joins_the_queue_by_one_door() -> None:
    """`kernel.queue`: by the library's own door, a job that a job asks for is in the queue before it is certain."""
    by_another = [
        place(path)
        for path in python_files("**/*.py")
        if any(isinstance(call.func, ast.Attribute) and call.func.attr == "configure_task" for call in calls(path))
        or (path.name != "queue.py" and "procrastinate.tasks" in imported(path))
    ]
    assert by_another == []


WRITES = {"save", "create", "update", "delete", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}


@pytest.mark.parametrize(
    "path", sorted(python_files("*/views/*.py", "*/access.py", "*/queries.py", "*/forms.py")), ids=str
)
def test_only_services_write(path: Path) -> None:
    written = [ast.unparse(call) for call in calls(path) if ".objects" in ast.unparse(call) and _name(call) in WRITES]
    assert written == []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


@pytest.mark.parametrize("path", sorted(python_files("*/services.py", "*/services/*.py", "*/models.py")), ids=place)
def test_acts_and_tables_know_no_request(path: Path) -> None:
    assert [name for name in imported(path) if name.startswith(("django.http", "django.shortcuts"))] == []


@pytest.mark.parametrize(
    "path", sorted(python_files("*/services.py", "*/services/*.py", "*/models.py", "*/queries.py")), ids=str
)
def test_the_day_is_an_argument(path: Path) -> None:
    asked = [ast.unparse(call) for call in calls(path) if _name(call) in {"now", "today", "utcnow"}]
    assert asked == []


def test_every_package_says_what_it_owns() -> None:
    mute = [
        path for path in (ROOT / "macnss").glob("*/__init__.py") if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert mute == []


def test_a_package_face_imports_nothing() -> None:
    assert [path for path in (ROOT / "macnss").glob("*/__init__.py") if list(imported(path))] == []


def test_no_signals_and_no_hidden_saves() -> None:
    for path in python_files("**/*.py"):
        assert not [
            name for name in imported(path) if name.startswith("django.dispatch") or name.endswith("signals")
        ], path
    for path in python_files("*/models.py"):
        overridden = [node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
        assert not {"save", "delete"} & set(overridden), path


@pytest.mark.parametrize("path", sorted((ROOT / "macnss").rglob("*.html")), ids=place)
def test_pages_carry_no_script_and_no_style_of_their_own(path: Path) -> None:
    page = path.read_text()
    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert all("src=" in tag for tag in page.split("<script")[1:])


def test_no_file_of_code_grows_past_its_room() -> None:
    assert [
        str(path)
        for path in python_files("**/*.py")
        if "migrations" not in path.parts and path.read_text().count("\n") > 400
    ] == []
