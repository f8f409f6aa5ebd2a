"""The desk: every act of the people in this car, for whoever is signed in.

It holds the session and the few things that stay the same all shift, so that a screen or
a command names only what the act is about. The console thread alone calls it.
"""

from __future__ import annotations

from datetime import datetime

from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import PermissionRefused
from alpr_console.domain.hotlist import Freshness, HotList, Match
from alpr_console.domain.key_challenge import KeyAnswer
from alpr_console.domain.operator import Permission, Role, User
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_version import PolicyWaiting
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import Session, SessionState
from alpr_console.list_ports import ListShelf
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.proof_ports import Signer
from alpr_console.workflow import (
    accounts,
    confirm_status,
    raise_alert,
    record_disposition,
    review_shift,
    sign_in,
    verify_alert,
)
from alpr_console.workflow.accounts import NewPerson
from alpr_console.workflow.authenticate import Proof
from alpr_console.workflow.confirmation_desk import ConfirmationDesk
from alpr_console.workflow.evidence_desk import EvidenceDesk
from alpr_console.workflow.habit_desk import HabitDesk
from alpr_console.workflow.ignore_desk import IgnoreDesk
from alpr_console.workflow.keeping_desk import KeepingDesk
from alpr_console.workflow.list_desk import ListDesk
from alpr_console.workflow.log_desk import LogDesk
from alpr_console.workflow.looks import record_look
from alpr_console.workflow.match_parts import NOTHING_MATCHED, MatchParts
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.oversight_desk import OversightDesk
from alpr_console.workflow.people_desk import PeopleDesk
from alpr_console.workflow.policy_desk import PolicyDesk
from alpr_console.workflow.read_desk import ReadDesk
from alpr_console.workflow.release_desk import ReleaseDesk
from alpr_console.workflow.search_desk import SearchDesk
from alpr_console.workflow.shift_desk import ShiftDesk
from alpr_console.workflow.specific_desk import SpecificDesk
from alpr_console.workflow.threshold_desk import ThresholdDesk
from alpr_console.workflow.transfer_desk import TransferDesk


