"""Words of the administrator's screens for hot lists; see ui.strings for the rest."""

from __future__ import annotations

from alpr_console.domain.list_source import SourceKind

LISTS_PAGE = "Lists"
USERS_PAGE = "Users"

# Lists
LISTS_TITLE = "Designated hot lists"
LISTS_HINT = "Only these are matched."
LISTS_EMPTY = "No hot list is designated. Nothing is matched. Import a file, or designate a list."
LIST_COLUMNS = ("List", "Entries", "Version", "Age", "Comes from", "Left out", "Barred")
NONE = "–"
NO_VERSION = "no version in force"
STALE_AGE = "{age}, stale"
BY_HAND = "By hand"
COMES_FROM = {
    SourceKind.FOLDER: "Folder, every {every}",
    SourceKind.SFTP: "SFTP, every {every}",
    SourceKind.HTTPS: "HTTPS, every {every}",
}
DETAIL_DESIGNATED = "Designated by {by}, {at}"
DETAIL_COLUMNS = "columns as set"
DETAIL_HEADING = "columns named by the file's heading"
DETAIL_CATEGORY = "lines without a category: {category}"
DETAIL_ADDRESS = "from {address}"
DETAIL_STALE = "The status of its entries may have changed. Import a newer file."
DETAIL_NO_VERSION = "Nothing of it is matched until a file is imported."
IMPORT_FILE = "Import file"
VERSIONS = "Versions"
COLUMNS = "Columns"
WITHDRAW = "Withdraw"
DESIGNATE = "Designate new"

# Designate, withdraw
DESIGNATE_TITLE = "Designate a hot list"
DESIGNATE_HINT = "From here on its files can be imported and are matched."
DESIGNATE_GO = "Designate"
DESIGNATED = "{name} designated. Import its first file."
ALREADY = "{name} is designated already."
ALREADY_REMEDY = "Import a file for it, or choose another name."
WITHDRAW_TITLE = "Withdraw {name}"
WITHDRAW_HINT = "It is matched no more. Its versions stay on record; importing designates it anew."
WITHDRAW_GO = "Withdraw list"
WITHDRAWN = "{name} withdrawn. It is matched no more."
REASON = "Reason"

# Versions
VERSIONS_TITLE = "Versions of {name}"
VERSIONS_EMPTY = "No version yet. Import a file."
VERSION_COLUMNS = (
    "Version",
    "State",
    "Entries",
    "Imported (local)",
    "Data of",
    "Source",
    "SHA-256",
)
IN_FORCE = "in force"
FILE_KEPT = "file kept"
FILE_GONE = "file not kept"
SHA = "SHA-256 {sha256}"
LEFT_OUT_LINE = "{left_out:,} left out, {barred:,} barred"
GO_BACK = "Go back to version {version}"
GO_BACK_NONE = "Go back"
WENT_BACK = "{name} version {version} in force again, as version {now}: {entries}."
FILE_GONE_HINT = "Its file is no longer kept. Import it again to match it."

# Import
STEPS = ("File", "Columns", "Check")
IMPORT_TITLE = "Import a hot list"
COLUMNS_TITLE = "Columns of {name}"
FILE_HINT = "CSV, delimited, fixed width or BOSS. Nothing changes before the last step."
SAMPLE_HINT = "Choose a file as the list comes. It is looked at, not imported."
FILE = "File"
CHOOSE_FILE = "Choose file"
LIST = "List"
NEW_LIST = "A list not designated yet is designated by the import."
FILE_NEEDED = "Choose a file first."
NAME_NEEDED = "List name needed. Enter the name that alerts will show."
LOOK = "Look at the file"
LOOKING = "Looking at the file …"
AS_FOUND = "{file}: {how}, {layout}, {encoding}"
GUESSED = "The file names no columns; these are guessed. Check each one."
NOT_GUESSED = "Nothing in the file looks like plates. Choose the license plate's column."
NO_LIC = "No column is the license plate (LIC). Choose it."
TWICE = "Two columns are the {field}. Choose one."
STARTS_WRONG = "Columns begin at rising character numbers, for example 1 11 13."
SKIP_WRONG = "Heading lines are a number from 0 to 1000."
READ_AS = "Read as"
BY_HEADING = "As its heading says"
COMMA = "Commas"
SEMICOLON = "Semicolons"
TAB = "Tabs"
BAR = "Bars ( | )"
FIXED = "Fixed width"
OTHER = "Separator {sign}"
SKIP = "Heading lines"
STARTS = "Columns begin at"
CATEGORY = "Lines without a category are"
KEEP = "Keep for this list"
COLUMN = "{number}  {heading}"
COLUMN_AT = "{start}–{end}  {heading}"
COLUMN_SAID = "Field of column {number}"
COLUMNS_OF_FILE = "Columns of the file"
ENTRIES_READ = "First lines, as they are read"
ENTRY_COLUMNS = ("Line", "Left out", "Plate", "State", "Category", "Vehicle")
CHECK = "Check the file"
KEEP_COLUMNS = "Keep columns"
COLUMNS_KEPT = "Columns of {name} kept. They count from the next import on."

FIELDS = {
    "": "Not used",
    "lic": "License plate (LIC)",
    "lis": "License state (LIS)",
    "category": "Category",
    "liy": "License year (LIY)",
    "lit": "License type (LIT)",
    "vin": "Vehicle number (VIN)",
    "vyr": "Model year (VYR)",
    "vma": "Make (VMA)",
    "vmo": "Model (VMO)",
    "vst": "Style (VST)",
    "vco": "Color (VCO)",
    "dot": "Date of theft (DOT)",
    "oca": "Case number (OCA)",
    "nic": "NCIC number (NIC)",
    "ori": "Agency (ORI)",
    "mis": "Remarks (MIS)",
    "file": "NCIC file, to bar by",
}

CHECKING = "Checking {name}: {lines:,} lines, {share:.0%}"
IMPORTING = "Importing {name}: {lines:,} lines, {share:.0%}"
IMPORTED_AS = "Import {file} as {name}"
ENTRIES = "Entries"
WITHOUT_PLATE = "Without a plate"
REPEATED = "Repeated"
BARRED = "Barred. {section} {sense}"
LEFT_OUT = "Left out: {why}"
BEFORE = "In force now"
BEFORE_NONE = "nothing"
AFTER = "After the import"
CHANGE = "{entries}, {age}"
ONE_ENTRY = "1 entry"
MANY_ENTRIES = "{count:,} entries"
FEWER = "{count:,} fewer"
MORE = "{count:,} more"
SHRUNK = "Too few to be whole: {after:,} of {before:,}. {section} The import will be refused."
PROBLEMS = "Lines left out or repeated"
NO_PROBLEMS = "No line is left out or repeated."
REPEATS = "line {line}: repeats line {of}"
AND_MORE = "and {count:,} more"
PUT_IN_FORCE = "Put in force"
IMPORTED = "{name} version {version} in force: {entries}, data {age}."
SAME = "as many"
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
HOW_SET = "columns as set"
HOW_HEADING = "columns named by its heading"
HOW_BOSS = "BOSS columns"
HOW_GUESSED = "columns guessed"


def entries(count: int) -> str:
    """'1 entry', '1,204 entries'."""
    return ONE_ENTRY if count == 1 else MANY_ENTRIES.format(count=count)
