"""Words of the shift: its check, reads, canvass, notes, faults and end."""

from __future__ import annotations

from alpr_console.domain.alert import AlertState
from alpr_console.domain.shift_check import CheckKey, Standing

SHIFT = "Shift"
KEY_SHIFT = "0"
KEY_TYPE = "Ins"
KEY_CAPTURE = "."
KEY_GOOD = "Y"
KEY_BAD = "X"
KEY_TEST = "T"
KEY_TONE = "P"
KEY_RECORD = "A"
KEY_SHOW = "V"
KEY_NOTE = "E"
KEY_SAVE = "S"
KEY_KNOW = "K"
KEY_WORKS = "W"

SHIFT_LINE = "{name} · {unit} · since {time}"

# What the patrol view says
CHECK_DUE = "Check due"
CHECK_DUE_SAID = "The start-of-shift check is not done yet. 0: shift."
CHECK_DUE_LINE = "Start-of-shift check due. 0"
FAULT_CHIP_ONE = "1 equipment fault"
FAULT_CHIP = "{count} equipment faults"
CANVASS_CHIP = "Canvass {case}"
CANVASS_SAID = "Reads are recorded under case {case}: {count} so far. 0, 3: end it."

# By hand
CAPTURE = "Take"
CAPTURE_SAID = "Take the picture and read it"
TYPE = "Type"
TYPE_SAID = "Type a plate"
TAKEN = "Taken by hand: {plates}."
TYPE_TITLE = "Plate by hand"
TYPE_HINT = (
    "A plate that you see. It is matched at once, and is on record as typed: no camera saw it."
)
NOTHING_READ = "Nothing can be read in this picture of {camera}. Type the plate, or go back."
NO_CAMERA_PICTURE = "No camera's picture is on screen."
PLATE = "Plate"
TYPE_GO = "Match it"
PICTURE_TAKEN = "Picture taken by hand"
NO_PICTURE_TAKEN = "Typed: there is no picture."

# A typed plate elsewhere
ROW_TYPED = "typed"
TYPED_MARK = "TYPED, NO PICTURE"
TYPED_SAID = "An officer typed the plate; no camera saw it."
ASK_TYPED = "The plate was typed. Look at it: is every character identical to the list?"
ASK_TYPED_REASON = "No picture bears it out. How do you see the plate now?"

# The check
CHECK = "Check"
CHECK_COLUMNS = ("Item", "Result", "Found, and what to do")
CHECK_ITEMS = {
    CheckKey.PICTURE: "Live picture",
    CheckKey.RATE: "Frame rate",
    CheckKey.FOCUS: "Focus",
    CheckKey.EXPOSURE: "Exposure",
    CheckKey.TEST_READ: "Test read",
    CheckKey.PLATE_READ: "Plate in front",
    CheckKey.GPS: "GPS",
    CheckKey.DISK: "Disk",
    CheckKey.AUDIO: "Sound",
    CheckKey.LISTS: "List age",
    CheckKey.CLOCK: "Clock",
    CheckKey.AFFIXED: "Cameras affixed",
    CheckKey.WEAR: "Damage or wear",
}
STANDINGS = {
    Standing.PASSED: "Passed",
    Standing.FAILED: "Failed",
    Standing.NOT_CHECKED: "Not checked",
}
COUNTS = "{passed} passed · {failed} failed · {unchecked} not checked"
CHECK_DONE = "Done {time}: {counts}"
CHECK_NOT_DONE = "Not done in this shift. {counts}"
EYE_TITLE = "For your eye and ear"
QUESTIONS = {
    CheckKey.AUDIO: "Play the tone. Is it heard?",
    CheckKey.AFFIXED: "Are all cameras properly affixed to the car?",
    CheckKey.WEAR: "Is everything free of damage and excessive wear?",
}
ANSWERED = "All answered. Bksp takes the last answer back."
GOOD = "Yes"
BAD = "No"
WRONG = "If no: what is wrong"
TONE = "Play tone"
TEST = "Test read"
SHOWN = "Plate before a camera"
SHOWN_GO = "Compare"
RECORD = "Record the check"
RECORDED = "On record. {counts}"
FAILURES_TOLD = " What failed is reported to the {title}."
MEASURED = "Measured all the while; nothing is on record until you record it."

