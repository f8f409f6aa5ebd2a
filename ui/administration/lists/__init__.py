"""The designated hot lists, and what is done with them."""
