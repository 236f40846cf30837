"""Maximum likelihood: histories as rows with a count, the one optimiser, boundaries and standard errors."""
