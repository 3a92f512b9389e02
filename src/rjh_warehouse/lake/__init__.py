"""The lake: what was delivered, kept for ever, and what of it is known. Knows nothing of SQLMesh or of marts."""
