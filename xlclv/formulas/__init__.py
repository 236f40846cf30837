"""Closed forms, one family a file: what a finance user could write in a cell, checked and vectorised."""
