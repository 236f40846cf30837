"""The race: the program's own forecasts beside easy rules, on real shops and in simulated odd worlds."""
