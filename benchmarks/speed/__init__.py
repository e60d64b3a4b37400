"""How fast coding is, as a ratio to a bare parse of the same text in the same run."""
