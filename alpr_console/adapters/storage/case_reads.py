"""Which reads belong to a case: taken in its canvass, told of by a hit or past hit on an entry
that bears its number, held for it, exported for it.

Canvasses, holds and exports are few, and lead to their reads by index. The entries of alerts and
past hits are looked through: there is one for each hit, not for each read.
"""

from __future__ import annotations


def _is(number: str) -> str:
    return f"{number} = :case COLLATE NOCASE"


_ALERTS = f"""
SELECT alert_id FROM alerts WHERE {_is("json_extract(entry, '$.oca')")}
UNION SELECT record_id FROM holds JOIN hold_items ON hold_items.hold_id = holds.hold_id
  WHERE hold_items.kind = 'alert' AND {_is("holds.number")}
UNION SELECT value FROM evidence_exports, json_each(contents, '$.alert_ids')
  WHERE {_is("json_extract(contents, '$.case_number')")}
"""

OF_CASE = f"""(
SELECT read_id FROM canvass_reads WHERE canvass_id IN (
  SELECT record_id FROM canvasses WHERE {_is("json_extract(contents, '$.case_number')")})
UNION SELECT read_id FROM past_hits WHERE {_is("json_extract(entry, '$.oca')")}
UNION SELECT read_id FROM alerts WHERE alert_id IN ({_ALERTS})
UNION SELECT read_id FROM alert_repeats WHERE alert_id IN ({_ALERTS})
UNION SELECT record_id FROM holds JOIN hold_items ON hold_items.hold_id = holds.hold_id
  WHERE hold_items.kind = 'read' AND {_is("holds.number")}
UNION SELECT held.read_id FROM holds
  CROSS JOIN reads AS held INDEXED BY ix_reads_plate ON held.plate = holds.plate
    AND held.at >= coalesce(holds.since, '') AND held.at <= coalesce(holds.until, '~')
  WHERE holds.plate != '' AND {_is("holds.number")}
UNION SELECT value FROM evidence_exports, json_each(contents, '$.read_ids')
  WHERE {_is("json_extract(contents, '$.case_number')")}
)"""
"""Read ids, each once; `:case` is the number, in upper or lower case."""