class Desk:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        shelf: ListShelf,
        clock: Clock,
        policy: AgencyPolicy,
        unit: str,
        match_parts: MatchParts = NOTHING_MATCHED,
        policy_waiting: PolicyWaiting | None = None,
        device: tuple[str, str] = ("", ""),
        signer: Signer | None = None,
    ) -> None:
        self.policy = policy
        self.unit = unit
        self.session: Session | None = None
        """Of the person signed in, locked or not; None when nobody is."""
        self.lists_revision = 0
        """Counts the acts that changed what reads are matched against."""
        self.hot_lists = ListDesk(self, uow, shelf, clock)
        self.specific = SpecificDesk(self, uow, clock)
        self.ignored = IgnoreDesk(self, uow, clock)
        self.reads = ReadDesk(self, uow, clock, match_parts)
        self.thresholds = ThresholdDesk(self, uow, clock, match_parts)
        self.transfer = TransferDesk(self, uow, clock)
        self.confirmation = ConfirmationDesk(self, uow, clock)
        self.search = SearchDesk(self, uow, clock)
        self.shift = ShiftDesk(self, uow, clock, match_parts)
        self.people = PeopleDesk(self, uow, clock, device)
        self.oversight = OversightDesk(self, uow, clock)
        self.log = LogDesk(self, uow, clock)
        self.keeping = KeepingDesk(self, uow, clock)
        self.habits = HabitDesk(self, uow, clock)
        self.policies = PolicyDesk(self, uow, clock, policy_waiting)
        self.signer = signer
        """Signs what leaves the console; None where there is no keyring."""
        self.evidence = EvidenceDesk(self, uow, clock)
        self.releases = ReleaseDesk(self, uow, clock)
        self._uow = uow
        self._clock = clock

    # Who sits here

    def first_start_needed(self) -> bool:
        return sign_in.first_start_needed(self._uow)

    def create_administrator(
        self, name: str, full_name: str, badge: str, password: str, trained: bool = False,
        recovery_codes: tuple[str, ...] = (),
    ) -> User:  # fmt: skip
        """See accounts.create_administrator. Signs the profile off that it is made under."""
        person = NewPerson(name, full_name, badge, Role.ADMINISTRATOR, password)
        here = (self.people.device_id, self.people.device_name)
        user = accounts.create_administrator(
            self._uow, self._clock, self.policy, self.unit, person, trained, here, recovery_codes
        )
        self.policies.sign_first(user)
        return user

    def sign_in(
        self,
        name: str,
        password: str,
        unit: str = "",
        acknowledged: bool = False,
        code: str = "",
        key: KeyAnswer | None = None,
    ) -> Session:
        """Begin a session; one of another person ends. See sign_in.sign_in.

        `unit` is the designator for this shift; '' keeps the one that the car is set to.
        """
        unit = unit.strip() or self.unit
        session = sign_in.sign_in(
            self._uow, self._clock, self.policy, Proof(name, password, code, key), unit,
            acknowledged, self.people.device_id, self.people.challenges,
        )  # fmt: skip
        self.unit = unit
        if self.session is not None:
            sign_in.sign_out(self._uow, self._clock, self.session)
        self.session = session
        return session

    def sign_out(self) -> None:
        """Raises PermissionRefused when nobody is signed in."""
        sign_in.sign_out(self._uow, self._clock, self.signed_in())
        self.session = None

    def lock(self, reason: str = "by key") -> Session:
        self.session = sign_in.lock(self._uow, self.signed_in(), reason)
        return self.session

    def unlock(self, password: str, code: str = "", key: KeyAnswer | None = None) -> Session:
        """Raises SignInRefused, SecondFactorNeeded; the session stays locked then."""
        self.session = sign_in.unlock(
            self._uow, self._clock, self.policy, self.signed_in(),
            Proof("", password, code, key), self.people.device_id, self.people.challenges,
        )  # fmt: skip
        return self.session

    def add_user(
        self,
        name: str,
        full_name: str,
        badge: str,
        role: Role,
        password: str,
        position: str = "",
        organization: str = "",
        temporary: bool = False,
    ) -> User:
        """See accounts.add_user."""
        person = NewPerson(name, full_name, badge, role, password, position, organization)
        return accounts.add_user(
            self._uow, self._clock, self.policy, self.signed_in(), person, temporary
        )

    # What the console itself puts on record; it goes on whoever is signed in

    def keep_read(self, read: PlateRead) -> None:
        raise_alert.keep_read(self._uow, read)

    def raise_alert(self, read: PlateRead, match: Match) -> Alert:
        return raise_alert.raise_alert(
            self._uow, self._clock, self.unit, read, match, self.policy.stale_after
        )

    # The course of an alert

    def answer_item(
        self, alert_id: str, kind: ItemKind, verdict: Verdict, reason: str = ""
    ) -> Alert:
        return verify_alert.answer_item(
            self._uow, self._clock, self.signed_in(), alert_id, kind, verdict, reason
        )

    def take_back_answer(self, alert_id: str) -> Alert:
        return verify_alert.take_back_answer(self._uow, self._clock, self.signed_in(), alert_id)

    def request_confirmation(self, alert_id: str, way: ConfirmationWay, urgency: Urgency) -> Alert:
        return confirm_status.request_confirmation(
            self._uow, self._clock, self.signed_in(), alert_id, way, urgency
        )

    def record_reply(self, alert_id: str, reply: Reply, from_whom: str, note: str = "") -> Alert:
        return confirm_status.record_reply(
            self._uow, self._clock, self.signed_in(), alert_id, reply, from_whom, note
        )

    def state_exigency(self, alert_id: str, facts: str) -> Alert:
        return confirm_status.state_exigency(
            self._uow, self._clock, self.signed_in(), self.policy, alert_id, facts
        )

    def state_basis(self, alert_id: str, basis: str, person_effort: str = "") -> Alert:
        return record_disposition.state_basis(
            self._uow, self._clock, self.signed_in(), self.policy, alert_id, basis, person_effort
        )

    def record_disposition(
        self, alert_id: str, outcome: Outcome, number: str = "", note: str = ""
    ) -> Alert:
        return record_disposition.record_disposition(
            self._uow,
            self._clock,
            self.signed_in(),
            self.policy,
            alert_id,
            outcome,
            number,
            note,
        )

    def correct_read(self, read_id: str, plate: str, state: str, reason: str) -> PlateRead:
        """The read as the person signed in sees it, matched at once (HIT-9)."""
        return self.reads.correct(read_id, plate, state, reason)

    # What is there to see; all of it behind the sign-in (ACC-2)

    def open_alerts(self) -> tuple[Alert, ...]:
        """Alerts without an outcome, worst category first, then oldest first."""
        self.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            alerts = work.alerts.open()
            record_look(
                work,
                self.signed_in(),
                "alerts.seen",
                [a.alert_id for a in alerts],
                "open hits with pictures and course",
                "Hits to be handled",
            )
        alerts.sort(key=lambda a: (a.hit.entry.category.priority.value, a.raised_at))
        return tuple(alerts)

    def alert(self, alert_id: str) -> Alert:
        self.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            alert = work.alerts.get(alert_id)
            record_look(
                work,
                self.signed_in(),
                "alert.seen",
                [alert_id],
                "hit with pictures and course",
                alert.hit.entry.category.label,
                alert_id,
            )
            return alert

    def latest_reads(self, n: int) -> tuple[tuple[PlateRead, bool], ...]:
        """Newest first, each with whether an alert tells of it."""
        self.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            latest = work.reads.latest(n)
            record_look(
                work,
                self.signed_in(),
                "reads.seen",
                [read.read_id for read in latest],
                "newest reads with pictures",
                "Live operation",
            )
            return tuple((read, bool(work.alerts.told_of_read(read.read_id))) for read in latest)

    def review(self, since: datetime, until: datetime) -> list[review_shift.Course]:
        return review_shift.review(self._uow, self._clock, self.signed_in(), since, until)

    # Hot lists

    def lists(self) -> tuple[tuple[HotList, Freshness], ...]:
        """Lists in force with their age under the active policy; no one need be signed in."""
        now = self._clock.now()
        with self._uow() as work:
            in_force = work.hot_lists.in_force()
        return tuple((h, h.freshness(now, self.policy.stale_after)) for h in in_force)

    def lists_touched(self) -> None:
        """What reads are matched against has changed, on record; the index is to follow."""
        self.lists_revision += 1

    def signed_in(self) -> Session:
        """Raises PermissionRefused when nobody is."""
        if self.session is None or self.session.state is SessionState.ENDED:
            raise PermissionRefused("Nobody is signed in.", "Sign in.")
        return self.session

    def demand(self, permission: Permission) -> None:
        """Before a look. Raises PermissionRefused, on record for whoever is signed in."""
        session = self.signed_in()
        with refusals_recorded(
            self._uow, "look", session.user.name, details={"permission": permission.value}
        ):
            session.demand(permission)
