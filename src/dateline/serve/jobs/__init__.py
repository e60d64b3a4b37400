"""The work behind the pages: coding what was uploaded, linking it, looking for what is new, and telling others.

``dateline serve`` starts worker processes (:mod:`.supervisor`), each of which takes jobs of all projects
(:mod:`.worker`): what is to be coded (:mod:`.coding`), what is new in saved searches (:mod:`.news`), and what is to be
sent (:mod:`.hooks`).
"""
