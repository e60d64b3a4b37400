"""Parsed documents to mentions and claims."""
