"""A board's text held to the published file: its sentences (`passage`), the numbers in them (`stated`), what the
file has (`held`), what a sentence is about (`context`), a plan's own sentences (`wording`), the answer (`verdict`).
"""
