"""The keys: which does what on which screen, and the page that lists them (F1)."""

from __future__ import annotations

from ui import strings_map, strings_shift
from ui.keymap import Key

KEY_ENTER = "Return"
KEY_BACK = "Backspace"
KEY_LOCK = "F12"
KEY_HELP = "F1"
KEY_PATROL = Key("F2", "KEY_PATROL")
KEY_REVIEW = Key("F3", "KEY_REVIEW")
KEY_ADMINISTRATION = "F4"
KEY_ENTRIES = Key("F5", "KEY_ENTRIES")
KEY_PAST_HITS = Key("F6", "KEY_PAST_HITS")
KEY_MAP = Key("F7", "KEY_MAP")
KEY_SEARCH = Key("F8", "KEY_SEARCH")
KEY_THEME = Key("F9", "KEY_THEME")
KEY_RECORDS = Key("F10", "KEY_RECORDS")
KEY_OVERSIGHT = Key("F11", "KEY_OVERSIGHT")
KEY_NEXT = Key("N", "KEY_NEXT")
KEY_LEFT = "1"
KEY_RIGHT = "2"
"""The two choices of an item; which is which is drawn anew for each."""
KEY_CAMERA = Key("J", "KEY_CAMERA")
KEY_SAY_AGAIN = Key("G", "KEY_SAY_AGAIN")
KEY_MUTE = Key("Q", "KEY_MUTE")
KEY_SETTINGS = Key("S", "KEY_SETTINGS")
KEY_TRY = "T"
KEY_DIFFERENT = Key("D", "KEY_DIFFERENT")
"""Where a reason is asked for, 'different' has a key of its own."""
KEY_CLETS = Key("C", "KEY_CLETS")
KEY_DISPATCH = Key("P", "KEY_DISPATCH")
KEY_URGENT = Key("U", "KEY_URGENT")
KEY_ROUTINE = Key("R", "KEY_ROUTINE")
KEY_CONFIRMED = Key("Y", "KEY_CONFIRMED")
KEY_NOT_CONFIRMED = Key("X", "KEY_NOT_CONFIRMED")
KEY_LATER = Key("L", "KEY_LATER")
KEY_SECOND = Key("S", "KEY_SECOND")
KEY_EXIGENT = Key("E", "KEY_EXIGENT")
KEY_COPY_REQUEST = Key("T", "KEY_COPY_REQUEST")
KEY_READ_OUT = Key("O", "KEY_READ_OUT")
KEY_SWITCH = Key("M", "KEY_SWITCH")
KEY_ACCEPT = Key("A", "KEY_ACCEPT")
KEY_WITHOUT_STOP = Key("W", "KEY_WITHOUT_STOP")
KEY_IMPORT = Key("I", "KEY_IMPORT")
KEY_FILE = Key("F", "KEY_FILE")
KEY_VERSIONS = Key("V", "KEY_VERSIONS")
KEY_ZOOM = Key("Z", "KEY_ZOOM")
KEY_COLUMNS = Key("C", "KEY_COLUMNS")
KEY_WITHDRAW = Key("W", "KEY_WITHDRAW")
KEY_DESIGNATE = Key("D", "KEY_DESIGNATE")
KEY_CORRECT = Key("K", "KEY_CORRECT")
KEY_NEW_ENTRY = Key("B", "KEY_NEW_ENTRY")
KEY_APPROVE = Key("A", "KEY_APPROVE")
KEY_MORE = Key("M", "KEY_MORE")

EVERYWHERE = "Everywhere"
ANSWERING = "Answering"
SOUND = "Sound, settings"
CONFIRMATION = "Confirmation"
MAP, HOT_LISTS, ENTRIES, SHIFT = "Map", "Hot lists", "Entries, search", "Shift"
KEYS_HELP = (
    (EVERYWHERE, (
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
    (ANSWERING, (
        ("1 2", "Identical, different"),
        (KEY_ZOOM, "Zoom the picture"),
        (KEY_BACK, "Back (Esc in text)"),
        (KEY_ENTER, "Record what is shown"),
        ("1 – 9", "Pick an outcome, a page"),
        (KEY_WITHOUT_STOP, "Close without stop"),
        (KEY_CORRECT, "Correct the read"),
    )),
    (SOUND, (
        (KEY_SAY_AGAIN, "Say the alert again"),
        (KEY_MUTE, "Mute low and normal"),
        (KEY_SETTINGS, "Settings, from this page"),
    )),
    (CONFIRMATION, (
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
    (MAP, (
        (f"{strings_map.KEY_NEARER} {strings_map.KEY_FARTHER}", "Nearer, farther"),
        (strings_map.KEY_FOLLOW, "Follow the car"),
        (strings_map.KEY_WHOLE, "Whole shift"),
        (f"{strings_map.KEY_EARLIER} {strings_map.KEY_LATER}", "Earlier, later mark"),
    )),
    (HOT_LISTS, (
        (KEY_IMPORT, "Import a file"),
        (KEY_FILE, "Choose the file"),
        (KEY_VERSIONS, "Versions of a list"),
        (KEY_COLUMNS, "Columns of a list"),
        (KEY_WITHDRAW, "Withdraw a list"),
        (KEY_DESIGNATE, "Designate a list"),
    )),
    (ENTRIES, (
        (KEY_NEW_ENTRY, "New entry"),
        (KEY_APPROVE, "Approve or renew"),
        (KEY_MORE, "More of what is found"),
    )),
    (SHIFT, (
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
)  # fmt: skip
SECTIONS = (
    (EVERYWHERE, (EVERYWHERE, SOUND)),
    ("Alert", (ANSWERING, CONFIRMATION)),
    ("Map, lists", (MAP, ENTRIES, HOT_LISTS)),
    (SHIFT, (SHIFT,)),
)
"""Of the page of keys where the screen is low: one at a time, turned to by 1 to 4."""
KEYS_TITLE = "Keys"
KEYS_NOTE = (
    "Letters wait while a text field or a list has the focus. 1, 2, Enter, Bksp, F1, F4, F12 stay."
)
SETTINGS = "Settings"
