"""Every word on the screen that comes from the screen itself.

Words of alerts and faults stand in alpr_console.domain.notices, refusals in the errors; those
of specific entries in ui.strings_entries, of what becomes of matches in ui.strings_matches.
Short, the field's own, sentence case, no exclamation marks.
"""

from __future__ import annotations

from alpr_console.domain.disposition import Reply

PRODUCT = "ALPR console"
BUG = "The console failed at this: {error}."
BUG_REMEDY = "Try again. Tell the administrator if it stays."
BACK = "Back"
CANCEL = "Cancel"
NOTHING = "nothing"

# Sign-in and lock
SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"
FIRST_START = "First start: create the administrator"
CREATE_ADMINISTRATOR = "Create administrator"
ADMINISTRATOR_MADE = "Administrator created. Sign in."
NAME = "Sign-in name"
FULL_NAME = "Full name"
BADGE = "Badge number"
PASSWORD = "Password"
PASSWORD_NEW = "Password, 8 characters or more"
PASSWORD_AGAIN = "Password again"
PASSWORDS_DIFFER = "The two passwords differ. Type them again."
UNIT = "Unit"
UNIT_NEEDED = "Unit needed. Enter your unit designator."
ACKNOWLEDGE = "I acknowledge these uses"
ACKNOWLEDGE_FIRST = "Acknowledge the permitted and prohibited uses, then sign in."
USES = "What the console may be used for"
PERMITTED = "Permitted"
PROHIBITED = "Prohibited"
LOCKED = "Locked"
LOCK_SAID = "Privacy lock"
UNLOCK = "Unlock"
WHO = "{name} · {unit}"
ALERT_WAITING = "Alert waiting"

# Live view
LIVE_VIEW = "Live view"
NO_TEXT = "–"
STATE_UNKNOWN = "–"
STATE_FIELD = "State"
STATE_NOT_TOLD = "Cannot be told"
NO_CAMERA = "No camera"
NO_CAMERA_DETAIL = "The picture appears here once a camera is connected."
CAMERA_LOST = "Camera lost: {camera}"
CAMERA_REMEDY = "Check the cable. The console keeps trying."
SINCE = "Since {time}."
CAMERA_ENDED = "{camera} has played to its end"
CAMERA_STARTING = "Waiting for {camera}"
SILENT = "Picture stands still"
SILENT_DETAIL = "Last frame {age} ago. Plates are not being read."
NEXT_CAMERA = "Next camera"
READS = "Latest reads"
READS_EMPTY = "Reads appear here, newest left."
HIT = "hit"

# Chips
CHIP_STARTING = "starting"
CHIP_LIVE = "live"
CHIP_LOST = "lost"
CHIP_ENDED = "ended"
CHIP_SILENT = "silent"
CHIP_PICTURE = {
    "camera_covered": "covered",
    "camera_frozen": "frozen",
    "camera_dark": "dark",
    "camera_blurred": "out of focus",
    "camera_slow": "too slow",
}
CHIP_DROPPED = "{count} frames dropped"
CHIP_NO_GPS = "No GPS"
CHIP_NO_GPS_SAID = "No GPS receiver is set up."
CHIP_GPS = "GPS fix"
CHIP_NO_LIST = "No list"
CHIP_LISTS = "Lists {age}"
CHIP_LISTS_STALE = "Lists {age} stale"
CHIP_READING_STOPPED = "Reading stopped"
CHIP_NO_FRAMES = "0 fps"
CHIP_FPS = "{fps} fps"
CHIP_BEHIND = "{fps} fps behind"
CHIP_LATENCY = "{ms} ms from picture to read"
CHIP_NOT_SAVED = "Not saved"
CHIP_LOG_ALTERED = "Log altered"
CHIP_DISK_LOW = "Disk low"
CHIP_DISK_FILLING = "Disk filling"
CHIP_GPS_JUMPING = "GPS not to be trusted"
CHIP_SAVED = "Saving"
CHIP_SOUND = "Sound on"
CHIP_MUTED = "Muted, not high"
CHIP_MUTED_SAID = "Low and normal priority are silent until the sign-out. High ones sound."
SAY_AGAIN_SAID = "Say the alert again"
MUTE_SAID = "Mute low and normal priority"
UNMUTE_SAID = "Low and normal priority sound again"

