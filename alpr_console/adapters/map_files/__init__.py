"""The agency's own map file: pictures in MBTiles, or lines and names in GeoJSON."""
