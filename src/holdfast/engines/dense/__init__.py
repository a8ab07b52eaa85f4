"""All 2^m codes at once, in numpy."""
