"""Plans: made, explained, changed by hand, compared, repaired."""
