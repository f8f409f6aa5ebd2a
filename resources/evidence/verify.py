#!/usr/bin/env python3
"""Checks an evidence export of the ALPR Console. Needs Python 3.8 or newer and nothing else.

    python3 verify.py [FOLDER ...] [--fingerprint HEX]

It checks that every file is there as it was written and none besides, that the manifest was
signed with the key whose fingerprint it prints, and that each audit entry has the hash it
carries and follows from the one before where both are here. Compare the fingerprint with the
one that the department gives: whoever changes an export can sign it with a key of their own.
--fingerprint makes the comparison.

Exit code 0: everything in order. 1: at least one fault, each on a line. 2: wrong call.
"""

import hashlib
import json
import os
import stat
import sys

MANIFEST, SIGNATURE, AUDIT = "manifest.json", "manifest.sig", "audit.json"

# Ed25519 as in RFC 8032, section 5.1 (verification only).

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor, point):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


def _base():
    y = 4 * pow(5, P - 2, P) % P
    x = _x_of(y, 0)
    return x, y, 1, x * y % P


BASE = _base()


def signature_holds(public_key, message, signature):
    """True if `signature` (64 bytes) is the key's (32 bytes) on `message`."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, r = _point(public_key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    left = _times(s, BASE)
    right = _add(r, _times(int.from_bytes(digest, "little") % L, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


# The export.


def _strict(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _loaded(data):
    return json.loads(data.decode("utf-8"), object_pairs_hook=_strict)


def _found(folder):
    """(files by path with / between, faults)"""
    files, faults = set(), []
    for place, folders, names in os.walk(folder):
        for name in sorted(folders + names):
            path = os.path.join(place, name)
            shown = os.path.relpath(path, folder).replace(os.sep, "/")
            mode = os.lstat(path).st_mode
            if stat.S_ISREG(mode):
                files.add(shown)
            elif not stat.S_ISDIR(mode):
                faults.append(f"{shown}: not a plain file")
            elif not os.listdir(path):
                faults.append(f"{shown}: an empty folder that was not written")
    return files, faults


def _sum(path):
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        while True:
            data = file.read(1 << 20)
            if not data:
                return digest.hexdigest(), size
            digest.update(data)
            size += len(data)


def _entry_hash(entry):
    hashed = {name: value for name, value in entry.items() if name != "hash"}
    text = json.dumps(hashed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _check_entries(entries, head, whole=False):
    faults, before = [], None
    for place, entry in enumerate(entries, start=1):
        if whole and entry["sequence"] != place:
            return [f"audit entry {place}: missing"]
        number = entry["sequence"]
        if _entry_hash(entry) != entry["hash"]:
            faults.append(f"audit entry {number}: changed")
        if before is not None and number <= before["sequence"]:
            faults.append(f"audit entry {number}: out of place")
        if (
            before is not None
            and number == before["sequence"] + 1
            and entry["previous"] != before["hash"]
        ):
            faults.append(f"audit entry {number}: does not follow from the one before")
        before = entry
    if before is None:
        return [f"{AUDIT}: no entries"]
    # The last entry is the export's own: the head of the log when it began.
    if (before["sequence"], before["hash"]) != (head["sequence"], head["hash"]):
        faults.append(f"{AUDIT}: does not end at the head that the manifest names")
    return faults


def check(folder, fingerprint=""):
    """(faults, manifest or None)"""
    try:
        found, faults = _found(folder)
        with open(os.path.join(folder, MANIFEST), "rb") as file:
            raw = file.read()
        with open(os.path.join(folder, SIGNATURE), "rb") as file:
            signature = file.read()
    except OSError as error:
        return [f"{error.filename}: cannot be read ({error.strerror})"], None
    try:
        manifest = _loaded(raw)
        key = bytes.fromhex(manifest["signature"]["public_key"])
        said = manifest["signature"]["fingerprint"]
        listed = {one["path"]: (one["sha256"], one["size"]) for one in manifest["files"]}
        head = manifest["audit_head"]
    except (ValueError, KeyError, TypeError) as error:
        return [*faults, f"{MANIFEST}: not a manifest ({error})"], None
    if hashlib.sha256(key).hexdigest() != said:
        faults.append(f"{MANIFEST}: the fingerprint is not that of its key")
    if fingerprint and fingerprint != said:
        faults.append(f"{MANIFEST}: signed with another key than the one given")
    if not signature_holds(key, raw, signature):
        faults.append(f"{MANIFEST}: the signature does not hold")
    for path in sorted(found - set(listed) - {MANIFEST, SIGNATURE}):
        faults.append(f"{path}: was not written by the export")
    for path in sorted(listed):
        if path not in found:
            faults.append(f"{path}: missing")
            continue
        try:
            seen = _sum(os.path.join(folder, *path.split("/")))
        except OSError as error:
            faults.append(f"{path}: cannot be read ({error.strerror})")
            continue
        if seen != listed[path]:
            faults.append(f"{path}: changed")
    try:
        with open(os.path.join(folder, AUDIT), "rb") as file:
            faults += _check_entries(
                _loaded(file.read())["entries"], head, bool(manifest.get("whole_log"))
            )
    except (OSError, ValueError, KeyError, TypeError) as error:
        faults.append(f"{AUDIT}: cannot be checked ({error})")
    return faults, manifest


def main(arguments):
    folders, fingerprint = [], ""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--fingerprint":
            fingerprint = next(rest, "").lower()
            if len(fingerprint) != 64:
                print("--fingerprint takes 64 hexadecimal digits", file=sys.stderr)
                return 2
        elif argument.startswith("-"):
            print(__doc__, file=sys.stderr)
            return 2
        else:
            folders.append(argument)
    worst = 0
    for folder in folders or [os.path.dirname(os.path.abspath(__file__))]:
        faults, manifest = check(folder, fingerprint)
        for fault in faults:
            print(f"{folder}: FAULT: {fault}")
        if faults:
            worst = 1
        else:
            case, export = manifest["case_number"], manifest["export_id"]
            key = manifest["signature"]["fingerprint"]
            count = len(manifest["files"])
            print(f"{folder}: OK: {count} files, case {case}, export {export}, key {key}")
    return worst


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A console's code page must not stop the check.
        stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
