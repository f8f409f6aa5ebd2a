"""GPS receivers: a real serial line (a pty) and a recorded drive."""

from __future__ import annotations

import os
import threading
import tty
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alpr_console.adapters.gps.nmea_file import NmeaFile
from alpr_console.adapters.gps.nmea_fix import FixReader
from alpr_console.adapters.gps.open_position import position_for
from alpr_console.adapters.gps.serial_receiver import SerialReceiver
from alpr_console.domain.errors import PositionUnavailable
from alpr_console.domain.read import PositionFix

NOW = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)


def sentence(body: str) -> bytes:
    """`body` as it comes over the line, with its checksum."""
    checksum = 0
    for byte in body.encode():
        checksum ^= byte
    return f"${body}*{checksum:02X}\r\n".encode()


def rmc(second: int, status: str = "A", talker: str = "GP") -> bytes:
    place = "3751.65,N,12214.20,W,022.4,084.4" if status == "A" else ",,,,,"
    return sentence(f"{talker}RMC,1730{second:02}.00,{status},{place},010326,,")


def gga(second: int, quality: int = 1, talker: str = "GP") -> bytes:
    place = "3751.65,N,12214.20,W" if quality else ",,,"
    return sentence(f"{talker}GGA,1730{second:02}.00,{place},{quality},08,0.9,45.4,M,46.9,M,,")


def fixes_of(*lines: bytes) -> list[PositionFix | None]:
    reader = FixReader()
    epochs = [reader.take(line, NOW) for line in lines]
    return [epoch.fix for epoch in epochs if epoch is not None]


def test_that_position_speed_and_quality_come_together() -> None:
    (fix,) = fixes_of(rmc(1, talker="GN"), gga(1, quality=2, talker="GN"))
    assert fix is not None
    assert fix.latitude == pytest.approx(37 + 51.65 / 60)
    assert fix.longitude == pytest.approx(-(122 + 14.20 / 60))
    assert fix.at == datetime(2026, 3, 1, 17, 30, 1, tzinfo=UTC)
    assert fix.speed_mps == pytest.approx(22.4 * 0.514444, rel=1e-4)
    assert fix.course_deg == pytest.approx(84.4)
    assert fix.quality == 2


@pytest.mark.parametrize(
    "lines",
    [
        (rmc(1), gga(1, quality=0)),
        (rmc(1, status="V"), gga(1)),
        (rmc(1, status="V"), gga(1, quality=0)),
        (gga(1, quality=0), rmc(1)),
        (rmc(1, status="V"), rmc(2, status="V")),
        (gga(1, quality=0), gga(2, quality=0)),
    ],
    ids=["quality 0", "status V", "neither", "quality 0 first", "RMC alone", "GGA alone"],
)
def test_that_a_fix_without_quality_is_no_fix(lines: tuple[bytes, ...]) -> None:
    assert fixes_of(*lines) == [None]


@pytest.mark.parametrize("kind", [rmc, gga])
def test_that_a_receiver_of_one_kind_of_sentence_is_enough(kind: type) -> None:
    found = fixes_of(kind(1), kind(2), kind(3))
    assert [f.at.second for f in found if f is not None] == [2, 3]
    assert all(f is not None and f.at.date() == NOW.date() for f in found)


def test_that_a_time_without_a_date_falls_on_the_nearest_day() -> None:
    just_past_midnight = datetime(2026, 3, 2, 0, 0, 1, tzinfo=UTC)
    reader = FixReader()
    late = sentence("GPGGA,235959.00,3751.65,N,12214.20,W,1,08,0.9,45.4,M,46.9,M,,")
    reader.take(late, just_past_midnight)
    epoch = reader.take(late.replace(b"\r\n", b""), just_past_midnight)
    assert epoch is not None
    assert epoch.fix is not None
    assert epoch.fix.at == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)


