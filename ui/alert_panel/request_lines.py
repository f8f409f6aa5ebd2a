"""What the confirmation stages show of the request and of the switch. Pure; no Qt."""

from __future__ import annotations

from datetime import datetime

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.confirmation_text import asked_now
from alpr_console.domain.disposition import ConfirmationWay, Reply
from alpr_console.domain.notices import Meaning
from alpr_console.domain.switch_message import Delivery, SwitchReply
from alpr_console.domain.yq import Yq, next_number
from alpr_console.workflow.confirmation_desk import Offers
from ui import strings_switch as words
from ui.alert_panel.model import Draft, Received, RequestLines, Stage, Tag
from ui.clock_words import local_time

_IN_THE_COURSE = (AlertState.VERIFIED, AlertState.PENDING)


def request_lines(
    alert: Alert, draft: Draft, stage: Stage, offers: Offers | None, now: datetime
) -> RequestLines | None:
    """None outside the confirmation, and until it is known what there is to offer."""
    if offers is None or stage not in (Stage.REQUEST, Stage.REPLY):
        return None
    yq = asked_now(alert, offers.asker, draft.urgency, now)
    if yq is None:
        return None
    again = _goes_again(alert, draft)
    return RequestLines(
        text=yq.text,
        left_open=_left_open(yq),
        told=draft.told,
        delivery=_delivery(alert),
        can_read_out=offers.aloud and not alert.hit.entry.covert,
        send=_send(alert, yq, offers, again, now),
        other_ways=alert.state is AlertState.PENDING
        and alert.requests[-1].way is ConfirmationWay.SWITCH
        and alert.overdue(now),
        received=_received(alert),
    )


def received_late(alert: Alert) -> str:
    """A reply that nobody has looked at, on an alert whose confirmation is over."""
    reply = alert.received
    if reply is None or alert.state in _IN_THE_COURSE:
        return ""
    return f"{_head(words.RECEIVED_LATE, reply)}. {shown(reply.text)}"


def note_of(reply: SwitchReply) -> str:
    """What a reply says for the field of the note."""
    return "" if reply.minutes is None else words.NOTE_MINUTES.format(minutes=reply.minutes)


def shown(text: str) -> str:
    """Without signs that would move what is around them; the record keeps them."""
    return "".join(c if c.isprintable() or c == "\n" else "·" for c in text).strip()


def _left_open(yq: Yq) -> str:
    if not yq.left_open:
        return ""
    names = (words.LEFT_OPEN_ONE.format(name=one.name, why=one.why) for one in yq.left_open)
    return words.LEFT_OPEN.format(names=", ".join(names))


def _delivery(alert: Alert) -> Tag | None:
    message = alert.messages[-1] if alert.messages else None
    if message is None:
        return None
    why = message.detail
    match message.delivery:
        case Delivery.WAITING:
            at = message.steps[-1].at if message.steps else message.at
            return Tag(words.SENDING.format(time=local_time(at)), Meaning.INFORMATION)
        case Delivery.NOT_DELIVERED:
            return Tag(words.NOT_DELIVERED.format(why=why), Meaning.CAUTION)
        case Delivery.UNKNOWN:
            return Tag(words.UNKNOWN.format(why=why), Meaning.CAUTION)
        case Delivery.REJECTED:
            return Tag(words.REJECTED.format(why=shown(why).rstrip(".")), Meaning.CAUTION)
        case Delivery.DELIVERED:
            return None


def _goes_again(alert: Alert, draft: Draft) -> bool:
    message = alert.on_the_way
    if message is None or not message.can_go_again:
        return False
    same = message.yq.rno == next_number(alert.requests)
    return same and (alert.state is AlertState.PENDING or message.urgency is draft.urgency)


def _send(alert: Alert, yq: Yq, offers: Offers, again: bool, now: datetime) -> str:
    """What the key that sends says; '' where it is not offered."""
    waiting = alert.on_the_way is not None and alert.on_the_way.delivery is Delivery.WAITING
    if not offers.switch or not yq.rty or waiting:
        return ""
    if again:
        return words.SEND_AGAIN
    if alert.state is AlertState.VERIFIED:
        return words.SEND
    # Where the last one went by the switch, the key of the second request sends as well.
    by_switch = alert.requests[-1].way is ConfirmationWay.SWITCH
    return words.SEND if alert.overdue(now) and not by_switch else ""


def _received(alert: Alert) -> Received | None:
    reply = alert.received
    if reply is None:
        return None
    accept = ""
    if reply.answer is not None:
        accept = words.ACCEPT.format(answer=words.ACCEPTED_AS[reply.answer])
    meaning = {Reply.CONFIRMED: Meaning.CONFIRMED, Reply.LATER: Meaning.INFORMATION}
    return Received(
        reply.reply_id,
        _head(words.RECEIVED, reply),
        shown(reply.text),
        accept,
        meaning.get(reply.answer, Meaning.CAUTION) if reply.answer else Meaning.CAUTION,
    )


def _head(form: str, reply: SwitchReply) -> str:
    answer = words.ANSWERS[reply.answer]
    if reply.minutes is not None:
        answer = words.IN_MINUTES.format(answer=answer, minutes=reply.minutes)
    who = shown(reply.from_whom) or words.NOBODY
    return form.format(time=local_time(reply.at), who=who, answer=answer)
