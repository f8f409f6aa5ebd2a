"""Words of what becomes of matches: marks of a hit, past hits, corrected reads, how sure."""

from __future__ import annotations

# Marks on an alert
INFORMATIONAL = "INFORMATIONAL"
INFORMATIONAL_SAID = "Informational, from a specific entry. {section}"
COVERT = "COVERT: observe, do not stop"
COVERT_FOLLOW = "Observe. Do not stop."
LIST_VERSION = "{name} v{version}"
EXACT = "exact"
PERSON = "a person in it"
APPROXIMATE = "APPROXIMATE, {percent} sure"
PARTIAL = "PARTIAL PLATE"
ODD_FORM = "ODD FOR {state}"
ODD_FORM_SAID = "One character off what {state} issues: misread, or a personalized plate."
TRAILER_FORM = "TRAILER PLATE?"
TRAILER_FORM_SAID = "{state} issues it to trailers, and the vehicle looks like none: misread?"
DESCRIPTION = "DESCRIPTION, no plate"
PERCENT = "{whole} %"
UNDER_ONE = "under 1 %"
SEEN_AGAIN = "Seen {count} times, last {time}, {place}"
ROW_ENTRY = "entry"
ASK_PARTIAL = "Does the plate fit the entry's {pattern}?"
ASK_DESCRIBED = "The entry names no plate. Is the plate read as it stands?"
COMPARE_DESCRIBED = "Read {read}. The entry names no plate."
COMPARE_PARTIAL = "Read {read}. The entry looks for {pattern}."
ANY_PLATE = "any plate"

# A read corrected by a person
CORRECT = "Correct read"
CORRECT_TITLE = "Correct a read"
CORRECT_HINT = "The read as made stays on record. The corrected plate is matched at once."
CORRECTED_BY_PERSON = "Corrected by a person to {text}"
AS_READ = "As read"
AS_READ_LINE = "{state} · {confidence} · {time} · {camera}"
PLATE = "Plate as you see it"
REASON = "Reason, for example misread"
DO_CORRECT = "Correct it"
READ_GONE = "This read has left the store."
READS_SAID = "Latest reads. Arrows choose one, Enter corrects it."

# Past hits
PAST_TITLE = "Past hits"
PAST_HINT = "Seen before it was listed. Not a live alert: nothing was sounded."
PAST_COLUMNS = ("Seen", "Read", "Listed", "Category", "List or entry")
PAST_COUNT_ONE = "1 to review"
PAST_COUNT = "{count} to review"
PAST_EMPTY = "No past hit waits for review."
PAST_CHOOSE = "Choose a past hit to see where the vehicle was."
PAST_CASE = "Entry, case {case}"
PAST_WHEN = "{time}, by {camera}"
PAST_WHERE = "At {place}"
PAST_LISTED = "Listed {plate}, {list}"
PAST_NOTE = "What became of it"
PAST_REVIEW = "Reviewed"
PAST_DONE = "Reviewed. It stays on record."
PAST_MARK = "PAST HIT, where it was {age}"

# How sure a match must be
MATCHING_PAGE = "Matching"
MATCHING_TITLE = "How sure a match must be"
MATCHING_HINT = (
    "Least probability that the plate seen is the plate listed. Lower finds more, and alerts "
    "more on other plates."
)
PRIORITIES = {
    1: "High priority, %",
    2: "Normal priority, %",
    3: "Low priority, %",
}
IN_FORCE_NOW = "In force: {percent} %"
NOT_A_NUMBER = "{label} is no percentage."
OUT_OF_BOUNDS = "{label} is out of bounds."
NUMBER_REMEDY = "Enter a number from {least} to {most}."
PREVIEW = "Preview"
APPLY = "Apply"
STOP_PREVIEW = "Stop"
PREVIEW_RUNNING = "{count:,} reads looked at"
PREVIEW_STOPPED = "Preview stopped."
PREVIEW_HINT = "Counts what the reads on record would have raised. Nothing changes by it."
PREVIEW_DETAIL = "Reads since {since}: {reads:,}. Alerts now {now}, at this setting {then}."
PREVIEW_PRIORITY = "{label}: now {now}, at this setting {then}."
APPLIED = "In force for every read from now on: high {high} %, normal {normal} %, low {low} %."
