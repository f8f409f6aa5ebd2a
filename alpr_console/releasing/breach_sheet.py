"""The report of a suspected breach as a paper."""

from __future__ import annotations

from alpr_console.documents.sheet import Sheet
from alpr_console.domain.breach import BreachReport
from alpr_console.domain.policy import AgencyPolicy


def breach_sheet(report: BreachReport, policy: AgencyPolicy) -> bytes:
    """PDF, in this computer's zone."""
    sheet = Sheet(policy.agency, "Suspected breach", report.at.astimezone(), report.by)
    sheet.clause(policy.release.breach)
    sheet.facts(
        [
            ("Report", report.report_id),
            ("Reported by", report.by),
            ("Reported to", policy.people.administrator_title),
            ("Noticed", f"{report.noticed_at.astimezone():%Y-%m-%d %H:%M %Z}"),
            ("Possible since", f"{report.since.astimezone():%Y-%m-%d %H:%M %Z}"),
        ]
    )
    sheet.heading("What is suspected")
    sheet.paragraph(report.suspected)
    sheet.heading("What may have been reached")
    sheet.paragraph(report.reached)
    sheet.heading("In the audit log for that time")
    sheet.paragraph("\n".join(report.in_the_log) or "Nothing was opened, searched or taken out.")
    sheet.heading("Acknowledged")
    sheet.paragraph(
        "\n".join(
            f"{one.at.astimezone():%Y-%m-%d %H:%M %Z} {one.by}: {one.note}"
            for one in report.acknowledged
        )
        or "Not yet."
    )
    sheet.signatures(["Reporter", policy.people.administrator_title])
    return sheet.pdf()
