"""The verifier that goes with each export: it finds whatever was changed afterwards."""

from __future__ import annotations

import ast
import importlib.util
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alpr_console.audit.chain import hash_of
from alpr_console.evidence.record_json import entry_json
from tests.fakes.exporting import VERIFIER, Exporting, verified


def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RFC_8032 = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
     "c6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_that_signatures_of_the_standard_hold(key: str, message: str, signature: str) -> None:
    holds = verifier().signature_holds
    assert holds(*map(bytes.fromhex, (key, message, signature)))
    assert not holds(bytes.fromhex(key), bytes.fromhex(message) + b"x", bytes.fromhex(signature))


def test_that_it_agrees_with_the_library_on_signatures_and_on_changed_ones() -> None:
    holds, chance = verifier().signature_holds, random.Random(7)
    for _ in range(12):
        private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public, message = private.public_key().public_bytes_raw(), chance.randbytes(90)
        signature = private.sign(message)
        assert holds(public, message, signature)
        changed = bytearray(signature)
        changed[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not holds(public, message, bytes(changed))


def test_that_a_second_spelling_of_a_signature_does_not_hold() -> None:
    """S plus the group's order is the same number to a careless verifier."""
    module = verifier()
    key, message, signature = (bytes.fromhex(text) for text in RFC_8032[1])
    s = int.from_bytes(signature[32:], "little") + module.L
    assert not module.signature_holds(key, message, signature[:32] + s.to_bytes(32, "little"))


def test_that_it_runs_on_an_old_python() -> None:
    ast.parse(VERIFIER.read_text("utf-8"), feature_version=(3, 8))


def test_that_an_untouched_export_is_in_order(bench: Exporting) -> None:
    done = bench.export()
    code, said = verified([done.folder], "--fingerprint", done.fingerprint)
    assert code == 0, said
    assert "OK" in said
    assert "26-11423" in said


@pytest.mark.requirement("RET-2")
def test_that_three_hundred_single_bits_changed_are_found(bench: Exporting, tmp_path: Path) -> None:
    original = bench.export().folder
    chance = random.Random(11)
    files = sorted(path.relative_to(original) for path in original.rglob("*") if path.is_file())
    copies, changes = [], []
    for number in range(300):
        # Each file in turn, so that small ones are changed as often as large ones.
        name = files[number % len(files)]
        copy = tmp_path / "copies" / f"{number:03}"
        shutil.copytree(original, copy)
        content = bytearray((copy / name).read_bytes())
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        content[place] ^= 1 << bit
        (copy / name).write_bytes(content)
        copies.append(copy)
        changes.append(f"{name} byte {place} bit {bit}")
    code, said = verified([*copies, original])
    assert code == 1
    faulty = {line.split(": ")[0] for line in said.splitlines() if "FAULT" in line}
    assert [c for c, copy in zip(changes, copies, strict=True) if str(copy) not in faulty] == []
    assert str(original) not in faulty


def _removed(folder: Path) -> None:
    next((folder / "pictures").iterdir()).unlink()


def _added(folder: Path) -> None:
    (folder / "pictures" / "more.jpg").write_bytes(b"\xff\xd8")


def _linked(folder: Path) -> None:
    picture = next((folder / "pictures").iterdir())
    kept = folder.parent / "elsewhere.jpg"
    picture.rename(kept)
    picture.symlink_to(kept)


def _emptied(folder: Path) -> None:
    (folder / "overview.csv").write_bytes(b"")


def _unsigned(folder: Path) -> None:
    (folder / "manifest.sig").unlink()


def _no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _empty_folder(folder: Path) -> None:
    (folder / "more").mkdir()


def _other_key(folder: Path) -> None:
    """Everything made to fit again, but for the key."""
    private = Ed25519PrivateKey.generate()
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["signature"]["public_key"] = private.public_key().public_bytes_raw().hex()
    raw = json.dumps(manifest).encode("utf-8")
    (folder / "manifest.json").write_bytes(raw)
    (folder / "manifest.sig").write_bytes(private.sign(raw))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_removed, "missing"), (_added, "was not written by the export"),
        (_linked, "not a plain file"), (_emptied, "overview.csv: changed"),
        (_unsigned, "manifest.sig: cannot be read"),
        (_no_manifest, "manifest.json: cannot be read"), (_empty_folder, "an empty folder"),
        (_other_key, "the fingerprint is not that of its key"),
    ],
)  # fmt: skip
def test_that_harm_is_named(bench: Exporting, harm: Callable[[Path], None], words: str) -> None:
    folder = bench.export().folder
    harm(folder)
    code, said = verified([folder])
    assert code == 1
    assert words in said


def test_that_an_export_signed_with_another_key_is_found_by_the_fingerprint(
    bench: Exporting,
) -> None:
    done = bench.export()
    code, said = verified([done.folder], "--fingerprint", "0" * 64)
    assert code == 1
    assert "signed with another key" in said


def _sealed_anew(folder: Path, entries: list[dict[str, object]]) -> list[str]:
    """What the verifier says of the entries alone."""
    head = json.loads((folder / "manifest.json").read_text("utf-8"))["audit_head"]
    return list(verifier()._check_entries(entries, head))


def test_that_the_logs_entries_are_checked_one_by_one(bench: Exporting) -> None:
    folder = bench.export().folder
    entries = json.loads((folder / "audit.json").read_text("utf-8"))["entries"]
    assert _sealed_anew(folder, entries) == []
    entries[2]["record"]["who"] = "somebody"
    assert _sealed_anew(folder, entries) == ["audit entry 3: changed"]
    entries[2]["hash"] = verifier()._entry_hash(entries[2])
    assert _sealed_anew(folder, entries) == ["audit entry 4: does not follow from the one before"]
    assert "does not end at the head" in _sealed_anew(folder, entries[:2])[-1]
    assert "out of place" in _sealed_anew(folder, [entries[1], *entries])[0]


def test_that_it_hashes_entries_as_the_log_does(bench: Exporting) -> None:
    bench.export(purpose="Prüfung „A“")
    with bench.store.unit_of_work() as work:
        entry = list(work.audit.entries())[-1]
    assert verifier()._entry_hash(entry_json(entry)) == hash_of(
        entry.sequence, entry.at, entry.unit, entry.record, entry.previous
    )
