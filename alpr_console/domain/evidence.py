"""Records taken out onto portable media for a case: what was asked, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from alpr_console.domain.errors import IllegalTransition


class ExportState(Enum):
    BEGUN = "begun"
    SEALED = "sealed"
    """Every file is written and signed; its folder has not got its name yet."""
    DONE = "done"
    FAILED = "failed"


S = ExportState

TRANSITIONS: dict[tuple[ExportState, ExportState], ExportState] = {
    (S.BEGUN, S.SEALED): S.SEALED,
    (S.SEALED, S.DONE): S.DONE,
    (S.BEGUN, S.FAILED): S.FAILED,
    (S.SEALED, S.FAILED): S.FAILED,
}


@dataclass(frozen=True, slots=True)
class ExportStep:
    to: ExportState
    at: datetime
    """UTC."""
    note: str = ""
    """Of SEALED the manifest's SHA-256, hex; of FAILED the reason."""


@dataclass(frozen=True, slots=True)
class EvidenceExport:
    export_id: str
    """UUID4 as hex."""
    by: str
    at: datetime
    """UTC."""
    case_number: str
    purpose: str
    alert_ids: tuple[str, ...]
    read_ids: tuple[str, ...]
    folder: str
    """Name of the folder it is written to, without its place."""
    release: str = ""
    """Number of the release request that it fulfills; '' for the department's own case."""
    steps: tuple[ExportStep, ...] = ()

    @property
    def state(self) -> ExportState:
        return self.steps[-1].to if self.steps else S.BEGUN

    @property
    def manifest_sha256(self) -> str:
        """'' until it is sealed."""
        return next((step.note for step in self.steps if step.to is S.SEALED), "")

    @property
    def failure(self) -> str:
        return next((step.note for step in self.steps if step.to is S.FAILED), "")

    def step(self, step: ExportStep) -> EvidenceExport:
        """Raises IllegalTransition."""
        if (self.state, step.to) not in TRANSITIONS:
            raise IllegalTransition(
                f"An export that is '{self.state.value}' cannot become '{step.to.value}'.",
                "Export again.",
            )
        return replace(self, steps=(*self.steps, step))