# Alert panel
ALERT = "Alert"
NOT_VERIFIED = "NOT VISUALLY VERIFIED"
TAG_DIFFERENT = "DIFFERENT"
TAG_NOT_CONFIRMED_YET = "VERIFIED · NOT CONFIRMED"
TAG_PENDING = "CONFIRMATION PENDING"
TAG_CONFIRMED = "STATUS CONFIRMED"
TAG_DENIED = "NOT CONFIRMED"
TAG_EXIGENT = "EXIGENT · NOT CONFIRMED"
TAG_ON_RECORD = "ALL DUTIES ON RECORD"
TAG_CLOSED = "CLOSED"
DOT = " · "
STALE_LINE = "STALE {age}: status may have changed"
CORRECTED = "Later frames read {text}"
NOT_SEEN = "not recognized"
NOT_LISTED = "not listed"
ROW_READ = "read"
ROW_LIST = "list"
DIFFERS = "differs"
MAY_DIFFER = "may differ"
DOUBTED = "?"
"""Below a character that may be another, and nothing says which."""
OR = "or {char}"
LISTED = "list"
SEEN = "seen"
VEHICLE_COLOR = "Color"
VEHICLE_BODY = "Body"
VEHICLE_MAKE = "Make"
VEHICLE_YEAR = "Year"
LOOK = "by eye"
"""The console names nothing of it: the officer's eye does."""
SEEN_PLATE = "Seen"
USUAL_PLATE = "Usual {state} plate, drawn"
COMPARE_SAID = "Read {read}. List {listed}."
DOUBTED_SAID = "Place {place} is in doubt: {read}{other}."
DIFFERS_SAID = "Place {place} differs: read {read}, list {listed}."
PLATE_PICTURE = "Picture of the plate"
CONTEXT_PICTURE = "Picture of the vehicle"
NO_PICTURE = "No picture was kept with this read."
DAMAGED_PICTURE = "The picture is damaged."

ASK_CHARACTERS = "Is every character on the plate identical to the list?"
ASK_STATE = "Is the state on the plate {listed}?"
ASK_STATE_UNLISTED = "The list names no state. Is this the listed plate?"
ASK_VEHICLE = "Is the vehicle the one listed?"
ASK_REASON_AT = "Differs at character {places}. Why is it identical?"
ASK_REASON = "{item} differs. Why is it identical?"
ASK_REQUEST = "Confirm the status. By which way, how urgent?"
ASK_REPLY = "What was the reply, and from whom?"
ASK_EXIGENCY = "Exigent: state the facts that let no confirmation wait."
ASK_BASIS = "State the reasonable suspicion or other lawful basis."
ASK_OUTCOME = "How did it end?"
CLOSE_DIFFERENT = "{item} different: not the listed vehicle. How does this alert end?"
CLOSE_DENIED = "Status not confirmed. How does this alert end?"
CLOSE_ASIDE = "How does this alert end?"

IDENTICAL = "IDENTICAL"
DIFFERENT = "DIFFERENT"
RECORD_IDENTICAL = "Record identical"
REASON = "Reason"
CLETS = "CLETS on the MDC"
DISPATCH = "Dispatch"
URGENT = "Urgent 10 min"
ROUTINE = "Routine 1 h"
REQUEST_SENT = "Request sent"
SECOND_REQUEST = "Second request"
WAY_NEEDED = "Pick CLETS or Dispatch first."
FROM_WHOM = "Reply from (name or terminal)"
REPLY_NOTE = "Note"
CONFIRMED = "Confirmed"
NOT_CONFIRMED = "Not confirmed"
LATER = "Later"
EXIGENT = "Exigent"
EXIGENT_SAID = "Exigent circumstances"
FACTS = "Facts"
RECORD_FACTS = "Record facts"
BASIS = "Lawful basis"
EFFORT = "Effort to confirm that the person is in the vehicle"
USUAL_BASIS = "{category}, confirmed by {who}. Plate, state and vehicle seen to be identical."
USUAL_BASIS_KEY = "As confirmed"
EFFORTS = (
    ("Photograph", "Driver compared with a photograph of the person"),
    ("Description", "Driver compared with the description of the person"),
)
CLETS_FROM = "CLETS {ori}"
RECORD_BASIS = "Record basis"
NUMBER = "Call or report number"
NOTE = "Note"
RECORD_OUTCOME = "Record outcome"
CLOSE_ALERT = "Close alert"
CLOSE_WITHOUT_STOP = "Close without stop"
UNIT_THAT_TAKES_IT = "Unit that takes it on"
OUTCOME_NEEDED = "Pick how it ended first."
TO_BE_TOLD = "To be told: {who}."
NEXT_ALERT = "Next alert"
DONE = "Done"
NEXT_LINE = "Waiting: {worst}"
FOLLOW = "Follow only."
FOLLOW_BASIS = "Follow. The lawful basis is not on record yet."
FOLLOW_ENDED = "This hit ends here. Do not act on it."

STEP_STATUS = "Status"
STEP_STOP = "Stop"
STEP_EXIGENT = "exigent {time}"
STEP_REPLIED = {
    Reply.CONFIRMED: "confirmed {time}",
    Reply.NOT_CONFIRMED: "denied {time}",
}
STEP_STOPPED = "recorded"
STEP_NO_STOP = "no stop"
STEP_BASIS = "basis given"
LEFT = "{time} left"
OVERDUE = "{time} overdue"
ORDINALS = ("First", "Second", "Third")
REQUEST_LINE = "{number} request, {urgency}, by {way}, {time}, {by}"
LATER_LINE = ". {who} answers later ({time}{note})"
CLOSED_NUMBER = ", {number}"
CLOSED_TO = " ({unit})"
CLOSED_LINE = "{outcome}{number} · {time} · {by}"

