"""The repository's Python files, read without importing them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_files(*folders: str) -> list[Path]:
    """Every .py file under the given folders of the repository, sorted, as absolute paths."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert found, f"no Python file under {folders}: is this the repository?"
    return sorted(path for path in found if "work" not in path.relative_to(ROOT).parts)


def relative(path: Path) -> str:
    """The path as one writes it from the repository's top."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Full dotted names the file imports, anywhere in it, relative ones resolved.

    `from a.b import c` counts as `a.b.c`, so that a rule about `a.b.c` sees it too.
    """
    return frozenset(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            if node.module:
                base.append(node.module)
            yield from (".".join([*base, alias.name]) for alias in node.names)


def within(name: str, package: str) -> bool:
    """Whether a dotted name is the package or lies inside it."""
    return name == package or name.startswith(package + ".")
