"""What is counted for a report, and the records behind each count (AUD-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Figure(Enum):
    """One chart; each of its bars has a name and a count."""

    DAY = "detections_by_day"
    CAMERA = "detections_by_camera"
    LIST = "hits_by_list"
    CATEGORY = "hits_by_category"
    OUTCOME = "alerts_by_outcome"
    PERSON = "inquiries_by_person"
    ACT = "acts_on_record"
    REFUSED = "acts_refused"


Counts = tuple[tuple[str, int], ...]
"""Names of bars and their counts."""


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One record that a bar counts. It names no plate: those are shown by a search alone."""

    at: datetime
    subject: str
    """Id of the read, alert, inquiry, or what the act was about."""
    who: str
    """'' for what no person did."""
    words: str
    """Camera of a read; list, category and outcome of an alert; grounds of an inquiry; outcome
    of an act."""
