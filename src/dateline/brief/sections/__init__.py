"""The parts of a brief, in its order: one module each, with a function from the material to the section, or None."""
