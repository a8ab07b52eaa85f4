"""What follows: one file per question an analyst asks; each returns an answer with a witness."""
