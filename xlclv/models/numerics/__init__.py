"""Special functions that keep their digits, and smooth functions tabulated once."""
