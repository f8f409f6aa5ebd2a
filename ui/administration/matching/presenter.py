"""How sure a match must be, without Qt: three percentages, their preview, and their setting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError, SettingRefused
from alpr_console.domain.hotlist import Priority, Thresholds
from alpr_console.domain.match_setting import LEAST, MOST, MatchSetting
from alpr_console.workflow.match_settings import MatchPreview, Preview
from ui import strings_matches as words
from ui.asking import Ask, Cancel, PreviewRunner
from ui.clock_words import local_minute


@dataclass(frozen=True, slots=True)
class MatchingModel:
    in_force: Mapping[Priority, str] | None = None
    """Percentages by priority; None until they are known."""
    running: bool = False
    progress: str = ""
    preview: tuple[str, ...] = ()
    """What the preview found, the difference first."""
    busy: bool = False
    refusal: str = ""
    result: str = ""


class MatchingPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, run: PreviewRunner, show: Callable[[MatchingModel], None]) -> None:
        self._ask = ask
        self._run = run
        self._show = show
        self._cancel: Cancel | None = None
        self._asked = 0
        """Counts previews: what an older one still says is no longer shown."""
        self._model = MatchingModel()

    def load(self) -> None:
        """Ask what is in force."""

        def done(thresholds: Thresholds) -> None:
            self._put(in_force={p: in_percent(thresholds.of(p)) for p in Priority})

        self._ask(lambda desk: desk.thresholds.current(), done, self._refused)

    def forget(self) -> None:
        self._stop()
        self._model = MatchingModel()
        self._show(self._model)

    def preview(self, untrusted: Mapping[Priority, str]) -> None:
        """Count what the stored reads would have raised at these percentages."""
        thresholds = self._parsed(untrusted)
        if thresholds is None or self._model.running or self._model.busy:
            return
        self._asked += 1
        asked = self._asked

        def started(preview: MatchPreview) -> None:
            if asked == self._asked:
                self._cancel = self._run(preview, progress, done, refused)

        def progress(count: int) -> None:
            if asked == self._asked:
                self._put(progress=words.PREVIEW_RUNNING.format(count=count))

        def done(found: Preview | None) -> None:
            if asked == self._asked and found is not None:
                self._cancel = None
                self._put(running=False, progress="", preview=_said(found))

        def refused(error: ConsoleError) -> None:
            if asked == self._asked:
                self._stop()
                self._refused(error)

        self._put(running=True, progress=words.PREVIEW_RUNNING.format(count=0), preview=(),
                  refusal="", result="")  # fmt: skip
        self._ask(lambda desk: desk.thresholds.preview(thresholds), started, refused)

    def stop(self) -> None:
        """End the preview; nothing of it is kept."""
        if self._model.running:
            self._stop()
            self._put(progress=words.PREVIEW_STOPPED)

    def apply(self, untrusted: Mapping[Priority, str]) -> None:
        """Put these percentages in force."""
        thresholds = self._parsed(untrusted)
        if thresholds is None or self._model.busy:
            return

        def done(setting: MatchSetting) -> None:
            percents = {p: in_percent(setting.thresholds.of(p)) for p in Priority}
            said = words.APPLIED.format(
                high=percents[Priority.HIGH],
                normal=percents[Priority.NORMAL],
                low=percents[Priority.LOW],
            )
            self._put(busy=False, in_force=percents, result=said, refusal="")

        self._put(busy=True)
        self._ask(lambda desk: desk.thresholds.set(thresholds), done, self._refused)

    def _parsed(self, untrusted: Mapping[Priority, str]) -> Thresholds | None:
        try:
            return Thresholds(
                high=_share(Priority.HIGH, untrusted),
                normal=_share(Priority.NORMAL, untrusted),
                low=_share(Priority.LOW, untrusted),
            )
        except ConsoleError as error:
            self._refused(error)
            return None

    def _stop(self) -> None:
        self._asked += 1
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        self._put(running=False, progress="")

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def in_percent(share: float) -> str:
    """'1', '12.5'."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".")


def _share(priority: Priority, untrusted: Mapping[Priority, str]) -> float:
    text = untrusted[priority].strip().removesuffix("%").strip()
    label = words.PRIORITIES[priority.value].removesuffix(", %")
    remedy = words.NUMBER_REMEDY.format(least=in_percent(LEAST), most=in_percent(MOST))
    if not text.isascii() or not text.replace(".", "", 1).isdigit():
        raise SettingRefused(words.NOT_A_NUMBER.format(label=label), remedy)
    share = float(text) / 100
    if not LEAST <= share <= MOST:
        raise SettingRefused(words.OUT_OF_BOUNDS.format(label=label), remedy)
    return share


def _said(found: Preview) -> tuple[str, ...]:
    return (
        found.words,
        words.PREVIEW_DETAIL.format(
            reads=found.reads,
            since=local_minute(found.since),
            now=sum(found.present.values()),
            then=sum(found.proposed.values()),
        ),
        *(
            words.PREVIEW_PRIORITY.format(
                label=words.PRIORITIES[p.value].removesuffix(", %"),
                now=found.present[p],
                then=found.proposed[p],
            )
            for p in Priority
        ),
    )
