"""Read an agency's profile and refuse whatever is unknown, missing or contradictory.

Each duty stands in a table of its own with its section and sense, so that a refusal can
name the line. A duty on which the policy's text is silent says `silent = true` instead
of a section; the console then asks by its own rule and cites nothing.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from alpr_console.domain.errors import PolicyInvalid
from alpr_console.domain.policy import (
    AgencyPolicy,
    Approver,
    Barred,
    ListRules,
    SpecificRules,
)
from alpr_console.domain.policy_rules import ShiftRules
from alpr_console.policy.rule_tables import (
    Oversight,
    People,
    Publication,
    Queries,
    Release,
    Retention,
    Shift,
)
from alpr_console.policy.tables import Duty, ProfileTable, Share, Words

_Squeezed = Annotated[str, Field(pattern=r"^[a-z0-9]{2,60}$")]
"""A word as it is compared: small letters and digits alone."""
_Approver = Literal["supervisor", "administrator"]


_ALTERNATIVE = re.compile(r"_[A-Z]|function-after\[|list\[|literal\[")
"""How pydantic writes, within a place, which alternative of a union it tried."""


class _Freshness(Duty):
    stale_after_hours: Annotated[float, Field(gt=0, le=24 * 31)]


class _Notify(Duty):
    who: Annotated[list[Words], Field(min_length=1)]


class _Use(Duty):
    permitted: Annotated[list[Duty], Field(min_length=1)]
    prohibited: Annotated[list[Duty], Field(min_length=1)]


class _Agency(ProfileTable):
    name: Words
    title: Words
    version: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2}|undated)$")]


class _Duties(ProfileTable):
    verification: Duty
    confirmation: Duty
    lawful_basis: Duty
    disposition: Duty
    list_freshness: _Freshness
    exigency: Duty | Literal["none"]
    person_effort: Duty | Literal["none"]
    notify: _Notify | Literal["none"]


class _Replacement(Duty):
    shrink_limit: Share
    fault_limit: Share


class _Barred(Duty):
    words: Annotated[list[_Squeezed], Field(min_length=1)]


class _PastReads(Duty):
    days: Annotated[int, Field(gt=0, le=366)]


class _Lists(ProfileTable):
    designation: Duty
    replacement: _Replacement
    barred: Annotated[list[_Barred], Field(min_length=1)] | Literal["none"]
    past_reads: _PastReads | Literal["none"]

    @property
    def rules(self) -> ListRules:
        past = None if self.past_reads == "none" else self.past_reads
        return ListRules(
            designation=self.designation.clause,
            replacement=self.replacement.clause,
            shrink_limit=self.replacement.shrink_limit,
            fault_limit=self.replacement.fault_limit,
            barred=()
            if self.barred == "none"
            else tuple(Barred(tuple(one.words), one.clause) for one in self.barred),
            past_reads=past.clause if past else None,
            past_reads_for=timedelta(days=past.days if past else 0),
        )


class _Approval(Duty):
    approver: _Approver
    update_approver: _Approver


class _Expiry(Duty):
    term_days: Annotated[int, Field(gt=0, le=366)]


class _Specific(ProfileTable):
    contents: Duty
    approval: _Approval
    expiry: _Expiry
    informational: Duty

    @property
    def rules(self) -> SpecificRules:
        return SpecificRules(
            contents=self.contents.clause,
            approval=self.approval.clause,
            approver=Approver(self.approval.approver),
            update_approver=Approver(self.approval.update_approver),
            expiry=self.expiry.clause,
            term=timedelta(days=self.expiry.term_days),
            informational=self.informational.clause,
        )


class _Profile(ProfileTable):
    agency: _Agency
    use: _Use
    duties: _Duties
    lists: _Lists
    specific: _Specific
    people: People
    queries: Queries
    retention: Retention
    oversight: Oversight
    release: Release
    publication: Publication
    shift: Shift | None = None

    @model_validator(mode="after")
    def _past_reads_exist(self) -> _Profile:
        past = self.lists.past_reads
        if past != "none" and past.days > self.retention.reads.after_days:
            raise ValueError(
                f"lists.past_reads looks back {past.days} days, but reads are purged after "
                f"{self.retention.reads.after_days}"
            )
        return self


def load_policy(path: Path) -> AgencyPolicy:
    """The profile in `path`. Raises PolicyInvalid naming file, line and what is wrong."""
    return policy_of(read_profile(path), path.stem)


def read_profile(path: Path) -> str:
    """The text of the profile in `path`. Raises PolicyInvalid."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as problem:
        raise PolicyInvalid(
            f"Policy profile {path.name} cannot be read ({problem.strerror}).",
            "Choose a profile from resources/policies.",
        ) from problem
    except UnicodeDecodeError as problem:
        raise PolicyInvalid(f"{path.name} is not UTF-8 text.", "Save it as UTF-8.") from problem


