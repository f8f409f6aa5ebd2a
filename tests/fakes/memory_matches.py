"""The store in memory, continued: what became of matches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.ignored import IgnoredPlate, IgnoreEnd
from alpr_console.domain.match_setting import MatchSetting
from alpr_console.domain.past_hit import PastHit, PastHitReview
from alpr_console.domain.repeat import AlertRepeat


@dataclass
class MatchContents:
    repeats: list[AlertRepeat] = field(default_factory=list)
    ignored: dict[str, IgnoredPlate] = field(default_factory=dict)
    past_hits: dict[str, PastHit] = field(default_factory=dict)
    corrections: list[ReadCorrection] = field(default_factory=list)
    match_settings: list[MatchSetting] = field(default_factory=list)

    def copy(self) -> MatchContents:
        return MatchContents(
            list(self.repeats),
            dict(self.ignored),
            dict(self.past_hits),
            list(self.corrections),
            list(self.match_settings),
        )


class MemoryRepeats:
    def __init__(self, contents: MatchContents) -> None:
        self._repeats = contents.repeats

    def add(self, repeat: AlertRepeat) -> None:
        self._repeats.append(repeat)

    def of_alert(self, alert_id: str) -> list[AlertRepeat]:
        return [one for one in self._repeats if one.alert_id == alert_id]

    def of_read(self, read_id: str) -> list[AlertRepeat]:
        return [one for one in self._repeats if one.read_id == read_id]


class MemoryIgnored:
    def __init__(self, contents: MatchContents) -> None:
        self._plates = contents.ignored

    def add(self, plate: IgnoredPlate) -> None:
        self._plates[plate.ignored_id] = plate

    def end(self, ignored_id: str, end: IgnoreEnd) -> None:
        plate = self.get(ignored_id)
        if plate.ended is not None:
            raise ValueError(f"ignored plate {ignored_id} has ended already")
        self._plates[ignored_id] = replace(plate, ended=end)

    def get(self, ignored_id: str) -> IgnoredPlate:
        return self._plates[ignored_id]

    def all(self) -> list[IgnoredPlate]:
        by_id = sorted(self._plates.values(), key=lambda plate: plate.ignored_id)
        return sorted(by_id, key=lambda plate: plate.at, reverse=True)


class MemoryPastHits:
    def __init__(self, contents: MatchContents) -> None:
        self._hits = contents.past_hits

    def add(self, hit: PastHit) -> None:
        self._hits[hit.past_hit_id] = hit

    def review(self, past_hit_id: str, review: PastHitReview) -> None:
        hit = self.get(past_hit_id)
        if hit.review is not None:
            raise ValueError(f"past hit {past_hit_id} is reviewed already")
        self._hits[past_hit_id] = replace(hit, review=review)

    def get(self, past_hit_id: str) -> PastHit:
        return self._hits[past_hit_id]

    def of_read(self, read_id: str) -> list[PastHit]:
        return [hit for hit in self._newest_first() if hit.read_id == read_id]

    def waiting(self) -> list[PastHit]:
        return [hit for hit in self._newest_first() if hit.review is None]

    def waiting_count(self) -> tuple[int, datetime | None]:
        waiting = self.waiting()
        return len(waiting), waiting[0].read_at if waiting else None

    def _newest_first(self) -> list[PastHit]:
        by_id = sorted(self._hits.values(), key=lambda hit: hit.past_hit_id)
        return sorted(by_id, key=lambda hit: hit.read_at, reverse=True)


class MemoryCorrections:
    def __init__(self, contents: MatchContents) -> None:
        self._corrections = contents.corrections

    def add(self, correction: ReadCorrection) -> None:
        self._corrections.append(correction)

    def of_read(self, read_id: str) -> list[ReadCorrection]:
        of_read = [one for one in self._corrections if one.read_id == read_id]
        return sorted(of_read, key=lambda one: one.revision)


class MemoryMatchSettings:
    def __init__(self, contents: MatchContents) -> None:
        self._settings = contents.match_settings

    def add(self, setting: MatchSetting) -> None:
        self._settings.append(setting)

    def newest(self) -> MatchSetting | None:
        return self._settings[-1] if self._settings else None
