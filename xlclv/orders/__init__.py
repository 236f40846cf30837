"""Orders: reading files, what was left out and why, the customer summary, the cohorts."""
