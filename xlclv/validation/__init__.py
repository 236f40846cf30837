"""Whether the models deserve trust: what they expected beside what happened, one concern a module."""
