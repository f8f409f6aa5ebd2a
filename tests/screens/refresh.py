"""Take the screens anew: `python -m tests.screens.refresh [FOLDER]`.

FOLDER gets them in full size, to be looked at before the small ones are committed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


def main(folder: str | None) -> int:
    os.environ["ALPR_ACCEPT_SCREENS"] = "1"
    if folder is not None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        os.environ["ALPR_SCREENS_TO"] = folder
    return int(pytest.main(["-q", str(Path(__file__).with_name("test_screens.py"))]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
