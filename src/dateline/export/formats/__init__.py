"""One file a format of export, each with an ``EXPORT``; a format is found by being there."""
