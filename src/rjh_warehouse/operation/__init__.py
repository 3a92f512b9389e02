"""The nightly run as something a region lives with: one run, its log, and what is mailed in the morning."""
