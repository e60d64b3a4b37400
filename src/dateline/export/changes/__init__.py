"""What changed in a store between two days: compared, and in words, as JSON or as an Atom feed."""
