"""What a hit is, besides its category: by which list, how near, from whose entry. No Qt."""

from __future__ import annotations

from alpr_console.domain.alert import Alert
from alpr_console.domain.hotlist import MatchKind
from alpr_console.domain.notices import Meaning
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.serial_forms import (
    TRAILER,
    SerialForm,
    is_slip_of,
    shipped_serial_forms,
)
from alpr_console.domain.vehicle_codes import may_be_trailer
from alpr_console.locations import resources_dir
from ui import strings, strings_shift
from ui import strings_matches as words
from ui.alert_panel.model import Sights, Tag
from ui.citation import cite
from ui.clock_words import local_time


def list_line(alert: Alert) -> str:
    """Plate, list with version and age, kind of match; a stale list's age stands in its tag."""
    entry, freshness, match = alert.hit.entry, alert.hit.freshness, alert.hit.match
    plate = f"{entry.lic or words.ANY_PLATE} {entry.lis}".strip()
    name = words.LIST_VERSION.format(name=match.hot_list.name, version=match.hot_list.version)
    age = "" if freshness.stale else freshness.words
    kind = words.EXACT if match.kind is MatchKind.EXACT else ""
    about = words.PERSON if entry.informational and entry.person_associated else ""
    return strings.DOT.join(filter(None, (plate, name, age, kind, about)))


def covert_line(alert: Alert) -> str:
    return words.COVERT if alert.hit.entry.covert else ""


def marks_of(alert: Alert, policy: AgencyPolicy) -> tuple[Tag, ...]:
    """Informational first (HOT-7); an exact match of a plate as its state issues them has none."""
    entry, match = alert.hit.entry, alert.hit.match
    marks: list[Tag] = []
    if entry.informational:
        said = words.INFORMATIONAL_SAID.format(section=cite(policy.specific.informational))
        marks.append(Tag(words.INFORMATIONAL, Meaning.INFORMATION, said.strip()))
    if alert.hit.read.typed:
        marks.append(Tag(strings_shift.TYPED_MARK, Meaning.CAUTION, strings_shift.TYPED_SAID))
    if match.kind is MatchKind.APPROXIMATE:
        text = words.APPROXIMATE.format(percent=percent(match.likelihood))
        marks.append(Tag(text, Meaning.CAUTION))
    elif match.kind is MatchKind.PARTIAL:
        marks.append(Tag(words.PARTIAL, Meaning.CAUTION))
    elif match.kind is MatchKind.DESCRIPTION:
        marks.append(Tag(words.DESCRIPTION, Meaning.CAUTION))
    odd = odd_for(alert)
    return (*marks, odd) if odd is not None else tuple(marks)


def odd_for(alert: Alert) -> Tag | None:
    """What is odd about the plate as read, for the state that was read or else is listed.

    That it fits none of the state's serial forms by one character; or none but a trailer's, on a
    vehicle that looks like none. None where nothing is. Asked of exact matches alone: the others
    say already that they are none. A person's own reading is not questioned."""
    read = alert.hit.read
    certain = all(c.confidence == 1 for c in read.reading.characters)
    if alert.hit.match.kind is not MatchKind.EXACT or certain:
        return None
    state, forms = issued_by(alert)
    if is_slip_of(forms, read.text):
        said = words.ODD_FORM_SAID.format(state=state)
        return Tag(words.ODD_FORM.format(state=state), Meaning.CAUTION, said)
    vehicle = read.vehicle
    if vehicle is None or may_be_trailer(vehicle.body, vehicle.unlikely):
        return None
    if is_slip_of([form for form in forms if form.kind != TRAILER], read.text):
        said = words.TRAILER_FORM_SAID.format(state=state)
        return Tag(words.TRAILER_FORM, Meaning.CAUTION, said)
    return None


def issued_by(alert: Alert) -> tuple[str, tuple[SerialForm, ...]]:
    """The state that was read, or else is listed, and the forms that it issues."""
    read = alert.hit.read
    state = read.state if read.state != UNKNOWN_STATE else alert.hit.entry.lis
    return state, shipped_serial_forms(resources_dir()).get(state, ())


def percent(likelihood: float) -> str:
    """'83 %'; never 100, which no reader is."""
    if likelihood < 0.01:
        return words.UNDER_ONE
    return words.PERCENT.format(whole=min(99, round(likelihood * 100)))


def sights_line(sights: Sights | None) -> str:
    """'' where the vehicle was not seen again."""
    if sights is None or sights.count < 2:
        return ""
    place = strings.NO_PLACE
    if sights.place is not None:
        place = strings.PLACE.format(
            latitude=sights.place.latitude, longitude=sights.place.longitude
        )
    return words.SEEN_AGAIN.format(
        count=sights.count, time=local_time(sights.last_at, seconds=False), place=place
    )
