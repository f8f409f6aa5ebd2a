"""What must be on record of an alert that ended with a stop."""

from __future__ import annotations

from collections.abc import Iterable

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import Reply


def assert_all_duties(
    alert: Alert, entries: Iterable[AuditEntry], person_effort: bool = True
) -> None:
    """Of a stop on `alert`, in the record itself and in the log; `person_effort` says whether
    the policy asks for it."""
    assert {a.kind for a in alert.answers} == {i.kind for i in alert.items}
    for item, answer in zip(alert.items, alert.answers, strict=True):
        assert answer.verdict is Verdict.IDENTICAL
        assert answer.reason or not item.conflict
    confirmed = any(r.reply is Reply.CONFIRMED for r in alert.replies)
    assert confirmed or (alert.exigency is not None and len(alert.exigency.facts) >= 10)
    assert not any(r.reply is Reply.NOT_CONFIRMED for r in alert.replies)
    assert alert.basis is not None
    assert len(alert.basis.basis) >= 10
    if person_effort and alert.hit.entry.person_associated:
        assert len(alert.basis.person_effort) >= 10
    assert alert.disposition is not None
    assert alert.disposition.number
    done = [
        e.record.action
        for e in entries
        if e.record.subject == alert.alert_id
        and e.record.outcome == "done"
        and e.record.action not in ("alert.seen", "alert.repeated")
    ]
    assert done[-1] == "alert.disposition_recorded"
    assert done[-2] == "alert.basis_stated"
    assert {"alert.reply_recorded", "alert.exigency_stated"} & set(done)
