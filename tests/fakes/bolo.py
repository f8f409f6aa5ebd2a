"""Specific entries for tests: contents, people, and an entry at any point of its course."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import strategies as st

from alpr_console.domain.hotlist import Category
from alpr_console.domain.operator import Role
from alpr_console.domain.plate import STATES
from alpr_console.domain.session import Session
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import (
    SpecificAct,
    SpecificEntry,
    SpecificState,
    SpecificStep,
)
from tests.fakes import courses
from tests.fakes.shift import START, person

WHY = "The vehicle was found"


def bolo(lic: str = "7?BC*", **fields: object) -> SpecificContents:
    """Contents that lack nothing."""
    values: dict[str, object] = {
        "oca": "26-000123",
        "mis": "Robbery suspect left in this car",
        "category": Category.FELONY_VEHICLE,
        "person": True,
        "lic": lic,
        "lis": "CA",
        "vco": "WHI",
        "vst": "4D",
    }
    return SpecificContents(**{**values, **fields})  # type: ignore[arg-type]


def session_as(name: str, role: Role = Role.OPERATOR) -> Session:
    """Of one person by name: the same name twice is the same person."""
    return Session(uuid4().hex, person(role, name), "4-Adam-12", START)


contents = st.builds(
    SpecificContents,
    oca=courses.words,
    mis=courses.words,
    category=st.sampled_from(Category),
    person=st.booleans(),
    covert=st.booleans(),
    lic=st.text("AB1?*", max_size=8),
    lis=st.sampled_from(("", *STATES)),
    vyr=courses.words,
    vma=courses.words,
    vmo=courses.words,
    vst=courses.words,
    vco=courses.words,
    days=st.none() | st.integers(1, 366),
)

_A = SpecificAct
_NEXT: dict[SpecificState, tuple[SpecificAct, ...]] = {
    SpecificState.SUBMITTED: (_A.APPROVE, _A.APPROVE, _A.REFUSE, _A.WITHDRAW),
    SpecificState.IN_FORCE: (_A.REQUEST_RENEWAL, _A.WITHDRAW),
    SpecificState.EXPIRED: (_A.REQUEST_RENEWAL, _A.WITHDRAW),
    SpecificState.RENEWAL_REQUESTED: (_A.RENEW, _A.REFUSE_RENEWAL, _A.WITHDRAW),
    SpecificState.REFUSED: (),
    SpecificState.WITHDRAWN: (),
}


@st.composite
def entries(draw: st.DrawFn, longest: int = 8) -> list[SpecificEntry]:
    """An entry from its submission on, by steps that its table allows."""
    entry = SpecificEntry.submitted(
        uuid4().hex, draw(contents), draw(courses.words), draw(courses.times)
    )
    course = [entry]
    for _ in range(draw(st.integers(0, longest))):
        at = draw(courses.times)
        open_acts = _NEXT[entry.state(at)]
        if not open_acts:
            break
        act = draw(st.sampled_from(open_acts))
        until = draw(courses.times) if act in (_A.APPROVE, _A.RENEW) else None
        entry = entry.step(SpecificStep(act, draw(courses.words), at, draw(courses.words), until))
        course.append(entry)
    return course
