"""An agency's policy profile: TOML → AgencyPolicy."""
