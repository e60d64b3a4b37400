"""The map: its ground, built once from packages, and what it is sent of a store."""
