"""How a duty's clause is cited on the screen."""

from __future__ import annotations

from alpr_console.domain.policy import Clause


def cite(clause: Clause | None) -> str:
    """'§427.5(a)'; '' where the policy is silent and the console asks by its own rule."""
    return f"§{clause.section}" if clause is not None and clause.section else ""


def titled(title: str, clause: Clause) -> str:
    """'Samples · §427.8'; the title alone where the policy is silent."""
    section = cite(clause)
    return f"{title} · {section}" if section else title
