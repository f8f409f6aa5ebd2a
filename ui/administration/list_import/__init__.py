"""A hot-list file on its way into force: file, columns, check."""
