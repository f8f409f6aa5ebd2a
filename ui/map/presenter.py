"""The map without Qt: the car's track, what stands on it, what of it is in view and why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    AlertRepeated,
    ConsoleEvent,
    FaultCleared,
    FaultRaised,
    PositionChanged,
    ReadReleased,
    SessionChanged,
)
from alpr_console.domain.map_projection import MapBox, MapPoint, compass_point, to_map
from alpr_console.domain.notices import Meaning
from alpr_console.domain.read import PositionFix
from alpr_console.domain.session import Session, SessionState
from alpr_console.domain.track import Track
from alpr_console.map_ports import MapInfo
from ui import strings
from ui import strings_map as words
from ui.asking import Ask, Now
from ui.clock_words import age_words, local_time
from ui.map.marks import Mark, Marks
from ui.map.model import CarMark, MapModel, MapWarning
from ui.map.seen import Seen, card_of, look
from ui.map.viewport import FIRST, Viewport, scale_of, speed_words

SILENT_AFTER = timedelta(seconds=6)
"""Without a fix for so long the car's place is old, whatever the receiver says of itself."""

MOVING_MPS = 1.0
"""Under this a receiver's course is noise, and the car's heading is not shown."""

_EDGE_PX = 56
_REACH_PX = 28
"""A mark this near to a finger is meant."""

_SCALE_PX = 200

_HIDDEN = MapWarning(words.HIDDEN, words.HIDDEN_SAID, Meaning.DANGER)


