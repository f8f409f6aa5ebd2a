"""Colors, sizes, fonts and icons. Nothing outside this package writes any of them."""
