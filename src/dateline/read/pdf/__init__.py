"""From the pieces of text on the pages of a PDF to prose: columns, running lines, paragraphs, scanned pages.

::

    glyphs.pieces_of(page) → lines.lines_of(pieces) → running.without_running_lines(pages) → paragraphs.rebuilt(pages)

Lengths are points (1/72 inch); ``top`` and ``bottom`` are counted downwards from the top of the page.
"""
