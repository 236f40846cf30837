"""The intake's rulebook: words, patterns and thresholds as data; `files` and `tables` carry them out."""
