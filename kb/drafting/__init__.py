"""Citations that a drafter can sign, built from stored facts alone."""
