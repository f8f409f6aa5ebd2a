"""Cameras that are files and devices; RTSP has its own file.

V4L2: no test machine of ours can load a loopback driver, so the contract is run for it with
an absent device alone. Its pictures are proven on a machine with a camera.
"""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from alpr_console.adapters.camera.open_source import source_for
from alpr_console.adapters.camera.picture_file import load_picture, pictures_in
from alpr_console.adapters.camera.picture_folder import PictureFolder
from alpr_console.adapters.camera.rtsp import RtspCamera
from alpr_console.adapters.camera.v4l2 import V4l2Camera
from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.errors import PictureUnreadable, SourceUnavailable
from alpr_console.ports import FrameSource
from tests.adapters.camera_contract import (
    assert_closes_while_read,
    assert_gives_frames,
    assert_unavailable,
)
from tests.fakes.fake_source import blank
from tests.fakes.made_videos import write_folder, write_video


@pytest.fixture(params=["video at max", "video at real", "folder at max", "folder at real"])
def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> FrameSource:
    kind, _, speed = str(request.param).partition(" at ")
    frames = [blank()] * 40
    if kind == "video":
        return VideoFile(write_video(tmp_path / "drive.avi", frames), speed)  # type: ignore[arg-type]
    return PictureFolder(write_folder(tmp_path / "drive", frames), speed)  # type: ignore[arg-type]


def test_that_every_recording_gives_frames(recorded: FrameSource) -> None:
    assert_gives_frames(recorded, 3)


def test_that_a_recording_can_be_closed_while_it_is_read(recorded: FrameSource) -> None:
    assert_closes_while_read(recorded)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (V4l2Camera(97), "There is no camera at /dev/video97"),
        (V4l2Camera("/dev/null"), "/dev/null"),
        (VideoFile(Path("nowhere.mp4")), "nowhere.mp4"),
        (VideoFile(Path(__file__)), "not a video"),
        (PictureFolder(Path("nowhere")), "nowhere"),
        (RtspCamera("rtsp://127.0.0.1:9/none"), "does not answer"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_that_an_absent_source_says_what_is_missing(source: FrameSource, says: str) -> None:
    assert_unavailable(source, says=says)


def test_that_real_speed_keeps_the_recordings_pace(tmp_path: Path) -> None:
    source = VideoFile(write_video(tmp_path / "drive.avi", [blank()] * 12, fps=20), "real")
    source.open()
    frames = [source.read() for _ in range(12)]
    source.close()
    first, last = frames[0], frames[-1]
    assert first is not None
    assert last is not None
    assert source.live
    assert (last.at - first.at).total_seconds() == pytest.approx(11 / 20)
    # Never early; how late it may be is the machine's affair.
    assert last.monotonic - first.monotonic >= 11 / 20 - 0.06


def test_that_a_recording_ends_with_none_and_counts_its_frames(tmp_path: Path) -> None:
    source = VideoFile(write_video(tmp_path / "drive.avi", [blank()] * 7), "max")
    source.open()
    numbers = []
    while (frame := source.read()) is not None:
        numbers.append(frame.number)
    source.close()
    assert numbers == list(range(7))
    assert not source.live


def test_that_a_folder_is_read_in_natural_order_without_its_damaged_pictures(
    tmp_path: Path,
) -> None:
    shades = {"2.png": 20, "10.png": 100, "1.png": 10}
    for name, shade in shades.items():
        cv2.imwrite(str(tmp_path / name), np.full((8, 8, 3), shade, np.uint8))
    (tmp_path / "3.jpg").write_bytes(b"not a picture")
    (tmp_path / "labels.csv").write_text("file,text\n")
    source = PictureFolder(tmp_path, "max")
    source.open()
    seen = []
    while (frame := source.read()) is not None:
        seen.append((frame.number, int(frame.picture[0, 0, 0])))
    assert seen == [(0, 10), (1, 20), (3, 100)]
    assert [str(e) for e in source.unreadable] == [
        f"{tmp_path / '3.jpg'} is damaged or not a picture."
    ]


def test_that_a_folder_without_one_good_picture_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(b"not a picture")
    source = PictureFolder(tmp_path, "max")
    source.open()
    with pytest.raises(SourceUnavailable, match="None of the 1 pictures"):
        source.read()


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_that_a_picture_cut_short_is_refused(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 90, 3), np.uint8)
    path = tmp_path / f"cut{suffix}"
    cv2.imwrite(str(path), noise)
    assert load_picture(path).shape == (90, 90, 3)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PictureUnreadable, match="cut short"):
        load_picture(path)


def test_that_the_end_of_a_thumbnail_is_not_taken_for_the_end_of_the_picture(
    tmp_path: Path,
) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 90, 3), np.uint8)
    whole = cv2.imencode(".jpg", noise)[1].tobytes()
    thumbnail = b"\xff\xe1" + (4 + 2).to_bytes(2, "big") + b"ab\xff\xd9"
    path = tmp_path / "thumbnail.jpg"
    path.write_bytes((whole[:2] + thumbnail + whole[2:])[: len(whole) // 2])
    with pytest.raises(PictureUnreadable, match="cut short"):
        load_picture(path)


def test_that_pictures_are_ordered_as_people_count(tmp_path: Path) -> None:
    for name in ("frame-10.jpg", "frame-9.jpg", "Frame-1.PNG", "notes.txt"):
        (tmp_path / name).touch()
    assert [p.name for p in pictures_in(tmp_path)] == ["Frame-1.PNG", "frame-9.jpg", "frame-10.jpg"]


def test_that_each_name_gives_its_own_kind_of_source(tmp_path: Path) -> None:
    assert isinstance(source_for("v4l2:0"), V4l2Camera)
    assert source_for("/dev/video2").name == "video2"
    assert isinstance(source_for("rtsp://10.0.0.5/main"), RtspCamera)
    assert isinstance(source_for(str(tmp_path)), PictureFolder)
    assert isinstance(source_for(str(tmp_path / "drive.mp4"), "max"), VideoFile)


@pytest.mark.parametrize("name", ["", "  ", "http://10.0.0.5/video", "rtsp://", "rtsp://h:port/x"])
def test_that_a_name_that_means_no_source_is_refused(name: str) -> None:
    with pytest.raises(SourceUnavailable):
        source_for(name)


def test_that_no_password_is_in_the_name_of_a_camera_or_its_errors(
    capfd: pytest.CaptureFixture[str],
) -> None:
    source = RtspCamera("rtsp://officer:hunter2@127.0.0.1:9/main?token=hunter3")
    with pytest.raises(SourceUnavailable) as raised:
        source.open()
    said = source.name + str(raised.value) + repr(raised.value) + "".join(capfd.readouterr())
    assert source.name == "127.0.0.1:9/main"
    assert "hunter" not in said
    assert "officer" not in said


def test_that_pacing_ends_at_once_when_a_recording_is_closed(tmp_path: Path) -> None:
    source = VideoFile(write_video(tmp_path / "slow.avi", [blank()] * 3, fps=1), "real")
    source.open()
    assert source.read() is not None
    begun = time.monotonic()
    assert_closes_while_read(source)
    assert time.monotonic() - begun < 60  # 3 s when pacing ignored it; never a hang


def test_that_the_simulated_feed_keeps_the_contract_of_sources() -> None:
    assert_gives_frames(source_for("sim:shift", "max"), 3)
    assert_closes_while_read(source_for("sim:shift", "real"))