class MapPresenter:
    """Takes every event, in view or not; renders through `show` when asked to or moved."""

    def __init__(
        self, ask: Ask, now: Now, show: Callable[[MapModel], None], file_name: str = ""
    ) -> None:
        """`file_name` is the map file's, '' where there is none."""
        self._ask = ask
        self._now = now
        self._show = show
        self._view = Viewport(MapPoint(0.0, 0.0), FIRST, 640, 400)
        self._file_name = file_name
        self._info: MapInfo | None = None
        self._file_refusal = ""
        self._tiles_damaged = False
        self._session_id = ""
        self._hidden = False
        self._track = Track()
        self._marks = Marks()
        self._forget()

    def _forget(self) -> None:
        self._session_id = ""
        self._began = self._now()
        self._track.clear()
        self._marks.clear()
        self._fix: PositionFix | None = None
        self._fix_arrived = self._began
        self._lost = False
        self._reason = ""
        self._follow = True
        self._placed = False
        self._let_go()

    def _let_go(self) -> None:
        """No mark is chosen, and nothing of one is shown any more."""
        self._chosen = ""
        self._seen: Seen | None = None
        self._refusal = ""
        self._busy = False

    def forget(self) -> None:
        """Nobody is signed in: the shift's track and marks go."""
        self._forget()
        self.render()

    # -- what comes from the console -------------------------------------------------------

    def on(self, event: ConsoleEvent) -> bool:
        """Note the event; whether what is shown may have changed by it."""
        match event:
            case SessionChanged():
                self._session_changed(event.session)
            case FaultRaised(notice="store_failed"):
                self._hidden = True
                self._let_go()
            case FaultCleared(notice="store_failed"):
                self._hidden = False
            case _ if not self._session_id:
                return False
            case PositionChanged():
                self._position(event)
            case ReadReleased():
                self._marks.read_released(event.read)
            case AlertRaised():
                self._marks.alert_raised(event.alert)
            case AlertChanged():
                self._marks.alert_changed(event.alert)
            case AlertRepeated():
                self._marks.seen_again(event.alert_id, event.read_id)
            case _:
                return False
        return True

    def _session_changed(self, session: Session | None) -> None:
        if session is None or session.state is SessionState.ENDED:
            self._forget()
            return
        if session.session_id != self._session_id:
            self._forget()
            self._session_id = session.session_id
        if session.state is SessionState.LOCKED:
            self._let_go()

    def _position(self, event: PositionChanged) -> None:
        if event.fix is None:
            self._track.gap()
            self._lost, self._reason = True, event.reason
            return
        self._fix, self._fix_arrived = event.fix, self._now()
        self._lost, self._reason = False, ""
        self._track.add(event.fix)
        point = to_map(event.fix.latitude, event.fix.longitude)
        if not self._placed:
            self._placed = True
            self._view = Viewport(point, FIRST, self._view.width, self._view.height)
        elif self._follow:
            self._view = self._view.at(point)

    # -- the map file ----------------------------------------------------------------------

    def map_opened(self, info: MapInfo) -> None:
        """Where nothing else says what to show, all of the map file is shown."""
        self._info = info
        if not self._placed:
            self._view = self._over_map(self._view)
        self.render()

    def map_refused(self, why: str) -> None:
        self._file_refusal = why
        self.render()

    def tiles_damaged(self) -> None:
        """Parts of the map file are missing from what is drawn."""
        if not self._tiles_damaged:
            self._tiles_damaged = True
            self.render()

    def _over_map(self, view: Viewport) -> Viewport:
        box = self._info.box if self._info is not None else None
        return view.around(box, _EDGE_PX // 2) if box is not None else view

    @property
    def _covered(self) -> bool:
        box = self._info.box if self._info is not None else None
        return box is not None and box.overlaps(self._view.box)

    def _file_line(self, scale: str) -> str:
        if not self._file_name:
            if not self._placed:
                return words.NO_FILE_EITHER
            return words.NO_FILE.format(scale=scale)
        if self._info is None:
            return self._file_refusal or words.LOADING.format(name=self._file_name)
        line = words.OUTSIDE
        if self._covered:
            line = words.DAMAGED_TILES if self._tiles_damaged else words.FILE
        return line.format(name=self._file_name)

    # -- moving about ----------------------------------------------------------------------

    def resize(self, width: int, height: int) -> None:
        """px of the map on the screen."""
        before = self._view
        self._view = before.sized(width, height)
        if self._view != before:
            if not self._placed:
                self._view = self._over_map(self._view)
            self.render()

    def zoom(self, nearer: float) -> None:
        """By a factor; the car stays in the middle where it is followed."""
        self._view = self._view.zoomed(nearer)
        self.render()

    def pan(self, right: float, down: float) -> None:
        """By px of the screen. The car is not followed any more."""
        self._follow = False
        self._view = self._view.moved(right, down)
        self.render()

    def toggle_follow(self) -> None:
        self._follow = not self._follow
        if self._follow and self._fix is not None:
            self._view = self._view.at(to_map(self._fix.latitude, self._fix.longitude))
        self.render()

    def show_whole(self) -> None:
        """All of the shift: its track and its marks. Without any, all of the map file."""
        points = [point for stretch in self._track.stretches for point in stretch]
        points += [mark.point for mark in self._shown]
        if points:
            xs, ys = [p.x for p in points], [p.y for p in points]
            self._view = self._view.around(MapBox(min(xs), min(ys), max(xs), max(ys)), _EDGE_PX)
        else:
            self._view = self._over_map(self._view)
        self._follow = False
        self.render()

    # -- marks -----------------------------------------------------------------------------

    @property
    def _shown(self) -> tuple[Mark, ...]:
        return () if self._hidden else self._marks.in_order()

    def step(self, earlier: int) -> None:
        """Choose the next earlier mark (1) or later one (-1), and bring it into view."""
        marks = self._shown
        if not marks:
            return
        ids = [mark.read_id for mark in marks]
        place = ids.index(self._chosen) + earlier if self._chosen in ids else 0
        mark = marks[max(0, min(place, len(marks) - 1))]
        self._choose(mark.read_id)
        if not self._view.shows(mark.point, _EDGE_PX):
            self._follow = False
            self._view = self._view.at(mark.point)
        self.render()

    def touch(self, x: float, y: float) -> None:
        """A touch at px of the map: the mark there, the next one at the same place, or none."""
        near = [mark for mark in self._shown if self._apart(mark, x, y) <= _REACH_PX]
        near.sort(key=lambda mark: (mark.meaning is None, self._apart(mark, x, y)))
        ids = [mark.read_id for mark in near]
        if self._chosen in ids:
            self._choose(ids[(ids.index(self._chosen) + 1) % len(ids)])
        else:
            self._choose(ids[0] if ids else "")
        self.render()

    def _apart(self, mark: Mark, x: float, y: float) -> float:
        at_x, at_y = self._view.on_screen(mark.point)
        return float(max(abs(at_x - x), abs(at_y - y)))

    def _choose(self, read_id: str) -> None:
        if read_id != self._chosen:
            self._let_go()
            self._chosen = read_id

    def let_go(self) -> None:
        self._let_go()
        self.render()

    def open(self) -> None:
        """Show the plate of the mark that is chosen; it is on record before it is shown."""
        mark = self._chosen_mark()
        if mark is None or self._busy or self._seen is not None:
            return
        asked = (self._session_id, mark.read_id)

        def wanted() -> bool:
            """Whoever asked may have locked, signed out or gone on to another mark."""
            return self._busy and asked == (self._session_id, self._chosen)

        def done(seen: Seen) -> None:
            if wanted():
                self._seen, self._busy, self._refusal = seen, False, ""
                self.render()

        def refused(error: ConsoleError) -> None:
            if wanted():
                self._busy, self._refusal = False, str(error)
                self.render()

        self._busy, self._refusal = True, ""
        self.render()
        self._ask(lambda desk: look(desk, mark), done, refused)

    def _chosen_mark(self) -> Mark | None:
        return next((mark for mark in self._shown if mark.read_id == self._chosen), None)

    # -- showing ---------------------------------------------------------------------------

    def render(self) -> None:
        """Show everything again: ages grow."""
        now = self._now()
        marks, mark = self._shown, self._chosen_mark()
        fresh = self._fresh(now)
        car = self._fix if fresh else None
        scale = scale_of(self._view, _SCALE_PX)
        nothing = self._fix is None and not marks
        self._show(
            MapModel(
                view=self._view,
                scale=scale,
                stretches=self._track.stretches,
                car=self._car(fresh),
                car_facts=self._car_facts(fresh),
                marks=marks,
                chosen=mark,
                card=card_of(mark, self._seen, car, now) if mark is not None else None,
                hidden=_HIDDEN if self._hidden else None,
                no_fix=self._no_fix(now) if not fresh and self._session_id else None,
                empty=words.EMPTY if nothing and not self._hidden else "",
                nowhere=self._nowhere(),
                file_line=self._file_line(scale.words),
                covered=self._covered,
                attribution=self._info.attribution if self._info and self._covered else "",
                refusal=self._refusal,
                follow=self._follow,
                busy=self._busy,
            )
        )

    def _fresh(self, now: datetime) -> bool:
        silent = now - self._fix_arrived > SILENT_AFTER
        return self._fix is not None and not self._lost and not silent

    def _car(self, fresh: bool) -> CarMark | None:
        if self._fix is None:
            return None
        heading = _heading(self._fix) if fresh else None
        return CarMark(to_map(self._fix.latitude, self._fix.longitude), heading, fresh)

    def _car_facts(self, fresh: bool) -> tuple[str, ...]:
        fix = self._fix
        if fix is None:
            return ()
        place = strings.PLACE.format(latitude=fix.latitude, longitude=fix.longitude)
        if not fresh:
            return (words.CAR_LAST.format(time=local_time(self._fix_arrived)), place)
        return (_going(fix), place)

    def _no_fix(self, now: datetime) -> MapWarning:
        age = age_words(now - self._fix_arrived)
        if self._fix is None:
            return MapWarning(words.NEVER_FIXED.format(age=age), self._reason, Meaning.CAUTION)
        line = words.NO_FIX.format(age=age, time=local_time(self._fix_arrived))
        said = f"{self._reason} {words.NO_PLACES}".strip()
        return MapWarning(line, said, Meaning.CAUTION)

    def _nowhere(self) -> str:
        reads, hits = self._marks.nowhere
        if self._hidden or not reads + hits:
            return ""
        return words.NOWHERE.format(
            reads=words.READS_ONE if reads == 1 else words.READS.format(count=reads),
            hits=words.HITS_ONE if hits == 1 else words.HITS.format(count=hits),
        )


def _heading(fix: PositionFix) -> float | None:
    return fix.course_deg if fix.speed_mps is not None and fix.speed_mps >= MOVING_MPS else None


def _going(fix: PositionFix) -> str:
    """Heading and speed; only what the receiver tells of them."""
    if fix.speed_mps is None:
        return words.CAR
    if fix.speed_mps < MOVING_MPS:
        return words.STANDING
    speed = speed_words(fix.speed_mps)
    if fix.course_deg is None:
        return words.NO_HEADING.format(speed=speed)
    return words.HEADING.format(point=compass_point(fix.course_deg), speed=speed)
