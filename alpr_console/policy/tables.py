"""What every table of a profile has in common: a section or silence, and a sense."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from alpr_console.domain.policy import Clause

Words = Annotated[str, Field(min_length=3, max_length=300)]
Section = Annotated[str, Field(pattern=r"^\d+(\.\d+)*(\([a-z]+\)\d*(\([a-z]\))?)*$")]
Share = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[int, Field(gt=0, le=3660)]
Months = Annotated[int, Field(gt=0, le=24)]


class ProfileTable(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Duty(ProfileTable):
    section: Section = ""
    silent: bool = False
    sense: Words

    @model_validator(mode="after")
    def _one_of_both(self) -> Duty:
        if bool(self.section) == self.silent:
            raise ValueError("needs either a section or silent = true")
        return self

    @property
    def clause(self) -> Clause:
        return Clause(self.section, self.sense)
