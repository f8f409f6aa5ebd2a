"""The department's storage: a PostgreSQL database that every vehicle sends its records to."""
