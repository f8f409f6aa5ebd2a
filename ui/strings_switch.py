"""Words of the hit confirmation request and of the message switch, on the alert."""

from __future__ import annotations

from alpr_console.domain.disposition import Reply

COPY = "Copy"
COPY_SAID = "Copy the request for the MDC"
READ_OUT = "Read out"
READ_OUT_SAID = "Read the request out"
SEND = "By switch"
SEND_SAID = "Send by message switch"
SEND_AGAIN = "Send again"
ACCEPT = "Accept: {answer}"
ASK_CLETS = "CLETS"
ASK_DISPATCH = "Dispatch"

LEFT_OPEN = "Left open: {names}"
LEFT_OPEN_ONE = "{name} ({why})"
COPIED = "Copied for the MDC."
BEING_READ = "Being read out."

SENDING = "On its way to the switch since {time}."
NOT_DELIVERED = "NOT DELIVERED. {why}"
UNKNOWN = "NOT KNOWN WHETHER DELIVERED. {why} Sent again, the switch knows it."
REJECTED = "THE SWITCH DOES NOT TAKE IT: {why}."

RECEIVED = "RECEIVED: {answer} · {who} · {time}"
RECEIVED_LATE = "RECEIVED after that: {answer} · {who} · {time}"
REPLY_SAID = "Reply received, verbatim"
NOBODY = "no name given"
ANSWERS = {
    Reply.CONFIRMED: "CONFIRMED",
    Reply.NOT_CONFIRMED: "NOT CONFIRMED",
    Reply.LATER: "IN PROCESS",
    None: "TEXT ONLY",
}
IN_MINUTES = "{answer}, {minutes} min"
ACCEPTED_AS = {
    Reply.CONFIRMED: "confirmed",
    Reply.NOT_CONFIRMED: "not confirmed",
    Reply.LATER: "later",
}
NOTE_MINUTES = "in {minutes} min"
