"""Pareto/NBD, dropout at any time, and the NBD that it becomes where nobody drops out."""
