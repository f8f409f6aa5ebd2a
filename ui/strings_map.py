"""Words of the map."""

from __future__ import annotations

KEY_FOLLOW = "F"
KEY_WHOLE = "A"
KEY_NEARER = "+"
KEY_FARTHER = "-"
KEY_EARLIER = "E"
KEY_LATER = "L"

MAP = "Map"
SAID = "Map, north up. Arrows move it."
SAID_CHOSEN = "{said} Chosen: {mark}"

# Keys
FOLLOW = "Follow car"
WHOLE = "Whole shift"
NEARER = "Nearer"
FARTHER = "Farther"
EARLIER = "Earlier"
EARLIER_SAID = "Earlier mark"
LATER = "Later"
LATER_SAID = "Later mark"
SHOW_READ = "Show read"
SHOW_HIT = "Show hit"

# The car
NO_FIX = "No GPS fix for {age}. The hollow mark is the last place, {time}."
NEVER_FIXED = "No GPS fix since sign-in, {age}. Reads carry no place until there is one."
NO_PLACES = "Reads carry no place until there is one."
CAR = "Speed and heading not told"
HEADING = "Heading {point}, {speed}"
STANDING = "Standing"
NO_HEADING = "Moving, heading not told, {speed}"
CAR_LAST = "Last place, {time}"

# What is shown
EMPTY = "The car's track, reads and hits appear here once there is a GPS fix."
HIDDEN = "Reads and hits are hidden while the log cannot be written."
HIDDEN_SAID = "Nobody could say who saw them."
NOWHERE = "Without a place, not on the map: {reads}, {hits}"
READS_ONE, READS = "1 read", "{count} reads"
HITS_ONE, HITS = "1 hit", "{count} hits"
LEGEND = "Reads are small and gray. Hits have their category's shape, hollow once closed."
BREAKS = "Where the track is broken there was no GPS fix."
CHOOSE = "Touch a mark, or choose one with E and L."
READ = "Read"
HIT_CLOSED = "{category}, closed"
WHEN = "{time}, by {camera}"
AWAY = "{age} ago, {distance} {point} of the car"
AGE = "{age} ago"
RECORDED = "Its plate is shown with Enter, which goes on record as a look."
VEHICLE = "Vehicle: {vehicle}"

PURPOSE = "Seen on the map"
"""What a look at a read from here is for, as the log has it."""

# The map file
NO_FILE = "No map file. The grid is {scale} wide."
NO_FILE_EITHER = "No map file. A grid stands in for it."
LOADING = "Opening {name} …"
FILE = "Map: {name}"
OUTSIDE = "Map: {name}. It does not cover this place."
DAMAGED_TILES = "Map: {name}. Parts of it are damaged and left out."
NORTH = "N"
