"""From the facts of coded documents to happenings: copies, links, groups, and what their reports say together."""
