"""What the alert panel shows, as immutable values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from alpr_console.domain.checklist import ItemKind
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Urgency
from alpr_console.domain.notices import Meaning
from alpr_console.domain.read import PositionFix
from ui import strings
from ui.alert_panel.comparison import Comparison


class Stage(Enum):
    """Which question stands at the bottom of the panel."""

    ANSWER = "answer"
    REASON = "reason"
    """Identical on a conflict: why, in words."""
    REQUEST = "request"
    REPLY = "reply"
    EXIGENCY = "exigency"
    BASIS = "basis"
    OUTCOME = "outcome"
    """How a stop ended."""
    CLOSE = "close"
    """How the alert ends without a stop."""
    CLOSED = "closed"


class StepStatus(Enum):
    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    FAILED = "failed"
    """Different, not confirmed, overdue: asks for caution."""
    ABSENT = "absent"
    """The list does not describe the vehicle."""


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    label: str
    status: StepStatus
    recorded: str


@dataclass(frozen=True, slots=True)
class Row:
    """State or vehicle: listed beside seen."""

    label: str
    listed: str
    seen: str
    conflict: bool
    doubtful: bool = False
    """Seen speaks against listed, not surely enough to be a conflict."""

    @property
    def mark(self) -> str:
        """What stands beside the two; '' where nothing speaks against the list."""
        if self.conflict:
            return strings.DIFFERS
        return strings.MAY_DIFFER if self.doubtful else ""


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    meaning: Meaning
    said: str = ""
    """For a screen reader and a tool tip, where `text` is not enough."""


@dataclass(frozen=True, slots=True)
class Sights:
    """Where the vehicle of an alert was seen again."""

    count: int
    """Sights in all, the alert's own among them."""
    last_at: datetime
    place: PositionFix | None


@dataclass(slots=True)
class Draft:
    """What has been typed and picked for one alert and is not on record yet.

    Kept while another alert is answered and when a step is refused.
    """

    reason: str = ""
    from_whom: str = ""
    reply_note: str = ""
    facts: str = ""
    basis: str = ""
    effort: str = ""
    number: str = ""
    note: str = ""
    way: ConfirmationWay | None = None
    urgency: Urgency = Urgency.URGENT
    outcome: Outcome | None = None
    aside: Stage | None = None
    """REASON, EXIGENCY or CLOSE while the officer has opened it."""
    refusal: str = ""
    told: str = ""
    """What was just done with the request: copied, read out."""
    prefilled: str = ""
    """Id of the received reply whose name and note stand in the fields."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A draft's words as the fields show them."""

    reason: str
    from_whom: str
    reply_note: str
    facts: str
    basis: str
    effort: str
    number: str
    note: str


@dataclass(frozen=True, slots=True)
class Countdown:
    words: str
    overdue: bool
    request_line: str


@dataclass(frozen=True, slots=True)
class Received:
    """A reply of the message switch that the officer has not accepted yet."""

    reply_id: str
    head: str
    text: str
    """Verbatim, but for signs that cannot be shown."""
    accept: str
    """What the key says; '' where the reply gives no answer of its own."""
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class RequestLines:
    """The hit confirmation request, what can be done with it, and what came of it."""

    text: str
    left_open: str
    told: str
    delivery: Tag | None
    """None where nothing was handed over, or it has arrived."""
    can_read_out: bool
    send: str
    """What the key that sends says; '' where it is not offered."""
    other_ways: bool
    """The last request went by the switch and is overdue: the next may go another way."""
    received: Received | None


@dataclass(frozen=True, slots=True)
class PanelModel:
    alert_id: str
    title: str
    meaning: Meaning
    unanswered: bool
    """Nothing answered yet: the mark of a danger may blink."""
    tag: Tag
    list_line: str
    stale_line: str
    record_line: str
    caution_line: str
    """The list's own words (MIS)."""
    warns: bool
    """Whether they tell of a danger to whoever walks up to the vehicle."""
    covert: str
    """'' unless the vehicle is to be observed and not stopped."""
    marks: tuple[Tag, ...]
    """What the hit is besides: informational, approximate, on a part of a plate."""
    sights_line: str
    """'' where the vehicle was seen but once."""
    crop_jpeg: bytes
    context_jpeg: bytes
    corrected: str
    """What later frames read, where that is another text; else ''."""
    comparison: Comparison
    asked: ItemKind | None
    """The item that the question is about; None once verification is over."""
    identical_first: bool
    """Whether 'identical' is the first of the two choices."""
    rows: tuple[Row, ...]
    """State, or what is listed of the vehicle, while it is asked."""
    usual_state: str
    """Whose usual plate is shown beside, while the state is asked; '' for none."""
    usual_jpeg: bytes
    plate_line: str
    vehicle_line: str
    """State, year, color, make, model and style as listed."""
    has_vehicle: bool
    steps: tuple[Step, ...]
    stage: Stage
    question: str
    section: str
    follow: str
    texts: Texts
    busy: bool
    refusal: str
    can_go_back: bool
    can_close: bool
    can_state_exigency: bool
    can_correct: bool
    """The plate is what is looked at, or was found to be another."""
    way: ConfirmationWay | None = None
    urgency: Urgency = Urgency.URGENT
    countdown: Countdown | None = None
    request: RequestLines | None = None
    usual_basis: str = ""
    """A basis to take as it stands; '' where none is on record."""
    effort_label: str = ""
    """'' where the policy does not ask for the effort."""
    outcomes: tuple[Outcome, ...] = ()
    outcome: Outcome | None = None
    to_be_told: str = ""
    closed_line: str = ""
    next_line: str = ""
    """What waits after this alert; '' when nothing does."""


@dataclass(frozen=True, slots=True)
class QueueModel:
    """The bar at the bottom: what waits besides the alert on screen."""

    words: str
    meaning: Meaning | None
    waiting: int
    blink: bool = field(default=False)
