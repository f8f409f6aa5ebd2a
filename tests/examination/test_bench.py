"""A whole bench on drawn pictures, with the shipped networks and with other makers'."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from alpr_console.domain.errors import ModelDamaged, PictureUnreadable, SourceUnavailable
from alpr_console.examination.bench import Bench, Order, Report
from alpr_console.examination.record import as_json
from alpr_console.examination.table import in_words
from alpr_console.examination.video_cost import STAGES
from alpr_console.locations import models_dir
from tests.fakes import drawn_exam, other_networks

FRAMES = 12


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    folder = tmp_path_factory.mktemp("bench")
    # It finds nothing in these streets.
    other_networks.save(other_networks.lpd_network(640, 384, []), folder, "blue_finder")
    return Order(
        models_dir(),
        folders=(drawn_exam.scenes(folder / "scenes"), drawn_exam.crops(folder / "crops")),
        negatives=(drawn_exam.negatives(folder / "streets"),),
        video=drawn_exam.video(folder / "drive.avi", FRAMES),
        precision="f32",
        peer_detector=folder / "blue_finder.xml",
    )


@pytest.fixture(scope="module")
def report(order: Order) -> Report:
    told: list[str] = []
    made = Bench(order).run(lambda pictures, title: pictures, told.append)
    assert [words.split(": ")[1] for words in told] == [
        "the whole pipeline", "stage by stage", "the networks alone"
    ]  # fmt: skip
    return made


def test_that_drawn_plates_are_found_and_read(report: Report) -> None:
    scenes, crops, streets = report.examinations
    own, peer = scenes.scores
    assert (own.found.right, own.found.of) == (2, 2)
    assert own.right.right == 2
    assert own.state_right.of == 2
    assert (peer.system, peer.found.right) == ("blue_finder, console", 0)
    assert [one.right.right for one in crops.scores] == [2]
    assert (streets.kind, streets.scores[0].found.of) == ("no plates", 0)
    assert streets.scores[0].false == ()


def test_that_every_stage_of_the_video_is_measured(report: Report) -> None:
    assert report.video is not None
    whole, stages, floor = report.video.whole, report.video.stages, report.video.floor
    assert (whole.run.frames, whole.dropped) == (FRAMES, 0)
    assert whole.reads == 1
    assert stages.run.frames == floor.frames == FRAMES
    assert tuple(stages.stages) == STAGES
    calls = {name: spent.calls for name, spent in stages.stages.items()}
    assert (calls["detect"], calls["decode"]) == (FRAMES, FRAMES + 1)
    assert calls["read"] == calls["straighten"] == sum(map(len, stages.crops)) > 0
    for name, spent in stages.stages.items():
        assert (spent.cpu_s > 0) == (calls[name] > 0), name
    # The sum of the stages is the run: nothing is charged twice, and nothing is left out.
    charged = sum(spent.cpu_s for spent in stages.stages.values())
    assert charged == pytest.approx(stages.run.cpu_s, rel=0.1)
    assert 0 < floor.cpu_s < whole.run.cpu_s
    assert whole.run.peak_memory_mb > 0
    assert whole.picture_to_read is not None
    assert whole.picture_to_read.median > 0


def test_that_the_record_survives_json(report: Report) -> None:
    record = json.loads(json.dumps(as_json(report)))
    scenes, crops, streets = record["examinations"]
    own = scenes["systems"][0]
    assert own["found"] == {"right": 2, "of": 2, "share": 1.0, "low": 0.3424, "high": 1.0}
    assert len(own["text_reliability"]["bins"]) == 10
    assert streets["systems"][0]["text_reliability"] is None
    assert crops["kind"] == "plates alone"
    assert len(scenes["systems"][1]["missed"]) == 2
    assert list(record["video"]["stages"]) == list(STAGES)
    assert record["precision"] == "f32"


def test_that_a_person_is_given_a_table(report: Report) -> None:
    words = in_words(report)
    assert "2 pictures, scenes, searched as stills" in words
    assert "  B  blue_finder, console" in words
    found = next(line for line in words.splitlines() if "found, IoU 0.5" in line)
    assert found.split()[3:] == ["2/2", "100.0%", "(34%-100%)", "0/2", "0.0%", "(0%-66%)"]
    assert "networks alone" in words
    assert max(map(len, words.splitlines())) < 160


def test_that_a_reader_given_by_path_reads_the_same_plates(order: Order, tmp_path: Path) -> None:
    network = other_networks.silent_reader(128, 64)
    other_networks.save(network, tmp_path, "silent")
    ready = Bench(
        Order(order.models_dir, folders=order.folders, peer_reader=tmp_path / "silent.xml")
    )
    scenes, crops = ready.run(lambda pictures, title: pictures, lambda words: None).examinations
    assert [one.system for one in scenes.scores] == ["console", "console's plates, silent"]
    assert [one.system for one in crops.scores] == ["console", "silent"]
    for result in (scenes, crops):
        own, other = result.scores
        assert other.found == own.found
        assert (other.right.right, other.not_read) == (0, 2)


@pytest.mark.parametrize("option", ["peer_detector", "peer_reader", "peer_ocr"])
def test_that_a_peer_of_another_kind_is_refused_before_anything_is_measured(
    order: Order, tmp_path: Path, option: str
) -> None:
    stranger = tmp_path / "stranger.xml"
    other_networks.save(other_networks.pixel_reader(4, 2), tmp_path, "stranger")
    with pytest.raises(ModelDamaged) as raised:
        Bench(Order(order.models_dir, folders=order.folders, **{option: stranger}))  # type: ignore[arg-type]
    assert str(raised.value).startswith(f"The peer {stranger} has a network")
    with pytest.raises(ModelDamaged, match=r"nowhere\.onnx cannot be"):
        Bench(Order(order.models_dir, **{option: tmp_path / "nowhere.onnx"}))  # type: ignore[arg-type]


def test_that_what_is_missing_is_told_before_anything_is_measured(
    order: Order, tmp_path: Path
) -> None:
    with pytest.raises(SourceUnavailable, match="There is no video"):
        Bench(Order(order.models_dir, video=tmp_path / "nowhere.mp4"))
    with pytest.raises(ModelDamaged, match=r"manifest\.toml is missing"):
        Bench(Order(tmp_path, folders=order.folders))


def test_that_a_damaged_picture_ends_the_bench(order: Order, tmp_path: Path) -> None:
    folder = drawn_exam.crops(tmp_path / "crops")
    (folder / "5RTY118.png").write_bytes(b"not a picture")
    ready = Bench(Order(order.models_dir, folders=(folder,)))
    with pytest.raises(PictureUnreadable, match=r"5RTY118\.png is damaged"):
        ready.run(lambda pictures, title: pictures, lambda words: None)


# -- as a person runs it -----------------------------------------------------------------


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alpr_console", "bench", *map(str, arguments)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_that_the_command_leaves_its_record_and_its_picture(order: Order, tmp_path: Path) -> None:
    out = tmp_path / "made" / "here"
    ran = run(*order.folders, "--out", out, "--json", "--precision", "f32", "--as-video")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == json.loads((out / "bench.json").read_text(encoding="utf-8"))
    assert json.loads(ran.stdout)["examinations"][0]["searched_as"] == "video"
    assert str(order.folders[0]) in ran.stderr
    picture = cv2.imread(str(out / "bench.png"))
    assert picture is not None
    assert picture.std() > 5


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["{exam}"], 17, "line 3: the state 'ZZ' is none of the 50 states and DC. Correct them."),
        (["{good}", "--out", "{exam}/labels.csv/out"], 18, "cannot be made"),
    ],
)
def test_that_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    exam, good = drawn_exam.crops(tmp_path / "exam"), drawn_exam.crops(tmp_path / "good")
    labels = (exam / "labels.csv").read_text(encoding="utf-8")
    (exam / "labels.csv").write_text(labels.replace("CA,5RTY118", "ZZ,5RTY118"), encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    ran = run(*(one.format(exam=exam, good=good) for one in arguments))
    assert (ran.returncode, ran.stdout) == (code, "")
    (line,) = ran.stderr.splitlines()
    assert says in line
    assert sorted(tmp_path.rglob("*")) == before
