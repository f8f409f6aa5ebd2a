"""A read put right by a person: the plate, the state and why."""
