"""What is doubted, carried through to the verdicts: shares of worlds, bounds, what drives them, what would tell."""
