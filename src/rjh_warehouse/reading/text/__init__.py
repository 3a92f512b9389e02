"""Delimited text: encoding, lines, cells, and the fast way of large stretches."""
