"""The bar at the top: the health of everything, the time, who is signed in."""
