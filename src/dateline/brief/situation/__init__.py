"""The situation as of a day: who is said to hold what, who is tied to whom, tolls, and positions, from what was known by then."""
