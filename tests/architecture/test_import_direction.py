"""The direction of imports: ui → workflow → domain, and nothing back."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest

from tests.architecture.source_tree import ROOT, imports_of, python_files, relative, within

SCREEN = ("PySide6", "shiboken6", "pyqtgraph", "ui")

# What each room may import of the product itself, besides itself. Third-party packages
# are free except in the domain.
MAY_IMPORT = {
    "domain": (),
    "policy": ("domain",),
    "documents": ("domain",),
    "publication": ("domain", "policy"),
    "releasing": ("domain", "documents", "locations"),
    "evidence": ("domain", "ports", "audit", "documents", "locations"),
    "matching": ("domain", "ports", "locations"),
    "intake": ("domain", "ports", "matching"),
    "recognition": ("domain", "ports", "locations"),
    "pipeline": ("domain", "ports", "recognition", "matching", "health"),
    "workflow": (
        "domain",
        "ports",
        "audit",
        "policy",
        "matching",
        "intake",
        "documents",
        "publication",
        "evidence",
        "releasing",
    ),
    "audit": ("domain", "ports"),
    "retention": ("domain", "ports", "audit", "policy"),
    "health": ("domain", "ports"),
    "simulation": ("domain", "ports", "locations"),
    # It measures the whole: it runs the pipeline on videos, given or made by the simulation.
    "examination": (
        "domain",
        "ports",
        "locations",
        "recognition",
        "matching",
        "intake",
        "pipeline",
        "simulation",
        "adapters",
        "audit",
        "workflow",
    ),
    # open_source gives the simulated feed like any other source.
    "adapters": ("domain", "ports", "locations", "audit", "simulation"),
}


PORTS = ("ports", *sorted(path.stem for path in (ROOT / "alpr_console").glob("*_ports.py")))
"""What may import one of them may import all."""


def ours(path_name: str) -> list[str]:
    return [name for name in imports_of(ROOT / path_name) if within(name, "alpr_console")]


def offending(room: str) -> list[str]:
    rooms = (room, *MAY_IMPORT[room], *(PORTS if "ports" in MAY_IMPORT[room] else ()))
    allowed = [f"alpr_console.{name}" for name in rooms]
    return [
        f"{relative(path)} imports {name}"
        for path in python_files(f"alpr_console/{room}")
        for name in sorted(ours(relative(path)))
        if not any(within(name, package) for package in allowed)
        # The package's own __init__ carries the version and nothing else.
        and name != "alpr_console.__version__"
    ]


def test_that_nothing_below_the_entry_knows_of_a_screen() -> None:
    offenders = [
        f"{relative(path)} imports {name}"
        for path in python_files("alpr_console")
        if relative(path) != "alpr_console/__main__.py"
        for name in imports_of(path)
        if any(within(name, screen) for screen in SCREEN)
    ]
    assert offenders == []


@pytest.mark.parametrize(
    "room", sorted(name for name in MAY_IMPORT if (ROOT / "alpr_console" / name).is_dir())
)
def test_that_a_room_imports_only_what_lies_below_it(room: str) -> None:
    assert offending(room) == []


def test_that_the_domain_needs_only_the_standard_library() -> None:
    offenders = [
        f"{relative(path)} imports {name}"
        for path in python_files("alpr_console/domain")
        for name in imports_of(path)
        if not within(name, "alpr_console.domain")
        and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert offenders == []


def test_that_ports_know_the_domain_and_nothing_else_of_ours() -> None:
    offenders = [
        name
        for port in PORTS
        for name in ours(f"alpr_console/{port}.py")
        if not any(within(name, f"alpr_console.{room}") for room in ("domain", *PORTS))
    ]
    assert offenders == []


def test_that_the_windows_never_reach_for_an_adapter() -> None:
    offenders = [
        f"{relative(path)} imports {name}"
        for path in python_files("ui")
        for name in imports_of(path)
        if within(name, "alpr_console.adapters")
    ]
    assert offenders == []


def test_that_presenters_work_without_qt() -> None:
    offenders = [
        f"{relative(path)} imports {name}"
        for path in python_files("ui")
        if path.name == "presenter.py"
        for name in imports_of(path)
        if any(within(name, screen) for screen in SCREEN if screen != "ui")
    ]
    assert offenders == []


def test_that_the_product_imports_only_packages_it_declares() -> None:
    # The names under which a distribution is imported, where they differ from its own.
    imported_as = {
        "pyside6": "PySide6",
        "opencv-python": "cv2",
        "pyserial": "serial",
        "argon2-cffi": "argon2",
    }
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    names = {re.split(r"[=<>~\[; ]", line)[0].lower() for line in declared}
    known = {imported_as.get(name, name) for name in names} | {"alpr_console", "ui"}
    offenders = [
        f"{relative(path)} imports {name}"
        for path in python_files("alpr_console", "ui")
        for name in imports_of(path)
        if name.split(".")[0] not in known | sys.stdlib_module_names
    ]
    assert offenders == []
