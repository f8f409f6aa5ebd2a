"""An import without Qt: choose a file, set its columns, check it, put it in force.

Nothing changes before the last step. Whatever is long runs elsewhere and can be ended; an
answer that comes after the screen has gone on is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.ncic_codes import NcicCodes
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.intake.preview import Preview
from alpr_console.intake.report import FileRefused, IntakeReport, Progress
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.import_hot_list import ImportRequest
from ui import list_strings as words
from ui.administration.list_import.account import account
from ui.administration.list_import.map_draft import MapDraft, ReadAs, draft_of
from ui.administration.list_import.model import CheckModel, ImportModel, Purpose, Step
from ui.administration.list_import.shown import columns_model, how_words
from ui.asking import Ask, Cancel, ListFiles, Now


@dataclass(frozen=True, slots=True)
class _Known:
    """Of the list chosen, as on record when its file was looked at."""

    designation: Designation | None
    in_force: HotList | None

    @property
    def category(self) -> Category:
        return (self.designation.category if self.designation else None) or Category.BOLO


class ImportPresenter:
    """Renders through `show`; `leave` is told once it is over, with what was done."""

    def __init__(
        self,
        ask: Ask,
        files: ListFiles,
        policy: AgencyPolicy,
        codes: NcicCodes,
        now: Now,
        show: Callable[[ImportModel], None],
        leave: Callable[[str], None],
    ) -> None:
        self._ask = ask
        self._files = files
        self._policy = policy
        self._codes = codes
        self._now = now
        self._show = show
        self._leave = leave
        self._model = ImportModel()
        self._turn = 0
        """Of what is on screen: answers asked for before it changed are dropped."""
        self._cancel: Cancel | None = None
        self._known = _Known(None, None)
        self._draft: MapDraft | None = None
        self._seen: Preview | None = None
        self._how = ""
        self._note = ""
        self._category = Category.BOLO
        self._keep = True

    # -- the file --------------------------------------------------------------------------

    def begin(self, purpose: Purpose, name: str, names: tuple[str, ...]) -> None:
        self.forget()
        self._render(ImportModel(purpose, name=name, names=names))

    def forget(self) -> None:
        """Leave nothing of it on screen, and end what is under way."""
        self._end_work()
        self._draft = self._seen = None
        self._keep = True
        self._render(ImportModel())

    def look(self, untrusted_path: str, untrusted_name: str) -> None:
        """Look at the file, as the list's designation reads it where it has one."""
        path, name = untrusted_path.strip(), " ".join(untrusted_name.split())
        self._model = replace(self._model, path=path, name=name)
        if not path or not name:
            self._refuse(words.NAME_NEEDED if path else words.FILE_NEEDED)
            return
        turn = self._next_turn()
        self._render(replace(self._model, busy=True, refusal=""))

        def act(desk: Desk) -> _Known:
            designation = desk.hot_lists.designation(name)
            if designation is not None and designation.withdrawn:
                designation = None
            return _Known(designation, next((h for h, _ in desk.lists() if h.name == name), None))

        def done(known: _Known) -> None:
            if turn == self._turn:
                self._known, self._category = known, known.category
                self._draft, self._how, self._note = None, words.HOW_SET, ""
                columns = known.designation.columns if known.designation else None
                if columns is not None:
                    self._draft = draft_of(columns, by_heading=False)
                self._preview()

        self._ask(act, done, self._refused(turn))

    # -- its columns -----------------------------------------------------------------------

    def read_as(self, way: ReadAs) -> None:
        if self._draft is not None and way is not self._draft.read_as:
            self._set(None if way is ReadAs.HEADING else self._draft.with_read_as(way))

    def set_field(self, place: int, name: str) -> None:
        if self._draft is not None and name != self._draft.fields[place]:
            self._set(self._draft.with_field(place, name))

    def set_skip(self, untrusted_text: str) -> None:
        self._set_text(untrusted_text, MapDraft.with_skip, words.SKIP_WRONG)

    def set_starts(self, untrusted_text: str) -> None:
        self._set_text(untrusted_text, MapDraft.with_starts, words.STARTS_WRONG)

    def set_category(self, category: Category) -> None:
        if category is not self._category:
            self._category = category
            self._look_again()

    def set_keep(self, keep: bool) -> None:
        self._keep = keep

    def back(self) -> None:
        """To the step before; out of the first one. What runs is ended."""
        if self._model.step is Step.FILE:
            self.forget()
            self._leave("")
            return
        before = Step(self._model.step.value - 1)
        self._end_work()
        self._render(replace(self._model, step=before, busy=False, refusal="", check=None))

    def keep_columns(self) -> None:
        """End of setting a list's columns: they are kept, nothing is imported."""
        draft, name = self._draft, self._model.name
        if draft is None or self._lacks(draft):
            return
        turn = self._next_turn()
        columns, category = draft.to_keep, self._category
        source = self._known.designation.source if self._known.designation else None
        self._render(replace(self._model, busy=True, refusal=""))

        def done(_designation: Designation) -> None:
            if turn == self._turn:
                self.forget()
                self._leave(words.COLUMNS_KEPT.format(name=name))

        self._ask(
            lambda desk: desk.hot_lists.designate(name, category, columns, source),
            done, self._refused(turn),
        )  # fmt: skip

    # -- the check -------------------------------------------------------------------------

    def check(self) -> None:
        """Read all of the file as the import will; nothing is kept of it."""
        draft = self._draft
        if draft is None or self._lacks(draft):
            return
        turn = self._next_turn()
        running = CheckModel(running=True, progress=self._progress(words.CHECKING, None))
        self._render(
            replace(self._model, step=Step.CHECK, busy=True, refusal="", check=running)
        )  # fmt: skip

        def done(report: IntakeReport) -> None:
            if turn == self._turn:
                self._checked(report, None)

        def refused(error: ConsoleError) -> None:
            if turn != self._turn:
                return
            if isinstance(error, FileRefused):
                self._checked(error.report, error)
            else:
                self._cancel = None
                self._render(
                    replace(self._model, busy=False, refusal=str(error), check=CheckModel())
                )

        self._cancel = self._files.check(
            Path(self._model.path), draft.to_keep, self._category,
            self._progressing(turn, words.CHECKING), done, refused,
        )  # fmt: skip

    def put_in_force(self) -> None:
        draft, check = self._draft, self._model.check
        if draft is None or check is None or check.running or not check.can_put_in_force:
            return
        turn = self._next_turn()
        running = replace(check, running=True, share=0.0,
                          progress=self._progress(words.IMPORTING, None))  # fmt: skip
        self._render(replace(self._model, busy=True, refusal="", check=running))

        def done(result: tuple[HotList, IntakeReport]) -> None:
            if turn == self._turn:
                hot_list, _report = result
                age = hot_list.freshness(self._now(), self._policy.stale_after).words
                self._cancel = None
                self.forget()
                self._leave(
                    words.IMPORTED.format(
                        name=hot_list.name,
                        version=hot_list.version,
                        entries=words.entries(hot_list.count),
                        age=age,
                    )
                )

        def refused(error: ConsoleError) -> None:
            if turn == self._turn:
                self._cancel = None
                self._render(
                    replace(self._model, busy=False, refusal=str(error), check=check)
                )  # fmt: skip

        self._cancel = self._files.put_in_force(
            self._request(draft), self._progressing(turn, words.IMPORTING), done, refused
        )

    def cancel(self) -> None:
        """End what runs. Its own answer says how it went: it may be too late."""
        if self._cancel is not None:
            self._cancel()

    # -- inside ----------------------------------------------------------------------------

    def _request(self, draft: MapDraft) -> ImportRequest:
        designation = self._known.designation
        set_before = (designation.columns, self._known.category) if designation else None
        keep = self._keep and set_before != (draft.to_keep, self._category)
        by_heading_after_all = designation is not None and designation.columns is not None
        columns = draft.to_keep
        if columns is None and by_heading_after_all and not keep:
            columns = draft.explicit
        return ImportRequest(
            Path(self._model.path), self._model.name, self._category, None, columns, keep
        )

    def _set_text(
        self, untrusted_text: str, change: Callable[[MapDraft, str], MapDraft], wrong: str
    ) -> None:
        if self._draft is None or self._model.step is not Step.COLUMNS:
            return
        try:
            changed = change(self._draft, untrusted_text)
        except ValueError:
            self._refuse(wrong)
            return
        if changed != self._draft:
            self._set(changed)

    def _set(self, draft: MapDraft | None) -> None:
        self._draft, self._how, self._note = draft, words.HOW_SET, ""
        self._look_again()

    def _look_again(self) -> None:
        self._next_turn()
        self._render(replace(self._model, busy=True, refusal=""))
        self._preview()

    def _preview(self) -> None:
        """Look at the first rows as the draft reads them; without one, as the file says."""
        turn, draft = self._turn, self._draft

        def done(seen: Preview) -> None:
            if turn == self._turn:
                self._previewed(seen, draft)

        columns = None if draft is None else draft.explicit
        self._files.preview(
            Path(self._model.path), columns, self._category, done, self._refused(turn)
        )

    def _previewed(self, seen: Preview, draft: MapDraft | None) -> None:
        if draft is None and seen.columns is None and not seen.how:
            self._refuse(seen.problem)  # of a kind that the policy bars, by its name
            return
        if draft is None:
            self._how = how_words(seen.how)
            if seen.columns is None:
                draft, self._note = MapDraft(ReadAs.COMMA), words.NOT_GUESSED
            elif seen.how.endswith("guessed"):
                draft, self._note = draft_of(seen.columns, by_heading=False), words.GUESSED
            else:
                draft = draft_of(seen.columns, by_heading=True)
            if draft.read_as is not ReadAs.HEADING:
                self._draft = draft
                self._preview()
                return
        self._draft, self._seen = draft.over(seen), seen
        self._render(replace(self._model, step=Step.COLUMNS, busy=False, refusal=seen.problem))

    def _lacks(self, draft: MapDraft) -> bool:
        if draft.lack:
            self._refuse(draft.lack)
        return bool(draft.lack)

    def _checked(self, report: IntakeReport, refusal: ConsoleError | None) -> None:
        self._cancel = None
        found = account(
            report, self._known.in_force, self._policy.lists, self._now(),
            self._policy.stale_after, refused=refusal is not None,
        )  # fmt: skip
        words_of = "" if refusal is None else str(refusal)
        self._render(replace(self._model, busy=False, refusal=words_of, check=found))

    def _progressing(self, turn: int, form: str) -> Callable[[Progress], None]:
        def show(progress: Progress) -> None:
            check = self._model.check
            if turn == self._turn and check is not None and check.running:
                share = progress.done / max(progress.size, 1)
                said = self._progress(form, progress)
                self._render(replace(self._model, check=replace(check, share=share, progress=said)))

        return show

    def _progress(self, form: str, progress: Progress | None) -> str:
        lines = progress.lines if progress else 0
        share = progress.done / max(progress.size, 1) if progress else 0.0
        return form.format(name=Path(self._model.path).name, lines=lines, share=share)

    def _end_work(self) -> None:
        self.cancel()
        self._cancel = None
        self._next_turn()

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn

    def _refused(self, turn: int) -> Callable[[ConsoleError], None]:
        def show(error: ConsoleError) -> None:
            if turn == self._turn:
                self._refuse(str(error))

        return show

    def _refuse(self, text: str) -> None:
        self._render(replace(self._model, busy=False, refusal=text))

    def _render(self, model: ImportModel) -> None:
        columns = None
        if self._draft is not None and self._seen is not None and model.step is not Step.FILE:
            columns = columns_model(
                self._draft, self._seen, self._codes, self._category, self._keep, self._how,
                self._note,
            )  # fmt: skip
        self._model = replace(model, columns=columns)
        self._show(self._model)
