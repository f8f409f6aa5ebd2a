"""The designated hot lists without Qt: a row each, and the acts that take one form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import ConsoleError, HotListMalformed
from alpr_console.domain.hotlist import Category, Freshness, HotList
from alpr_console.domain.list_source import ListSource
from alpr_console.domain.notices import Meaning
from alpr_console.workflow.desk import Desk
from ui import list_strings as words
from ui import strings
from ui.asking import Ask
from ui.clock_words import age_words, local_date_time


@dataclass(frozen=True, slots=True)
class ListRow:
    """One designated list, ready for the screen."""

    name: str
    cells: tuple[str, ...]
    """In the order of `list_strings.LIST_COLUMNS`."""
    meaning: Meaning | None
    """Of its age: caution once stale or without a version."""
    detail: str
    caution: str
    """What its state means and what to do; '' while all is well."""
    numbers: tuple[float, ...]
    """Entries, version, age, left out, barred: what those columns are sorted by."""


@dataclass(frozen=True, slots=True)
class ListsModel:
    rows: tuple[ListRow, ...] = ()
    loaded: bool = False
    note: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class FormModel:
    """Of designating or withdrawing, while it is on screen."""

    busy: bool = False
    refusal: str = ""
    done: bool = False


class ListsPresenter:
    """Renders the table through `show` and the form beside it through `show_form`."""

    def __init__(
        self, ask: Ask, show: Callable[[ListsModel], None], show_form: Callable[[FormModel], None]
    ) -> None:
        self._ask = ask
        self._show = show
        self._show_form = show_form
        self._model = ListsModel()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(row.name for row in self._model.rows)

    def forget(self) -> None:
        self._render(ListsModel())

    def load(self, note: str | None = None) -> None:
        """Look again; `note` is what has just been done, None leaves the words as they are."""
        if note is not None:
            self._model = replace(self._model, note=note)

        def done(found: tuple[list[Designation], tuple[tuple[HotList, Freshness], ...]]) -> None:
            rows = rows_of(*found)
            self._render(replace(self._model, rows=rows, loaded=True, refusal=""))

        def refused(error: ConsoleError) -> None:
            self._render(replace(self._model, refusal=str(error)))

        self._ask(lambda desk: (desk.hot_lists.designations(), desk.lists()), done, refused)

    def designate(self, untrusted_name: str, category: Category) -> None:
        name = " ".join(untrusted_name.split())
        if not name:
            self._show_form(FormModel(refusal=words.NAME_NEEDED))
            return

        def act(desk: Desk) -> Designation:
            before = desk.hot_lists.designation(name)
            if before is not None and not before.withdrawn:
                raise HotListMalformed(words.ALREADY.format(name=name), words.ALREADY_REMEDY)
            return desk.hot_lists.designate(name, category)

        self._act(act, words.DESIGNATED.format(name=name))

    def withdraw(self, name: str, reason: str) -> None:
        self._act(
            lambda desk: desk.hot_lists.withdraw(name, reason), words.WITHDRAWN.format(name=name)
        )

    def _act(self, act: Callable[[Desk], Designation], note: str) -> None:
        self._show_form(FormModel(busy=True))

        def done(_designation: Designation) -> None:
            self._show_form(FormModel(done=True))
            self.load(note)

        self._ask(act, done, lambda error: self._show_form(FormModel(refusal=str(error))))

    def _render(self, model: ListsModel) -> None:
        self._model = model
        self._show(model)


def rows_of(
    designations: list[Designation], in_force: tuple[tuple[HotList, Freshness], ...]
) -> tuple[ListRow, ...]:
    """A row for each list that is designated, by name."""
    versions = {hot_list.name: (hot_list, freshness) for hot_list, freshness in in_force}
    return tuple(_row(d, versions.get(d.name)) for d in designations if not d.withdrawn)


def _row(designation: Designation, version: tuple[HotList, Freshness] | None) -> ListRow:
    source = source_words(designation.source)
    detail = _detail(designation)
    if version is None:
        none = words.NONE
        return ListRow(
            designation.name,
            (designation.name, none, none, words.NO_VERSION, source, none, none),
            Meaning.CAUTION, detail, words.DETAIL_NO_VERSION, (0, 0, float("inf"), 0, 0),
        )  # fmt: skip
    hot_list, freshness = version
    age = freshness.words
    cells = (
        hot_list.name,
        f"{hot_list.count:,}",
        str(hot_list.version),
        words.STALE_AGE.format(age=age) if freshness.stale else age,
        source,
        f"{hot_list.left_out:,}",
        f"{hot_list.barred:,}",
    )
    return ListRow(
        hot_list.name,
        cells,
        Meaning.CAUTION if freshness.stale else None,
        strings.DOT.join((hot_list.source, detail)),
        words.DETAIL_STALE if freshness.stale else "",
        (hot_list.count, hot_list.version, freshness.age.total_seconds(), hot_list.left_out,
         hot_list.barred),
    )  # fmt: skip


def source_words(source: ListSource | None) -> str:
    """'By hand', 'SFTP, every 24 h'."""
    if source is None:
        return words.BY_HAND
    return words.COMES_FROM[source.kind].format(every=age_words(source.every))


def _detail(designation: Designation) -> str:
    category = designation.category or Category.BOLO
    parts = [
        words.DETAIL_DESIGNATED.format(by=designation.by, at=local_date_time(designation.at)),
        words.DETAIL_COLUMNS if designation.columns else words.DETAIL_HEADING,
        words.DETAIL_CATEGORY.format(category=in_a_line(category)),
    ]
    if designation.source is not None:
        parts.append(words.DETAIL_ADDRESS.format(address=designation.source.address))
    return strings.DOT.join(parts)


def in_a_line(category: Category) -> str:
    """The category's label within a line: 'stolen vehicle', 'BOLO'."""
    label = category.label
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
