"""Goes on with a trained reader: worse pictures, odd serials, texts it can now add itself.

    python -m models.training.reader_refine --data DIR --work DIR [--keep-out LABELS.csv]…
        [--minutes N]

Starts from WORK/reader.pt as `models.training.reader_train` left it, keeps that as
WORK/phase1.pt, and puts its own in its place. Started again, it starts from phase1.pt again.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import json
import math
import os
import shutil
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES
from alpr_console.matching.look_alikes import folded
from alpr_console.simulation.plate_renderer import random_serial, render_plate
from models.training import reader_data, reader_degrade
from models.training.label import examined_plates, keep_out
from models.training.reader_data import Sample
from models.training.reader_degrade import Picture
from models.training.reader_net import END, HEIGHT, WIDTH, ReaderNet
from models.training.reader_train import BATCH, SEED, accuracy, follow, loss_of, validation_batch

PEAK_RATE = 5e-4
DRAWN = 3000
SHARES = (0.76, 0.06, 0.18)
"""Photographs, official samples, drawn plates."""
FAR_SHARE = 0.4
SELF_SURE = 0.97
AGREED_SURE = 0.8
HEAT = 0.75
"""About the temperature that phase 1's characters were calibrated with."""

_LENGTHS = (0.06, 0.12, 0.2, 0.2, 0.1, 0.16, 0.16)
"""How often an odd serial has 2, 3 to 8 characters."""
_VOWELS, _CONSONANTS = "AEIOUY", "BCDFGHJKLMNPQRSTVWXZ"


def odd_serial(rng: np.random.Generator) -> str:
    """A serial of no state's making: any length, words, and characters that repeat."""
    length = int(rng.choice(range(2, MAX_CHARACTERS + 1), p=_LENGTHS))
    if rng.random() < 0.45:
        vowel = rng.random() < 0.4
        text = ""
        while len(text) < length:
            text += str(rng.choice(list(_VOWELS if vowel else _CONSONANTS)))
            vowel = not vowel if rng.random() < 0.8 else vowel
        if rng.random() < 0.3:
            text = text[:-1] + str(rng.integers(10))
    else:
        letters = rng.random()
        text = "".join(
            ALPHABET[int(rng.integers(10, 36) if rng.random() < letters else rng.integers(10))]
            for _ in range(length)
        )
    for index in range(1, length):
        if rng.random() < 0.15:
            text = text[:index] + text[index - 1] + text[index + 1 :]
    return text


def draw(count: int, seed: int) -> list[Sample]:
    """`count` drawn plates, half of them with an odd serial."""
    rng = np.random.default_rng(seed)
    drawn = []
    for index in range(count):
        state = STATES[int(rng.integers(len(STATES)))]
        text = odd_serial(rng) if index % 2 else random_serial(state, rng)
        plate = render_plate(text, state, rng)
        size = reader_data.STORED
        small = np.asarray(cv2.resize(plate.image, size, interpolation=cv2.INTER_AREA), np.uint8)
        centers = tuple(center * size[0] / plate.image.shape[1] for center in plate.centers)
        drawn.append(Sample(small, text, STATES.index(state), centers))
    return drawn


class HarderBatches(reader_data.Batches):
    """Batches of which a good part is seen from far away or well aslant."""

    def _batch(self, step: int, rng: np.random.Generator) -> reader_data.Batch:
        pictures, slots, states, weights, columns = [], [], [], [], []
        for _ in range(self._size):
            pool = int(rng.choice(3, p=SHARES))
            samples = self._pools[pool]
            sample = samples[int(rng.integers(len(samples)))]
            patch = self._patches[int(rng.integers(len(self._patches)))]
            spread = float(rng.uniform(1.0, 2.4)) if rng.random() < 0.4 else 1.0
            seen, homography = reader_degrade.framed(
                sample.picture, patch, WIDTH, HEIGHT, rng, spread
            )
            far = rng.random() < FAR_SHARE
            seen = reader_degrade.degrade(seen, rng, 0.5 if far else 0.9)
            pictures.append(reader_degrade.distant(seen, rng) if far else seen)
            columns.append(reader_data.column_classes(sample, homography))
            slots.append(reader_data.encode(sample.text))
            states.append(sample.state)
            weights.append((1.0, 0.7, 0.25)[pool])
        return (
            torch.from_numpy(np.stack(pictures)),
            torch.from_numpy(np.stack(slots)),
            torch.tensor(states),
            torch.tensor(weights),
            torch.from_numpy(np.stack(columns)),
        )


def far_batch(samples: list[Sample], patches: list[Picture]) -> Tensor:
    """The validation pictures cut out badly, from 40 to 90 pixels wide."""
    rng = np.random.default_rng(2)
    pictures = []
    for index, sample in enumerate(samples):
        patch = patches[index % len(patches)]
        seen = reader_degrade.framed(sample.picture, patch, WIDTH, HEIGHT, rng, 1.7)[0]
        pictures.append(reader_degrade.distant(seen, rng))
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float()


def readings(net: nn.Module, pictures: Tensor) -> list[tuple[str, float]]:
    """What `net` reads and how sure it is of the whole of it."""
    found: list[tuple[str, float]] = []
    net.eval()
    with torch.inference_mode():
        for start in range(0, len(pictures), 64):
            characters = net(pictures[start : start + 64])[0]
            best, index = torch.softmax(characters / HEAT, -1).max(-1)
            for row, sure in zip(index.tolist(), best.prod(1).tolist(), strict=True):
                text = "".join(ALPHABET[i] for i in row if i != END)
                found.append((text, sure))
    return found


