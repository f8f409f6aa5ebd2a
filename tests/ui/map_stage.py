"""The map's presenter on a stage of its own: no window, no console, a clock that stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.events import AlertRaised, PositionChanged, ReadReleased, SessionChanged
from alpr_console.domain.hotlist import Category, Freshness, Hit
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PlateRead, PositionFix
from tests.fakes.shift import StandingClock, listed, match_of, read_of, session_of
from ui.map.model import MapModel
from ui.map.presenter import MapPresenter
from ui.map.seen import Seen

LAT, LON = 32.8, -116.96


class Stage:
    """A presenter on patrol; what is asked waits until the test answers it."""

    def __init__(self, file_name: str = "") -> None:
        self.clock = StandingClock()
        self.asked: list[tuple[Callable[[Seen], None], Callable[[ConsoleError], None]]] = []
        self.model: MapModel
        self.map = MapPresenter(
            lambda _act, done, error: self.asked.append((done, error)),  # type: ignore[arg-type]
            self.clock.now, self._keep, file_name,
        )  # fmt: skip
        self.session = session_of(Role.OPERATOR)
        self.map.on(SessionChanged(self.session))
        self.map.resize(800, 600)
        self.map.render()

    def _keep(self, model: MapModel) -> None:
        self.model = model

    def drive(self, meters_north: float = 0.0, **changes: object) -> None:
        self.clock.go_on(seconds=1)
        fix = PositionFix(LAT + meters_north / 111_195, LON, self.clock.now(), 14.0, 0.0)
        self.map.on(PositionChanged(replace(fix, **changes)))  # type: ignore[arg-type]
        self.map.render()

    def see(self, meters_north: float = 0.0, text: str = "8XYZ441") -> PlateRead:
        place = PositionFix(LAT + meters_north / 111_195, LON, self.clock.now())
        read = replace(read_of(text), position=place, at=self.clock.now())
        self.map.on(ReadReleased(read, (), 1.0))
        self.map.render()
        return read

    def hit(
        self, read: PlateRead, category: Category = Category.STOLEN_VEHICLE, alert_id: str = "a1"
    ) -> Alert:
        match = match_of(read, listed(read.text, category=category))
        fresh = Freshness(timedelta(hours=1), timedelta(hours=24), False)
        alert = Alert(
            alert_id,
            Hit("h" + read.read_id, read, match, fresh, self.clock.now()),
            self.clock.now(),
        )
        self.map.on(AlertRaised(alert))
        self.map.render()
        return alert
