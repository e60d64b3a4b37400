"""Making what the place layer has learned or worked out: the ranking's weights, and the points of borders."""
