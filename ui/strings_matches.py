"""Words of what becomes of matches: marks of a hit, past hits, corrected reads, how sure."""

from __future__ import annotations

from alpr_console.domain.hotlist import MatchKind

# Marks on an alert
INFORMATIONAL = "INFORMATIONAL"
INFORMATIONAL_PERSON = "INFORMATIONAL, a person"
INFORMATIONAL_SAID = "Informational, from a specific entry. {section}"
COVERT = "COVERT: observe, do not stop"
COVERT_FOLLOW = "Observe. Do not stop."
LIST_VERSION = "{name} v{version}"
KINDS = {
    MatchKind.EXACT: "exact",
    MatchKind.APPROXIMATE: "approximate",
    MatchKind.PARTIAL: "partial plate",
    MatchKind.DESCRIPTION: "description only",
}
APPROXIMATE = "APPROXIMATE, {percent} sure"
PARTIAL = "PARTIAL PLATE"
DESCRIPTION = "DESCRIPTION, no plate"
PERCENT = "{whole} %"
UNDER_ONE = "under 1 %"
SEEN_AGAIN = "Seen {count} times, last {time}, {place}"
ROW_ENTRY = "entry"
ASK_PARTIAL = "Does the plate fit the entry's {pattern}?"
ASK_DESCRIBED = "The entry names no plate. Is the plate read as it stands?"
COMPARE_DESCRIBED = "Read {read}. The entry names no plate."
COMPARE_PARTIAL = "Read {read}. The entry looks for {pattern}."
ANY_PLATE = "no plate"
