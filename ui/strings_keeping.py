"""Words of holds, limits and purges."""

from __future__ import annotations

from alpr_console.domain.keeping import HoldKind, PurgeKind

KEY_RELEASE = "W"
KEY_LOOK = "R"
KEY_PURGE = "P"

# Holds
HOLDS_PAGE = "Holds"
HOLD_HEADS = ("Number", "Kind", "Covers", "Placed", "State")
KINDS = {
    HoldKind.EVIDENCE: "Evidence",
    HoldKind.DISCOVERY: "Discovery request",
    HoldKind.LITIGATION: "Litigation",
    HoldKind.OTHER: "Other lawful action",
}
STANDS = "Holds"
RELEASED = "Released"
RELEASED_BY = "{day} by {by}: {reason}"
COVERS_PLATE = "{plate}, from {since} to {until}"
ALWAYS = "the first read"
STILL_TO_COME = "later reads too"
COVERS_RECORDS = "{reads} reads, {alerts} alerts"
RELEASE = "Release"
RELEASE_REASON = "Reason for the release"
NEW_HOLD = "New hold"
KIND = "Kind"
NUMBER = "Case or request number"
REASON = "Reason"
PLATE = "Plate"
SINCE = "From (2026-11-22 18:00)"
UNTIL = "To; empty holds later reads too"
READ_IDS = "Ids of reads, with spaces between"
ALERT_IDS = "Ids of alerts, with spaces between"
HOLD = "Hold"
PLACED = "{number}: held."
HAS_RELEASED = "{number}: released. The next purge takes what is past its limit."
CHOOSE_HOLD = "Choose a hold."

# Keeping
KEEPING_PAGE = "Keeping"
LIMITS = "Limits"
RECORDS = {
    PurgeKind.READS: "Reads without a hit",
    PurgeKind.HITS: "Alerts with their reads",
    PurgeKind.PAST_HITS: "Past hits",
}
LIMIT_HEADS = ("Records", "Kept", "Due", "Held", "Clause")
DAYS = "{days:,} days"
AT_LEAST = "{days:,} days, no less"
NOT_COUNTED = "–"
AUDIT = "Log, searches"
FOR_GOOD = "For good"
HITS_ONLY = "Reads without a hit are not written to this disk; they end with the session."
HOURLY = "A purge runs by itself every hour. What is held stays."
LOOK = "Count again"
PURGE = "Purge now"
PURGE_REALLY = "Purge {count:,} for good"
NOTHING_DUE = "Nothing is due."
WILL_GO = "{count:,} records will go. They cannot be brought back."
UNDER_WAY = "{count:,} purged so far."
PURGED = "{count:,} purged. Nothing of them is left in the store's files."
LAST = "Last purges"
LAST_HEADS = ("Time", "By", "Records", "Count")
BY_ITSELF = "by itself"
CAPTURED = "Captured {oldest} to {newest}. {clause}"
