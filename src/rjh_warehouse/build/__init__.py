"""Models into a generation, its audits, and the published file that readers open."""
