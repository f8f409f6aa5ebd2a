"""The versions of one list without Qt, and the way back to one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.notices import Meaning
from alpr_console.workflow.desk import Desk
from ui import list_strings as words
from ui import strings
from ui.asking import Ask
from ui.clock_words import local_day_time

_SUM_SHOWN = 12


@dataclass(frozen=True, slots=True)
class VersionRow:
    version: int
    cells: tuple[str, ...]
    """In the order of `list_strings.VERSION_COLUMNS`."""
    meaning: Meaning | None
    sha256: str
    detail: str
    can_go_back: bool
    hint: str
    """Why one cannot go back to it; '' where one can, and for the one in force."""
    numbers: tuple[float, ...]
    """What version, entries, imported and data of are sorted by."""


@dataclass(frozen=True, slots=True)
class VersionsModel:
    name: str = ""
    rows: tuple[VersionRow, ...] = ()
    loaded: bool = False
    busy: bool = False
    refusal: str = ""
    note: str = ""


class VersionsPresenter:
    def __init__(self, ask: Ask, show: Callable[[VersionsModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._model = VersionsModel()

    def forget(self) -> None:
        self._render(VersionsModel())

    def open(self, name: str) -> None:
        self._render(VersionsModel(name=name))
        self._load()

    def go_back(self, version: int, reason: str) -> None:
        name = self._model.name
        self._render(replace(self._model, busy=True, refusal="", note=""))

        def done(now: HotList) -> None:
            note = words.WENT_BACK.format(
                name=name, version=version, now=now.version, entries=words.entries(now.count)
            )
            self._render(replace(self._model, busy=False, note=note))
            self._load()

        self._ask(lambda desk: desk.hot_lists.go_back(name, version, reason), done, self._refused)

    def _load(self) -> None:
        name = self._model.name

        def act(desk: Desk) -> tuple[list[tuple[HotList, bool]], set[str]]:
            in_force = {hot_list.list_id for hot_list, _ in desk.lists()}
            return desk.hot_lists.versions(name), in_force

        def done(found: tuple[list[tuple[HotList, bool]], set[str]]) -> None:
            versions, in_force = found
            rows = tuple(_row(one, kept, one.list_id in in_force) for one, kept in versions)
            if self._model.name == name:
                self._render(replace(self._model, rows=rows, loaded=True))

        self._ask(act, done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._render(replace(self._model, busy=False, refusal=str(error)))

    def _render(self, model: VersionsModel) -> None:
        self._model = model
        self._show(model)


def _row(version: HotList, kept: bool, in_force: bool) -> VersionRow:
    state = words.IN_FORCE if in_force else words.FILE_KEPT if kept else words.FILE_GONE
    left_out = words.LEFT_OUT_LINE.format(left_out=version.left_out, barred=version.barred)
    return VersionRow(
        version.version,
        (
            str(version.version),
            state,
            f"{version.count:,}",
            local_day_time(version.imported_at),
            local_day_time(version.data_at),
            version.source,
            version.sha256[:_SUM_SHOWN],
        ),
        Meaning.CONFIRMED if in_force else None,
        version.sha256,
        strings.DOT.join((version.source, left_out, words.SHA.format(sha256=version.sha256))),
        kept and not in_force,
        "" if kept or in_force else words.FILE_GONE_HINT,
        (version.version, version.count, version.imported_at.timestamp(),
         version.data_at.timestamp()),
    )  # fmt: skip