# Queue and idle panel
QUEUE_EMPTY = "No alert waits"
QUEUE_NO_OTHER = "No other alert waits"
QUEUE_ONE = "1 more alert: {worst}"
QUEUE_MORE = "{count} more alerts, worst: {worst}"
QUEUE_FIRST_ONE = "1 alert waits: {worst}"
QUEUE_FIRST = "{count} alerts wait, worst: {worst}"
IDLE_TITLE = "No alert"
IDLE_HINT = "Hits appear here, worst first."
IDLE_LAST = "Last alert closed: {outcome}"
LISTS_TITLE = "Hot lists in force"
LISTS_EMPTY = "No hot list in force. Nothing is matched."
LIST_ROW = "v{version} · {entries}"
STALE = "stale"
LATEST_READ = "Latest read"
LATEST_READ_EMPTY = "The latest read appears here."
READ_LINE = "{state} · {confidence} · {time}"

# Moving about
PATROL = "Patrol"
REVIEW = "Review"
ENTRIES = "Entries"
PAST_HITS = "Past hits"
PAST_HITS_COUNT = "Past hits {count}"
PAST_HITS_SAID = "Past hits, {count} to review"
ADMINISTRATION = "Admin"
GROUP_SETUP = "Setup"
GROUP_RECORDS = "Records"
GROUP_OVERSIGHT = "Oversight"
ADMINISTRATION_SAID = "Administration"
KEYS = "Keys"
NIGHT = "Night"
DAY = "Day"

# Review
REVIEW_TITLE = "Hits of a shift"
FROM = "From"
UNTIL = "Until"
SHOW = "Show"
REVIEW_EMPTY = "No hit in this span."
REVIEW_HINT = "Choose a span and show its hits."
REVIEW_COUNT = "{shown} of {all} hits"
FILTER_ALL = "All"
FILTER_OPEN = "Open"
FILTER_CLOSED = "Closed"
COPY = "Copy"
COLUMNS = ("Raised (local)", "Read", "Listed", "Category", "Outcome", "Officer")
OPEN_OUTCOME = "open: {state}"
FLAG_OVERDUE = "Confirmation overdue"
FLAG_OPEN = "No outcome yet"
FLAG_HANDED = "Handed to {unit}: outcome there"
FLAG_STALE = "List was stale, {age}"
FLAG_EXIGENT = "Exigent: {facts}"
FLAG_REFUSED = "{count} refused attempts"
COURSE = "Course"
COURSE_EMPTY = "Choose a hit to see its course."
READ_AT = "Read {time} by {camera}"
PLACE = "{latitude:.5f}, {longitude:.5f}"
NO_PLACE = "no GPS fix"

# Administration
USER_TITLE = "Add a user"
USER_HINT = "One account a person. Nobody shares one."
ROLE = "Role"
POSITION = "Position"
ADD_USER = "Add user"
USER_ADDED = "{full_name} added as {role}."
NOT_ALLOWED = "{role} may not do this. Ask the administrator."

# The audit log's actions, as a supervisor reads them
NOBODY = "nobody yet"
READ_AND_LISTED = "Read {read} {state} · list {listed} {lis}"
ACTIONS = {
    "alert.raised": "Alert raised",
    "alert.repeated": "Seen again",
    "alert.answered": "Answered",
    "alert.answer_taken_back": "Last answer taken back",
    "alert.confirmation_requested": "Confirmation requested",
    "alert.request_copied": "Request copied for the MDC",
    "alert.request_read_out": "Request read out",
    "alert.switch_handed_over": "Handed to the message switch",
    "alert.switch_delivered": "Delivered to the message switch",
    "alert.switch_not_delivered": "Not delivered to the message switch",
    "alert.switch_reply_received": "Reply received by the message switch",
    "alert.switch_reply_accepted": "Reply accepted as received",
    "alert.reply_recorded": "Reply",
    "alert.exigency_stated": "Exigent circumstances stated",
    "alert.basis_stated": "Lawful basis stated",
    "alert.disposition_recorded": "Outcome",
}
SHOWN_DETAILS = {
    "alert.raised": ("list", "list_age", "match"),
    "alert.repeated": ("count",),
    "alert.answered": ("item", "verdict", "reason"),
    "alert.confirmation_requested": ("way", "urgency"),
    "alert.switch_handed_over": ("text", "again"),
    "alert.switch_not_delivered": ("delivery",),
    "alert.switch_reply_received": ("answer", "from_whom"),
    "alert.switch_reply_accepted": ("reply", "from_whom", "note"),
    "alert.reply_recorded": ("reply", "from_whom", "note"),
    "alert.exigency_stated": ("facts",),
    "alert.basis_stated": ("basis", "person_effort"),
    "alert.disposition_recorded": ("outcome", "number", "note", "to_be_told"),
}
TIME_WRONG = "'{text}' is no time."
TIME_REMEDY = "Write it as 2026-11-22 18:00."
