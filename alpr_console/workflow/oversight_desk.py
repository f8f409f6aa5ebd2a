"""The desk's acts of oversight: samples, judgements, reports and when they are due."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import OversightRefused
from alpr_console.domain.figures import Figure, FigureRecord
from alpr_console.domain.inquiry import Inquiry
from alpr_console.domain.operator import Permission
from alpr_console.domain.oversight import (
    DueReport,
    Finding,
    Judgement,
    ReportMade,
    Sample,
    Standing,
)
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import count_figures, make_report, sampling
from alpr_console.workflow.count_figures import Counted
from alpr_console.workflow.due_reports import due_reports, period_of, rules_of
from alpr_console.workflow.on_record import refusals_recorded

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


BEHIND = 100
"""Records behind a bar that are given out at a time."""


class OversightDesk:
    """Each act raises PermissionRefused."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock

    def draw(self) -> Sample:
        """See sampling.draw_sample."""
        return sampling.draw_sample(
            self._uow, self._clock, self._desk.policy, self._desk.signed_in()
        )

    def samples(self) -> list[Sample]:
        """Newest first."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            return work.oversight.samples()

    def judged_counts(self) -> dict[str, int]:
        """By sample, of how many of its inquiries something was found."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            return {
                sample.sample_id: len(
                    {one.inquiry_id for one in work.oversight.judgements(sample.sample_id)}
                )
                for sample in work.oversight.samples()
            }

    def judged(self, sample_id: str) -> list[tuple[Inquiry, Judgement | None]]:
        """Each drawn inquiry with what was found last. Looking is on record."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            found = sampling.standing(work, work.oversight.sample(sample_id))
            work.audit.append(
                AuditRecord("sample.seen", self._desk.signed_in().user.name, "done", sample_id,
                            "Audit", {"inquiries": str(len(found))})
            )  # fmt: skip
            return found

    def judge(
        self,
        sample_id: str,
        inquiry_id: str,
        finding: Finding,
        reason: str = "",
        data_errors: str = "",
    ) -> Judgement:
        """See sampling.judge."""
        return sampling.judge(
            self._uow, self._clock, self._desk.policy, self._desk.signed_in(), sample_id,
            inquiry_id, finding, reason, data_errors,
        )  # fmt: skip

    def repeats(self, sample_id: str) -> bool:
        """Whether the draw comes out again from what is on record."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            return sampling.repeat_sample(work, work.oversight.sample(sample_id))

    def due(self) -> list[DueReport]:
        """Soonest first."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            begun = min((user.created_at for user in work.users.all()), default=self._clock.now())
            made = work.oversight.reports()
        return due_reports(self._desk.policy, made, begun, self._clock.now())

    def waiting(self) -> list[DueReport]:
        """What is due soon or overdue, for those who make it; nothing for anybody else."""
        if not self._desk.signed_in().user.may(Permission.JUDGE_INQUIRIES):
            return []
        return [one for one in self.due() if one.standing is not Standing.LATER]

    def period(self, key: str, since: datetime) -> tuple[datetime, datetime]:
        """What the report that begins at `since` tells of by now, its end excluded. Raises
        OversightRefused."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        months = next((one.months for one in rules_of(self._desk.policy) if one.key == key), None)
        if months is None:
            raise OversightRefused("The policy asks for no such report.", "Choose one that is due.")
        return since, min(period_of(since, months)[1], self._clock.now())

    def count(self, key: str, since: datetime, until: datetime) -> Counted:
        """The figures of a span. Long ones in slices (`count_figures.slices`), put together."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            return count_figures.count(work, key, since, until)

    def behind(
        self, figure: Figure, name: str, since: datetime, until: datetime, passed: int = 0
    ) -> list[FigureRecord]:
        """The next BEHIND records that the bar counts, oldest first. The look is on record."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            found = work.figures.behind(figure, name, since, until, passed, BEHIND)
            work.audit.append(
                AuditRecord(
                    "figures.seen", self._desk.signed_in().user.name, "done", purpose="Audit",
                    details={"figure": figure.value, "name": name, "since": since.isoformat(),
                             "until": until.isoformat(), "records": str(len(found))},
                )
            )  # fmt: skip
        return found

    def make(self, key: str, since: datetime, statement: str = "", walk: bool = True) -> ReportMade:
        """See make_report.make_report; `since` as `due` says."""
        return make_report.make_report(
            self._uow, self._clock, self._desk.policy, self._desk.signed_in(), key, since,
            statement, walk,
        )  # fmt: skip

    def reports(self) -> list[ReportMade]:
        """Newest first."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            return work.oversight.reports()

    def save(self, report: ReportMade, folder: Path) -> tuple[Path, Path]:
        """Write PDF and CSV into `folder`; never over a file. Raises OversightRefused."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        who = self._desk.signed_in().user.name
        stem = f"{report.key}-{report.since:%Y-%m-%d}-{report.report_id[:8]}"
        paths = folder / f"{stem}.pdf", folder / f"{stem}.csv"
        with (
            refusals_recorded(self._uow, "report.saved", who, report.report_id),
            self._uow() as work,
        ):
            work.audit.append(
                AuditRecord(
                    "report.saved", who, "done", report.report_id,
                    f"For: {report.to}",
                    {"pdf_sha256": report.pdf_sha256, "csv_sha256": report.csv_sha256},
                )
            )  # fmt: skip
            for path, content in zip(paths, (report.pdf, report.csv), strict=True):
                _write(path, content)
        return paths


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise OversightRefused(
            f"{path.name} is there already.", "Choose another folder."
        ) from error
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise OversightRefused(
            f"{path.name} cannot be written ({error.strerror}).", "Choose another folder."
        ) from error