def policy_of(text: str, key: str) -> AgencyPolicy:
    """The profile that `text` is, `key` the stem of its file. Raises PolicyInvalid."""
    name = f"{key}.toml"
    try:
        profile = _Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise PolicyInvalid(f"{name}: {problem}.", "Correct the line.") from problem
    except ValidationError as problem:
        raise PolicyInvalid(_named(name, text, problem), "Correct the profile.") from problem
    duties, use = profile.duties, profile.use
    exigency, effort, notify = duties.exigency, duties.person_effort, duties.notify
    return AgencyPolicy(
        key=key,
        agency=profile.agency.name,
        title=profile.agency.title,
        version=profile.agency.version,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        permitted_use=tuple(_sentence(duty) for duty in use.permitted),
        prohibited_use=tuple(_sentence(duty) for duty in use.prohibited),
        use=use.clause,
        verification=duties.verification.clause,
        confirmation=duties.confirmation.clause,
        lawful_basis=duties.lawful_basis.clause,
        disposition=duties.disposition.clause,
        list_freshness=duties.list_freshness.clause,
        stale_after=timedelta(hours=duties.list_freshness.stale_after_hours),
        exigency=None if exigency == "none" else exigency.clause,
        person_effort=None if effort == "none" else effort.clause,
        notify=() if notify == "none" else tuple(notify.who),
        notify_clause=None if notify == "none" else notify.clause,
        lists=profile.lists.rules,
        specific=profile.specific.rules,
        people=profile.people.rules,
        queries=profile.queries.rules,
        retention=profile.retention.rules,
        oversight=profile.oversight.rules,
        release=profile.release.rules,
        publication=profile.publication.rules,
        shift=profile.shift.rules if profile.shift is not None else ShiftRules(),
    )


def _sentence(duty: Duty) -> str:
    return f"{duty.sense} §{duty.section}" if duty.section else duty.sense


def _named(file: str, text: str, problem: ValidationError) -> str:
    """Every problem with its line, in the order of the file."""
    found: dict[str, int] = {}
    for error in problem.errors(include_url=False):
        # pydantic puts the tried alternatives of a union into the place; a literal that
        # did not fit is of no interest once the table did not either.
        if error["loc"] and str(error["loc"][-1]).startswith("literal["):
            continue
        place = [step for step in map(str, error["loc"]) if not _ALTERNATIVE.match(step)]
        # A contradiction between two tables names the first of them in its words.
        place = place or error["msg"].removeprefix("Value error, ").split(" ", 1)[0].split(".")
        name = ".".join(place)
        line = _line_of(text, place)
        match error["type"]:
            case "missing":
                words = f"'{name}' is missing"
            case "extra_forbidden":
                words = f"'{name}' is not a key of a profile"
            case "model_type":
                words = f"'{name}' must be a table with a section and a sense"
            case _:
                said = error["msg"].removeprefix("Value error, ")
                words = said if said.startswith(f"{name} ") else f"'{name}': {said}"
        found.setdefault(f"{file}, line {line}: {words}.", line)
    if not found:
        return f'{file}: a duty is neither a table nor "none".'
    return " ".join(sorted(found, key=lambda words: found[words]))


def _line_of(text: str, place: list[str]) -> int:
    """Line of the key at `place`, of the nearest table above it, or of the first one in it."""
    best, depth, table = 1, 0, list[str]()
    within = 0
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[{1,2}([\w.-]+)\]{1,2}", line):
            table = header[1].split(".")
            if line.lstrip().startswith("[["):
                counts[header[1]] = counts.get(header[1], -1) + 1
                table.append(str(counts[header[1]]))
            here = table
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            here = [*table, key[1]]
        else:
            continue
        if place[: len(here)] == here and len(here) > depth:
            best, depth = number, len(here)
        if not within and here[: len(place)] == place:
            within = number
    return best if depth else within or 1
