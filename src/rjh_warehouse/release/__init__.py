"""Closed months: frozen beside each other, proved again from their inputs, compared, and publications taken back."""
