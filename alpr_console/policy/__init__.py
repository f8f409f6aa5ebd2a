"""An agency's policy profile: TOML → AgencyPolicy."""

# Whole, before anything of pydantic is loaded piece by piece: PySide6 looks into each module as
# it is imported, and pydantic's own way of loading late does not bear that half-way.
import pydantic.types  # noqa: F401
