"""The map without network: the car's track, reads and hits over the agency's own map file."""
