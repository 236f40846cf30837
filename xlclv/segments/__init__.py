"""Segments: value tiers and what each group of customers is worth."""