def test_that_bad_sentences_are_counted_and_never_become_a_place() -> None:
    reader = FixReader()
    bad = [
        rmc(1).replace(b"3751", b"4751"),
        b"$GPRMC,173001.00,A,3751.65,N,12214.20,W,022.4,084.4,010326,,\r\n",
        b"\xff\xfe garbage * more\r\n",
        b"$" + b"A" * 500 + b"*00\r\n",
        *[sentence("GPGGA,173001.00,9951.65,N,12214.20,W,1,08,0.9,45.4,M,46.9,M,,")] * 2,
        sentence("GPRMC,993001.00,A,3751.65,N,12214.20,W,022.4,084.4,010326,,"),
    ]
    for line in bad:
        epoch = reader.take(line, NOW)
        assert epoch is None or epoch.fix is None
    assert reader.bad_sentences >= 5
    assert reader.take(b"\r\n", NOW) is None
    assert reader.take(sentence("GPGSV,1,1,01,21,45,120,40"), NOW) is None


def test_that_a_recorded_drive_plays_to_its_end(tmp_path: Path) -> None:
    drive = tmp_path / "drive.nmea"
    drive.write_bytes(b"".join(rmc(i) + gga(i) for i in range(5)) + rmc(6, "V") + gga(6, 0))
    source = NmeaFile(drive, interval_s=0)
    played = list(source.fixes(lambda: False))
    assert [f.at.second if f else None for f in played] == [0, 1, 2, 3, 4, None]
    assert source.bad_sentences == 0


class Line:
    """A serial line: what is written to it reaches `device`."""

    def __init__(self) -> None:
        self._near, self._far = os.openpty()
        tty.setraw(self._far)
        self.device = os.ttyname(self._far)

    def send(self, data: bytes) -> None:
        os.write(self._near, data)

    def send_later(self, data: bytes) -> None:
        """Once the receiver listens; opening a line empties it."""
        threading.Timer(0.2, self.send, [data]).start()

    def unplug(self) -> None:
        for end in (self._near, self._far):
            if end >= 0:
                os.close(end)
        self._near = self._far = -1


@pytest.fixture
def line() -> Iterator[Line]:
    one = Line()
    yield one
    one.unplug()


def test_that_a_receiver_on_a_serial_line_gives_fixes(line: Line) -> None:
    receiver = SerialReceiver(line.device)
    fixes = receiver.fixes(lambda: False)
    line.send_later(rmc(1) + gga(1) + rmc(2)[:20])
    first = next(fixes)
    line.send(rmc(2)[20:] + gga(2))
    second = next(fixes)
    line.send(rmc(3, "V") + gga(3, 0))
    assert [f.at.second for f in (first, second) if f is not None] == [1, 2]
    assert next(fixes) is None
    fixes.close()


def test_that_a_silent_receiver_says_that_it_has_no_fix(line: Line) -> None:
    fixes = SerialReceiver(line.device).fixes(lambda: False)
    assert next(fixes) is None
    fixes.close()


def test_that_an_unplugged_receiver_is_told(line: Line) -> None:
    fixes = SerialReceiver(line.device).fixes(lambda: False)
    line.send_later(rmc(1) + gga(1))
    assert next(fixes) is not None
    line.unplug()
    with pytest.raises(PositionUnavailable, match="is gone"):
        next(fixes)


def test_that_listening_ends_when_asked(line: Line) -> None:
    assert list(SerialReceiver(line.device).fixes(lambda: True)) == []


@pytest.mark.parametrize("name", ["/dev/ttyNOWHERE7", "nowhere.nmea"])
def test_that_an_absent_receiver_says_what_is_missing(name: str) -> None:
    with pytest.raises(PositionUnavailable, match=name.rsplit("/", 1)[-1]):
        next(position_for(name).fixes(lambda: False))


def test_that_each_name_gives_its_own_kind_of_receiver(tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.touch()
    assert isinstance(position_for(str(drive)), NmeaFile)
    assert isinstance(position_for("/dev/ttyUSB0@4800"), SerialReceiver)
    assert position_for("/dev/ttyUSB0@4800").name == "ttyUSB0"
