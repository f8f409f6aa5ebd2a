"""From an alert and its draft to what the panel shows. Pure; no Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.checklist import ChecklistItem, ItemKind, Verdict, identical_first
from alpr_console.domain.correction import FIRST_BY_A_PERSON
from alpr_console.domain.disposition import Outcome, Reply
from alpr_console.domain.notices import Meaning, notice_for, warns
from alpr_console.domain.outcomes import outcomes_for
from alpr_console.domain.plate_pattern import is_partial
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead
from alpr_console.domain.serial_forms import likelier_at
from alpr_console.simulation.usual_plate import usual_plate_jpeg
from alpr_console.workflow.confirmation_desk import Offers
from ui import ncic, strings, strings_matches, strings_shift
from ui.alert_panel.compared import rows_of, usual_state
from ui.alert_panel.comparison import Comparison, compare_with
from ui.alert_panel.hit_marks import (
    covert_line,
    issued_by,
    list_line,
    marks_of,
    sights_line,
)
from ui.alert_panel.model import (
    Countdown,
    Draft,
    PanelModel,
    Sights,
    Stage,
    Step,
    StepStatus,
    Tag,
    Texts,
)
from ui.alert_panel.phrases import usual_basis
from ui.alert_panel.request_lines import received_late, request_lines
from ui.citation import cite
from ui.clock_words import countdown, local_time

_STAGES = {
    AlertState.RAISED: Stage.ANSWER,
    AlertState.VERIFYING: Stage.ANSWER,
    AlertState.MISMATCHED: Stage.CLOSE,
    AlertState.VERIFIED: Stage.REQUEST,
    AlertState.PENDING: Stage.REPLY,
    AlertState.CONFIRMED: Stage.BASIS,
    AlertState.EXIGENT: Stage.BASIS,
    AlertState.DENIED: Stage.CLOSE,
    AlertState.STOP_PERMITTED: Stage.OUTCOME,
    AlertState.CLOSED: Stage.CLOSED,
}

_TAGS = {
    AlertState.RAISED: Tag(strings.NOT_VERIFIED, Meaning.CAUTION),
    AlertState.VERIFYING: Tag(strings.NOT_VERIFIED, Meaning.CAUTION),
    AlertState.MISMATCHED: Tag(strings.TAG_DIFFERENT, Meaning.CAUTION),
    AlertState.VERIFIED: Tag(strings.TAG_NOT_CONFIRMED_YET, Meaning.CAUTION),
    AlertState.PENDING: Tag(strings.TAG_PENDING, Meaning.CAUTION),
    AlertState.CONFIRMED: Tag(strings.TAG_CONFIRMED, Meaning.CONFIRMED),
    AlertState.DENIED: Tag(strings.TAG_DENIED, Meaning.CAUTION),
    AlertState.EXIGENT: Tag(strings.TAG_EXIGENT, Meaning.CAUTION),
    AlertState.STOP_PERMITTED: Tag(strings.TAG_ON_RECORD, Meaning.CONFIRMED),
    AlertState.CLOSED: Tag(strings.TAG_CLOSED, Meaning.INFORMATION),
}

_FOLLOW = {
    AlertState.CONFIRMED: strings.FOLLOW_BASIS,
    AlertState.EXIGENT: strings.FOLLOW_BASIS,
    AlertState.MISMATCHED: strings.FOLLOW_ENDED,
    AlertState.DENIED: strings.FOLLOW_ENDED,
    AlertState.STOP_PERMITTED: "",
    AlertState.CLOSED: "",
}

_CAN_STATE_EXIGENCY = (AlertState.VERIFIED, AlertState.PENDING)


def stage_of(alert: Alert, draft: Draft) -> Stage:
    """The question on screen: what the state asks, or what the officer opened beside it."""
    stage = _STAGES[alert.state]
    if draft.aside is Stage.REASON and stage is not Stage.ANSWER:
        return stage
    if draft.aside is Stage.EXIGENCY and alert.state not in _CAN_STATE_EXIGENCY:
        return stage
    return stage if draft.aside is None or stage is Stage.CLOSED else draft.aside


def panel_model(
    alert: Alert, draft: Draft, policy: AgencyPolicy, now: datetime, busy: bool, next_line: str,
    newer: PlateRead | None = None, sights: Sights | None = None, offers: Offers | None = None,
) -> PanelModel:  # fmt: skip
    """Everything the panel shows of `alert` at `now`.

    `newer` is a correction of its read: its picture is the better one to look at. The
    comparison stays that of the read that raised the alert.
    """
    entry, read = alert.hit.entry, alert.hit.read
    best = newer or read
    notice, vehicle = notice_for(entry.category), ncic.codes().vehicle_words(entry)
    stage = stage_of(alert, draft)
    likelier = likelier_at(issued_by(alert)[1], read.text)
    comparison = replace(
        compare_with(read.reading.characters, entry.lic, likelier), typed=best.typed
    )
    item = alert.next_item
    asked = item if stage in (Stage.ANSWER, Stage.REASON) else None
    usual = usual_state(alert, asked)
    freshness = alert.hit.freshness
    record = (("OCA", entry.oca), ("NIC", entry.nic), ("ORI", entry.ori))
    wanted_effort = policy.person_effort if entry.person_associated else None
    stops = [o for o in outcomes_for(alert.state) if o.is_stop]
    ends = [o for o in outcomes_for(alert.state) if not o.is_stop]
    return PanelModel(
        alert_id=alert.alert_id,
        title=notice.text,
        meaning=notice.meaning,
        unanswered=alert.state is AlertState.RAISED,
        tag=_TAGS[alert.state],
        list_line=list_line(alert),
        stale_line=strings.STALE_LINE.format(age=freshness.words) if freshness.stale else "",
        record_line="  ".join(f"{code} {value}" for code, value in record if value),
        caution_line=entry.mis,
        warns=warns(entry.mis),
        covert=covert_line(alert),
        marks=marks_of(alert, policy),
        sights_line=sights_line(sights),
        crop_jpeg=best.crop_jpeg,
        context_jpeg=best.context_jpeg,
        corrected=_corrected(read, best),
        comparison=comparison,
        asked=asked.kind if asked is not None else None,
        identical_first=item is None or identical_first(alert.alert_id, item.kind),
        rows=rows_of(alert, asked),
        usual_state=usual,
        usual_jpeg=usual_plate_jpeg(usual),
        plate_line=entry.lic or strings_matches.ANY_PLATE,
        vehicle_line=" ".join(w for w in (entry.lis, vehicle) if w),
        has_vehicle=entry.has_vehicle,
        steps=_steps(alert, now),
        stage=stage,
        question=_question(alert, stage, item, comparison),
        section=_section(stage, policy),
        follow=received_late(alert) or _follow(alert),
        texts=Texts(draft.reason, draft.from_whom, draft.reply_note, draft.facts, draft.basis,
                    draft.effort, draft.number, draft.note),
        busy=busy,
        refusal=draft.refusal,
        can_go_back=draft.aside is not None or _can_take_back(alert),
        can_close=alert.is_open and stage not in (Stage.CLOSE, Stage.CLOSED),
        can_state_exigency=(
            policy.exigency is not None and alert.state in _CAN_STATE_EXIGENCY
            and stage in (Stage.REQUEST, Stage.REPLY)
        ),
        can_correct=_can_correct(alert, stage),
        way=draft.way,
        urgency=draft.urgency,
        countdown=_countdown(alert, now),
        request=request_lines(alert, draft, stage, offers, now),
        usual_basis=usual_basis(alert) if stage is Stage.BASIS else "",
        effort_label=f"{strings.EFFORT} {cite(wanted_effort)}".strip() if wanted_effort else "",
        outcomes=tuple(stops if stage is Stage.OUTCOME else ends),
        outcome=draft.outcome,
        to_be_told=_to_be_told(alert, policy),
        closed_line=_closed_line(alert),
        next_line=next_line,
    )  # fmt: skip


def _corrected(read: PlateRead, best: PlateRead) -> str:
    if best.text == read.text:
        return ""
    by_person = best.revision >= FIRST_BY_A_PERSON
    form = strings_matches.CORRECTED_BY_PERSON if by_person else strings.CORRECTED
    return form.format(text=best.text)


def _follow(alert: Alert) -> str:
    if covert_line(alert) and alert.is_open:
        return strings_matches.COVERT_FOLLOW
    return _FOLLOW.get(alert.state, strings.FOLLOW)


def _can_correct(alert: Alert, stage: Stage) -> bool:
    if alert.state is AlertState.MISMATCHED:
        return stage is Stage.CLOSE
    asked = alert.next_item
    return stage is Stage.ANSWER and asked is not None and asked.kind is ItemKind.CHARACTERS


def _can_take_back(alert: Alert) -> bool:
    return bool(alert.answers) and alert.state in (
        AlertState.VERIFYING, AlertState.MISMATCHED, AlertState.VERIFIED,
    )  # fmt: skip


def _question(
    alert: Alert, stage: Stage, item: ChecklistItem | None, comparison: Comparison
) -> str:
    if stage is Stage.ANSWER and item is not None:
        return {
            ItemKind.CHARACTERS: _ask_characters(alert),
            ItemKind.STATE: strings.ASK_STATE
            if alert.hit.entry.lis
            else strings.ASK_STATE_UNLISTED,
            ItemKind.VEHICLE: strings.ASK_VEHICLE,
        }[item.kind].format(listed=item.listed)
    if stage is Stage.REASON and item is not None:
        if item.typed:
            return strings_shift.ASK_TYPED_REASON
        if item.kind is ItemKind.CHARACTERS and comparison.places:
            places = ", ".join(map(str, comparison.places))
            return strings.ASK_REASON_AT.format(places=places)
        return strings.ASK_REASON.format(item=item.kind.label)
    if stage is Stage.CLOSE:
        return _why_close(alert)
    return {
        Stage.REQUEST: strings.ASK_REQUEST,
        Stage.REPLY: strings.ASK_REPLY,
        Stage.EXIGENCY: strings.ASK_EXIGENCY,
        Stage.BASIS: strings.ASK_BASIS,
        Stage.OUTCOME: strings.ASK_OUTCOME,
    }.get(stage, "")


def _ask_characters(alert: Alert) -> str:
    pattern = alert.hit.entry.lic
    if not pattern:
        return strings_matches.ASK_DESCRIBED
    if is_partial(pattern):
        return strings_matches.ASK_PARTIAL.format(pattern=pattern)
    if alert.hit.read.typed:
        return strings_shift.ASK_TYPED
    return strings.ASK_CHARACTERS


def _why_close(alert: Alert) -> str:
    if alert.state is AlertState.MISMATCHED:
        return strings.CLOSE_DIFFERENT.format(item=alert.answers[-1].kind.label)
    if alert.state is AlertState.DENIED:
        return strings.CLOSE_DENIED
    return strings.CLOSE_ASIDE


def _section(stage: Stage, policy: AgencyPolicy) -> str:
    clause = {
        Stage.ANSWER: policy.verification,
        Stage.REASON: policy.verification,
        Stage.REQUEST: policy.confirmation,
        Stage.REPLY: policy.confirmation,
        Stage.EXIGENCY: policy.exigency,
        Stage.BASIS: policy.lawful_basis,
        Stage.OUTCOME: policy.disposition,
        Stage.CLOSE: policy.disposition,
    }.get(stage)
    return cite(clause)


def _steps(alert: Alert, now: datetime) -> tuple[Step, ...]:
    kinds = {i.kind for i in alert.items}
    answers = {a.kind: a for a in alert.answers}
    asked = alert.next_item.kind if alert.next_item else None
    steps = []
    for number, kind in enumerate(ItemKind, start=1):
        answer = answers.get(kind)
        if kind not in kinds:
            steps.append(Step(number, kind.label, StepStatus.ABSENT, strings.NOT_LISTED))
        elif answer is not None:
            passed = answer.verdict is Verdict.IDENTICAL
            status = StepStatus.DONE if passed else StepStatus.FAILED
            steps.append(Step(number, kind.label, status, answer.verdict.value))
        elif kind is asked and alert.is_open and alert.state is not AlertState.MISMATCHED:
            steps.append(Step(number, kind.label, StepStatus.NOW, ""))
        else:
            steps.append(Step(number, kind.label, StepStatus.AHEAD, ""))
    return (*steps, _status_step(alert, now), _stop_step(alert))


def _status_step(alert: Alert, now: datetime) -> Step:
    label = strings.STEP_STATUS
    if alert.exigency is not None:
        words = strings.STEP_EXIGENT.format(time=local_time(alert.exigency.at, False, False))
        return Step(4, label, StepStatus.FAILED, words)
    final = [r for r in alert.replies if r.reply is not Reply.LATER]
    if final:
        reply = final[-1]
        good = reply.reply is Reply.CONFIRMED
        words = strings.STEP_REPLIED[reply.reply].format(time=local_time(reply.at, False, False))
        return Step(4, label, StepStatus.DONE if good else StepStatus.FAILED, words)
    clock = _countdown(alert, now)
    if clock is not None:
        status = StepStatus.FAILED if clock.overdue else StepStatus.NOW
        return Step(4, label, status, clock.words)
    now_asked = alert.state is AlertState.VERIFIED
    return Step(4, label, StepStatus.NOW if now_asked else StepStatus.AHEAD, "")


def _stop_step(alert: Alert) -> Step:
    label = strings.STEP_STOP
    if alert.disposition is not None:
        stop = alert.disposition.outcome.is_stop
        words = strings.STEP_STOPPED if stop else strings.STEP_NO_STOP
        return Step(5, label, StepStatus.DONE if stop else StepStatus.ABSENT, words)
    if alert.state is AlertState.STOP_PERMITTED:
        return Step(5, label, StepStatus.NOW, strings.STEP_BASIS)
    if alert.state in (AlertState.CONFIRMED, AlertState.EXIGENT):
        return Step(5, label, StepStatus.NOW, "")
    return Step(5, label, StepStatus.AHEAD, "")


def _countdown(alert: Alert, now: datetime) -> Countdown | None:
    """The running clock of the last request; 'later' starts it again."""
    if alert.state is not AlertState.PENDING:
        return None
    request = alert.requests[-1]
    later = [r for r in alert.replies if r.reply is Reply.LATER and r.at >= request.at]
    start = later[-1].at if later else request.at
    left = start + request.urgency.limit - now
    overdue = left.total_seconds() < 0
    form = strings.OVERDUE if overdue else strings.LEFT
    line = strings.REQUEST_LINE.format(
        number=strings.ORDINALS[min(request.number, 3) - 1],
        urgency=request.urgency.value, way=request.way.label,
        time=local_time(request.at), by=request.by,
    )  # fmt: skip
    if later:
        line += strings.LATER_LINE.format(
            who=later[-1].from_whom, time=local_time(later[-1].at),
            note=f": {later[-1].note}" if later[-1].note else "",
        )  # fmt: skip
    return Countdown(form.format(time=countdown(left)), overdue, line)


def _to_be_told(alert: Alert, policy: AgencyPolicy) -> str:
    """Who the policy wants told of a stop's outcome, once it is recorded."""
    end = alert.disposition
    if end is None or not end.outcome.is_stop or not policy.notify:
        return ""
    told = strings.TO_BE_TOLD.format(who=", ".join(policy.notify))
    return f"{told} {cite(policy.notify_clause)}".strip()


def _closed_line(alert: Alert) -> str:
    end = alert.disposition
    if end is None:
        return ""
    number = strings.CLOSED_NUMBER.format(number=end.number) if end.number else ""
    if end.outcome is Outcome.HANDED_OVER:
        number = strings.CLOSED_TO.format(unit=end.note)
    return strings.CLOSED_LINE.format(
        outcome=end.outcome.label, number=number, time=local_time(end.at), by=end.by
    )
