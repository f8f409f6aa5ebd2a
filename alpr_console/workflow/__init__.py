"""What people do, one file an act; each act and its audit entry are one transaction."""
