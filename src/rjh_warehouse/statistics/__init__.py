"""Trend, suppression of small cells and measured effect: pure functions on numpy arrays.

Nothing here reads a file, a database or the lake. Amounts are floats inside a method (an estimate has no
öre); whoever stores a result rounds it to kronor.
"""
