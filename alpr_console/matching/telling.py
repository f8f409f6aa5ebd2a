"""Which matches of a read an officer is told of."""

from __future__ import annotations

from collections.abc import Sequence

from alpr_console.domain.hotlist import Match, MatchKind


def worth_telling(matches: Sequence[Match]) -> list[Match]:
    """Exact matches, each; approximate ones only where nothing matches exactly, and then
    the likeliest; partial plates and descriptions besides.

    One alert per list entry: a vehicle on two lists has two duties to be answered.
    """
    exact = [m for m in matches if m.kind is MatchKind.EXACT]
    near = [m for m in matches if m.kind is MatchKind.APPROXIMATE]
    told = exact or sorted(near, key=lambda m: -m.likelihood)[:1]
    vague = [m for m in matches if m.kind in (MatchKind.PARTIAL, MatchKind.DESCRIPTION)]
    return [*told, *vague]
