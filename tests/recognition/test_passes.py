"""One vehicle pass, one read."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from alpr_console.domain.plate import (
    Box,
    Detection,
    Legibility,
    PlateText,
    SeenPlate,
    StateRead,
    VehicleDescription,
)
from alpr_console.domain.read import PlateRead
from alpr_console.ports import Picture
from alpr_console.recognition.pass_pictures import CROP_SIZE
from alpr_console.recognition.passes import PassKeeper
from tests.fakes.drawn_street import (
    detection_at,
    empty_street,
    frame_of,
    reading_of,
    seen_at,
    street_with_car,
)

STREET = empty_street()
NOTHING = StateRead("unknown", 0.1)
UNREADABLE = PlateText((), NOTHING, 0.9, Legibility.NOT_READABLE)
NO_PLATE = PlateText((), NOTHING, 0.9, Legibility.NOT_A_PLATE)


def _pass(
    keeper: PassKeeper, readings: Sequence[PlateText | None], start: int = 0
) -> list[PlateRead]:
    """A plate that moves to the right, one reading a frame; None is a frame without it."""
    reads: list[PlateRead] = []
    for n, reading in enumerate(readings, start):
        box = Box(100 + 10 * n, 300, 90, 45)
        seen = [] if reading is None else [seen_at(box, reading)]
        reads += keeper.add(frame_of(STREET, n), seen).reads
    return reads


def test_that_one_pass_gives_one_read_released_before_it_is_over() -> None:
    keeper = PassKeeper()
    (read,) = _pass(keeper, [reading_of("7ABC123")] * 12)
    assert (read.text, read.state, read.revision) == ("7ABC123", "CA", 0)
    assert read.last_frame <= 3
    last = keeper.flush()
    assert last.reads == ()
    (ended,) = last.ended
    assert (ended.read_id, ended.first_frame, ended.last_frame) == (read.read_id, 0, 11)
    assert ended.frames == 12


def test_that_a_corrected_text_keeps_the_id_and_adds_a_revision() -> None:
    keeper = PassKeeper()
    wrong = reading_of("7ABC128", sure=0.995, doubts={6: (0.94, (("3", 0.05),))})
    right = reading_of("7ABC123", sure=0.999)
    reads = _pass(keeper, [wrong] * 4 + [right] * 20)
    assert [(r.text, r.revision) for r in reads] == [("7ABC128", 0), ("7ABC123", 1)]
    assert reads[0].read_id == reads[1].read_id


def test_that_an_unsure_pass_is_told_of_when_it_is_over() -> None:
    keeper = PassKeeper()
    assert _pass(keeper, [reading_of("7ABC123", sure=0.95)] * 2) == []
    (read,) = keeper.flush().reads
    assert (read.text, read.frames) == ("7ABC123", 2)


def test_that_a_state_is_left_open_until_it_is_sure_or_the_pass_is_over() -> None:
    keeper = PassKeeper()
    doubtful = reading_of("7ABC123", state=StateRead("WA", 0.6, (("CA", 0.35),)))
    sure = reading_of("7ABC123", state=StateRead("CA", 0.97))
    reads = _pass(keeper, [doubtful] * 4 + [sure] * 60)
    assert [(r.state, r.revision) for r in reads] == [("unknown", 0), ("CA", 1)]
    assert reads[0].reading.state.alternatives[0][0] == "WA"

    keeper = PassKeeper()
    (early,) = _pass(keeper, [doubtful] * 4)
    (late,) = keeper.flush().reads
    assert (early.state, late.state) == ("unknown", "WA")


def test_that_a_state_once_named_is_not_taken_back_by_a_doubt() -> None:
    keeper = PassKeeper()
    sure = reading_of("7ABC123", state=StateRead("CA", 0.97))
    doubtful = reading_of("7ABC123", state=StateRead("WA", 0.45, (("CA", 0.4),)))
    reads = _pass(keeper, [sure] * 4 + [doubtful] * 3)
    assert [r.state for r in (*reads, *keeper.flush().reads)] == ["CA"]


def test_that_a_single_doubtful_frame_is_no_read() -> None:
    keeper = PassKeeper()
    _pass(keeper, [reading_of("7ABC123", sure=0.9)])
    assert keeper.flush() == type(keeper.flush())((), (), ())


def test_that_an_unreadable_plate_is_tracked_and_never_read() -> None:
    keeper = PassKeeper()
    nothing = PlateText((), StateRead("unknown", 0.1), 0.4)
    followed = keeper.add(frame_of(STREET, 0), [seen_at(Box(100, 300, 90, 45), nothing)])
    assert followed.tracked[0].reading is None
    _pass(keeper, [nothing] * 5, start=1)
    assert keeper.flush().reads == ()


def test_that_another_vehicle_in_the_same_place_is_another_read() -> None:
    keeper = PassKeeper()
    reads = _pass(keeper, [reading_of("7ABC123")] * 6 + [reading_of("5XYZ987")] * 6)
    assert [r.text for r in reads] == ["7ABC123", "5XYZ987"]
    assert reads[0].track_id != reads[1].track_id


def test_that_a_jump_is_bridged_by_the_text() -> None:
    keeper = PassKeeper()
    first = _pass(keeper, [reading_of("7ABC123")] * 6)
    far = [seen_at(Box(900, 500, 90, 45), reading_of("7ABC123"))]
    followed = keeper.add(frame_of(STREET, 8), far)
    assert followed.tracked[0].track_id == first[0].track_id
    assert keeper.flush().reads == ()


def test_that_a_vehicle_seen_again_within_seconds_is_the_same_pass() -> None:
    keeper = PassKeeper()
    first = _pass(keeper, [reading_of("7ABC123")] * 6)
    again = [seen_at(Box(900, 500, 180, 90), reading_of("7ABC123"))]
    reads = list(first)
    for n in range(60, 66):  # some two seconds later, far from where it was expected
        reads += keeper.add(frame_of(STREET, n), again).reads
    last = keeper.flush()
    assert {r.read_id for r in (*reads, *last.reads)} == {first[0].read_id}
    assert {r.text for r in (*reads, *last.reads)} == {"7ABC123"}
    (ended,) = last.ended
    assert (ended.first_frame, ended.last_frame, ended.frames) == (0, 65, 12)


def test_that_the_same_plate_much_later_is_another_pass() -> None:
    keeper = PassKeeper()
    reads = _pass(keeper, [reading_of("7ABC123")] * 6)
    again = [seen_at(Box(900, 500, 180, 90), reading_of("7ABC123"))]
    ended: list[PlateRead] = []
    for n in range(600, 606):
        followed = keeper.add(frame_of(STREET, n), again)
        reads += followed.reads
        ended += followed.ended
    assert len({r.read_id for r in reads}) == 2
    assert [e.read_id for e in ended] == [reads[0].read_id]


def test_that_two_sure_plates_one_character_apart_are_two_vehicles() -> None:
    keeper = PassKeeper()
    reads = _pass(keeper, [reading_of("7ABC123", sure=0.999)] * 6)
    other = [seen_at(Box(900, 500, 180, 90), reading_of("7ABC124", sure=0.999))]
    for n in range(30, 36):
        reads += keeper.add(frame_of(STREET, n), other).reads
    assert [r.text for r in reads] == ["7ABC123", "7ABC124"]
    assert reads[0].read_id != reads[1].read_id


def test_that_a_plate_running_out_of_the_picture_is_no_read_by_itself() -> None:
    keeper = PassKeeper()
    width = STREET.shape[1]
    keeper.add(
        frame_of(STREET, 0), [seen_at(Box(width - 60, 300, 60, 45), reading_of("7AB", sure=0.99))]
    )
    assert keeper.flush().reads == ()


def test_that_a_plate_cut_by_the_edge_of_the_picture_casts_no_vote() -> None:
    keeper = PassKeeper()
    for n in range(8):
        cut = Box(0, 300, 70, 45)
        assert keeper.add(frame_of(STREET, n), [seen_at(cut, reading_of("BC123"))]).reads == ()
    assert keeper.flush().reads == ()


def test_that_what_is_no_plate_is_neither_shown_nor_told_of() -> None:
    keeper = PassKeeper()
    text = reading_of("STOP", sure=0.6)
    for n, reading in enumerate([NO_PLATE, text, NO_PLATE, NO_PLATE, text, NO_PLATE, NO_PLATE]):
        followed = keeper.add(frame_of(STREET, n), [seen_at(Box(100, 300, 90, 45), reading)])
        assert followed.tracked == ()
        assert followed.reads == ()
    assert keeper.flush() == type(keeper.flush())((), (), ())


def test_that_a_clear_reading_outweighs_smeared_frames_that_look_like_no_plate() -> None:
    keeper = PassKeeper()
    (read,) = _pass(keeper, [NO_PLATE, NO_PLATE, *[reading_of("7ABC123")] * 2, NO_PLATE, NO_PLATE])
    assert read.text == "7ABC123"


def test_that_a_plate_once_mistaken_for_none_is_still_read() -> None:
    keeper = PassKeeper()
    (read,) = _pass(keeper, [NO_PLATE, *[reading_of("7ABC123")] * 5])
    assert (read.text, read.frames) == ("7ABC123", 4)


def test_that_unreadable_frames_keep_the_track_and_cast_no_vote() -> None:
    keeper = PassKeeper()
    whole = reading_of("7ABC123")
    (read,) = _pass(keeper, [*[whole] * 4, *[UNREADABLE] * 12, whole])
    (ended,) = keeper.flush().ended
    assert (ended.read_id, ended.frames, ended.last_frame) == (read.read_id, 5, 16)


def test_that_a_pass_keeps_the_surest_of_each_thing_seen_of_its_vehicle() -> None:
    keeper = PassKeeper()
    described = [
        VehicleDescription("red", 0.9, "unknown", 0.95, unlikely=("blue", "van", "car")),
        VehicleDescription("unknown", 0.99, "sedan", 0.6, unlikely=("van", "green")),
        VehicleDescription("gray", 0.5, "pickup", 0.8, unlikely=("blue", "car")),
        None,
    ]
    for n, vehicle in enumerate(described):
        plate = detection_at(Box(100 + 10 * n, 300, 90, 45))
        seen = SeenPlate(plate, reading_of("7ABC123"), vehicle)
        followed = keeper.add(frame_of(STREET, n), [seen])
    (read,) = followed.reads
    # What is unlikely is said by the frame that told the color, and by the one that told the body.
    assert read.vehicle == VehicleDescription("red", 0.9, "pickup", 0.8, unlikely=("blue", "car"))


def test_that_of_two_frames_that_name_nothing_the_surer_says_what_it_is_not() -> None:
    keeper = PassKeeper()
    # Of 'unknown' the confidence is how probably its likeliest word is wrong.
    described = [
        VehicleDescription("unknown", 0.8, "unknown", 0.4, unlikely=("blue", "van")),
        VehicleDescription("unknown", 0.4, "unknown", 0.8, unlikely=("red", "SUV")),
    ]
    for n, vehicle in enumerate(described * 2):
        plate = detection_at(Box(100 + 10 * n, 300, 90, 45))
        followed = keeper.add(
            frame_of(STREET, n), [SeenPlate(plate, reading_of("7ABC123"), vehicle)]
        )
    (read,) = followed.reads
    assert read.vehicle is not None
    assert read.vehicle.unlikely == ("red", "van")


class _Counting:
    """A recogniser whose plate stands still, counting how often it is read."""

    def __init__(self, box: Box | None = None, reading: PlateText | None = None) -> None:
        self.read_times = self.described = 0
        self._box = box or Box(400, 300, 120, 60)
        self._reading = reading or reading_of("7ABC123", sure=0.999)

    def detect(self, picture: Picture) -> list[Detection]:
        return [detection_at(self._box)]

    def read(self, picture: Picture, detections: Sequence[Detection]) -> list[SeenPlate]:
        self.read_times += len(detections)
        return [SeenPlate(d, self._reading) for d in detections]

    def describe(self, picture: Picture, plate: Detection) -> VehicleDescription | None:
        self.described += 1
        return VehicleDescription("red", 0.99, "sedan", 0.9)


def test_that_a_pass_is_described_once_for_each_release() -> None:
    keeper, recogniser = PassKeeper(), _Counting()
    reads = [r for n in range(50) for r in keeper.follow(frame_of(STREET, n), recogniser).reads]
    reads += keeper.flush().reads
    assert reads
    assert {r.vehicle.color for r in reads if r.vehicle} == {"red"}
    assert recogniser.described == len(reads)


def test_that_a_sure_plate_is_not_read_in_every_frame() -> None:
    keeper, recogniser = PassKeeper(), _Counting()
    for n in range(50):
        followed = keeper.follow(frame_of(STREET, n), recogniser)
        assert len(followed.tracked) == 1
    assert 3 <= recogniser.read_times <= 9


def test_that_a_plate_that_cannot_be_read_is_not_tried_in_every_frame() -> None:
    keeper, recogniser = PassKeeper(), _Counting(reading=UNREADABLE)
    for n in range(50):
        keeper.follow(frame_of(STREET, n), recogniser)
    assert 6 <= recogniser.read_times <= 12


def test_that_another_vehicle_that_takes_a_sure_plates_place_is_noticed() -> None:
    keeper = PassKeeper()
    first, second = (
        _Counting(reading=reading_of("7ABC123", sure=0.999)),
        _Counting(Box(430, 310, 120, 60), reading_of("5XYZ987", sure=0.999)),
    )
    reads: list[PlateRead] = []
    for n in range(8):
        reads += keeper.follow(frame_of(STREET, n), first).reads
    for n in range(8, 14):
        followed = keeper.follow(frame_of(STREET, n), second)
        reads += followed.reads
        assert [t.reading.text for t in followed.tracked if t.reading] == ["5XYZ987"]
    assert [r.text for r in reads] == ["7ABC123", "5XYZ987"]


def test_that_a_plate_out_of_sight_for_a_frame_is_read_when_it_is_back() -> None:
    keeper, recogniser = PassKeeper(), _Counting()
    for n in range(8):
        keeper.follow(frame_of(STREET, n), recogniser)
    before = recogniser.read_times
    keeper.add(frame_of(STREET, 8), [])
    keeper.follow(frame_of(STREET, 9), recogniser)
    assert recogniser.read_times == before + 1


def test_that_frames_the_camera_dropped_are_no_reason_to_read_again() -> None:
    keeper, recogniser = PassKeeper(), _Counting()
    for n in range(0, 40, 4):
        keeper.follow(frame_of(STREET, n), recogniser)
    assert recogniser.read_times <= 6


def test_that_a_sure_plate_is_read_again_as_soon_as_it_is_sharper() -> None:
    sharp, box = street_with_car(160)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 3), dtype=np.uint8)
    keeper, recogniser = PassKeeper(), _Counting(box)
    for n in range(9):
        keeper.follow(frame_of(blurred, n), recogniser)
    before = recogniser.read_times
    assert before < 9
    keeper.follow(frame_of(sharp, 9), recogniser)
    assert recogniser.read_times == before + 1


def test_that_a_much_better_picture_is_told_of_though_the_text_stays() -> None:
    sharp, box = street_with_car(160)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 3), dtype=np.uint8)
    keeper = PassKeeper()
    reads: list[PlateRead] = []
    for n, picture in enumerate([*[blurred] * 5, sharp, *[blurred] * 5]):
        reads += keeper.add(frame_of(picture, n), [seen_at(box, reading_of("7ABC123"))]).reads
    reads += keeper.flush().reads
    assert [(r.text, r.revision) for r in reads] == [("7ABC123", 0), ("7ABC123", 1)]
    assert reads[1].at == frame_of(sharp, 5).at


def test_that_the_read_shows_the_sharpest_frame() -> None:
    sharp, box = street_with_car(160)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 4), dtype=np.uint8)
    keeper = PassKeeper()
    followed: list[PlateRead] = []
    for n, picture in enumerate([blurred, sharp, blurred, blurred]):
        seen = [seen_at(box, reading_of("7ABC123"))]
        followed += keeper.add(frame_of(picture, n), seen).reads
    (read,) = followed
    assert read.at == frame_of(sharp, 1).at
    crop = cv2.imdecode(np.frombuffer(read.crop_jpeg, np.uint8), cv2.IMREAD_COLOR)
    context = cv2.imdecode(np.frombuffer(read.context_jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert crop is not None
    assert crop.shape[:2] == CROP_SIZE[::-1]
    assert context is not None
    assert context.shape[:2] == (540, 960)
