"""Words of the screen of specific entries (BOLO) and ignored plates."""

from __future__ import annotations

ENTRIES_TITLE = "Specific entries (BOLO)"
TAB_ENTRIES = "Entries"
TAB_IGNORED = "Ignored plates"

FILTER_ALL = "All"
FILTER_WAITING = "Waiting"
FILTER_IN_FORCE = "In force"
COLUMNS = ("State", "Looked for", "Category", "Case", "Until (local)", "Entered by")
COUNT = "{shown} of {all} entries"
COUNT_DECIDE = "{shown} of {all} entries, {decide} for you to decide"
EMPTY = "No entry yet. What is entered appears here."
NONE_SHOWN = "No entry here. Choose All."
NO_TERM = "not yet"
SHORT_STATES = {
    "submitted": "Waiting",
    "renewal_requested": "To renew",
    "in_force": "In force",
    "refused": "Refused",
    "expired": "Expired",
    "withdrawn": "Withdrawn",
}
ANY_PLATE = "any plate"
NEW = "New entry"

# The entry
ENTRY = "Entry"
ENTRY_EMPTY = "Choose an entry to see its course."
UNTIL = "until {time}"
WAS_UNTIL = "was in force until {time}"
FACT_PLATE = "Plate"
FACT_VEHICLE = "Vehicle"
FACT_CASE = "Case"
FACT_SYNOPSIS = "Synopsis"
FACT_ABOUT = "About"
FACT_TERM = "Term"
ABOUT_PERSON = "A person in the vehicle"
ABOUT_VEHICLE = "The vehicle"
COVERT_LINE = "COVERT: observe, do not stop"
DAYS_ASKED = "{days} days asked"
WHOLE_TERM = "{days} days, the policy's term"
HISTORY = "Course"
STEP = "{act} · {who}"
STEP_UNTIL = "In force until {time}"
REASON = "Reason"
APPROVE = "Approve"
RENEW = "Renew"
REFUSE = "Refuse"
REFUSE_RENEWAL = "Refuse renewal"
ASK_RENEWAL = "Ask renewal"
WITHDRAW = "Withdraw"
DONE = {
    "approve": "In force until {time}.",
    "renew": "Renewed, in force until {time}.",
    "refuse": "Refused.",
    "ask_renewal": "Renewal asked for.",
    "withdraw": "Withdrawn. It matches no more.",
}

# The form
FORM_TITLE = "New entry"
FORM_HINT = "It matches once it is approved, and until its term ends."
PLATE_IS = "Plate"
FORMS = {
    "whole": "Whole plate",
    "begins": "Begins with",
    "ends": "Ends with",
    "contains": "Contains",
    "pattern": "Pattern: ? one, * any",
}
PLATE = "Plate or part of it"
PLATE_SAID = "Plate"
STATE = "State"
STATE_NONE = "Not known"
CATEGORY = "Category"
CATEGORY_NONE = "Choose a category"
CATEGORY_NEEDED = "Category needed."
CATEGORY_REMEDY = "Choose why the vehicle is looked for."
YEAR = "Year"
MAKE = "Make"
MODEL = "Model"
STYLE = "Style"
COLOR = "Color"
NOT_KNOWN = "Not known"
CASE = "Case number"
SYNOPSIS = "Synopsis or reason"
NEEDED = "{label}, needed {section}"
ABOUT = "About"
PERSON = "Person"
PERSON_SAID = "About a person in the vehicle"
VEHICLE = "Vehicle"
VEHICLE_SAID = "About the vehicle"
COVERT = "Covert"
COVERT_SAID = "Covert: observe, do not stop, say nothing aloud"
DAYS = "Days, at most {days} {section}"
DAYS_WRONG = "The days are no number."
DAYS_REMEDY = "Enter 1 to {days}, or nothing for the whole term."
WHOLE_HAS_NONE = "A whole plate has no ? and no *."
WHOLE_REMEDY = "Choose Pattern, or enter the plate alone."
LOOKS_FOR = "Looks for {pattern}: {words}"
LOOKS_FOR_WHOLE = "Looks for {pattern}"
LOOKS_FOR_VEHICLE = "Looks for any plate on {vehicle}"
LOOKS_FOR_NOTHING = "Enter a plate, or color and style."
UNKNOWN_ONE = "? is one character not known"
UNKNOWN_RUN = "* is any run of characters"
SUBMIT = "Submit for approval"
SUBMITTED = "Entered. It matches nothing until {approver} approves it. {section}"
APPROVERS = {"supervisor": "a supervisor", "administrator": "the administrator"}

# Ignored plates
IGNORED_TITLE = "Ignored plates"
IGNORED_HINT = "They raise no alert until then. Their hits stay on record."
IGNORED_COLUMNS = ("State", "Plate", "Until (local)", "Reason", "By")
IGNORED_EMPTY = "No plate is ignored."
IGNORED_COUNT = "{count} ignored now"
IGNORED_NOW = "Ignored"
IGNORED_OVER = "Over"
IGNORED_ENDED = "Ended by {who}"
IGNORE_TITLE = "Ignore a plate"
IGNORE_HINT = (
    "One plate as the list gives it, never a pattern. High priority is ignored by the "
    "administrator alone."
)
IGNORE_STATE = "State as listed"
IGNORE_DAYS = "Days, at most {days}"
IGNORE = "Ignore it"
IGNORE_DONE = "{plate} raises no alert until {time}."
END = "End early"
END_TITLE = "End it early"
END_REASON = "Reason to end it"
END_DONE = "{plate} alerts again."
CHOOSE_FIRST = "Choose a plate in the table first."
