"""Labels as people write them, and what is said where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from alpr_console.domain.errors import LabelsMalformed, PictureUnreadable
from alpr_console.domain.plate import Box
from alpr_console.examination.labels import LabeledPlate, load_examination, load_negatives


def labels(folder: Path, content: str | bytes) -> Path:
    for name in ("a.jpg", "b.jpg"):
        (folder / name).touch()
    data = content.encode() if isinstance(content, str) else content
    (folder / "labels.csv").write_bytes(data)
    return folder


def test_that_boxes_make_it_an_examination_of_scenes(tmp_path: Path) -> None:
    rows = (
        "file,x,y,w,h,text\na.jpg,1,2,30,15,7ABC123\nb.jpg,5,5,20,10,\na.jpg,90,2,30,15,8xyz 4-41\n"
    )
    read = load_examination(labels(tmp_path, rows))
    assert read.scenes
    one, other = read.pictures
    assert one.path == tmp_path / "a.jpg"
    assert one.plates == (
        LabeledPlate("7ABC123", None, Box(1, 2, 30, 15)),
        LabeledPlate("8XYZ441", None, Box(90, 2, 30, 15)),
    )
    assert other.plates[0].text == ""


def test_that_without_boxes_each_picture_is_a_plate(tmp_path: Path) -> None:
    read = load_examination(labels(tmp_path, "\ufefffile, State ,text\r\na.jpg,ca,1ABC234\r\n"))
    assert not read.scenes
    assert read.pictures[0].plates == (LabeledPlate("1ABC234", "CA", None),)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("file,state\na.jpg,CA\n", "does not name the columns file and text"),
        ("file,text,speed\na.jpg,1ABC234,9\n", "unknown column 'speed'"),
        ("file,x,y,text\na.jpg,1,2,1ABC234\n", "only some of the columns x, y, w and h"),
        ("file,text\n", "names no pictures"),
        ("", "does not name the columns"),
        ("file,text\na.jpg,1ABC234,CA\n", "line 2: it has more or fewer fields"),
        ("file,text,state\nb.jpg,1ABC234,CA\na.jpg,1ABC234\n", "line 3: it has more or fewer"),
        ("file,text\na.jpg,1ABC234\nc.jpg,1ABC234\n", "line 3: the picture c.jpg is missing"),
        ("file,text\n../a.jpg,1ABC234\n", "line 2: '../a.jpg' is no file in the folder"),
        ("file,text\n,1ABC234\n", "line 2: '' is no file"),
        ("file,text,state\na.jpg,1ABC234,XX\n", "line 2: the state 'XX' is none of"),
        ("file,text\na.jpg,1ÄBC234\n", "line 2: the text '1ÄBC234' is not of letters"),
        ("file,text\na.jpg,\n", "line 2: a plate alone needs its text"),
        ("file,text\na.jpg,1A\na.jpg,1B\n", "line 3: a.jpg stands in it twice"),
        ("file,x,y,w,h,text\na.jpg,1,2,x,4,1A\n", "line 2: x, y, w and h are not four numbers"),
        ("file,x,y,w,h,text\na.jpg,1,2,0,4,1A\n", "line 2: x, y, w and h are not a box"),
        ("file,x,y,w,h,text\na.jpg,1,2,nan,4,1A\n", "line 2: x, y, w and h are not a box"),
        (b"file,text\na.jpg,\xff\xfe\n", "cannot be read as CSV"),
        ('file,text\na.jpg,"1ABC\n', "cannot be read as CSV"),
    ],
)
def test_that_wrong_labels_are_refused_with_the_line(
    tmp_path: Path, content: str | bytes, says: str
) -> None:
    folder = labels(tmp_path, content)
    with pytest.raises(LabelsMalformed) as raised:
        load_examination(folder)
    assert says in str(raised.value)
    assert str(folder / "labels.csv") in str(raised.value)


def test_that_missing_labels_are_named(tmp_path: Path) -> None:
    with pytest.raises(LabelsMalformed, match=r"labels\.csv cannot be used: the file is missing"):
        load_examination(tmp_path)


def test_that_pictures_without_plates_need_no_labels(tmp_path: Path) -> None:
    with pytest.raises(LabelsMalformed, match="holds no pictures"):
        load_negatives(tmp_path)
    with pytest.raises(PictureUnreadable, match="cannot be read"):
        load_negatives(tmp_path / "nowhere")
    (tmp_path / "street.png").touch()
    read = load_negatives(tmp_path)
    assert [(p.path.name, p.plates) for p in read.pictures] == [("street.png", ())]
