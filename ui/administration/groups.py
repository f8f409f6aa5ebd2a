"""The pages of administration, in the groups that people look for them under."""

from __future__ import annotations

from alpr_console.domain.operator import Permission, User
from ui import (
    list_strings,
    strings,
    strings_account,
    strings_keeping,
    strings_keys,
    strings_log,
    strings_matches,
    strings_oversight,
    strings_people,
    strings_policy,
    strings_release,
    strings_transfer,
)
from ui.administration.devices.view import DevicesPage
from ui.administration.lists.view import ListsPage
from ui.administration.matching.view import MatchingPage
from ui.administration.page import Group, PageKind
from ui.administration.people.view import PeoplePage
from ui.administration.policy.view import PolicyPage
from ui.administration.users.view import UsersPage
from ui.agreements.view import AgreementsPage
from ui.breaches.view import BreachesPage
from ui.evidence.view import EvidencePage
from ui.holds.view import HoldsPage
from ui.keeping.view import KeepingPage
from ui.log.view import LogPage
from ui.own_account.view import OwnAccountPage
from ui.releases.view import ReleasesPage
from ui.reports.view import ReportsPage
from ui.samples.view import SamplesPage
from ui.transfer.view import TransferPage

SETUP = (
    PageKind("lists", list_strings.LISTS_PAGE, Permission.IMPORT_HOT_LISTS, ListsPage),
    PageKind("users", list_strings.USERS_PAGE, Permission.MANAGE_USERS, UsersPage),
    PageKind("matching", strings_matches.MATCHING_PAGE, Permission.SET_THRESHOLDS, MatchingPage),
    PageKind("policy", strings_policy.PAGE, Permission.SIGN_POLICY, PolicyPage),
    PageKind("people", strings_people.PAGE, Permission.RECORD_TRAINING, PeoplePage),
    PageKind(
        "devices",
        strings_account.DEVICES_PAGE,
        Permission.SIGN_POLICY,
        DevicesPage,
        lambda policy: policy.people.device is not None,
    ),
    # What everybody may: the page is their own.
    PageKind("account", strings_account.PAGE, Permission.REPORT_BREACH, OwnAccountPage),
)

RECORDS: tuple[PageKind, ...] = (
    PageKind("transfer", strings_transfer.PAGE, Permission.TRANSFER_RECORDS, TransferPage),
    PageKind("evidence", strings_release.EVIDENCE_PAGE, Permission.EXPORT_EVIDENCE, EvidencePage),
    PageKind("releases", strings_release.RELEASES_PAGE, Permission.RECORD_RELEASES, ReleasesPage),
    PageKind(
        "agreements", strings_release.AGREEMENTS_PAGE, Permission.DECIDE_RELEASES, AgreementsPage
    ),
    PageKind("holds", strings_keeping.HOLDS_PAGE, Permission.HOLD_RECORDS, HoldsPage),
    PageKind("keeping", strings_keeping.KEEPING_PAGE, Permission.PURGE_RECORDS, KeepingPage),
)
"""What is kept, held, purged, exported and released."""

OVERSIGHT: tuple[PageKind, ...] = (
    PageKind("reports", strings_oversight.REPORTS_PAGE, Permission.JUDGE_INQUIRIES, ReportsPage),
    PageKind("samples", strings_oversight.SAMPLES_PAGE, Permission.JUDGE_INQUIRIES, SamplesPage),
    PageKind("log", strings_log.LOG_PAGE, Permission.READ_AUDIT, LogPage),
    PageKind("breaches", strings_release.BREACHES_PAGE, Permission.REPORT_BREACH, BreachesPage),
)
"""The log, the samples, the reports."""

GROUPS = (
    Group("setup", strings.GROUP_SETUP, "", SETUP),
    Group("records", strings.GROUP_RECORDS, strings_keys.KEY_RECORDS, RECORDS),
    Group("oversight", strings.GROUP_OVERSIGHT, strings_keys.KEY_OVERSIGHT, OVERSIGHT),
)


def anything_for(user: User) -> bool:
    """Whether any page is theirs."""
    return any(group.for_user(user) for group in GROUPS)
