"""`python -m tests.trace`: make docs/requirements.md anew."""

from tests.trace.page import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
print(f"{PAGE.name} written.")
