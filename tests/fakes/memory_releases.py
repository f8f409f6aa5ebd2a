"""Exports, release requests, agreements and breach reports in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any

from alpr_console.domain.breach import BreachReport
from alpr_console.domain.evidence import EvidenceExport
from alpr_console.domain.release_request import Agreement, KeptFile, ReleaseRequest


@dataclass
class ReleaseContents:
    exports: dict[str, EvidenceExport] = field(default_factory=dict)
    requests: dict[str, ReleaseRequest] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    breaches: dict[str, BreachReport] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def copy(self) -> ReleaseContents:
        return ReleaseContents(
            dict(self.exports), dict(self.requests), dict(self.agreements), dict(self.breaches),
            dict(self.files),
        )  # fmt: skip


def save_grown(kept: dict[str, Any], key: str, record: Any, steps: str) -> None:
    known = kept.get(key)
    if known is not None:
        before, now = getattr(known, steps), getattr(record, steps)
        if replace(known, **{steps: now}) != record or now[: len(before)] != before:
            raise ValueError(f"{key}: what is on record would be changed")
    kept[key] = record


class MemoryExports:
    def __init__(self, contents: ReleaseContents) -> None:
        self._contents = contents

    def save(self, export: EvidenceExport) -> None:
        save_grown(self._contents.exports, export.export_id, export, "steps")

    def get(self, export_id: str) -> EvidenceExport:
        return self._contents.exports[export_id]

    def all(self) -> list[EvidenceExport]:
        return list(self._contents.exports.values())


class MemoryReleases:
    def __init__(self, contents: ReleaseContents) -> None:
        self._contents = contents

    def save(self, request: ReleaseRequest) -> None:
        save_grown(self._contents.requests, request.number, request, "steps")

    def get(self, number: str) -> ReleaseRequest:
        return self._contents.requests[number]

    def all(self) -> list[ReleaseRequest]:
        return list(self._contents.requests.values())

    def keep_file(self, file: KeptFile, content: bytes) -> None:
        self._contents.files.setdefault(file.sha256, content)

    def file(self, sha256: str) -> bytes:
        return self._contents.files[sha256]


class MemoryAgreements:
    def __init__(self, contents: ReleaseContents) -> None:
        self._contents = contents

    def save(self, agreement: Agreement) -> None:
        save_grown(self._contents.agreements, agreement.agreement_id, agreement, "ends")

    def get(self, agreement_id: str) -> Agreement:
        return self._contents.agreements[agreement_id]

    def all(self) -> list[Agreement]:
        return list(self._contents.agreements.values())


class MemoryBreaches:
    def __init__(self, contents: ReleaseContents) -> None:
        self._contents = contents

    def save(self, report: BreachReport) -> None:
        save_grown(self._contents.breaches, report.report_id, report, "acknowledged")

    def get(self, report_id: str) -> BreachReport:
        return self._contents.breaches[report_id]

    def all(self) -> list[BreachReport]:
        return list(self._contents.breaches.values())


class ReleaseStores(ABC):
    """The four stores as a unit of work has them."""

    @abstractmethod
    def _open(self) -> Any:
        """The contents of the transaction."""

    @property
    def exports(self) -> MemoryExports:
        return MemoryExports(self._open().releases)

    @property
    def releases(self) -> MemoryReleases:
        return MemoryReleases(self._open().releases)

    @property
    def agreements(self) -> MemoryAgreements:
        return MemoryAgreements(self._open().releases)

    @property
    def breaches(self) -> MemoryBreaches:
        return MemoryBreaches(self._open().releases)
