"""Hot-list files as agencies send them, and those that must not come into force."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console import locations
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category
from alpr_console.matching.hot_list_file import PROBLEMS_NAMED, parse, read_list


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path: Path) -> str:
    with pytest.raises(HotListMalformed) as refused:
        parse(read_list(path))
    return str(refused.value)


def test_that_the_sample_file_is_taken_with_every_field() -> None:
    path = locations.resources_dir() / "samples" / "hot_list_sample.csv"
    entries = parse(read_list(path))
    assert {e.category for e in entries} == set(Category)
    first = entries[0]
    assert (first.lic, first.lis, first.liy, first.lit) == ("8SAM101", "CA", "2027", "PC")
    assert first.vehicle_words == "2019 WHI TOYT CAMRY 4D"
    assert (first.dot, first.oca, first.nic) == ("20260102", "26-000101", "V000000101")
    assert (first.ori, first.mis) == ("CA0000000", "SAMPLE")
    assert len({e.entry_id for e in entries}) == len(entries) == 12


@pytest.mark.parametrize(
    "text",
    [
        "plate,state\n7abc 123,ca\n8-XYZ-441,\n",
        "State;License Plate\r\nCA;7ABC123\r\n;8XYZ441\r\n",
        "LICENSE_PLATE\tST\tunheard of\n7ABC123\tCA\tx\n\n8XYZ441\t\t\n",
        "lpn|lis\n7ABC123|CA\n8XYZ441\n",
        '\ufeff"LIC","LIS"\n"7ABC123","CA"\n"8XYZ441",""',
    ],
)
def test_that_headings_separators_and_spellings_of_a_plate_are_understood(
    tmp_path: Path, text: str
) -> None:
    entries = parse(read_list(file(tmp_path, text)), Category.STOLEN_PLATE)
    assert [(e.lic, e.lis) for e in entries] == [("7ABC123", "CA"), ("8XYZ441", "")]
    assert {e.category for e in entries} == {Category.STOLEN_PLATE}


def test_that_latin_1_is_read_where_the_file_is_not_utf_8(tmp_path: Path) -> None:
    path = file(tmp_path, "LIC,MIS\n7ABC123,Peña\n".encode("latin-1"))
    (entry,) = parse(read_list(path))
    assert entry.mis == "Peña"


def test_that_a_line_without_a_category_takes_the_lists_or_claims_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, "plate,category\n7ABC123,\n8XYZ441,SVS\n9AAA111,AMBER alert\n")
    assert [e.category for e in parse(read_list(path))] == [
        Category.BOLO,
        Category.STOLEN_VEHICLE,
        Category.AMBER_ALERT,
    ]
    assert parse(read_list(path), Category.FELONY_VEHICLE)[0].category is Category.FELONY_VEHICLE


@pytest.mark.requirement("HOT-8")
def test_that_a_category_that_is_not_permitted_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "LIC,CATEGORY\n7ABC123,immigration violator\n")
    assert "line 2: 'immigration violator' is not a category" in refusal(path)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",CA", "line 4: no plate"),
        ("12345678901,CA", "line 4: '12345678901' is not a plate"),
        ("7ÄBC123,CA", "line 4: '7ÄBC123' is not a plate"),
        ("7ABC123,California", "line 4: 'CALIFORNIA' is not a state"),
        ("7ABC123,CA,more", "line 4: 3 fields where the header has 2"),
        ('"7ABC"123,CA', "line 4: not delimited text"),
        ("7ABC123,C\x07", "line 4: characters that are not text"),
    ],
)
def test_that_a_bad_line_is_named_with_its_number(tmp_path: Path, line: str, words: str) -> None:
    path = file(tmp_path, f"LIC,LIS\n8XYZ441,CA\n\n{line}\n9AAA111,CA\n")
    message = refusal(path)
    assert words in message
    assert message.startswith("list.csv: 1 bad line")
    assert "stays in force" in message


def test_that_line_numbers_hold_after_a_field_of_several_lines(tmp_path: Path) -> None:
    path = file(tmp_path, 'LIC,MIS\n8XYZ441,"two\nlines"\n?,x\n')
    assert "line 4: '?' is not a plate" in refusal(path)


def test_that_many_bad_lines_are_counted_and_the_first_named(tmp_path: Path) -> None:
    message = refusal(file(tmp_path, "LIC\n8XYZ441\n" + "?\n" * 50))
    assert "50 bad lines" in message
    assert message.count("line ") == PROBLEMS_NAMED
    assert "and 30 more" in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"LIC,LIS\n", "a header and no entry"),
        (b"name,color\nx,red\n", "no column holds the plate"),
        (b"7ABC123,CA\n8XYZ441,CA\n", "no column holds the plate"),
        (b"LIC,plate\n7ABC123,7ABC123\n", "two columns for LIC"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"PK\x03\x04\x14\x00", "not a text file"),
    ],
)
def test_that_a_file_that_is_no_list_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    assert words in refusal(file(tmp_path, content))


def test_that_a_folder_and_a_missing_file_are_refused_in_a_sentence(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "does not exist" in refusal(tmp_path / "gone.csv")
    # Reading a pipe would wait for whoever writes into it.
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is not a file" in refusal(tmp_path / "pipe.csv")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: ("LIC," + t).encode()))
def test_that_whatever_a_file_holds_it_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = file(tmp_path_factory.getbasetemp(), content)
    try:
        entries = parse(read_list(path))
    except HotListMalformed:
        return
    assert entries
    assert all(1 <= len(e.lic) <= 10 and e.lic.isalnum() for e in entries)
