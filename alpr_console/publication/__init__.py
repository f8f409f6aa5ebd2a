"""What the agency puts on its website."""
