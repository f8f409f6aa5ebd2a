"""A speaker for where no one listens: each utterance is kept as a WAV file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alpr_console.adapters.speech.speaker import SystemSpeaker


@dataclass(frozen=True, slots=True)
class Utterance:
    """A line of the log: what was said or played."""

    at: str
    """ISO 8601, UTC."""
    kind: str
    """'say' or 'play'."""
    words: str
    """The words, or the sound's name."""
    file: str
    """WAV file in the folder; '' where none could be made."""
    seconds: float
    fault: str


class RecordingSpeaker(SystemSpeaker):
    """Speaker into a folder, through the same process and speech engine as on the road.

    Nothing is heard, and it does not say so: `fault` is '' as long as every utterance was
    made and kept. log.jsonl in the folder has a line for each.
    """

    def __init__(self, sounds: Path, folder: Path, engine: str | None = None) -> None:
        self._folder = folder
        super().__init__(sounds, engine)

    def _worker_arguments(self, engine: str | None) -> Sequence[str]:
        return (*super()._worker_arguments(engine), "--into", str(self._folder))

    def utterances(self) -> list[Utterance]:
        """What is kept so far, in the order of sounding."""
        log = self._folder / "log.jsonl"
        if not log.is_file():
            return []
        return [Utterance(**json.loads(line)) for line in log.read_text("utf-8").splitlines()]
