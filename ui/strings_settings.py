"""Words of the settings page."""

from __future__ import annotations

KEY_TRY = "T"
KEY_RESET = "R"
KEY_LESS = "-"
KEY_MORE_LOUD = "+"

TITLE = "Settings"
HINT = "Yours alone, in force at once and at each of your sign-ins."
BACK = "Keys"

SOUND = "Sound and speech"
VOLUME = "Volume"
VOLUME_IS = "{percent} %"
LESS = "Quieter"
MORE = "Louder"
VOICE = "Voice"
OWN_VOICE = "The computer's own"
MISSING_VOICE = "{voice} (not on this computer)"
PHONETICS = "Spelling alphabet"
ALPHABETS = {"police": "Police: Adam, Boy, Charles", "icao": "ICAO: Alpha, Bravo, Charlie"}
EXAMPLE = "{plate} is said: {words}."
TRY = "Try it"

SCREEN = "Screen"
THEME = "Day or night"
THEMES = {"auto": "By itself", "day": "Day", "night": "Night"}
SCALE = "Size of words and keys"
SCALE_IS = "{percent} %"
DRIVING = "Driving layout"
DRIVINGS = {"auto": "While the car moves", "off": "Never"}
PANEL_SIDE = "Alert panel"
PANEL_SIDES = {"left": "At the left", "right": "At the right"}

KEYS = "Own keys"
KEYS_HINT = "1, 2, Enter, Bksp, F1, F4 and F12 stay."
ACTION = "What it does"
ACTION_IS = "{key}   {action}"
KEY = "Its key"
KEY_FREE = "{key}"
KEY_TAKEN = "{key}   ({action})"
OWN_KEY = "{key} for {usual}: {action}"
NO_OWN_KEYS = "Every key is the one that it is made with."
RESET = "All keys as made"
RESET_ONE = "As made"

SAVED = "In force."
NOTHING_HEARD = "Nothing is heard: {fault}"
OTHER_PAGE = "a key of another page"
