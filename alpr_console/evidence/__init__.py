"""Evidence exports: what goes into the folder, and how it gets onto the medium."""
