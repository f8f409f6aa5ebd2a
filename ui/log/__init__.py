"""The audit log, for whoever audits."""
