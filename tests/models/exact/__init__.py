"""What the tables of cases were made with: mpmath at 40 digits, formulas written apart from the product's.

Run as `python -m tests.models.exact.season > tests/models/season_cases.json` where mpmath is installed.
"""
