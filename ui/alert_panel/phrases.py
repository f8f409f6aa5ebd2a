"""Words that need not be typed: who answered, the usual basis, the usual effort.

Each only says what is on record of this alert by then, stands in the field to be read and
changed, and is recorded by the officer's own key. Facts of an exigency have none: nothing on
record could state them.
"""

from __future__ import annotations

from alpr_console.domain.alert import Alert
from alpr_console.domain.disposition import ConfirmationWay, Reply
from ui import strings
from ui.alert_panel.model import Draft
from ui.alert_panel.request_lines import note_of, shown


def prefill(alert: Alert, draft: Draft) -> None:
    """Who answered, where that is known and the officer has not written who did: as the switch
    received it, or whose entry it is where the request went by CLETS."""
    reply = alert.received
    if reply is not None:
        if draft.prefilled != reply.reply_id:
            draft.prefilled = reply.reply_id
            draft.from_whom = draft.from_whom or shown(reply.from_whom)
            draft.reply_note = draft.reply_note or note_of(reply)
        return
    if not alert.requests or alert.requests[-1].way is not ConfirmationWay.CLETS:
        return
    request = f"clets {len(alert.requests)}"
    ori = alert.hit.entry.ori
    if draft.prefilled != request and ori:
        draft.prefilled = request
        draft.from_whom = draft.from_whom or strings.CLETS_FROM.format(ori=ori)


def usual_basis(alert: Alert) -> str:
    """What verification and confirmation have established; '' where they have not."""
    confirmed = [r for r in alert.replies if r.reply is Reply.CONFIRMED]
    if not confirmed or not alert.verified:
        return ""
    return strings.USUAL_BASIS.format(
        category=alert.hit.entry.category.label, who=confirmed[-1].from_whom
    )
