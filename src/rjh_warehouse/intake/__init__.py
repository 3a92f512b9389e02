"""A delivered file on its way in: found, judged, loaded or only checked, reported and marked; and contracts drafted."""
