"""Moving records to the department's storage."""
