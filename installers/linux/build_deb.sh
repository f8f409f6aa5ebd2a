#!/usr/bin/env bash
# Builds a .deb of this checkout for the Debian or Ubuntu release it runs on, into dist/.
#
# Needs: python3 of the distribution with python3-venv and python3-dev, build-essential,
# and a package registry for Briefcase and the console's own packages.
# Begun: the package is not signed, the versions of indirect Python packages are held to
# the lock but their hashes are not checked here, and briefcase.toml's url and author are
# placeholders until the project has an address.
set -euo pipefail
cd "$(dirname "$0")/../.."

stop() { printf 'build_deb: %s\n' "$*" >&2; exit 1; }

for need in dpkg-deb cc strip /usr/bin/python3-config; do
  command -v "$need" >/dev/null ||
    stop "$need is missing. Install it: apt-get install python3-venv python3-dev build-essential"
done
/usr/bin/python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' ||
  stop "this release's python3 is $(/usr/bin/python3 -V); the console needs 3.11 to 3.13."

# The default, xz, takes a quarter of an hour over Qt and OpenVINO.
export DPKG_DEB_COMPRESSOR_TYPE=${DPKG_DEB_COMPRESSOR_TYPE:-zstd}
export DPKG_DEB_COMPRESSOR_LEVEL=${DPKG_DEB_COMPRESSOR_LEVEL:-3}

work=build/deb-tools
[ -x $work/venv/bin/briefcase ] || {
  /usr/bin/python3 -m venv $work/venv
  $work/venv/bin/python -m pip install --quiet --no-input briefcase==0.4.7
}
# pip cannot mix hashed and unhashed requirements, and Briefcase hands over unhashed ones.
sed -nE 's/^([A-Za-z0-9._-]+==[^ ]+( ; [^\\]*)?).*/\1/p' installers/requirements.lock \
  >$work/constraints.txt

overrides=()
while IFS= read -r line; do
  case $line in '' | '#'*) continue ;; esac
  key=${line%% = *}
  [ "$key" != "$line" ] || stop "briefcase.toml: '$line' is not a single-level key = value."
  overrides+=(-C "$key=${line#* = }")
done <briefcase.toml
overrides+=(-C "requirement_installer_args=['--constraint', '$work/constraints.txt']")

rm -rf build/alpr-console
for step in create build package; do
  options=()
  [ $step = package ] && options=(--packaging-format deb --adhoc-sign)
  $work/venv/bin/briefcase $step linux system --no-input "${options[@]}" "${overrides[@]}" </dev/null
done
ls -l dist/*.deb
