"""The whole audit log for an outside agency, in an export that verifies itself (AUD-4)."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from alpr_console import __version__
from alpr_console.documents.csv_table import csv_bytes
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import EvidenceRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.evidence.folder import ExportFolder
from alpr_console.evidence.package import MANIFEST, SIGNATURE, shipped
from alpr_console.evidence.record_json import entry_json, json_bytes
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.proof_ports import Signer, fingerprint
from alpr_console.workflow.on_record import refusals_recorded

EXPORTED = "log.exported"


@dataclass(frozen=True, slots=True)
class LogExport:
    folder: Path
    entries: int
    manifest_sha256: str
    fingerprint: str
    """Of the key that signed: the department tells it to the recipient by another way."""


def export_log(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    session: Session,
    signer: Signer,
    medium: Path,
    purpose: str,
) -> LogExport:
    """Write every entry up to this export's own into a new folder on `medium`.

    Whole or not at all; verify.py in it checks files, signature and chain with plain Python.
    Raises PermissionRefused, EvidenceRefused, KeyringUnavailable.
    """
    who, now, words = session.user.name, clock.now(), " ".join(purpose.split())
    with refusals_recorded(uow, EXPORTED, who, details={"purpose": words}):
        session.demand(Permission.EXPORT_AUDIT)
        if not words:
            raise EvidenceRefused("The purpose is needed.", "Say which agency it is for, and why.")
        public_key = signer.public_key
        folder = ExportFolder(medium, f"audit-log-{now:%Y%m%d-%H%M%S}")
        try:
            with uow() as work:
                head = work.audit.append(
                    AuditRecord(
                        EXPORTED, who, "done", purpose=words,
                        details={
                            "folder": folder.target.name,
                            "fingerprint": fingerprint(public_key),
                            "organization": session.user.organization,
                            "section": policy.oversight.record.section,
                        },
                    )
                )  # fmt: skip
                counts: Counter[tuple[str, str]] = Counter()
                entries = []
                for entry in work.audit.entries():
                    entries.append(entry_json(entry))
                    end = entry.record.outcome.partition(":")[0]
                    counts[entry.record.action, end] += 1
                folder.add("audit.json", json_bytes({"entries": entries}))
                folder.add("overview.csv", csv_bytes(
                    ("Act", "Outcome", "Count"),
                    [(act, end, str(n)) for (act, end), n in sorted(counts.items())],
                ))  # fmt: skip
                folder.add("verify.py", shipped("verify.py"))
                folder.add("README.txt", _README.encode("ascii"))
                manifest = json_bytes(
                    {
                        "format": "alpr-console audit log 1",
                        "export_id": folder.target.name,
                        "case_number": "whole log",
                        "whole_log": True,
                        "purpose": words,
                        "exported_by": {
                            "user": who,
                            "name": session.user.full_name,
                            "organization": session.user.organization,
                        },
                        "exported_at": now.astimezone().isoformat(timespec="seconds"),
                        "agency": policy.agency,
                        "program": f"ALPR Console {__version__}",
                        "policy": policy.version_name,
                        "audit_head": {"sequence": head.sequence, "hash": head.hash},
                        "files": [
                            {"path": one.path, "sha256": one.sha256, "size": one.size}
                            for one in sorted(folder.files, key=lambda file: file.path)
                        ],
                        "signature": {
                            "algorithm": "Ed25519 over manifest.json, 64 bytes in manifest.sig",
                            "public_key": public_key.hex(),
                            "fingerprint": fingerprint(public_key),
                        },
                    }
                )
                folder.add(MANIFEST, manifest)
                folder.add(SIGNATURE, signer.sign(manifest))
                folder.settle()
            # The entry is on record now, and only now there is an export.
            target = folder.finish()
        except BaseException:
            folder.discard()
            raise
    return LogExport(
        target, len(entries), hashlib.sha256(manifest).hexdigest(), fingerprint(public_key)
    )


_README = """The whole audit log of a license plate reader console.

audit.json    every entry from the first to this export's own, each with its hash
overview.csv  how often each act stands in it
verify.py     checks all of it: python3 verify.py (Python 3.8 or newer, nothing else)

An entry's hash is SHA-256 over its JSON without "hash": keys sorted, no spaces, UTF-8.
Each entry carries the hash of the one before. Compare the fingerprint that verify.py
prints with the one that the department gives you by another way.
"""
