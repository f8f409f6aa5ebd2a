"""The export's folder on the medium: whole and named, or not there.

Everything is written into a folder whose name says that it is unfinished, reaches the disk,
and only then gets the name of an export.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from alpr_console.domain.errors import EvidenceRefused

UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    path: str
    """In the export, with / between."""
    sha256: str
    size: int


class ExportFolder:
    """Files are added; `finish` gives it its name, `discard` leaves nothing."""

    def __init__(self, medium: Path, name: str) -> None:
        """Raises EvidenceRefused where the medium is not there or has such a folder."""
        self.target = medium / name
        self._medium = medium
        self._fresh = medium / f"{name}{UNFINISHED}"
        self.files: list[WrittenFile] = []
        if not medium.is_dir():
            raise EvidenceRefused(
                f"There is no folder {medium}.", "Insert the medium and choose a folder on it."
            )
        # Also where a link leads nowhere: its name is taken.
        if os.path.lexists(self.target):
            raise EvidenceRefused(
                f"There is a {name} on the medium already.", "Choose another folder."
            )
        try:
            self._fresh.mkdir()
        except OSError as error:
            raise _unwritable(error) from error

    def add(self, path: str, content: bytes) -> WrittenFile:
        """Raises EvidenceRefused when the medium is full, pulled or read-only."""
        place = self._fresh.joinpath(*path.split("/"))
        try:
            place.parent.mkdir(exist_ok=True)
            with place.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _unwritable(error) from error
        written = WrittenFile(path, hashlib.sha256(content).hexdigest(), len(content))
        self.files.append(written)
        return written

    def settle(self) -> None:
        """Read everything back and make the folders reach the disk. Raises EvidenceRefused."""
        try:
            for file in self.files:
                kept = self._fresh.joinpath(*file.path.split("/")).read_bytes()
                if hashlib.sha256(kept).hexdigest() != file.sha256:
                    raise EvidenceRefused(
                        f"The medium did not keep {file.path}.", "Use another medium."
                    )
            for place, _, _ in os.walk(self._fresh):
                _sync(Path(place))
        except OSError as error:
            raise _unwritable(error) from error

    def finish(self) -> Path:
        """The folder under its name. Raises EvidenceRefused; never replaces another."""
        try:
            if os.path.lexists(self.target):
                raise EvidenceRefused(
                    f"There is a {self.target.name} on the medium by now.", "Export again."
                )
            os.rename(self._fresh, self.target)
            _sync(self._medium)
        except OSError as error:
            raise _unwritable(error) from error
        return self.target

    def discard(self) -> None:
        """What was written goes; on a medium that is gone nothing can be done."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self._fresh)


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return  # Folders cannot be opened there; NTFS keeps their changes in its journal.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(error: OSError) -> EvidenceRefused:
    return EvidenceRefused(
        f"The medium cannot be written to ({error.strerror}).",
        "Check that it is inserted, not write-protected, and has free space; then export again.",
    )
