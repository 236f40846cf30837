"""Buyers who come at regular intervals: BG/NBD and MBG/NBD with Erlang-k times between purchases."""
