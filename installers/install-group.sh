#!/usr/bin/env bash
# Installs one dependency group of pyproject.toml into .venv: install-group.sh train
# (pip learned --group in 25.1; Debian 12's is older.)
set -euo pipefail
cd "$(dirname "$0")/.."
group=${1:?"name a dependency group of pyproject.toml"}
mapfile -t wanted < <(.venv/bin/python - "$group" <<'PY'
import sys
import tomllib

with open("pyproject.toml", "rb") as file:
    groups = tomllib.load(file)["dependency-groups"]
if sys.argv[1] not in groups:
    sys.exit(f"pyproject.toml has no dependency group {sys.argv[1]!r}.")
print(*groups[sys.argv[1]], sep="\n")
PY
)
[ "${#wanted[@]}" -gt 0 ] || exit 1
exec .venv/bin/python -m pip install --no-input --disable-pip-version-check "${wanted[@]}"
