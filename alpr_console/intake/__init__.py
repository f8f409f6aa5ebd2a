"""Hot-list files as agencies send them, checked line by line on their way into a sealed list."""
