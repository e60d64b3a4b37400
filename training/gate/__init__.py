"""The relevance gate: what its weights learn from, and how."""
