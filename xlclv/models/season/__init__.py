"""A year's ups and downs: a clock that runs faster in the months in which more is bought."""
