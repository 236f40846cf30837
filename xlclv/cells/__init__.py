"""Cells: what a spreadsheet hands to a function becomes arrays, what the function answers becomes cells.

Nothing here knows a host: Excel, Calc and a test all pass a scalar or a list of rows.
"""
