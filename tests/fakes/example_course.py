"""One alert from raised to a stop recorded, as plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import Answer, Verdict
from alpr_console.domain.disposition import (
    ConfirmationReply,
    ConfirmationRequest,
    ConfirmationWay,
    Disposition,
    LawfulBasis,
    Outcome,
    Reply,
    Urgency,
)
from alpr_console.domain.hotlist import (
    Category,
    Freshness,
    Hit,
    HotList,
    HotListEntry,
    Match,
    MatchKind,
)
from alpr_console.domain.plate import Box, CharacterRead, PlateText, StateRead, VehicleDescription
from alpr_console.domain.read import PlateRead, PositionFix

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def example_read(read_id: str = "read-1", text: str = "8ABC123", at: datetime = NOON) -> PlateRead:
    """A read of a California plate on a white sedan, with a fix and small pictures."""
    again = ("E", 0.1)
    characters = tuple(CharacterRead(c, 0.97, (("B", 0.02),), ((c, 0.93), again)) for c in text)
    return PlateRead(
        read_id=read_id,
        track_id=7,
        camera="front",
        reading=PlateText(characters, StateRead("CA", 0.9, (("NV", 0.05),)), 0.8),
        box=Box(412.5, 300.25, 96.0, 48.0),
        corners=((412.5, 300.0), (508.0, 301.0), (508.5, 348.0), (412.0, 347.5)),
        first_frame=100,
        last_frame=131,
        frames=29,
        at=at,
        crop_jpeg=b"\xff\xd8crop\x00\xff\xd9",
        context_jpeg=b"\xff\xd8context\x00\xff\xd9",
        position=PositionFix(33.919, -118.416, at, 13.4, 271.0, 2),
        vehicle=VehicleDescription("white", 0.7, "sedan", 0.8, unlikely=("black", "van")),
    )


def example_alert(name: str = "1", raised_at: datetime = NOON) -> Alert:
    """An exact hit on a stolen vehicle, nothing answered yet; `name` makes its ids unique."""
    read = example_read(f"read-{name}")
    entry = HotListEntry(
        f"entry-{name}", read.text, "CA", Category.STOLEN_VEHICLE, vyr="2018", vma="HOND", vco="WHI"
    )
    hot_list = HotList("list-1", "Stolen vehicles", 1, "ab" * 32, 1, "svs.csv", NOON, NOON)
    match = Match(entry, hot_list, MatchKind.EXACT, 0.93, (), state_conflict=False)
    freshness = Freshness(timedelta(minutes=12), timedelta(hours=24), stale=False)
    return Alert(f"alert-{name}", Hit(f"hit-{name}", read, match, freshness, NOON), raised_at)


def example_course(name: str = "1") -> list[Alert]:
    """Every state of an alert that is verified, confirmed on the second ask, and stopped."""
    course = [example_alert(name)]
    at = NOON

    def later() -> datetime:
        nonlocal at
        at += timedelta(seconds=7)
        return at

    while (item := course[-1].next_item) is not None:
        course.append(course[-1].with_answer(Answer(item.kind, Verdict.IDENTICAL, "pdoe", later())))
    for number, reply in ((1, Reply.LATER), (2, Reply.CONFIRMED)):
        request = ConfirmationRequest(
            ConfirmationWay.DISPATCH, Urgency.URGENT, number, "pdoe", later()
        )
        course.append(course[-1].with_request(request))
        answer = ConfirmationReply(reply, "dispatcher 12", later(), "pdoe", "by radio")
        course.append(course[-1].with_reply(answer))
    basis = LawfulBasis("Stolen vehicle confirmed by dispatch", "pdoe", later())
    course.append(course[-1].with_basis(basis))
    end = Disposition(Outcome.VEHICLE_RECOVERED, "pdoe", later(), "26-11423")
    course.append(course[-1].with_disposition(end))
    return course
