"""What must hold between the rows of a store, each as a query that must find nothing."""

from __future__ import annotations

from collections.abc import Mapping

_DOCUMENTS = {
    "each document has one current coding": "SELECT d.id FROM documents d LEFT JOIN codings c ON c.document = d.row"
    " AND c.superseded IS NULL GROUP BY d.id HAVING count(c.number) <> 1",
    "each document came from somewhere": "SELECT d.id FROM documents d WHERE NOT EXISTS"
    " (SELECT 1 FROM receipts r WHERE r.document = d.row)",
    "each incident has reports": "SELECT i.id FROM incidents i WHERE NOT EXISTS"
    " (SELECT 1 FROM incident_claims m WHERE m.incident = i.id)",
    "each claim is about as old as its row says": "SELECT c.claim FROM claims c WHERE c.last_day < c.first_day",
}
_REVIEW = {
    "each judgement taken back was made before": "SELECT j.number FROM judgements j WHERE j.undoes >= j.number",
    "each undo takes one line back, and nothing else does": "SELECT j.number FROM judgements j WHERE"
    " (j.kind = 'undo') <> (j.undoes IS NOT NULL)",
    "each judgement is about claims": "SELECT j.number FROM judgements j WHERE j.kind <> 'undo' AND NOT EXISTS"
    " (SELECT 1 FROM judged_claims c WHERE c.judgement = j.number)",
    "each judged claim stands on words of its document": "SELECT c.judgement FROM judged_claims c"
    " JOIN documents d ON d.row = c.document WHERE c.anchor_start < 0 OR c.anchor_end < c.anchor_start"
    " OR c.anchor_end > length(d.text)",
    "each verdict on a row is a line about its document": "SELECT r.claim FROM claim_reviews r"
    " JOIN claims c ON c.row = r.claim WHERE NOT EXISTS"
    " (SELECT 1 FROM judged_claims j WHERE j.judgement = r.judgement AND j.document = c.document)",
    "each verdict on a row is by whom the log says": "SELECT r.claim FROM claim_reviews r"
    " JOIN judgements j ON j.number = r.judgement WHERE j.person <> r.person",
    "each document with verdicts on its rows is kept as reviewed": "SELECT d.id FROM claim_reviews r"
    " JOIN claims c ON c.row = r.claim JOIN documents d ON d.row = c.document WHERE NOT EXISTS"
    " (SELECT 1 FROM reviewed v WHERE v.document = c.document)",
    "each reviewed document goes back to a line about it": "SELECT d.id FROM reviewed v"
    " JOIN documents d ON d.row = v.document WHERE NOT EXISTS"
    " (SELECT 1 FROM judged_claims j WHERE j.document = v.document) OR NOT EXISTS"
    " (SELECT 1 FROM judgements j WHERE j.number = v.latest)",
}
_ASSIGNMENTS = {
    "each task is of a document of its assignment": "SELECT t.assignment FROM tasks t WHERE NOT EXISTS"
    " (SELECT 1 FROM assigned_documents d WHERE d.assignment = t.assignment AND d.document = t.document)",
    "each document of an assignment has the coders that it should": "SELECT a.number FROM assignments a"
    " JOIN assigned_documents d ON d.assignment = a.number WHERE (SELECT count(*) FROM tasks t WHERE"
    " t.assignment = d.assignment AND t.document = d.document AND t.withdrawn IS NULL)"
    " <> CASE WHEN a.double THEN 2 ELSE 1 END",
    "each task was given before it was done": "SELECT t.assignment FROM tasks t WHERE t.done < t.given",
    "each document that is settled was coded before": "SELECT d.assignment FROM assigned_documents d"
    " JOIN tasks t ON t.assignment = d.assignment AND t.document = d.document"
    " WHERE d.settled IS NOT NULL AND t.withdrawn IS NULL AND t.done IS NULL",
}
_JOBS = {
    "each job is in a state that there is": "SELECT j.number FROM jobs j WHERE j.state NOT IN"
    " ('waiting', 'running', 'done', 'failed', 'cancelled')",
    "each job that runs is somebody's, and no other is": "SELECT j.number FROM jobs j WHERE"
    " (j.state = 'running') <> (j.worker IS NOT NULL AND j.leased IS NOT NULL)",
    "each job that ended says when, and no other does": "SELECT j.number FROM jobs j WHERE"
    " (j.state IN ('done', 'failed', 'cancelled')) <> (j.finished IS NOT NULL)",
    "each job that is to be done has its bytes": "SELECT j.number FROM jobs j WHERE j.size > 0 AND"
    " j.state IN ('waiting', 'running') AND NOT EXISTS (SELECT 1 FROM job_bytes b WHERE b.job = j.number)",
    "each report that a job added is there": "SELECT r.document FROM job_results r WHERE"
    " r.outcome IN ('added', 'recoded', 'known') AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = r.document)",
}
_SEARCHES = {
    "each piece of news is of a kind that there is": "SELECT n.number FROM search_news n WHERE n.kind NOT IN"
    " ('new', 'changed', 'retracted', 'more')",
    "each address that is told what is new has a secret": "SELECT s.number FROM searches s WHERE"
    " (s.hook IS NOT NULL) <> (s.hook_secret IS NOT NULL)",
}
_ACCOUNTS = {
    "each role is one that there is": "SELECT p.person FROM project_roles p WHERE p.role NOT IN"
    " ('viewer', 'coder', 'reviewer', 'admin')",
    "each invitation that was taken says by whom": "SELECT i.number FROM invitations i WHERE"
    " (i.person IS NOT NULL) <> (i.taken IS NOT NULL)",
}
_OVERVIEW = {
    "each incident has its outline": "SELECT i.id FROM incidents i WHERE NOT EXISTS"
    " (SELECT 1 FROM incident_outlines o WHERE o.row = i.row AND o.id = i.id)",
    "each outline says what its incident does": "SELECT i.id FROM incidents i"
    " JOIN incident_outlines o ON o.row = i.row WHERE o.grade <> i.grade OR o.known <> i.known"
    " OR o.first_day <> i.first_day OR o.last_day <> i.last_day",
    "each figure of an outline counts as its incident does": "SELECT o.id FROM incident_outlines o"
    " JOIN incident_bands b ON b.row = o.row WHERE b.counts <> o.counts OR b.low > b.best OR b.best > b.high",
    "each part in an outline counts as its incident does": "SELECT o.id FROM incident_outlines o"
    " JOIN incident_parts p ON p.row = o.row WHERE p.counts <> o.counts",
    "no figure repeats itself": "SELECT r.vague FROM incident_repeats r WHERE r.vague = r.close",
    "no incident is there and gone": "SELECT g.id FROM incidents_gone g JOIN incidents i ON i.id = g.id",
}
RULES: Mapping[str, str] = {
    **_DOCUMENTS, **_REVIEW, **_ASSIGNMENTS, **_JOBS, **_SEARCHES, **_ACCOUNTS, **_OVERVIEW
}  # fmt: skip
"""The rules, by what they hold."""
