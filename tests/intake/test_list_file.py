"""Hot-list files as agencies send them, and those that must not come into force."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category
from alpr_console.intake.in_memory import read_entries
from tests.fakes.shift import LIST_RULES
from tests.intake.conftest import Read, Refusal


def test_that_the_sample_file_is_taken_with_every_field() -> None:
    path = locations.resources_dir() / "samples" / "hot_list_sample.csv"
    file, report, entries = read_entries(path, LIST_RULES)
    assert {e.category for e in entries} == set(Category)
    first = entries[0]
    assert (first.lic, first.lis, first.liy, first.lit) == ("8SAM101", "CA", "2027", "PC")
    assert first.vehicle_words == "2019 WHI TOYT CAMRY 4D"
    assert (first.dot, first.oca, first.nic) == ("20260102", "26-000101", "V000000101")
    assert (first.ori, first.mis) == ("CA0000000", "SAMPLE")
    assert len({e.entry_id for e in entries}) == len(entries) == report.entries == 12
    assert file.size == path.stat().st_size


@pytest.mark.parametrize(
    "text",
    [
        "plate,state\n7abc 123,ca\n8-XYZ-441,\n",
        "State;License Plate\r\nCA;7ABC123\r\n;8XYZ441\r\n",
        "LICENSE_PLATE\tST\tunheard of\n7ABC123\tCA\tx\n\n8XYZ441\t\t\n",
        "lpn|lis\n7ABC·123|CA\n8XYZ441|\n",
        '\ufeff"LIC","LIS"\n"7ABC123","CA"\n"8XYZ441",""',
        '\n\nLIC,LIS,\n7ABC123,CA,\n"8.XYZ.441", "",\n,,\n   \n',
        "LIC,LIS\r7ABC123,CA\r8XYZ441,\r",
    ],
)
def test_that_headings_separators_and_spellings_of_a_plate_are_understood(
    read: Read, text: str
) -> None:
    _, entries = read(text, category=Category.STOLEN_PLATE)
    assert [(e.lic, e.lis) for e in entries] == [("7ABC123", "CA"), ("8XYZ441", "")]
    assert {e.category for e in entries} == {Category.STOLEN_PLATE}


def test_that_boss_columns_are_taken_and_what_they_say_is_put_side_by_side(read: Read) -> None:
    _, (first, second) = read(
        "LPN,Field1,Field2,Field3,Field4,Field5,PNC,Information\n"
        "7ABC123,Honda,,Black,,,V123456789,Caution: armed\n"
        "8XYZ441,,,,,,,\n"
    )
    assert first.mis == "Honda; Black; Caution: armed"
    assert (first.nic, second.mis) == ("V123456789", "")


def test_that_windows_1252_is_read_where_the_file_is_not_unicode(read: Read) -> None:
    report, (entry,) = read("LIC,MIS\n7ABC123,Peña – “x”\n".encode("cp1252"))
    assert entry.mis == "Peña – “x”"
    assert report.encoding == "cp1252"


def test_that_a_file_that_was_utf_8_up_to_one_damaged_sign_is_refused(refusal: Refusal) -> None:
    damaged = "LIC,MIS\n7ABC123,Peña\n8XYZ441,Muñoz\n".encode().replace("ñoz".encode(), b"\xb1oz")
    assert "line 3: bytes that are not UTF-8" in refusal(damaged)


def test_that_white_space_is_squeezed_and_signs_that_show_nothing_are_dropped(read: Read) -> None:
    _, (entry,) = read('LIC,MIS\n 7ABC\u00a0123 ,"  two\n\tlines\u200b \u202e  here\u2028now "\n')
    assert (entry.lic, entry.mis) == ("7ABC123", "two lines here now")


def test_that_a_line_without_a_category_takes_the_lists_or_claims_nothing(read: Read) -> None:
    text = "plate,category\n7ABC123,\n8XYZ441,SVS\n9AAA111,AMBER alert\n"
    report, entries = read(text)
    assert [e.category for e in entries] == [
        Category.BOLO,
        Category.STOLEN_VEHICLE,
        Category.AMBER_ALERT,
    ]
    assert report.categories == {c: 1 for c in sorted({e.category for e in entries}, key=_order)}
    _, entries = read(text, category=Category.FELONY_VEHICLE)
    assert entries[0].category is Category.FELONY_VEHICLE


def _order(category: Category) -> int:
    return tuple(Category).index(category)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"LIC,LIS\n", "holds no entry"),
        (b"name,color\nx,red\n", "no column holds the plate"),
        (b"7ABC123,CA\n8XYZ441,CA\n", "no column holds the plate"),
        (b"LIC,plate\n7ABC123,7ABC123\n", "two columns for LIC"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"PK\x03\x04\x14\x00", "not a text file"),
        (b"\xff\xfe\0\0L\0\0\0I\0\0\0C\0\0\0", "characters that are not text"),
    ],
)
def test_that_a_file_that_is_no_list_is_refused_in_a_sentence(
    refusal: Refusal, content: bytes, words: str
) -> None:
    assert words in refusal(content)


def test_that_a_folder_and_a_missing_file_are_refused_in_a_sentence(tmp_path: Path) -> None:
    def why(path: Path) -> str:
        with pytest.raises(HotListMalformed) as refused:
            read_entries(path, LIST_RULES)
        return str(refused.value)

    assert "is a folder" in why(tmp_path)
    assert "does not exist" in why(tmp_path / "gone.csv")
    # Reading a pipe would wait for whoever writes into it.
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is not a file" in why(tmp_path / "pipe.csv")


@pytest.mark.requirement("HOT-2")
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("7ABC123,CA,more", "line 4: 3 fields where there should be 2"),
        ("7ABC123", "line 4: 1 field where there should be 2"),
        ('"7ABC"123,CA', "line 4: text after a closing quote"),
        ('"7ABC123,CA', "line 4: a quote that is never closed"),
        ("7ABC123,C\x07", "line 4: characters that are not text"),
        ("7ABC123,C\x1fA", "line 4: characters that are not text"),
        ("7ABC123,C\0", "not a text file"),
        ("7ABC123,\x85\x86", "line 4: characters that are not text"),
        ("7ABC123," + "C" * 501, "line 4: a field of more than 500 characters"),
    ],
)
def test_that_a_file_damaged_in_one_line_is_refused_by_line_and_reason(
    refusal: Refusal, line: str, words: str, line_end: str
) -> None:
    message = refusal(line_end.join(["LIC,LIS", "8XYZ441,CA", "", line, "9AAA111,CA", ""]))
    assert words in message
    assert "stays in force" in message


@pytest.mark.requirement("HOT-2")
def test_that_a_file_cut_off_in_its_last_line_is_refused(refusal: Refusal) -> None:
    assert "line 3: 1 field" in refusal("LIC,LIS\n8XYZ441,CA\n9AAA1")
    assert "line 3: a quote" in refusal('LIC,LIS\n8XYZ441,CA\n9AAA1,"C')


def test_that_undecodable_bytes_are_named_by_line(refusal: Refusal) -> None:
    # 0x81 is nothing in Windows-1252, a lone surrogate nothing in UTF-16.
    assert "line 3: bytes that are not text" in refusal(b"LIC,MIS\n7ABC123,\xe9t\n8XYZ441,\x81\n")
    utf_16 = b"\xfe\xff" + "LIC,MIS\n7ABC123,x\n8XYZ441,y\n".encode("utf-16-be")
    assert "line 3: bytes that are not text" in refusal(utf_16[:-4] + b"\xd8\x00\0\n")


def test_that_a_quote_that_swallows_the_file_is_refused_where_it_opens(refusal: Refusal) -> None:
    many = "".join(f"7ABC{n:06d},CA,\n" for n in range(400_000))
    assert "line 3: a" in refusal(f'LIC,LIS,MIS\n8XYZ441,CA,\n9AAA111,CA,"oh\n{many}')


def test_that_a_row_without_end_is_refused_before_it_fills_the_memory(refusal: Refusal) -> None:
    cells = '"\n",' * 1_200_000
    assert "line 2: a quote that is never closed" in refusal(f"LIC,LIS\n7ABC123,{cells}")
    assert "line 1: more than" in refusal("LIC," * 300_000)


def test_that_line_numbers_hold_after_a_field_of_several_lines(refusal: Refusal) -> None:
    assert "line 5: 1 field" in refusal('LIC,MIS\n8XYZ441,"two\nlines"\n\nx\n')
    assert "line 4: '?'" in refusal('LIC,MIS\n8XYZ441,"two\nlines"\n?,x\n')
