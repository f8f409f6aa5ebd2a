"""The keys: which does what on which screen, and the page that lists them (F1)."""

from __future__ import annotations

from ui import strings_map, strings_shift

KEY_ENTER = "Return"
KEY_BACK = "Backspace"
KEY_LOCK = "F12"
KEY_HELP = "F1"
KEY_PATROL = "F2"
KEY_REVIEW = "F3"
KEY_ADMINISTRATION = "F4"
KEY_ENTRIES = "F5"
KEY_PAST_HITS = "F6"
KEY_MAP = "F7"
KEY_SEARCH = "F8"
KEY_THEME = "F9"
KEY_RECORDS = "F10"
KEY_OVERSIGHT = "F11"
KEY_NEXT = "N"
KEY_LEFT = "1"
KEY_RIGHT = "2"
"""The two choices of an item; which is which is drawn anew for each."""
KEY_CAMERA = "J"
KEY_DIFFERENT = "D"
"""Where a reason is asked for, 'different' has a key of its own."""
KEY_CLETS = "C"
KEY_DISPATCH = "P"
KEY_URGENT = "U"
KEY_ROUTINE = "R"
KEY_CONFIRMED = "Y"
KEY_NOT_CONFIRMED = "X"
KEY_LATER = "L"
KEY_SECOND = "S"
KEY_EXIGENT = "E"
KEY_COPY_REQUEST = "T"
KEY_READ_OUT = "O"
KEY_SWITCH = "M"
KEY_ACCEPT = "A"
KEY_WITHOUT_STOP = "W"
KEY_IMPORT = "I"
KEY_FILE = "F"
KEY_VERSIONS = "V"
KEY_ZOOM = "Z"
KEY_COLUMNS = "C"
KEY_WITHDRAW = "W"
KEY_DESIGNATE = "D"
KEY_CORRECT = "K"
KEY_NEW_ENTRY = "B"
KEY_APPROVE = "A"
KEY_MORE = "M"

KEYS_HELP = (
    ("Everywhere", (
        (KEY_HELP, "Show or hide the keys"),
        (KEY_PATROL, "Patrol: live view and alert"),
        (KEY_REVIEW, "Review of hits (supervisor)"),
        (KEY_ADMINISTRATION, "Administration"),
        ("F10 F11", "There: records, oversight"),
        (KEY_ENTRIES, "Specific entries (BOLO)"),
        (KEY_PAST_HITS, "Past hits"),
        (KEY_MAP, "Map"),
        (KEY_SEARCH, "Search of stored reads"),
        (strings_shift.KEY_SHIFT, "Shift: check to sign-out"),
        (strings_shift.KEY_CAPTURE, "Take the picture, read it"),
        (strings_shift.KEY_TYPE, "Type a plate by hand"),
        (KEY_THEME, "Day or night"),
        (KEY_LOCK, "Privacy lock"),
        (KEY_NEXT, "Next alert, worst first"),
        (KEY_CAMERA, "Next camera"),
        ("Tab", "Next field or key"),
    )),
    ("Confirmation", (
        (KEY_CLETS, "CLETS on the MDC"),
        (KEY_DISPATCH, "Dispatch"),
        (KEY_URGENT, "Urgent, 10 minutes"),
        (KEY_ROUTINE, "Routine, 1 hour"),
        (KEY_CONFIRMED, "Reply: confirmed"),
        (KEY_NOT_CONFIRMED, "Reply: not confirmed"),
        (KEY_LATER, "Reply: later"),
        (KEY_SECOND, "Second request"),
        (KEY_COPY_REQUEST, "Copy the request"),
        (KEY_READ_OUT, "Read the request out"),
        (KEY_SWITCH, "Send by message switch"),
        (KEY_ACCEPT, "Accept the reply received"),
        (KEY_EXIGENT, "Exigent circumstances"),
    )),
    ("Answering", (
        ("1 2", "Identical, different: as they stand"),
        (KEY_ZOOM, "Zoom the picture"),
        (KEY_BACK, "Back (Esc in a text field)"),
        (KEY_ENTER, "Record what is on screen"),
        ("1 – 9", "Pick an outcome, or a page"),
        (KEY_WITHOUT_STOP, "Close without stop"),
        (KEY_CORRECT, "Correct the read"),
    )),
    ("Shift", (
        (f"{strings_shift.KEY_GOOD} {strings_shift.KEY_BAD}", "Yes, no"),
        (strings_shift.KEY_TONE, "Play the tone"),
        (strings_shift.KEY_TEST, "Test read"),
        (strings_shift.KEY_RECORD, "Record the check"),
        (strings_shift.KEY_SHOW, "Reads of a canvass"),
        (strings_shift.KEY_NOTE, "Note on it"),
        (strings_shift.KEY_KNOW, "Know of a fault"),
        (strings_shift.KEY_WORKS, "A fault works again"),
        (strings_shift.KEY_SAVE, "Save the summary"),
    )),
    ("Map", (
        (f"{strings_map.KEY_NEARER} {strings_map.KEY_FARTHER}", "Nearer, farther"),
        (strings_map.KEY_FOLLOW, "Follow the car"),
        (strings_map.KEY_WHOLE, "Whole shift"),
        (f"{strings_map.KEY_EARLIER} {strings_map.KEY_LATER}", "Earlier, later mark"),
    )),
    ("Hot lists", (
        (KEY_IMPORT, "Import a file"),
        (KEY_FILE, "Choose the file"),
        (KEY_VERSIONS, "Versions of a list"),
        (KEY_COLUMNS, "Columns of a list"),
        (KEY_WITHDRAW, "Withdraw a list"),
        (KEY_DESIGNATE, "Designate a list"),
    )),
    ("Entries, search", (
        (KEY_NEW_ENTRY, "New entry"),
        (KEY_APPROVE, "Approve or renew"),
        (KEY_MORE, "More of what is found"),
    )),
)  # fmt: skip
KEYS_TITLE = "Keys"
KEYS_NOTE = "Letters press their key while no text field has the focus."
