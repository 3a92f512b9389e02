"""Answers from what is published: the way back of a number, and the printed report of a run."""
