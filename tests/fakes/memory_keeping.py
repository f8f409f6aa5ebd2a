"""The store in memory, continued: holds and purges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from alpr_console.audit.digest import digest_of_ids
from alpr_console.domain.keeping import (
    Cutoff,
    DuePage,
    DueRecord,
    Hold,
    HoldRelease,
    KeptPast,
    PlateSpan,
    Purge,
    RecordKind,
)

if TYPE_CHECKING:
    from tests.fakes.memory_store import Contents


@dataclass
class KeepingContents:
    holds: dict[str, Hold] = field(default_factory=dict)
    purges: list[Purge] = field(default_factory=list)
    purged_alerts: dict[str, str] = field(default_factory=dict)
    """By alert_id, the purge."""

    def copy(self) -> KeepingContents:
        return KeepingContents(dict(self.holds), list(self.purges), dict(self.purged_alerts))


class MemoryHolds:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._holds = contents.keeping.holds

    def add(self, hold: Hold) -> None:
        ids = {"read_ids": sorted(hold.read_ids), "alert_ids": sorted(hold.alert_ids)}
        self._holds[hold.hold_id] = replace(hold, **{k: tuple(v) for k, v in ids.items()})

    def release(self, hold_id: str, release: HoldRelease) -> None:
        if not self.get(hold_id).is_open:
            raise ValueError(f"hold {hold_id} was released already")
        self._holds[hold_id] = replace(self.get(hold_id), released=release)

    def get(self, hold_id: str) -> Hold:
        return self._holds[hold_id]

    def all(self) -> list[Hold]:
        by_id = sorted(self._holds.values(), key=lambda hold: hold.hold_id)
        return sorted(by_id, key=lambda hold: hold.at, reverse=True)

    def of_plate(self, span: PlateSpan) -> tuple[str, ...]:
        first = {
            read_id: min(r.at for r in revisions if span.covers(r.text, r.at))
            for read_id, revisions in self._contents.reads.items()
            if any(span.covers(r.text, r.at) for r in revisions)
        }
        return tuple(sorted(first, key=lambda read_id: (first[read_id], read_id)))

    def known(self, read_ids: Sequence[str], alert_ids: Sequence[str]) -> bool:
        contents = self._contents
        return contents.reads.keys() >= set(read_ids) and contents.alerts.keys() >= set(alert_ids)

    def on_read(self, read_id: str) -> list[Hold]:
        return [hold for hold in self.all() if hold.is_open and read_id in self._kept(hold)]

    def kept_past(self, before: datetime) -> list[KeptPast]:
        found = []
        for hold in self.all():
            ids = self._kept(hold) if hold.is_open else set()
            times = {
                key: min(r.at for r in self._contents.reads[key] if r.at < before)
                for key in ids
                if any(r.at < before for r in self._contents.reads.get(key, ()))
            }
            if times:
                found.append(KeptPast(hold, len(times), min(times.values())))
        return sorted(found, key=lambda kept: (kept.oldest, kept.hold.hold_id))

    def keeps_read(self, read_id: str) -> bool:
        revisions = self._contents.reads.get(read_id, ())
        return any(
            read_id in hold.read_ids
            or (hold.span and hold.span.later and any(hold.span.covers(r.text, r.at)
                                                      for r in revisions))
            for hold in self.all()
            if hold.is_open
        )  # fmt: skip

    def keeps_alert(self, alert_id: str) -> bool:
        chosen = any(alert_id in hold.alert_ids for hold in self.all() if hold.is_open)
        return chosen or any(map(self.keeps_read, self.reads_of(alert_id)))

    def reads_of(self, alert_id: str) -> set[str]:
        repeats = self._contents.matches.repeats
        repeated = {one.read_id for one in repeats if one.alert_id == alert_id}
        return {self._contents.alerts[alert_id].hit.read.read_id} | repeated

    def _kept(self, hold: Hold) -> set[str]:
        kept = set(hold.read_ids)
        for alert_id in hold.alert_ids:
            if alert_id in self._contents.alerts:
                kept |= self.reads_of(alert_id)
        if hold.span is not None and hold.span.later:
            kept |= set(self.of_plate(hold.span))
        return kept


class MemoryPurges:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._holds = MemoryHolds(contents)

    def page(self, kind: RecordKind, cutoff: Cutoff, after: tuple[str, int], limit: int) -> DuePage:
        found = self._past(kind, cutoff)
        due = [(record_id, at) for record_id, at, held in found if not held]
        behind = [one for number, one in enumerate(due) if number > after[1]][:limit]
        first = after[1] + 1
        return DuePage(
            tuple(DueRecord(*one) for one in behind),
            len(found) - len(due) if after[1] < 0 else 0,
            # What is taken out no longer stands before the rest.
            tuple(after for _ in behind),
            None if first + len(behind) >= len(due) else ("", first + len(behind) - 1),
        )

    def remove(self, kind: RecordKind, record_ids: Sequence[str]) -> int:
        contents, matches = self._contents, self._contents.matches
        told: set[str] = set()
        if kind is RecordKind.ALERTS:
            for alert_id in record_ids:
                told |= self._holds.reads_of(alert_id)
            for alert_id in record_ids:
                del contents.alerts[alert_id]
            matches.repeats[:] = [r for r in matches.repeats if r.alert_id not in record_ids]
        elif kind is RecordKind.PAST_HITS:
            told = {matches.past_hits.pop(record_id).read_id for record_id in record_ids}
        else:
            return self._remove_reads(set(record_ids))
        still = self._told_of()
        return self._remove_reads(
            {r for r in told if r in contents.reads and r not in still
             and not self._holds.keeps_read(r)}
        )  # fmt: skip

    def add(self, purge: Purge, record_ids: Sequence[str]) -> None:
        self._contents.keeping.purges.append(purge)
        if purge.kind is RecordKind.ALERTS:
            for alert_id in record_ids:
                self._contents.keeping.purged_alerts[alert_id] = purge.purge_id

    def newest(self, limit: int) -> list[Purge]:
        whole: dict[tuple[str, RecordKind], Purge] = {}
        for one in self._contents.keeping.purges:
            before = whole.pop((one.run_id, one.kind), None)
            if before is not None:
                one = replace(
                    one,
                    count=before.count + one.count,
                    reads=before.reads + one.reads,
                    oldest=min(before.oldest, one.oldest),
                    newest=max(before.newest, one.newest),
                )
            whole[one.run_id, one.kind] = one
        return list(whole.values())[::-1][:limit]

    def of_alert(self, alert_id: str) -> tuple[str, str] | None:
        purged = self._contents.keeping.purged_alerts
        if alert_id not in purged:
            return None
        found = purged[alert_id]
        return found, digest_of_ids(key for key, purge in purged.items() if purge == found)

    def overwrite(self) -> None:
        """Memory leaves no file."""

    def forget_session(self) -> None:
        """Everything here is kept for the session alone."""

    def _told_of(self) -> set[str]:
        told = {hit.read_id for hit in self._contents.matches.past_hits.values()}
        for alert_id in self._contents.alerts:
            told |= self._holds.reads_of(alert_id)
        return told

    def _past(self, kind: RecordKind, cutoff: Cutoff) -> list[tuple[str, datetime, bool]]:
        contents = self._contents
        found: list[tuple[str, datetime, bool]] = []
        if kind is RecordKind.READS:
            told = self._told_of()
            for key, revisions in contents.reads.items():
                times = [r.at for r in revisions]
                if key not in told and cutoff.passed(min(times), max(times)):
                    found.append((key, min(times), self._holds.keeps_read(key)))
        elif kind is RecordKind.ALERTS:
            for key, alert in contents.alerts.items():
                at = alert.hit.read.at
                repeats = [r.at for r in contents.matches.repeats if r.alert_id == key]
                if cutoff.passed(at, max([at, *repeats])):
                    found.append((key, at, self._holds.keeps_alert(key)))
        else:
            for hit in contents.matches.past_hits.values():
                if cutoff.passed(hit.read_at, hit.read_at):
                    held = self._holds.keeps_read(hit.read_id)
                    found.append((hit.past_hit_id, hit.read_at, held))
        return sorted(found, key=lambda one: one[1])

    def _remove_reads(self, read_ids: set[str]) -> int:
        for read_id in read_ids:
            del self._contents.reads[read_id]
        corrections = self._contents.matches.corrections
        corrections[:] = [c for c in corrections if c.read_id not in read_ids]
        return len(read_ids)
