"""What a saved record may still become: a course only goes on, it is never rewritten."""

from __future__ import annotations

from dataclasses import replace

from alpr_console.domain.alert import Alert
from alpr_console.domain.specific_entry import SpecificEntry
from alpr_console.domain.switch_message import SwitchMessage


def check_goes_on(before: Alert, after: Alert) -> None:
    """Whether `after` can be a later state of the alert saved as `before`.

    Answers may be withdrawn (the store keeps them, marked); everything else only grows, and
    a closed alert stays as it is but for what the message switch still says of it.

    Raises:
        ValueError: a part on record would be changed or lost. Always a mistake in the
            program, never the user's.
    """
    if before == after:
        return
    name = f"alert {after.alert_id}"
    _check_messages(name, before.messages, after.messages)
    if not before.is_open and replace(before, messages=()) != replace(after, messages=()):
        raise ValueError(f"{name} is closed and cannot change")
    if (before.hit, before.raised_at) != (after.hit, after.raised_at):
        raise ValueError(f"{name} carries another hit than the one on record")
    if after.requests[: len(before.requests)] != before.requests:
        raise ValueError(f"{name} lost a confirmation request that is on record")
    if after.replies[: len(before.replies)] != before.replies:
        raise ValueError(f"{name} lost a reply that is on record")
    for part in ("exigency", "basis"):
        if getattr(before, part) not in (None, getattr(after, part)):
            raise ValueError(f"{name} changed its {part}, which is on record")


def _check_messages(
    name: str, before: tuple[SwitchMessage, ...], after: tuple[SwitchMessage, ...]
) -> None:
    """Steps and replies of a message are added to; a reply is taken once."""
    if len(after) < len(before):
        raise ValueError(f"{name} lost a message to the switch that is on record")
    for was, now in zip(before, after, strict=False):
        same = replace(was, steps=(), replies=()) == replace(now, steps=(), replies=())
        if not same or now.steps[: len(was.steps)] != was.steps:
            raise ValueError(f"{name} changed a message to the switch, which is on record")
        if len(now.replies) < len(was.replies):
            raise ValueError(f"{name} lost a reply of the switch that is on record")
        for reply, later in zip(was.replies, now.replies, strict=False):
            untaken = replace(later, taken=None) if reply.taken is None else later
            if reply != untaken:
                raise ValueError(f"{name} changed a reply of the switch, which is on record")


def check_entry_goes_on(before: SpecificEntry, after: SpecificEntry) -> None:
    """Whether `after` can be a later state of the specific entry saved as `before`.

    Raises:
        ValueError: what was entered would be changed, or a step changed or lost. Always a
            mistake in the program, never the user's.
    """
    if before.contents != after.contents:
        raise ValueError(f"entry {after.entry_id} carries other contents than those on record")
    if after.steps[: len(before.steps)] != before.steps:
        raise ValueError(f"entry {after.entry_id} lost a step that is on record")
