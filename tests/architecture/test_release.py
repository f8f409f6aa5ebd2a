"""What a release is made of agrees with itself."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import alpr_console
from tests.architecture.source_tree import ROOT

LOCK = (ROOT / "installers" / "requirements.lock").read_text(encoding="utf-8")


def toml(name: str) -> dict[str, Any]:
    with (ROOT / name).open("rb") as file:
        return tomllib.load(file)


def test_that_the_lock_pins_what_the_project_declares() -> None:
    project = toml("pyproject.toml")
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    pinned = set(re.findall(r"^[a-z0-9._-]+==[^ ]+", LOCK, flags=re.MULTILINE))
    # The lock pins the package; what an extra brings stands there by its own name.
    names = [re.sub(r"\[[^]]*\]", "", line).lower() for line in declared]
    assert [name for name in names if name not in pinned] == []


def test_that_every_locked_package_carries_its_hash() -> None:
    entries = re.split(r"\n(?=[a-z])", LOCK.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_that_the_lock_names_no_address() -> None:
    assert re.findall(r"\S*://\S*|--index\S*|--find-links\S*", LOCK) == []


def test_that_the_version_is_the_same_everywhere() -> None:
    assert toml("pyproject.toml")["project"]["version"] == alpr_console.__version__


def test_that_release_values_can_be_handed_over_one_by_one() -> None:
    # Briefcase takes `-C key=value` for single-level keys only, a line of the file each.
    lines = (ROOT / "briefcase.toml").read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if line and not line.startswith("#")]
    values = toml("briefcase.toml")
    assert not any(isinstance(value, dict) for value in values.values())
    assert [line.split(" = ")[0] for line in written] == list(values)


def test_that_the_package_and_the_checkout_ask_for_the_same_libraries() -> None:
    script = (ROOT / "installers" / "bootstrap-debian.sh").read_text(encoding="utf-8")
    block = re.search(r"runtime_packages=\((.*?)\n\)", script, flags=re.DOTALL)
    assert block is not None
    wanted = re.sub(r"#.*", "", block[1]).replace("'", "").split()
    # The key store and its bus come as one; certificates serve the set-up alone.
    names = {need.split("|")[-1] for need in wanted} - {"dbus", "ca-certificates"}
    assert names == set(toml("briefcase.toml")["system_runtime_requires"])
