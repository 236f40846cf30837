"""Orders in files: opened by what they are, cells as typed, converted by the rules."""
