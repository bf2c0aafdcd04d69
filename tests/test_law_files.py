"""The law is data: every file under `law/` is well formed, and no rule holds a figure or knows the outside world."""

import ast
import datetime as dt
import re
from collections.abc import Hashable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from macnss.lawbook.book import BOOK
from macnss.lawbook.citations import Citation, Status, Unit

ROOT = Path(__file__).resolve().parents[1]
PARAMETERS = sorted((ROOT / "law" / "parameters").rglob("*"))
WORKED_EXAMPLES = sorted((ROOT / "law" / "worked_examples").rglob("*.yaml"))
PURE = sorted(
    path
    for pattern in ("macnss/*/rules.py", "macnss/*/rules/*.py", "macnss/lawbook/*.py")
    for path in ROOT.glob(pattern)
)
RULES = [path for path in PURE if "lawbook" not in path.parts]

ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")
WRITTEN = {
    Unit.DATE: re.compile(r"\d{4}-\d{2}-\d{2}"),
    Unit.YES_NO: re.compile("yes|no"),
    Unit.RATIO: re.compile(r"\d+(\.\d+|/\d+)?"),
}
A_NUMBER = re.compile(r"\d+(\.\d+)?")

MAY_IMPORT = (
    "bisect", "calendar", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions",
    "functools", "itertools", "numpy", "pathlib", "re", "typing", "yaml",
    "macnss.kernel.days",
    "macnss.kernel.money", "macnss.kernel.months", "macnss.lawbook",
)  # fmt: skip
CLOCKS = {"today", "now", "utcnow", "monotonic", "perf_counter"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


class OneOfEachKey(yaml.SafeLoader):
    """YAML keeps the last of two equal keys without a word; a law file may not have two."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"written twice: {keys}"
        return super().construct_mapping(node, deep)


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=OneOfEachKey)


def is_bilingual(text: dict[str, str]) -> bool:
    return set(text) == {"fr", "ar"} and bool(LATIN.search(text["fr"]) and ARABIC.search(text["ar"]))


def test_parameters_are_yaml_files_named_in_small_letters() -> None:
    for path in PARAMETERS:
        assert re.fullmatch(r"[a-z0-9_]+(\.yaml)?", path.name), named(path)


@pytest.mark.parametrize("key", list(BOOK.keys()))
def test_a_parameter_is_written_as_the_guide_says(key: str) -> None:
    written = read(BOOK.folder.joinpath(*key.split(".")).with_suffix(".yaml"))
    assert set(written) == {"label", "unit", "checked", "values"}
    assert is_bilingual(written["label"])
    assert type(written["checked"]) is dt.date
    for value in written["values"]:
        assert set(value) - {"note"} == {"since", "value", "status", "source"}
        assert type(value["since"]) is dt.date
        assert set(value["source"]) == {"article", "url"}
        assert is_bilingual(value["source"]["article"])
        assert is_bilingual(value.get("note", written["label"]))


@pytest.mark.parametrize("key", list(BOOK.keys()))
def test_the_values_of_a_parameter_stand_oldest_first_and_each_changes_something(key: str) -> None:
    values = BOOK.parameter(key).values
    assert values
    for before, after in pairwise(values):
        assert before.since < after.since
        assert (before.value, before.status) != (after.value, after.status)


@pytest.mark.parametrize("key", list(BOOK.keys()))
def test_each_value_suits_its_unit(key: str) -> None:
    for value in BOOK.parameter(key).values:
        assert not value.in_force or WRITTEN.get(value.unit, A_NUMBER).fullmatch(value.value), value
        assert value.unit is not Unit.PERCENT or not value.in_force or 0 <= value.decimal <= 1
        assert value.unit is not Unit.DATE or not value.in_force or dt.date.fromisoformat(value.value)


@pytest.mark.parametrize("key", list(BOOK.keys()))
def test_what_is_confirmed_has_an_address_and_what_is_assumed_says_so(key: str) -> None:
    for value in BOOK.parameter(key).values:
        if value.status is Status.CONFIRMED:
            assert value.url, value
        else:
            assert value.note, value
        assert value.url is None or value.url.startswith(("https://", "http://"))


def assumed() -> Iterator[Citation]:
    for key in BOOK.keys():  # noqa: SIM118 - not a mapping
        yield from (value for value in BOOK.parameter(key).values if value.status is Status.ASSUMED and value.in_force)


def test_the_guide_of_jurists_names_every_assumption() -> None:
    guide = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
    missing = {value.key for value in assumed() if f"`{value.key}`" not in guide}
    assert not missing


@pytest.mark.parametrize("path", WORKED_EXAMPLES, ids=named)
def test_worked_examples_are_signed_by_their_source(path: Path) -> None:
    sheet = read(path)
    assert set(sheet) == {"title", "rule", "examples"}
    assert is_bilingual(sheet["title"])
    cases = [example["case"] for example in sheet["examples"]]
    assert len(cases) == len(set(cases)) > 0
    for example in sheet["examples"]:
        assert set(example) == {"case", "source", "given", "expect"}
        assert example["source"].strip()
        assert example["given"]
        assert example["expect"]


@pytest.mark.parametrize("path", RULES, ids=named)
def test_a_rule_holds_no_figure_but_0_and_1(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant):
            assert not is_a_figure(node.value), (
                f"{named(path)}:{node.lineno}: {node.value!r} belongs in law/parameters/"
            )


def is_a_figure(value: object) -> bool:
    if isinstance(value, str):
        return bool(re.fullmatch(r"[\d.,/ %]*\d[\d.,/ %]*", value)) and value not in {"0", "1"}
    return isinstance(value, int | float | complex) and value not in (0, 1)


@pytest.mark.parametrize("path", PURE, ids=named)
def test_the_law_imports_neither_django_nor_tables_nor_services(path: Path) -> None:
    beside = ".".join(("macnss", path.relative_to(ROOT).parts[1], "rules"))
    for module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        assert within(module, (*MAY_IMPORT, beside)), f"{named(path)} imports {module}"


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("path", PURE, ids=named)
def test_the_law_never_asks_the_time(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Attribute) and node.attr in CLOCKS), f"{named(path)}:{node.lineno}"
