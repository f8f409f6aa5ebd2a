"""The hit confirmation request: what it says, what it leaves open, and that it invents nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.alert import Alert
from alpr_console.domain.confirmation_text import asked_now
from alpr_console.domain.disposition import Urgency
from alpr_console.domain.errors import ConfirmationRefused
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.domain.phonetics import load_phonetics
from alpr_console.domain.yq import RULES, Asker, LeftOpen, Yq, yq_of
from alpr_console.domain.yq_spoken import spoken
from alpr_console.locations import resources_dir
from tests.fakes.example_course import example_course

OKAFOR = Asker("4-Adam-12", "J. Okafor", "CA0370900")
STOLEN = HotListEntry(
    "e1", "7ABC128", "CA", oca="26-104417", nic="V482915037", ori="CA0370300", liy="2027", lit="PC"
)
LONGEST = {
    "RTY": 2, "RNO": 1, "PRI": 1, "OCA": 20, "NIC": 10, "LIC": 10, "LIS": 2, "LIY": 4, "LIT": 2,
    "TO": 9, "ORI": 9, "UNIT": 30, "OFFICER": 40,
}  # fmt: skip


def of(entry: HotListEntry, number: int = 1, urgency: Urgency = Urgency.URGENT) -> Yq:
    return yq_of(entry, OKAFOR, urgency, number)


@pytest.mark.requirement("HIT-3")
def test_that_a_stolen_vehicle_is_asked_for_in_one_line() -> None:
    assert of(STOLEN).text == (
        "YQ FROM/CA0370900 TO/CA0370300 RTY/SV.RNO/1.PRI/U.OCA/26-104417.NIC/V482915037"
        ".LIC/7ABC128.REQ/4-ADAM-12 J OKAFOR"
    )
    assert of(STOLEN).left_open == ()


@pytest.mark.requirement("HIT-3")
def test_that_a_stolen_plate_is_asked_for_with_state_year_and_type() -> None:
    plate = HotListEntry("e1", "7ABC128", "CA", Category.STOLEN_PLATE, liy="2027", lit="PC")
    yq = of(plate, 2, Urgency.ROUTINE)
    assert dict(yq.fields) == {
        "RTY": "SL", "RNO": "2", "PRI": "R", "LIC": "7ABC128", "LIS": "CA", "LIY": "2027",
        "LIT": "PC",
    }  # fmt: skip
    assert [one.name for one in yq.left_open] == ["OCA", "NIC", "TO"]


def test_that_a_person_is_asked_for_without_the_plate_and_with_what_no_list_has_named() -> None:
    yq = of(HotListEntry("e1", "6TRJ244", "CA", Category.WANTED_PERSON, oca="26-1"))
    assert [name for name, _ in yq.fields] == ["RTY", "RNO", "PRI", "OCA"]
    assert {"NAM", "DOB", "NIC"} <= {one.name for one in yq.left_open}


@pytest.mark.parametrize("category", [Category.BOLO, Category.REGISTRATION, Category.AMBER_ALERT])
def test_that_what_has_no_request_type_says_so(category: Category) -> None:
    yq = of(HotListEntry("e1", "7ABC128", "CA", category))
    assert yq.rty == ""
    assert LeftOpen("RTY", "no request type for this category") in yq.left_open


def test_that_a_specific_entry_is_no_record_that_could_be_confirmed() -> None:
    assert of(HotListEntry("e1", "7ABC128", "CA", specific="s1")).rty == ""


def test_that_a_part_of_a_plate_is_left_open() -> None:
    assert LeftOpen("LIC", "only a part is known") in of(HotListEntry("e1", "7?BC*")).left_open


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("oca", "X" * 21, "at most 20"),
        ("oca", "26.104", "hyphens and slashes"),
        ("nic", "482915037", "a letter and nine digits"),
        ("ori", "CA037", "nine letters"),
    ],
)
def test_that_what_the_message_does_not_take_is_left_open_with_the_reason(
    field: str, value: str, why: str
) -> None:
    entry = HotListEntry("e1", "7ABC128", "CA", **{field: value})
    name = "TO" if field == "ori" else field.upper()
    (left,) = [one for one in of(entry).left_open if one.name == name]
    assert why in left.why


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"rno": 4}, "RNO '4'"),
        ({"rno": 0}, "RNO '0'"),
        ({"pri": ""}, "number and priority"),
        ({"pri": "X"}, "PRI 'X'"),
        ({"nic": "V1"}, "NIC 'V1' cannot be sent: it takes a letter and nine digits."),
        ({"lic": "7ABC 128"}, "LIC '7ABC 128'"),
    ],
)
def test_that_a_field_out_of_its_bounds_is_refused_by_its_name(
    values: dict[str, object], what: str
) -> None:
    with pytest.raises(ConfirmationRefused, match=what.replace(".", r"\.")):
        Yq(**{"rty": "SV", "rno": 1, "pri": "U", **values})  # type: ignore[arg-type]


_listed = st.one_of(
    st.text(max_size=40),
    st.text("ABCXYZ0189 -/.ßé", max_size=24),
    st.sampled_from(("V482915037", "CA0370300", "CA", "2027", "7ABC128")),
)


@given(
    lic=_listed, lis=_listed, liy=_listed, lit=_listed, oca=_listed, nic=_listed, ori=_listed,
    unit=_listed, officer=_listed, own=_listed, category=st.sampled_from(Category),
    urgency=st.sampled_from(Urgency), number=st.integers(1, 3),
)  # fmt: skip
def test_that_no_field_is_too_long_and_none_is_invented(
    lic: str, lis: str, liy: str, lit: str, oca: str, nic: str, ori: str, unit: str, officer: str,
    own: str, category: Category, urgency: Urgency, number: int,
) -> None:  # fmt: skip
    entry = HotListEntry("e1", lic, lis, category, liy=liy, lit=lit, oca=oca, nic=nic, ori=ori)
    yq = yq_of(entry, Asker(unit, officer, own), urgency, number)
    source = {
        "LIC": lic, "LIS": lis, "LIY": liy, "LIT": lit, "OCA": oca, "NIC": nic, "TO": ori,
        "ORI": own, "UNIT": unit, "OFFICER": officer,
    }  # fmt: skip
    left_open = {one.name for one in yq.left_open}
    for name, listed in source.items():
        value = yq.value(name)
        assert len(value) <= LONGEST[name]
        assert value in ("", " ".join(listed.split()), " ".join(listed.split()).upper())
        if name in yq.names:
            assert bool(value) != (name in left_open)
    assert all(len(value) <= LONGEST[name] for name, value in yq.fields)
    assert all(value and RULES[name].pattern.fullmatch(value) for name, value in yq.fields)
    assert "\n" not in yq.text
    assert spoken(yq, " ".join)


@pytest.mark.requirement("HIT-3")
def test_that_silence_makes_the_next_request_the_second() -> None:
    course = example_course()
    verified, pending = (
        next(one for one in course if one.state.value == state) for state in ("verified", "pending")
    )

    def number(alert: Alert, minutes: float) -> int:
        at = pending.requests[0].at + timedelta(minutes=minutes)
        yq = asked_now(alert, OKAFOR, Urgency.URGENT, at)
        assert yq is not None
        return yq.rno

    assert number(verified, 0) == 1
    assert number(pending, 9.9) == 1
    assert number(pending, 10.1) == 2
    assert asked_now(course[0], OKAFOR, Urgency.URGENT, pending.requests[0].at) is None
    assert asked_now(course[-1], OKAFOR, Urgency.URGENT, pending.requests[0].at) is None


def test_that_it_is_read_out_in_the_officer_s_phonetics() -> None:
    police = load_phonetics(resources_dir() / "phonetics" / "police.toml")
    said = spoken(of(STOLEN, 2), police.spell)
    assert said.startswith("Hit confirmation. Second request, urgent. Stolen or felony vehicle. ")
    assert "License: seven, Adam, Boy, Charles, one, two, eight. State: Charles, Adam." in said
    assert "Case number: two, six, dash, one, zero, four, four, one, seven." in said
