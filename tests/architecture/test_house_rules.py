"""Rules on every module that no linter knows."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, python_files, relative, tree_of

LONGEST_MODULE = 400
SHAPELESS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
HEX_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")

EVERYTHING = python_files("alpr_console", "ui", "models/training", "tests", "installers")


def test_that_no_module_outgrows_its_reader() -> None:
    too_long = {
        relative(path): lines
        for path in EVERYTHING
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert too_long == {}


def test_that_every_module_is_named_for_what_it_holds() -> None:
    shapeless = [
        relative(path)
        for path in EVERYTHING
        if SHAPELESS & set(re.split(r"[_/.]", relative(path).lower()))
    ]
    assert shapeless == []


def agency_names() -> set[str]:
    """Agencies as the policy files name them: by file name, and by the `name` they give."""
    names = set()
    for path in (ROOT / "resources" / "policies").glob("*.toml"):
        words = re.split(r"[-_]", path.stem)
        place = [word for word in words if word.isalpha() and word not in {"pd", "so", "county"}]
        names.add(" ".join(place))
        with path.open("rb") as file:
            agency = tomllib.load(file).get("agency", {})
        if isinstance(agency, dict) and isinstance(agency.get("name"), str):
            names.add(agency["name"].lower())
    return {name for name in names if name not in {"", "training", "demo", "default", "template"}}


def test_that_no_agency_is_named_in_code() -> None:
    patterns = {name: re.compile(r"[\s_-]+".join(map(re.escape, name.split())))
                for name in agency_names()}  # fmt: skip
    named = [
        f"{relative(path)} names {name!r}"
        for path in python_files("alpr_console", "ui")
        for name, pattern in patterns.items()
        if pattern.search(path.read_text(encoding="utf-8").lower())
    ]
    assert named == []


def spoken_strings(path: Path) -> list[ast.Constant]:
    """String literals of a module; docstrings and comments are not among them."""
    tree = tree_of(path)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
    ]


def test_that_colors_are_written_in_the_theme_alone() -> None:
    strays = [
        f"{relative(path)}:{node.lineno} {node.value!r}"
        for path in python_files("ui")
        if not relative(path).startswith("ui/theme/")
        for node in spoken_strings(path)
        if HEX_COLOR.search(str(node.value))
    ]
    assert strays == []


@pytest.mark.parametrize("decorator", ["skip", "skipif", "xfail"])
def test_that_no_test_is_set_aside(decorator: str) -> None:
    set_aside = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files("tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr == decorator
        and ast.unparse(node.value) in {"pytest", "pytest.mark"}
    ]
    assert set_aside == []
