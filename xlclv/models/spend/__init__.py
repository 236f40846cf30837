"""Gamma-Gamma: what an order of a customer is worth."""
