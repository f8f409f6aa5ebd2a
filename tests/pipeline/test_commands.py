"""The commands `read` and `watch`, with painted plates in place of the networks."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import cv2
import pytest

from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.cli import app, read, watch
from alpr_console.domain.errors import ConsoleError
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Frame
from tests.fakes.fake_recogniser import TEXTS, FakeRecogniser, paint_plate
from tests.fakes.fake_source import ScriptedCamera, blank
from tests.fakes.made_videos import passing, write_folder, write_video


@pytest.fixture(autouse=True)
def _painted_plates(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (read, watch):
        monkeypatch.setattr(module, "open_recogniser", lambda *_, **__: FakeRecogniser())


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run_it(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as ended:
            app.main([str(a) for a in arguments])
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run_it


def picture_file(path: Path, which: int) -> Path:
    picture = blank(400, 300)
    paint_plate(picture, which, 120, 90)
    assert cv2.imwrite(str(path), picture)
    return path


def test_that_read_says_everything_about_a_picture(run: Any, tmp_path: Path) -> None:
    path = picture_file(tmp_path / "car.png", 0)
    ran = run("read", path, "--json")
    assert ran.code == 0
    (line,) = ran.lines
    (plate,) = line.pop("plates")
    assert line == {
        "image": str(path), "width": 400, "height": 300,
        "ms": {"detect": 1.0, "read": 2.0, "total": 3.0},
    }  # fmt: skip
    characters = plate.pop("characters")
    assert "".join(c["char"] for c in characters) == plate["text"]
    assert characters[0] == {"char": "7", "confidence": 0.99, "alternatives": [["B", 0.004]]}
    assert plate == {
        "text": TEXTS[0], "confidence": 0.95, "state": "CA", "state_confidence": 0.9,
        "box": [120.0, 90.0, 80.0, 40.0],
        "corners": [[120.0, 90.0], [200.0, 90.0], [200.0, 130.0], [120.0, 130.0]],
        "vehicle": None,
    }  # fmt: skip


def test_that_read_takes_a_crop_as_the_whole_plate(run: Any, tmp_path: Path) -> None:
    picture = blank(80, 40)
    paint_plate(picture, 1, 0, 0)
    cv2.imwrite(str(tmp_path / "crop.png"), picture)
    ((plate,),) = [line["plates"] for line in run("read", tmp_path, "--crop", "--json").lines]
    assert plate["text"] == TEXTS[1]
    assert plate["box"] == [0.0, 0.0, 80.0, 40.0]


def test_that_read_goes_on_past_bad_pictures_and_names_them(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    picture_file(folder / "2.png", 1)
    picture_file(folder / "10.png", 2)
    (folder / "3.jpg").write_bytes(b"not a picture")
    ran = run("read", tmp_path / "missing.jpg", folder, "--json")
    assert ran.code == 4
    assert [line["plates"][0]["text"] for line in ran.lines] == [TEXTS[1], TEXTS[2]]
    missing, damaged = ran.err.splitlines()
    assert "missing.jpg does not exist" in missing
    assert "3.jpg is damaged" in damaged


def test_that_read_without_json_is_a_table(run: Any, tmp_path: Path) -> None:
    empty = tmp_path / "empty.png"
    cv2.imwrite(str(empty), blank())
    ran = run("read", picture_file(tmp_path / "car.png", 0), empty)
    assert "7ABC123   CA         95%   at 120,90 80×40" in ran.out
    assert "no plate" in ran.out


def hot_list(path: Path, *plates: str) -> Path:
    path.write_text("LIC,LIS\n" + "".join(f"{plate},CA\n" for plate in plates))
    return path


def test_that_watch_gives_a_line_a_pass_a_line_a_hit_and_an_end(run: Any, tmp_path: Path) -> None:
    frames = passing(0, 1)
    video = write_video(tmp_path / "drive.avi", frames)
    ran = run("watch", video, "--json", "--hot-list", hot_list(tmp_path / "SVS.csv", TEXTS[1]))
    assert ran.code == 0
    reads = [line for line in ran.lines if line["event"] == "read"]
    (hit,) = [line for line in ran.lines if line["event"] == "hit"]
    end = ran.lines[-1]
    assert [r["text"] for r in reads] == [TEXTS[0], TEXTS[1]]
    assert set(reads[0]) == {
        "event", "text", "state", "confidence", "first_frame", "last_frame", "frames", "box", "t",
    }  # fmt: skip
    assert (reads[0]["first_frame"], reads[0]["last_frame"]) == (3, 14)
    assert 3 / 25 <= reads[0]["t"] <= 14 / 25
    assert hit.pop("latency_ms") > 0
    assert hit == {
        "event": "hit", "text": TEXTS[1], "list": "SVS", "entry": TEXTS[1], "match": "exact",
    }  # fmt: skip
    assert set(end) == {"event", "frames", "dropped", "seconds", "fps", "cpu_seconds"}
    assert (end["event"], end["frames"], end["dropped"]) == ("end", len(frames), 0)


def test_that_watch_reads_a_folder_of_frames_and_names_the_damaged_ones(
    run: Any, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "drive", passing(2))
    (folder / "frame-5.png").write_bytes(b"not a picture")
    ran = run("watch", folder, "--json")
    assert ran.code == 0
    assert [line["text"] for line in ran.lines[:-1]] == [TEXTS[2]]
    assert ran.lines[-1]["dropped"] == 1
    assert "frame-5.png is damaged" in ran.err


def test_that_watch_without_json_is_for_people(run: Any, tmp_path: Path) -> None:
    video = write_video(tmp_path / "drive.avi", passing(0))
    ran = run("watch", video, "--hot-list", hot_list(tmp_path / "SVS.csv", TEXTS[0]))
    assert "HIT, not verified: 7ABC123 on SVS as 7ABC123 (exact" in ran.out
    assert "0 dropped" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["/dev/video97"], 4, "There is no camera at /dev/video97."),
        (["nowhere.mp4"], 4, "There is no video nowhere.mp4."),
        (["http://10.0.0.5/"], 4, "A source cannot be reached by http."),
        (["sim:no-such-shift"], 4, "There is no scenario 'no-such-shift'."),
        (["/dev/video97", "--hot-list", "nowhere.csv"], 7, "nowhere.csv"),
    ],
)
def test_that_watch_says_in_one_sentence_what_is_missing(
    run: Any, arguments: list[str], code: int, says: str
) -> None:
    ran = run("watch", *arguments, "--json")
    assert ran.code == code
    assert ran.out == ""
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


class InterruptingCamera(ScriptedCamera):
    """Somebody ends the program while the tenth frame is taken."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__()
        self._number = number
        self.feed(*passing(0)[:10])

    def read(self) -> Frame | None:
        frame = super().read()
        if frame is not None and frame.number == 9:
            os.kill(os.getpid(), self._number)
        return frame


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_an_interrupt_ends_watch_with_its_last_line(number: signal.Signals) -> None:
    lines: list[dict[str, Any]] = []
    before = signal.getsignal(number)
    watch.watch_source(InterruptingCamera(number), FakeRecogniser(), HotListIndex(), lines.append)
    assert lines[-1]["event"] == "end"
    assert signal.getsignal(number) is before


def test_that_watch_fails_when_recognition_gives_up(tmp_path: Path) -> None:
    source = VideoFile(write_video(tmp_path / "drive.avi", passing(0)), "max")
    broken = FakeRecogniser(fail_on=range(1, 1000))
    lines: list[dict[str, Any]] = []
    with pytest.raises(ConsoleError, match="given up"):
        watch.watch_source(source, broken, HotListIndex(), lines.append)
    assert [line["event"] for line in lines] == ["end"]
