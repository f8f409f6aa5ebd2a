#!/usr/bin/env bash
# Makes this checkout ready on Debian or Ubuntu: system packages, .venv, Python packages.
# Does only what is missing; a second run takes a moment and changes nothing.
#
#   installers/bootstrap-debian.sh runtime   what the console and its demo need
#   installers/bootstrap-debian.sh test      that, and what the tests need
#
# PYTHON=/path/to/python3.12 chooses the interpreter that .venv is made from.
set -euo pipefail
cd "$(dirname "$0")/.."

tier=${1:-runtime}
lock=installers/requirements.lock
stamp=.venv/bootstrap-stamp

say() { printf 'setup: %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# A line per need; alternatives are the names that other releases use.
runtime_packages=(
  ca-certificates
  'libglib2.0-0t64|libglib2.0-0'
  libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0   # Qt, off-screen
  libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0   # Qt on X11
  libpulse0                    # Qt Multimedia does not import without it
  espeak-ng libespeak-ng1 alsa-utils   # speech; silent, and without an error, lacking aplay
  dbus gnome-keyring           # the store's key is kept in the system keyring
)
test_packages=(
  python3 python3-gi gir1.2-gst-rtsp-server-1.0   # the RTSP server that the camera tests run
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly
  gstreamer1.0-tools
  openssh-server               # the SFTP server that lists are fetched from
  postgresql                   # the department's storage; tests start one of their own
)

case $tier in
  runtime) packages=("${runtime_packages[@]}") ;;
  test) packages=("${runtime_packages[@]}" "${test_packages[@]}") ;;
  *) stop "'$tier' is not a tier; say runtime or test." ;;
esac

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif command -v sudo >/dev/null; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    # The last alternative is the name that every release understands.
    stop "these system packages are missing: ${missing[*]##*|}. Installing them needs root:" \
      "run this as root, or install sudo, or have an administrator run:" \
      "apt-get install ${missing[*]##*|}"
  fi
}

installed() { [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]; }

# Sets `missing` to the package lines of which no alternative is installed.
find_missing() {
  local need name found
  missing=()
  for need in "$@"; do
    found=
    for name in ${need//|/ }; do
      if installed "$name"; then found=yes; break; fi
    done
    [ -n "$found" ] || missing+=("$need")
  done
}

# Debian's package would make a cluster and start it with the machine.
keep_postgresql_off() {
  as_root install -d /etc/postgresql-common/createcluster.d
  echo "create_main_cluster = false" |
    as_root tee /etc/postgresql-common/createcluster.d/alpr-console.conf >/dev/null
}

apt_updated=
# Installs what is missing of its arguments, under the names that this release knows.
install_packages() {
  find_missing "$@"
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing the system packages ${missing[*]##*|}"
  if [ -z "$apt_updated" ]; then
    as_root apt-get update -q </dev/null
    apt_updated=yes
  fi
  local need name chosen names=()
  for need in "${missing[@]}"; do
    chosen=
    for name in ${need//|/ }; do
      if [ -n "$(apt-cache madison "$name" 2>/dev/null)" ]; then chosen=$name; break; fi
    done
    [ -n "$chosen" ] || stop "no package source of this machine has ${need//|/ or }." \
      "Add the release's main (Ubuntu: also universe) archive to /etc/apt and start again."
    names+=("$chosen")
  done
  case " ${names[*]} " in *' postgresql '*) keep_postgresql_off ;; esac
  as_root apt-get install -y -q --no-install-recommends "${names[@]}" </dev/null
}

usable() {
  command -v "$1" >/dev/null &&
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} /usr/bin/python3 \
    python3.13 python3.12 python3.11 python3; do
    if usable "$candidate"; then
      python=$(command -v "$candidate")
      return 0
    fi
  done
  return 1
}

make_venv() {
  if [ -n "${PYTHON:-}" ] && ! usable "$PYTHON"; then
    stop "PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13. Name one that is, or leave PYTHON unset."
  fi
  if ! find_python; then
    install_packages python3 python3-venv
    find_python || stop "this release's Python is $(/usr/bin/python3 -V 2>&1 | cut -d' ' -f2);" \
      "the console needs 3.11, 3.12 or 3.13. Install one with its venv module" \
      "(on Ubuntu 22.04: apt-get install python3.11 python3.11-venv from universe)," \
      "then start again with PYTHON=/usr/bin/python3.11."
  fi
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    case $python in
      /usr/bin/python3) install_packages python3-venv ;;
      /usr/bin/*) install_packages "$(basename "$python")-venv" ;;
      *) stop "$python has no venv module. Install it, or name another with PYTHON=." ;;
    esac
  fi
  say "making .venv with $python ($("$python" -V))"
  "$python" -m venv .venv
}

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
  stop "this is neither Debian nor Ubuntu. See installers/README.md for the steps by hand."

install_packages "${packages[@]}"

wanted=$(sha256sum "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
# `pip wheel` and the like leave the stamp alone; a changed lock or interpreter does not.
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && usable .venv/bin/python; then
  exit 0
fi

# A .venv whose interpreter went away with a system upgrade cannot be mended.
if [ -e .venv ] && ! usable .venv/bin/python; then
  say "the interpreter of .venv is gone or too old; making it anew"
  rm -rf .venv
fi
[ -e .venv ] || make_venv
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null

say "installing the Python packages of $lock, each checked against its hash"
.venv/bin/python -m pip install --no-input --disable-pip-version-check --quiet --no-compile \
  --no-deps --only-binary :all: --require-hashes -r "$lock" </dev/null
.venv/bin/python -m pip install --no-input --disable-pip-version-check --quiet \
  --no-deps --no-build-isolation --editable . </dev/null
printf '%s\n' "$wanted" >"$stamp"
say "ready"
