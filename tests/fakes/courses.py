"""Hypothesis strategies: reads, hits, and alerts at any point of any course they can take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.checklist import Answer, Verdict
from alpr_console.domain.disposition import (
    ConfirmationReply,
    ConfirmationRequest,
    ConfirmationWay,
    Disposition,
    Exigency,
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
from alpr_console.domain.plate import (
    ALPHABET,
    STATES,
    Box,
    CharacterRead,
    PlateText,
    StateRead,
    VehicleDescription,
)
from alpr_console.domain.read import PlateRead, PositionFix

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
hexes = st.uuids(version=4).map(lambda u: u.hex)
times = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)) | st.just(
    datetime(2026, 11, 22, 6, 4, 54, tzinfo=UTC)
)
probabilities = st.floats(0, 1)
pixels = st.floats(-50, 4000)
boxes = st.builds(Box, pixels, pixels, pixels, pixels)
counts = st.integers(0, 2**40)
_points = st.tuples(pixels, pixels)
_others = st.lists(st.tuples(st.sampled_from(ALPHABET), probabilities), max_size=3).map(tuple)
_characters = st.builds(CharacterRead, st.sampled_from(ALPHABET), probabilities, _others)

reads = st.builds(
    PlateRead,
    read_id=hexes,
    track_id=counts,
    camera=words,
    reading=st.builds(
        PlateText,
        st.lists(_characters, max_size=8).map(tuple),
        st.builds(
            StateRead,
            st.sampled_from((*STATES, "unknown")),
            probabilities,
            st.lists(st.tuples(st.sampled_from(STATES), probabilities), max_size=2).map(tuple),
        ),
        probabilities,
    ),
    box=boxes,
    corners=st.tuples(_points, _points, _points, _points),
    first_frame=counts,
    last_frame=counts,
    frames=counts,
    at=times,
    crop_jpeg=st.binary(max_size=40),
    context_jpeg=st.binary(max_size=40),
    position=st.none()
    | st.builds(
        PositionFix,
        st.floats(-90, 90),
        st.floats(-180, 180),
        times,
        st.none() | st.floats(0, 99),
        st.none() | st.floats(0, 360),
        st.integers(1, 8),
    ),
    vehicle=st.none()
    | st.builds(VehicleDescription, words, probabilities, words, probabilities, st.none() | boxes),
    revision=st.integers(0, 3),
)

entries = st.builds(
    HotListEntry,
    entry_id=hexes,
    lic=st.text(ALPHABET, min_size=1, max_size=8),
    lis=st.sampled_from(("", *STATES)),
    category=st.sampled_from(Category),
    vma=words,
    vst=words,
    vco=words,
    nic=words,
    mis=words,
)

hot_lists = st.builds(
    HotList,
    list_id=hexes,
    name=words,
    version=st.integers(1, 999),
    sha256=st.just("ab" * 32),
    count=counts,
    source=words,
    data_at=times,
    imported_at=times,
)

spans = st.integers(0, 10**15).map(lambda us: timedelta(microseconds=us))

hits = st.builds(
    Hit,
    hit_id=hexes,
    read=reads,
    match=st.builds(
        Match,
        entries,
        hot_lists,
        st.sampled_from(MatchKind),
        probabilities,
        st.lists(st.integers(0, 9), max_size=3).map(tuple),
        st.booleans(),
    ),
    freshness=st.builds(Freshness, spans, spans, st.booleans()),
    at=times,
)


@st.composite
def courses(draw: st.DrawFn, longest: int = 12) -> list[Alert]:
    """An alert from raised on, state by state, by steps that its table allows."""
    alert = Alert(draw(hexes), draw(hits), draw(times))
    course = [alert]
    for _ in range(draw(st.integers(0, longest))):
        if not alert.is_open:
            break
        alert = draw(_next(alert))
        course.append(alert)
    return course


def _next(alert: Alert) -> st.SearchStrategy[Alert]:
    """One step on from `alert`, which is open."""
    state, s = alert.state, AlertState
    steps: list[st.SearchStrategy[Alert]] = []
    item = alert.next_item
    if state in (s.RAISED, s.VERIFYING) and item is not None:
        answer = st.builds(
            Answer, st.just(item.kind), st.sampled_from(Verdict), words, times, words
        )
        # Twice, so that a course gets past its checklist more often than not.
        steps += [answer.map(alert.with_answer)] * 2
    if state in (s.VERIFYING, s.MISMATCHED, s.VERIFIED) and alert.answers:
        steps.append(st.just(alert.without_last_answer()))
    if state in (s.VERIFIED, s.PENDING):
        steps.append(
            st.builds(
                ConfirmationRequest,
                st.sampled_from(ConfirmationWay),
                st.sampled_from(Urgency),
                st.integers(1, 3),
                words,
                times,
            ).map(alert.with_request)
        )
        steps.append(st.builds(Exigency, words, words, times).map(alert.with_exigency))
    if state is s.PENDING:
        reply = st.builds(ConfirmationReply, st.sampled_from(Reply), words, times, words, words)
        steps += [reply.map(alert.with_reply)] * 2
    if state in (s.CONFIRMED, s.EXIGENT):
        steps.append(st.builds(LawfulBasis, words, words, times, words).map(alert.with_basis))
    stop = state is s.STOP_PERMITTED
    ends = [o for o in Outcome if stop or not o.is_stop]
    steps.append(
        st.builds(Disposition, st.sampled_from(ends), words, times, words, words).map(
            alert.with_disposition
        )
    )
    return st.one_of(steps)
