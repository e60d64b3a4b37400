"""Coded documents in the formats that others read: one file a format."""
