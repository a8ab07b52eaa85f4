"""Carrying long work out: run folders, progress, interruption. Knows nothing of what is computed."""
