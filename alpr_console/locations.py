"""Where the console finds its resources, its weights and its own data.

A checkout keeps resources/ and models/ beside this package; an installed wheel carries
them inside it, under _bundle/. Each can be pointed elsewhere through the environment:
ALPR_CONSOLE_RESOURCES, ALPR_CONSOLE_MODELS, ALPR_CONSOLE_DATA.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent
_BUNDLE = _PACKAGE / "_bundle"


def resources_dir() -> Path:
    """Folder with policies/, fonts/, icons/, sounds/ and the other data the console reads.

    The folder may not exist when the installation is damaged; whoever opens a file in it
    says which one is missing.
    """
    return _shipped("resources", "ALPR_CONSOLE_RESOURCES")


def models_dir() -> Path:
    """Folder with manifest.toml and the weights it names; existence as for resources_dir."""
    return _shipped("models", "ALPR_CONSOLE_MODELS")


def data_dir() -> Path:
    """This user's own folder for the store, its pictures and the settings.

    It may not exist: whoever first keeps something there makes it, so that a start that is
    refused leaves nothing behind.
    """
    override = os.environ.get("ALPR_CONSOLE_DATA")
    return (
        Path(override) if override else platformdirs.user_data_path("alpr-console", appauthor=False)
    )


def _shipped(name: str, variable: str) -> Path:
    override = os.environ.get(variable)
    if override:
        return Path(override)
    beside = _CHECKOUT / name
    # pyproject.toml tells a checkout from a site-packages folder that happens to hold
    # some other project's `models`.
    if (_CHECKOUT / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    return _BUNDLE / name
