"""What the console knows: frozen values and state machines. Standard library only."""