# Reads
READS = "Reads"
READ_COLUMNS = ("Time", "Plate", "State", "Camera", "Sure", "Mark")
FILTER_PLATE = "Part of a plate (? one, * any)"
FILTER_HITS = "Hits only"
FILTER_HAND = "By hand"
FILTER_CAMERA = "Camera"
ALL_CAMERAS = "All cameras"
READS_COUNT = "{count} reads"
READS_ONE = "1 read"
READS_NONE = "No reads here yet. What is read in this shift appears here."
UNDER_CASE = "under case {case}"
OPEN_READ = "Open"
NOTE_ON_READ = "Note on it"
ALL_READS = "All reads"
MARK_HIT = "Hit"
MARK_CORRECTED = "Corrected"
BY_HAND = {"typed": "Typed", "captured": "Taken by hand"}
NOT_MACHINE = "–"

# Canvass
CANVASS = "Canvass"
CANVASS_TITLE = "Reads around a scene"
CANVASS_HINT = (
    "While it runs every read is recorded under the case number. It ends by key or with the shift."
)
CANVASS_BARRED = (
    "{policy} does not name canvassing around a scene; reads are recorded as on any patrol."
)
CASE = "Case number"
WHAT_HAPPENED = "What happened"
CANVASS_START = "Start"
CANVASS_END = "End the canvass"
CANVASS_RUNS = "Runs under case {case} since {time}: {count}"
CANVASS_COLUMNS = ("Case", "Began", "Ended", "Reads", "What happened")
CANVASSES = "Canvasses of this shift"
CANVASS_SHOW = "Show its reads"
STILL_RUNS = "runs"
CANVASS_STARTED = "Reads are recorded under case {case}."
CANVASS_ENDED = "Ended with {count}."

# Notes
NOTES = "Notes"
NOTE = "Note"
NOTE_ADD = "Add the note"
NOTE_COLUMNS = ("Time", "By", "About", "Note")
NOTES_TITLE = "Notes of this shift"
NOTES_HINT = (
    "Kept as written, and part of the handover summary. Tie a note to a read "
    "rather than write its plate: the note is kept longer."
)
NOTE_ABOUT_READ = "About the read {plate}"
NOTE_ABOUT_ALERT = "About the alert {plate}"
NOTE_FREE = "About nothing on record"
ABOUT_READ = "read"
ABOUT_ALERT = "alert"
NOTE_ADDED = "Added."

# Faults
FAULTS = "Faults"
FAULTS_TITLE = "What failed in a check"
FAULT_COLUMNS = ("Reported", "Item", "Found", "By", "Known to", "Standing")
FAULT_OPEN = "Open"
FAULT_RESOLVED = "Resolved"
FAULTS_NONE = "No equipment fault is open."
FAULTS_COUNT = "{count} open"
FAULT_NOTE = "What is done about it"
FAULT_KNOW = "I know of it"
FAULT_WORKS = "It works again"
FAULT_NOTED = "On record."
NOBODY_YET = "nobody yet"

# The end
END = "End of shift"
END_COLUMNS = ("What", "Plate", "Where it stands", "Age")
END_TITLE = "Still open"
END_NONE = "Nothing is open. Signing out ends the shift."
END_COUNT = (
    "{alerts} without an outcome, {awaited} of them awaiting a reply. "
    "Nothing closes by itself: what is open is handed on."
)
ALERTS_ONE = "1 alert"
ALERTS = "{count} alerts"
SIGN_OUT = "Sign out"
HAND_ON = "Sign out, hand on what is open"
GO_BACK = "Back to patrol"
SAVE_SUMMARY = "Save summary"
SUMMARY_FILE = "Handover summary (*.pdf)"
SUMMARY_NAME = "handover-{unit}-{time}.pdf"
SUMMARY_SAVED = "The handover summary is saved."
CANVASS_ROW = "Canvass running"
FAULT_ROW = "Equipment fault"
ENDS_WITH_SHIFT = "Ends with the shift"
STATES = {
    AlertState.RAISED: "Not visually verified",
    AlertState.VERIFYING: "Verification begun",
    AlertState.MISMATCHED: "Mismatch, no outcome",
    AlertState.VERIFIED: "Verified, not confirmed",
    AlertState.PENDING: "Reply awaited",
    AlertState.CONFIRMED: "Confirmed, no basis yet",
    AlertState.DENIED: "Not confirmed, no outcome",
    AlertState.EXIGENT: "Exigent, no basis yet",
    AlertState.STOP_PERMITTED: "Stop permitted, no outcome",
    AlertState.CLOSED: "Closed",
}
