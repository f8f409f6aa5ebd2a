"""Words of the page on the transfer to the department's storage."""

from __future__ import annotations

PAGE = "Transfer"
WHERE = "Department storage"
ADDRESS = "Server, host or host:port"
DATABASE = "Database"
ACCOUNT = "Account"
DEVICE = "Name of this vehicle there"
AUTHORITY = "Server's authority, PEM file"
AUTHORITY_KEPT = "Empty: as set before"
CHOOSE = "Choose file"
KEY_CHOOSE = "F"
PASSWORD = "Password; empty: as before"
SET = "Set storage"
SET_DONE = "Set. {protection}."
PEM_UNREADABLE = "{name} cannot be read as PEM."
PEM_REMEDY = "Name a file with the certificate of the server's authority."

STANDING = "State"
NONE_SET = "No storage is set. Records stay on this computer."
GOES_TO = "To {place}"
SENDING = "Sending"
UP_TO_DATE = "Everything has arrived."
WAITS = "{what} wait."
WAITS_ONE = "{what} waits."
COUNTS = {
    "read": ("1 read", "{count} reads"),
    "alert": ("1 alert", "{count} alerts"),
    "audit": ("1 log entry", "{count} log entries"),
    "hold": ("1 hold", "{count} holds"),
    "purge": ("1 order to purge", "{count} orders to purge"),
}
LAST_ARRIVAL = "Last arrival {at}"
NEVER = "Nothing has arrived yet."
DIFFERS_ONE = "1 record differs there. The log names it."
DIFFERS = "{count} records differ there. The log names them."
NOT_REACHED = "Not reached since {at}. {why}"
TRY = "Send now"
KEY_TRY = "S"
TRYING = "Under way. How it goes shows here."

LEAVES = "Records leave this computer {days} days after their arrival, unless held or open."
LEAVES_AT_ONCE = "Records leave this computer once they have arrived, unless held or open."
OUTSIDE = "A purge here reaches the department's storage too."
NOT_OUTSIDE = "A purge here leaves what is at the department to its limits there."
