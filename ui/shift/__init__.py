"""The shift: its check, its reads, canvass, notes, faults and its end."""
