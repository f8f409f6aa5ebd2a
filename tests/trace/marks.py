"""Which tests prove which duty: read from the marks in the sources, nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, order=True)
class MarkedTest:
    requirement: str
    """'HOT-3'."""
    path: str
    """From the top of the source tree, with slashes."""
    name: str

    @property
    def fact(self) -> str:
        """What the test's name says, in words."""
        words = self.name.removeprefix("test_that_").removeprefix("test_").replace("_", " ")
        return words.replace(" s ", "'s ")


def marked_tests(folder: Path = TESTS) -> list[MarkedTest]:
    """Every test under `folder` that carries a requirement mark, one for each mark."""
    found = {
        one
        for path in sorted(folder.rglob("*.py"))
        for one in _of_file(path, path.relative_to(folder.parent).as_posix())
    }
    return sorted(found)


def _of_file(path: Path, shown: str) -> Iterator[MarkedTest]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    everywhere = [
        requirement
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)
        for requirement in _named(node.value)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            # A Hypothesis machine is a test by its `TestCase`.
            for requirement in (r for mark in node.decorator_list for r in _named(mark)):
                yield MarkedTest(requirement, shown, node.name)
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        own = [requirement for mark in node.decorator_list for requirement in _named(mark)]
        for requirement in (*everywhere, *own):
            yield MarkedTest(requirement, shown, node.name)


def _named(expression: ast.expr) -> Iterator[str]:
    """Ids of each `pytest.mark.requirement("…")` anywhere in the expression."""
    for node in ast.walk(expression):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "requirement"
        ):
            for argument in node.args:
                assert isinstance(argument, ast.Constant), "a requirement is named in so many words"
                yield str(argument.value)
