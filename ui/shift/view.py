"""The shift's page: who and since when, a row of keys for its sections, one of them under it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpr_console.domain.events import CameraChanged, ConsoleEvent, ReadReleased
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.domain.shift import Canvass, ListedRead
from ui import strings_shift as texts
from ui.asking import Ask, Now, StillRunner
from ui.clock_words import local_time
from ui.shift.canvass_view import CanvassSection
from ui.shift.check_view import CheckSection
from ui.shift.end_view import EndSection
from ui.shift.faults_view import FaultsSection
from ui.shift.notes_presenter import Tie
from ui.shift.notes_view import NotesSection
from ui.shift.reads_view import ReadsSection
from ui.shift.section import Section
from ui.shortcuts import DIGITS
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton
from ui.widgets.words import ElidedLabel


class ShiftView(QWidget):
    def __init__(
        self,
        ask: Ask,
        now: Now,
        stills: StillRunner,
        policy: AgencyPolicy,
        on_changed: Callable[[], None],
        on_open_read: Callable[[str], None],
        on_leave: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        """`on_changed`: what is on record of the shift is another; `on_leave`: back to patrol;
        `on_end`: bring this page up, something is open at the end."""
        super().__init__()
        self.setObjectName("shift")
        self._on_end = on_end
        self.check = CheckSection(ask, stills, policy, on_changed)
        self.reads = ReadsSection(ask, on_open_read, self._note_on_read)
        self.canvass = CanvassSection(ask, policy, on_changed, self._show_canvass)
        self.notes = NotesSection(ask)
        self.faults = FaultsSection(ask, policy, on_changed)
        self.end = EndSection(ask, now, self._show_end, on_leave, self._note_on)
        self._sections: tuple[tuple[str, str, Section], ...] = (
            ("check", texts.CHECK, self.check),
            ("reads", texts.READS, self.reads),
            ("canvass", texts.CANVASS, self.canvass),
            ("notes", texts.NOTES, self.notes),
            ("faults", texts.FAULTS, self.faults),
            ("end", texts.END, self.end),
        )
        self._stack = QStackedWidget()
        self._keys: list[KeyButton] = []
        gap = theme.sizes.gap
        row = QHBoxLayout()
        row.setSpacing(gap)
        for place, (name, title, section) in enumerate(self._sections):
            key = KeyButton(
                title, f"shift_{name}", lambda chosen=section: self.open(chosen),  # type: ignore[misc]
                key=DIGITS[place],
            )  # fmt: skip
            key.setCheckable(True)
            self._keys.append(key)
            self._stack.addWidget(section)
            row.addWidget(key)
        self._line = ElidedLabel("", "second")
        self._line.setObjectName("shift_line")
        row.addSpacing(gap)
        row.addWidget(self._line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * gap, gap, 2 * gap, gap)
        column.setSpacing(gap)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    @property
    def here(self) -> Section:
        return next(one for _, _, one in self._sections if one is self._stack.currentWidget())

    def open(self, section: Section) -> None:
        self._stack.setCurrentWidget(section)
        for key, (_, _, one) in zip(self._keys, self._sections, strict=True):
            key.setChecked(one is section)
        section.entered()

    def entered(self) -> None:
        self.open(self.here)

    def show_session(self, session: Session) -> None:
        self.end.session = session
        self._line.setText(
            texts.SHIFT_LINE.format(
                name=session.user.full_name,
                unit=session.unit,
                time=local_time(session.started_at, seconds=False),
            )
        )

    def on(self, event: ConsoleEvent) -> None:
        match event:
            case ReadReleased():
                self.reads.presenter.seen_read()
            case CameraChanged():
                self.reads.camera_seen(event.camera)
            case _:
                pass

    def tick(self) -> None:
        """Once a second, while the page is up."""
        self.here.tick()

    def leave(self) -> None:
        """Sign out at once where nothing is open; else show what is."""
        self.end.presenter.leave_if_nothing_is_open()

    def clear(self) -> None:
        self._line.setText("")
        self.end.session = None
        for _, _, section in self._sections:
            section.clear()
        self._stack.setCurrentWidget(self.check)

    def _show_end(self) -> None:
        self._on_end()
        self.open(self.end)

    def _show_canvass(self, canvass: Canvass) -> None:
        self.reads.presenter.show_canvass(canvass)
        self.open(self.reads)

    def _note_on_read(self, read: ListedRead) -> None:
        line = texts.NOTE_ABOUT_READ.format(plate=read.plate)
        self._note_on(Tie(line, read_id=read.read_id))

    def _note_on(self, tie: Tie) -> None:
        self.notes.presenter.about(tie)
        self.open(self.notes)