def relabel(
    net: nn.Module,
    data: Path,
    work: Path,
    train: list[Sample],
    patches: list[Picture],
    examined: set[tuple[str, str]],
) -> list[Sample]:
    """The training photographs with the texts that `net` can add or put right.

    It is taken at its word when sure of the whole picture and of a cut of it, or when it is one
    of two that say the same. A photograph in which it now sees a plate of the examination goes.
    """
    with (work / "labels.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [
        row
        for row in rows
        if not row["keep_out"]
        and not row["file"].startswith("plate_designs")
        and not reader_data.held_out(row["file"])
    ]
    doubted = [
        i
        for i, row in enumerate(rows)
        if row["text"] is None or folded(row["text"]) != folded(row["ocr"])
    ]
    samples = [train[i] for i in doubted]
    views = [readings(net, validation_batch(samples, patches, margin)) for margin in (False, True)]
    kept: dict[int, Sample | None] = {}
    added = changed = 0
    for place, (text, sure), (again, sure_again) in zip(doubted, *views, strict=True):
        row = rows[place]
        if not 2 <= len(text) <= MAX_CHARACTERS or text != again:
            continue
        least = min(sure, sure_again)
        supported = folded(text) in (folded(row["cct"]), folded(row["ocr"]))
        if row["text"] is None:
            if least < SELF_SURE and not (supported and least >= AGREED_SURE):
                continue
            added += 1
        elif folded(text) == folded(row["text"]) or least < SELF_SURE:
            continue
        else:
            changed += 1
        if keep_out({"state": row["state"], "cct": text, "ocr": text}, examined):
            kept[place] = None
        else:
            kept[place] = dataclasses.replace(train[place], text=text)
    dropped = sum(sample is None for sample in kept.values())
    print(f"{added} texts added, {changed} changed, {dropped} photographs dropped", flush=True)
    result = [kept.get(i, sample) for i, sample in enumerate(train)]
    return [sample for sample in result if sample is not None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--keep-out", type=Path, action="append", default=[])
    parser.add_argument("--minutes", type=float, default=22)
    args = parser.parse_args()
    cv2.setNumThreads(1)  # before the first use: the loader forks, and a pool does not survive it
    torch.set_num_threads(1)
    torch.manual_seed(SEED + 1)
    first = args.work / "phase1.pt"
    if not first.exists():
        shutil.copy(args.work / "reader.pt", first)
    saved = torch.load(first, weights_only=True)
    net, average = ReaderNet(), ReaderNet()
    net.load_state_dict(saved["net"])
    average.load_state_dict(saved["average"])
    net = net.to(memory_format=torch.channels_last)
    average = copy.deepcopy(average).to(memory_format=torch.channels_last)
    photographs, validation, designs = reader_data.load(args.data, args.work)
    patches = reader_data.surroundings(args.data, 1500, SEED)
    views = [validation_batch(validation, patches, margin) for margin in (False, True)]
    views.append(far_batch(validation, patches))

    def report(title: str) -> None:
        shares = [accuracy(average, view, validation) for view in views]
        told = ", ".join(
            f"{name} {text:.3f}/{state:.3f}"
            for name, (text, state) in zip(("whole", "cut", "far"), shares, strict=True)
        )
        print(f"{title}: text/state {told}", flush=True)

    examined = examined_plates(args.keep_out)
    photographs = relabel(average, args.data, args.work, photographs, patches, examined)
    uncommon = [s for s in photographs if s.text is not None and len(s.text) != 6]
    photographs = photographs + uncommon[::2]
    drawn = draw(DRAWN, SEED + 1)
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}],
        lr=PEAK_RATE,
    )
    optimizer.load_state_dict(saved["optimizer"])
    stream = HarderBatches(photographs, designs, drawn, patches, BATCH, SEED + 1, 0)
    loader = iter(
        DataLoader(
            stream,
            batch_size=None,
            num_workers=1,
            prefetch_factor=8,
            worker_init_fn=lambda _: os.nice(5),
        )
    )
    print(f"{len(photographs)} photographs with repeats, {len(drawn)} drawn", flush=True)
    start = last_report = time.monotonic()
    step, mean = 0, np.zeros(3)
    net.train()
    while (share := (time.monotonic() - start) / (args.minutes * 60)) < 1:
        rate = PEAK_RATE * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * share))
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss, parts = loss_of(net, next(loader))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        follow(average, net, 0.998)
        step += 1
        mean = 0.98 * mean + 0.02 * np.array(parts)
        if time.monotonic() - last_report > 300:
            report(f"step {step} {share:.0%} loss {mean.round(3)}")
            last_report = time.monotonic()
    report(f"step {step} loss {mean.round(3)}")
    torch.save(
        {
            "net": net.state_dict(),
            "average": average.state_dict(),
            "optimizer": optimizer.state_dict(),
            "step": saved["step"] + step,
            "seconds": saved["seconds"] + time.monotonic() - start,
        },
        args.work / "reader.pt",
    )


if __name__ == "__main__":
    main()
