"""The Reader: one report as it was published, what was read from it, and what a person makes of that."""
