"""What it means: a case compiled to bits, moves and ranks. Knows nothing of sources or files."""
