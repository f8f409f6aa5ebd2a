from __future__ import annotations

from datetime import timedelta

import pynmea2
import pytest

from alpr_console.locations import resources_dir
from alpr_console.simulation.route import nmea_sentences
from alpr_console.simulation.scenario import Waypoint, load_scenario
from tests.fakes.shift import START


def test_that_the_route_is_driven_from_its_first_place_to_its_last() -> None:
    route = load_scenario(resources_dir() / "scenarios" / "shift.toml").route
    sentences = [pynmea2.parse(line, check=True) for line in nmea_sentences(route, START, 66.0)]
    fixes = [s for s in sentences if s.sentence_type == "GGA"]
    assert len(fixes) == 67
    assert all(fix.gps_qual == 1 for fix in fixes)
    for fix, place in ((fixes[0], route[0]), (fixes[-1], route[-1])):
        assert fix.latitude == pytest.approx(place.latitude, abs=1e-5)
        assert fix.longitude == pytest.approx(place.longitude, abs=1e-5)
    moving = [s for s in sentences if s.sentence_type == "RMC"]
    assert moving[-1].datetime == START + timedelta(seconds=66)
    assert all(s.status == "A" and 5 < s.spd_over_grnd < 60 for s in moving)


def test_that_south_and_east_are_written_as_such_and_minutes_never_reach_sixty() -> None:
    route = (Waypoint(-33.9999999, 18.5), Waypoint(-34.01, 18.51))
    first = pynmea2.parse(nmea_sentences(route, START, 10.0)[0], check=True)
    assert (first.lat_dir, first.lon_dir) == ("S", "E")
    assert first.lat == "3400.0000"
    with pytest.raises(ValueError, match="two places"):
        nmea_sentences(route[:1], START, 10.0)
