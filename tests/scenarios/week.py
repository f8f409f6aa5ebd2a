"""One scripted week under each agency's policy: the same acts, five outcomes.

`python -m tests.scenarios.week` writes the table into docs/policies.md.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.operator import Role
from alpr_console.domain.policy_rules import LocalKeeping
from alpr_console.domain.read_search import SearchTerms
from alpr_console.domain.release_request import AgencyKind, Filing, Review
from alpr_console.workflow.purge import Purger
from tests.fakes.bolo import bolo
from tests.fakes.profiles import BY_NUMBER, NUMBERS, PASSWORD, Station
from tests.fakes.shift import START, StandingClock, listed, match_of, read_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "policies.md"
BEGIN, END = "<!-- week: begin -->", "<!-- week: end -->"
READS = 25


@dataclass
class Week:
    """What came of each step, in order."""

    number: str
    outcomes: dict[str, str] = field(default_factory=dict)

    def note(self, step: str, act: Callable[[], object]) -> None:
        """'done', or the refusal with its clause."""
        try:
            said = act()
        except ConsoleError as refusal:
            self.outcomes[step] = f"refused: {refusal.what}"
            return
        self.outcomes[step] = said if isinstance(said, str) else "done"


def play(number: str, folder: Path) -> Mapping[str, str]:
    """The week under one profile, on a real store."""
    clock = StandingClock()
    week = Week(number)
    with closing(Store.open(folder / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        policy = BY_NUMBER[number]
        store.policy = policy.version_name
        store.hits_only = policy.retention.local_keeping is LocalKeeping.HITS_ONLY
        here = Station(number, store, FolderShelf(folder / "lists", bytes(32)), clock)
        _monday(here, week)
        _tuesday(here, week)
        _wednesday(here, week)
        _thursday(here, week)
        _friday(here, week, folder)
        _later(here, week)
        verify_audit(store.unit_of_work)
    return week.outcomes


def _monday(here: Station, week: Week) -> None:
    """People."""
    week.note(
        "A community service officer is given an account",
        lambda: here.desk.add_user(
            "cso", "C. Officer", "7", Role.OPERATOR, PASSWORD, "Community Service Officer"
        ),
    )
    user = here.bare("reyes")
    here.desk.people.record_training(user.user_id, "alpr", here.clock.now(), "Sgt. Lee")
    here.sign_in("reyes")
    week.note("An officer with ALPR training alone looks at alerts", here.desk.open_alerts)
    here.sign_in("chief")
    for course in here.policy.people.courses:
        here.desk.people.record_training(user.user_id, course.key, here.clock.now(), "Sgt. Lee")
    if here.policy.people.approval is not None:
        here.desk.people.changes().approve(user.user_id, "Training complete")
    laptop = here.at(("cd" * 16, "Laptop"))
    here.sign_in("reyes", laptop)
    week.note("The officer looks from a laptop that is not registered", laptop.open_alerts)


def _tuesday(here: Station, week: Week) -> None:
    """A shift with a hit; nobody answers in time."""
    here.sign_in("reyes")
    for n in range(READS):
        here.desk.keep_read(read_of(f"8XYZ{n:03}"))
    alert = _checked(here, "7ABC123")
    week.note(
        "A stop on exigent facts, status not confirmed",
        lambda: here.desk.state_exigency(alert.alert_id, "Driver pointed a handgun at us"),
    )
    if alert_state(here, alert.alert_id).exigency is None:
        here.desk.request_confirmation(alert.alert_id, ConfirmationWay.DISPATCH, Urgency.URGENT)
        here.desk.record_reply(alert.alert_id, Reply.CONFIRMED, "Dispatcher Kim")
    effort = "Driver fits the description" if here.policy.person_effort is not None else ""
    here.desk.state_basis(alert.alert_id, "Confirmed stolen vehicle", effort)
    week.note(
        "The stop is closed without a report number",
        lambda: here.desk.record_disposition(alert.alert_id, Outcome.ARREST, ""),
    )
    here.desk.record_disposition(alert.alert_id, Outcome.ARREST, "26-104233")
    with here.store.unit_of_work() as work:
        rows = work._connection.exec_driver_sql("SELECT count(*) FROM reads").scalar()
    week.outcomes["On the workstation's disk at the end of the shift"] = f"{rows} reads"
    here.store.forget_volatile()


def _checked(here: Station, text: str) -> Alert:
    read = read_of(text)
    alert = here.desk.raise_alert(read, match_of(read, listed(text)))
    while alert.next_item is not None:
        alert = here.desk.answer_item(alert.alert_id, alert.next_item.kind, Verdict.IDENTICAL)
    return alert


def alert_state(here: Station, alert_id: str) -> Alert:
    return here.desk.alert(alert_id)


def _wednesday(here: Station, week: Week) -> None:
    """Stored reads are searched."""
    for step, grounds in (
        ("A search with a reason alone", Grounds(reason="Stolen vehicle seen on video")),
        ("A search with a case number alone", Grounds("", here.policy.queries.numbers[0], "26-1")),
    ):
        week.note(
            step,
            lambda given=grounds: bool(  # type: ignore[misc]
                here.desk.search.page(here.desk.search.begin(SearchTerms(plate="7ABC123"), given))
            ),
        )


def _thursday(here: Station, week: Week) -> None:
    """A BOLO, approved by a supervisor."""
    here.sign_in("chief")
    here.add("lee", Role.SUPERVISOR)
    here.sign_in("reyes")
    entry = here.desk.specific.submit(bolo())
    here.sign_in("lee")
    week.note("A supervisor approves a BOLO", lambda: here.desk.specific.approve(entry.entry_id))
    until = here.policy.specific.term.days
    week.outcomes["An approved BOLO expires after"] = f"{until} days"


def _friday(here: Station, week: Week, folder: Path) -> None:
    """Others ask for the data."""
    here.sign_in("chief")
    here.add("clerk", Role.CUSTODIAN)
    letter = folder / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 a letter")
    filing = Filing(
        agency="Some County Sheriff", kind=AgencyKind.LAW_ENFORCEMENT, state="CA",
        person="Det. A. Roe", contact="roe@sheriff.example", purpose="Homicide 26-7",
        need="Assigned", wanted="Reads of 7ABC123", received_on=date(2026, 11, 20),
    )  # fmt: skip
    no = Review(immigration=False, reproductive=False, sale=False)
    for step, changed, answers in (
        ("A sheriff in the state asks, no memorandum on file", {}, no),
        ("Federal immigration enforcement asks", {"kind": AgencyKind.IMMIGRATION}, no),
        ("A request against reproductive health care", {}, replace(no, reproductive=True)),
        ("A sheriff of another state asks", {"state": "NV"}, no),
        ("A newspaper asks", {"kind": AgencyKind.OTHER}, no),
    ):
        here.sign_in("clerk")
        request = here.desk.releases.enter(replace(filing, **changed), letter)  # type: ignore[arg-type]
        here.sign_in("chief")
        reviewed = here.desk.releases.review(request.number, answers)
        bars = here.desk.releases.standing(request.number)
        final = [one for one in bars if one.final]
        sections = ", ".join(f"§{one.clause.section}" for one in final or bars)
        word = " " if final else ", no approval before "
        said = reviewed.state.label.lower()
        week.outcomes[step] = f"{said}{word}{sections}" if sections else said


def _later(here: Station, week: Week) -> None:
    """The months after."""
    purger = Purger(here.store.unit_of_work, here.clock, here.policy, here.store.wipe_traces)
    for days in (31, 366, 731):
        here.clock.at = START + timedelta(days=days)
        purger.finish()
        with here.store.unit_of_work() as work:
            reads = work.reads.count()
            hits = len(work.alerts.between(START - timedelta(1), START + timedelta(30)))
        week.outcomes[f"Kept after {days} days"] = f"{reads - hits} reads, {hits} hits"
    over = here.policy.oversight
    names = ", ".join(f"{r.name} every {r.months} months" for r in over.reports)
    week.outcomes["The system is audited"] = f"every {over.audit_months} months"
    week.outcomes["Reports that fall due"] = names or "none besides the audit"


def table() -> str:
    """The table for the docs, between its marks."""
    played: dict[str, Mapping[str, str]] = {}
    for number in NUMBERS:
        with tempfile.TemporaryDirectory() as name:
            played[number] = play(number, Path(name))
    lines = [BEGIN, "", "| | " + " | ".join(NUMBERS) + " |", "|---" * (len(NUMBERS) + 1) + "|"]
    for step in played[NUMBERS[0]]:
        lines.append(f"| {step} | " + " | ".join(played[n][step] for n in NUMBERS) + " |")
    return "\n".join([*lines, "", END])


def page() -> str:
    """docs/policies.md with the table as it comes out now."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return before + table() + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} written.")
