"""The administrator's screen: pages, one at a time."""
