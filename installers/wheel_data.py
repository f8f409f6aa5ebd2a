"""Build step that puts resources/ and the weights inside the wheel.

In a checkout they lie beside the package; an installed console has only the package, so
they go to alpr_console/_bundle/, where alpr_console/locations.py looks next.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

_ROOT = Path(__file__).resolve().parent.parent


class BuildWithData(build_py):
    """build_py, and then the data; an editable install reads the checkout and needs none."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        bundle = Path(self.build_lib) / "alpr_console" / "_bundle"
        shutil.rmtree(bundle, ignore_errors=True)
        shutil.copytree(_ROOT / "resources", bundle / "resources")
        # What makes the weights (models/training) stays in the repository.
        shutil.copytree(
            _ROOT / "models",
            bundle / "models",
            ignore=shutil.ignore_patterns("training", "*.py", "__pycache__"),
        )
