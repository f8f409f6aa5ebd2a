"""Taking records out as evidence (RET-2): asked, begun, sealed, done or failed, all on record.

The steps are short and belong to the console thread; what lies between them, writing to the
medium, does not (see evidence_exports).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from alpr_console.domain.audit import AuditEntry, AuditRecord
from alpr_console.domain.errors import EvidenceRefused, ReleaseRefused
from alpr_console.domain.evidence import EvidenceExport, ExportState, ExportStep
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.release_request import (
    ReleaseAct,
    ReleaseRequest,
    ReleaseState,
    ReleaseStep,
)
from alpr_console.domain.session import Session
from alpr_console.evidence.package import Heading
from alpr_console.evidence.record_json import Material, safe
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded

EXPORTED = "evidence.exported"
BEGUN = "evidence.begun"
SEALED = "evidence.sealed"
_REQUESTED_FOR = "Requested for"
BROKEN_OFF = "The console ended before the export did."


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """What is to be exported, and where to."""

    medium: Path
    """Folder on the medium; the export makes one of its own in it."""
    case_number: str = ""
    purpose: str = ""
    alert_ids: tuple[str, ...] = ()
    read_ids: tuple[str, ...] = ()
    release: str = ""
    """Number of the approved request that this fulfills. Records and purpose are the request's
    then, and its number stands for the case."""


def begin(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, policy: AgencyPolicy, asked: ExportAsked
) -> Heading:
    """Put the export on record before anything is written.

    Raises PermissionRefused; EvidenceRefused without case number, purpose or records;
    ReleaseRefused unless the request is approved.
    """
    user = session.user
    case, purpose = (" ".join(text.split()) for text in (asked.case_number, asked.purpose))
    if asked.release:
        case = asked.release
    details = {"case": case, "section": policy.retention.evidence.section}
    if asked.release:
        details["release"] = asked.release
    with refusals_recorded(uow, EXPORTED, user.name, details=details):
        session.demand(Permission.EXPORT_EVIDENCE)
        section = policy.retention.evidence.section
        cited = f" §{section}." if section else ""
        if not asked.release and not (case and purpose):
            raise EvidenceRefused(
                f"An export names its case number and its purpose.{cited}", "Enter both."
            )
        with uow() as work:
            alert_ids, read_ids = asked.alert_ids, asked.read_ids
            request: dict[str, str] = {}
            if asked.release:
                alert_ids, read_ids, request = _approved(work, asked.release)
                purpose = request[_REQUESTED_FOR]
            alert_ids, read_ids = tuple(dict.fromkeys(alert_ids)), tuple(dict.fromkeys(read_ids))
            if not alert_ids and not read_ids:
                raise EvidenceRefused("Nothing is chosen.", "Choose at least one read or alert.")
            export_id = uuid4().hex
            export = EvidenceExport(
                export_id, user.name, clock.now(), case, purpose, alert_ids, read_ids,
                f"evidence-{safe(case)}-{export_id[:8]}", asked.release,
            )  # fmt: skip
            work.exports.save(export)
            begun = work.audit.append(
                AuditRecord(
                    BEGUN,
                    user.name,
                    "done",
                    export_id,
                    purpose,
                    {
                        **details,
                        "alerts": str(len(alert_ids)),
                        "reads": str(len(read_ids)),
                        "folder": export.folder,
                        "policy_sha256": policy.sha256[:12],
                    },
                )
            )
    return Heading(export, begun, user, session.unit, policy, request)


def material(
    uow: UnitOfWorkFactory, export: EvidenceExport, begin: int, count: int
) -> list[Material]:
    """The records from number `begin` on, `count` at most; pictures included.

    Raises EvidenceRefused where one is not in the store.
    """
    wanted = [(True, one) for one in export.alert_ids] + [(False, one) for one in export.read_ids]
    with uow() as work:
        try:
            return [_material(work, *one) for one in wanted[begin : begin + count]]
        except KeyError as error:
            # Found here, page by page: asking for all of them at once would hold the console.
            raise EvidenceRefused(
                f"There is no record {error.args[0]} in the store.", "It may have been purged."
            ) from error


def seal(uow: UnitOfWorkFactory, clock: Clock, export: EvidenceExport, sha256: str) -> None:
    """The manifest's sum goes on record before the folder gets its name: no export that looks
    whole is without its sum on record."""
    with uow() as work:
        _step(work, clock, export.export_id, ExportState.SEALED, sha256)
        work.audit.append(
            AuditRecord(
                SEALED, export.by, "done", export.export_id, export.purpose,
                {"case": export.case_number, "manifest_sha256": sha256},
            )
        )  # fmt: skip


def finish(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, export: EvidenceExport
) -> EvidenceExport:
    """The folder has its name; a release that it was made for is fulfilled."""
    with uow() as work:
        done = _step(work, clock, export.export_id, ExportState.DONE)
        if export.release:
            request = work.releases.get(export.release)
            step = ReleaseStep(
                ReleaseAct.FULFILL, export.by, clock.now(), export.export_id,
                section=policy.release.kept.section,
            )  # fmt: skip
            work.releases.save(request.step(step))
            work.audit.append(
                AuditRecord(
                    "release.fulfilled", export.by, "done", request.number,
                    request.filing.purpose,
                    {
                        "export": export.export_id,
                        "agency": request.filing.agency,
                        "section": policy.release.kept.section,
                        "manifest_sha256": done.manifest_sha256,
                    },
                )
            )  # fmt: skip
        _append_end(work, done, policy, "done")
    return done


def fail(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, export: EvidenceExport, why: str
) -> None:
    with uow() as work:
        _append_end(
            work,
            _step(work, clock, export.export_id, ExportState.FAILED, why),
            policy,
            f"failed: {why}",
        )


def settle_broken_off(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, running: Sequence[str]
) -> None:
    """Exports that nobody works on any more have failed: the console was killed or lost power."""
    with uow() as work:
        left = [
            one
            for one in work.exports.all()
            if one.state in (ExportState.BEGUN, ExportState.SEALED) and one.export_id not in running
        ]
    for export in left:
        fail(uow, clock, policy, export, BROKEN_OFF)


def _approved(
    work: UnitOfWork, number: str
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    """Exactly what the approval names, and the request as the manifest says it."""
    try:
        request: ReleaseRequest = work.releases.get(number)
    except KeyError:
        raise ReleaseRefused(f"There is no release request {number}.", "Check it.") from None
    approval = request.approval
    if request.state is not ReleaseState.APPROVED or approval is None:
        raise ReleaseRefused(
            f"{number} is {request.state.label.lower()}, not approved.",
            "Only an approved request is fulfilled.",
        )
    filing = request.filing
    said = {
        "Release request": number,
        "Released to": f"{filing.agency}, {filing.person}",
        _REQUESTED_FOR: filing.purpose,
        "Approved by": next(s.by for s in request.steps if s.approval is not None),
        "On authority of": " ".join(
            word for word in (approval.authority_title, approval.authority) if word
        ),
    }
    return approval.alert_ids, approval.read_ids, said


def _material(work: UnitOfWork, is_alert: bool, record_id: str) -> Material:
    alert = work.alerts.get(record_id) if is_alert else None
    read = work.reads.get(record_id if alert is None else alert.hit.read.read_id)
    subjects = [read.read_id] + ([alert.alert_id] if alert is not None else [])
    entries: dict[int, AuditEntry] = {}
    for subject in subjects:
        entries.update((entry.sequence, entry) for entry in work.audit.about(subject))
    return Material(
        read,
        tuple(work.corrections.of_read(read.read_id)),
        alert,
        tuple(work.repeats.of_alert(alert.alert_id)) if alert is not None else (),
        tuple(entries[number] for number in sorted(entries)),
    )


def _step(
    work: UnitOfWork, clock: Clock, export_id: str, to: ExportState, note: str = ""
) -> EvidenceExport:
    export = work.exports.get(export_id).step(ExportStep(to, clock.now(), note))
    work.exports.save(export)
    return export


def _append_end(
    work: UnitOfWork, export: EvidenceExport, policy: AgencyPolicy, outcome: str
) -> None:
    details = {
        "case": export.case_number,
        "records": str(len(export.alert_ids) + len(export.read_ids)),
        "folder": export.folder,
        "section": policy.retention.evidence.section,
        "manifest_sha256": export.manifest_sha256,
    }
    if export.release:
        details["release"] = export.release
    work.audit.append(
        AuditRecord(EXPORTED, export.by, outcome, export.export_id, export.purpose, details)
    )
