"""Orders that are in a database or a typed file: read where they are, in any engine Ibis speaks to."""
