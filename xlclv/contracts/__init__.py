"""Contracts: spans of start, end and fee become relationships, movement, curves of renewal and values."""
