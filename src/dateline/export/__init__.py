"""What a store or a coded document holds, in the formats that others read.

``dateline export``: :mod:`.selection` reads what was asked of the store through a profile of :mod:`.responsibility`;
:mod:`.registry` finds the format, one a module of :mod:`.formats`; :mod:`.placing` puts what it wrote in place, whole.
Formats share :mod:`.event_data` (one row an incident, in the codes of others), :mod:`.tables` (a table a layer),
:mod:`.maps` (rows with points), :mod:`.arrow` (records as they are) and :mod:`.words` (records in words). What each is given
and answers is in :mod:`.contract`. :mod:`.release` makes a dated folder of several formats; :mod:`.changes` tells what differs
between two days. ``dateline code`` writes single documents through :mod:`.sinks`: :mod:`.text`, :mod:`.html`.
"""
