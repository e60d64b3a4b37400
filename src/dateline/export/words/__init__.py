"""Records in words for people: claims, days, incidents and reports, on the screen, on pages and in cells."""
