"""Pictures, reads and lists for the screens: drawn plates on a drawn street."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from uuid import uuid4

import cv2
import numpy as np

from alpr_console.domain.events import CameraChanged, FrameSeen, Overlay, SourceState
from alpr_console.domain.hotlist import Category
from alpr_console.domain.operator import Role
from alpr_console.domain.plate import Box, VehicleDescription
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.ports import Frame, Picture
from alpr_console.simulation.plate_renderer import render_plate
from tests.fakes.fake_console import FakeConsole
from tests.fakes.memory_store import Contents
from tests.fakes.people import colleague, first_administrator
from tests.fakes.shift import START, StandingClock, hot_list, listed, policy, reading

PASSWORD = "correct horse battery"
PLACE = PositionFix(32.7948, -116.9625, START)


@cache
def plate(text: str, state: str = "CA") -> Picture:
    return render_plate(text, state, np.random.default_rng(7)).image


def jpeg(picture: Picture) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes()


@cache
def street(text: str, state: str = "CA") -> Picture:
    """The back of a car on a road at dusk, 1280×720, with the plate at (560, 440)."""
    picture = np.zeros((720, 1280, 3), np.uint8)
    picture[:380] = (112, 96, 84)
    picture[380:] = (62, 60, 58)
    cv2.fillPoly(picture, [np.array([[540, 380], [740, 380], [1500, 720], [-220, 720]])],
                 (74, 72, 70))  # fmt: skip
    cv2.rectangle(picture, (430, 250), (850, 560), (196, 198, 200), -1)
    cv2.rectangle(picture, (480, 270), (800, 370), (58, 50, 44), -1)
    for x in (440, 770):
        cv2.rectangle(picture, (x, 400), (x + 70, 440), (40, 36, 168), -1)
    cv2.rectangle(picture, (430, 540), (850, 580), (44, 42, 40), -1)
    picture[440:520, 560:720] = cv2.resize(plate(text, state), (160, 80))
    return picture


def seen(text: str, state: str = "CA", hit: bool = False, number: int = 1) -> FrameSeen:
    corners = ((560.0, 440.0), (720.0, 440.0), (720.0, 520.0), (560.0, 520.0))
    overlay = Overlay(4, corners, text, state, 0.98, hit)
    return FrameSeen("front", number, START, (overlay,), 31.0, 0, 62.0)


def frame(text: str, state: str = "CA") -> Frame:
    return Frame("front", 1, START, street(text, state), 0.0)


WHITE_CAR = VehicleDescription("white", 0.9, "car", 0.9)


def read(
    text: str, state: str = "CA", drawn: str = "", vehicle: VehicleDescription = WHITE_CAR,
    **reading_options: object,
) -> PlateRead:  # fmt: skip
    """A read as `text`; the picture shows `drawn`, what the plate truly says."""
    true = drawn or text
    return PlateRead(
        read_id=uuid4().hex,
        track_id=4,
        camera="front",
        reading=reading(text, state, **reading_options),  # type: ignore[arg-type]
        box=Box(560, 440, 160, 80),
        corners=((560, 440), (720, 440), (720, 520), (560, 520)),
        first_frame=1,
        last_frame=14,
        frames=14,
        at=START,
        crop_jpeg=jpeg(plate(true, state)),
        context_jpeg=jpeg(cv2.resize(street(true, state), (960, 540))),
        position=PLACE,
        vehicle=vehicle,
    )


CAMRY = {"vyr": "2012", "vco": "white", "vma": "Toyota", "vmo": "Camry", "vst": "4D",
         "oca": "26-104417", "nic": "V482915037", "ori": "CA0370300"}  # fmt: skip
"""A vehicle as a list describes it."""


def console(
    clock: StandingClock | None = None, people: bool = True, **policy_changes: object
) -> FakeConsole:
    """A console with an administrator 'rivera', an officer 'okafor', and two lists."""
    clock = clock or StandingClock()
    made = FakeConsole(clock, agency(**policy_changes))
    if people:
        made.store.contents = _with_people().copy()
    return made


@cache
def _with_people() -> Contents:
    """Made once: hashing their passwords takes as long as it should."""
    made = FakeConsole(StandingClock(), agency())
    desk = made.desk
    first_administrator(desk, "rivera", "M. Rivera", PASSWORD)
    colleague(desk, "okafor", "J. Okafor", Role.OPERATOR, PASSWORD)
    desk.sign_out()
    return made.store.contents


def agency(**changes: object) -> AgencyPolicy:
    values: dict[str, object] = {
        "agency": "Test Police Department",
        "title": "Policy 100, License plate readers",
        "permitted_use": (
            "Official law enforcement business only.",
            "Patrol with hot lists of stolen vehicles, wanted and missing persons.",
            "Canvassing around the scene of a major crime.",
        ),
        "prohibited_use": (
            "Personal purposes of any kind.",
            "Stopping a vehicle on an alert alone, before it is verified and confirmed.",
            "Federal immigration enforcement.",
        ),
    }
    # `people` of a console says whether there are any.
    if "people_rules" in changes:
        values["people"] = changes.pop("people_rules")
    return policy(**{**values, **changes})


def put_lists(made: FakeConsole, stale: bool = False) -> None:
    """SVS with four vehicles, two hours old (three days when `stale`), and a BOLO list."""
    age = timedelta(days=3) if stale else timedelta(hours=2)
    stolen = (
        listed("7ABC128", "CA", **CAMRY),
        listed("5SOW350", "CA", category=Category.FELONY_VEHICLE, mis="ARMED ROBBERY 11-20. "
               "APPROACH WITH CAUTION", vco="black", vma="GMC", vmo="Sierra", oca="26-99120"),
        listed("8KLM204", "NV", category=Category.STOLEN_PLATE),
    )  # fmt: skip
    made.put_list(hot_list("SVS", len(stolen), START - age), stolen)
    wanted = (listed("6TRJ244", "CA", category=Category.WANTED_PERSON, mis="WARRANT 245(A)"),)
    made.put_list(hot_list("Wanted persons", len(wanted), START - timedelta(minutes=40)), wanted)


def live(made: FakeConsole, text: str = "8XYZ441", hit: bool = False) -> None:
    """A camera that runs, a fix, and one plate in the picture."""
    made.send(CameraChanged("front", SourceState.LIVE, START))
    made.put_frame(frame(text), seen(text, hit=hit))
