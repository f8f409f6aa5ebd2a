"""Words of audit samples, judgements, reports and their figures."""

from __future__ import annotations

from alpr_console.domain.figures import Figure
from alpr_console.domain.oversight import Finding, Standing

KEY_DRAW = "B"
KEY_REPEAT = "R"
KEY_MEETS = "Y"
KEY_FAILS = "X"
KEY_UNCLEAR = "U"
KEY_MAKE = "B"
KEY_FIGURES = "P"
KEY_SAVE = "S"

# Samples
SAMPLES_PAGE = "Samples"
SAMPLE_HEADS = ("Drawn", "Out of", "Judged")
DRAW = "Draw a sample"
REPEAT = "Draw it again"
DRAWN = "{count} of {of} inquiries drawn. The seed is on record."
REPEATS = "The same inquiries come out again."
REPEATS_NOT = "Other inquiries come out now: records that it was drawn from were purged or changed."
JUDGED_OF = "{done} of {of}"
ALL_JUDGED = "All {of} judged: {meets} meet the policy, {fails} do not, {unclear} cannot be told."
SEED = "By {by}. Seed {seed}…"
SPAN = "Out of inquiries from {since} to {until}. Seed {seed}."
CHOOSE_SAMPLE = "Draw or choose a sample."

INQUIRIES = "Inquiries drawn"
INQUIRY_HEADS = ("When", "Who", "Grounds", "Found")
ASKED = "Asked for: {terms}."
GROUNDS = "Grounds: {grounds}."
NO_GROUNDS = "none given"
BY = "{name}, {organization}, {unit}. {kind}."
KINDS = {"search": "Search", "read": "Read opened"}
RETURNED = "Shown: {count} reads. {plates}"
NOTHING_SHOWN = "Shown: nothing."
PLATES_SHOWN = 12
FOUND = "Found by {by}: {finding}. {reason}"
DATA_ERRORS_FOUND = "Data errors: {errors}."
REASON = "Reason, unless it meets the policy"
DATA_ERRORS = "Data errors: record, what, corrected?"
MEETS = "Meets"
FAILS = "Does not"
UNCLEAR = "Cannot be told"
NOT_JUDGED = "–"
FINDINGS = {
    Finding.MEETS: "Meets",
    Finding.FAILS: "Does not meet",
    Finding.UNCLEAR: "Cannot be told",
}
RECORDED = "Recorded: {finding}."

# Reports
REPORTS_PAGE = "Reports"
REPORT_HEADS = ("Report", "Period", "State")
PERIOD = "{since} – {until}"
STANDING = {
    Standing.LATER: "Due {day}",
    Standing.SOON: "Due soon, {day}",
    Standing.OVERDUE: "Overdue since {day}",
}
MADE_BY = "Made {day}, {by}"
DUE_FACTS = "For: {to}. {sense} {section}"
LAST = "Last one made {day}."
NEVER = "None was made yet."
MADE_FACTS = "For: {to}. SHA-256 of the PDF {pdf}…"
SUMS = "SHA-256 of the PDF {pdf}, of the CSV {csv}."
STATEMENT = "Agency, person and result of the outside audit"
MAKE = "Make"
FIGURES = "Figures"
SAVE = "Save"
FOLDER = "Folder for PDF and CSV"
MADE = "{name} made and on record. Save it to hand it over."
MADE_EARLY = "{name} of the period so far made and on record. That of the whole is still due."
MAKING = "Counting the records."
SAVED = "Saved: {pdf} and {csv}."
CHOOSE_REPORT = "Choose a report that is made."

CHARTS = {
    Figure.DAY: "Detections by day (UTC)",
    Figure.CAMERA: "Detections by camera",
    Figure.LIST: "Hits by list",
    Figure.CATEGORY: "Hits by category",
    Figure.OUTCOME: "Alerts by outcome",
    Figure.PERSON: "Inquiries by person",
    Figure.ACT: "Acts on record",
    Figure.REFUSED: "Acts refused",
}
OPEN = "Open"
FIGURE = "Which figures"
COUNTING = "{done} of {of} days counted."
COUNTED = "{of} days counted."
BACK = "Back to the reports"
NOTHING_COUNTED = "None in this period."
CHART_HINT = "Choose a bar to see its records. Plates are shown by a search alone."
BAR_SAID = "{name}: {count}"
RECORD_HEADS = ("Time", "Who", "What", "Record")
RECORDS = "Records behind the bar"
BEHIND = "{name}: {shown:,} of {count:,} records."
MORE = "More"
