"""Trains the plate reader; stops by the clock, goes on where it stopped.

    python -m models.training.reader_train --data DIR --work DIR --models FOLDER [--minutes N]

The texts come from WORK/labels-2.jsonl (`reader_relabel`), or WORK/labels.jsonl (`label`) while
there is no other. FOLDER's detector names what is taken for plates and is none. Leaves
WORK/reader.pt: the network, its running average (what is exported), the optimizer, the step and
the seconds trained.
"""

from __future__ import annotations

import argparse
import copy
import math
import os
import pickle
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from models.training import reader_data, reader_negatives
from models.training.reader_batches import Batch, Batches, Pools
from models.training.reader_data import NO_TEXT, Sample
from models.training.reader_degrade import Picture, distant, framed
from models.training.reader_net import END, HEIGHT, OTHER, WIDTH, ReaderNet
from models.training.reader_relabel import RELABELED

SEED = 20261
BATCH = 48
PEAK_RATE = 1.6e-3
DRAWN = 14000
_REPORT_S = 420.0


def loss_of(net: nn.Module, batch: Batch) -> tuple[Tensor, tuple[float, ...]]:
    """Loss of one batch with its parts: slots, columns, state, legibility."""
    x = batch.pictures.permute(0, 3, 1, 2).float()
    with torch.autocast("cpu", torch.bfloat16):
        characters, state, columns, legibility = net(x)
    told = batch.slots[:, 0] != NO_TEXT
    targets = batch.slots[told]
    slot_loss = functional.cross_entropy(
        characters[told].float().flatten(0, 1), targets.flatten(), label_smoothing=0.03
    )
    lengths = (targets != END).sum(1)
    steps = columns[told].float().log_softmax(-1).transpose(0, 1)
    column_loss = functional.ctc_loss(
        steps,
        targets,
        torch.full_like(lengths, steps.shape[0]),
        lengths,
        blank=END,
        zero_infinity=True,
    )
    known = batch.columns != NO_TEXT
    if known.any():
        shown = functional.cross_entropy(columns[known].float(), batch.columns[known])
        column_loss = column_loss + shown
    weights = batch.state_weights
    each = functional.cross_entropy(
        state.float(), batch.states, label_smoothing=0.06, reduction="none"
    )
    state_loss = (each * weights).sum() / weights.sum()
    kind_loss = functional.cross_entropy(legibility.float(), batch.legibility)
    parts = (slot_loss.item(), column_loss.item(), state_loss.item(), kind_loss.item())
    return 2.0 * slot_loss + 0.5 * column_loss + 1.5 * state_loss + 0.5 * kind_loss, parts


def validation_views(samples: list[Sample], patches: list[Picture]) -> dict[str, Tensor]:
    """The validation pictures whole, cut out as the detector would, and badly cut out of a
    plate 38 to 95 pixels wide; each N×3×H×W."""
    rng = np.random.default_rng(1)
    views: dict[str, list[Picture]] = {"whole": [], "cut": [], "far": []}
    for index, sample in enumerate(samples):
        patch = patches[index % len(patches)]
        views["whole"].append(reader_data.whole(sample.picture))
        views["cut"].append(framed(sample.picture, patch, WIDTH, HEIGHT, rng)[0])
        seen = framed(sample.picture, patch, WIDTH, HEIGHT, rng, 1.7)[0]
        views["far"].append(distant(seen, rng))
    return {
        name: torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float()
        for name, pictures in views.items()
    }


def accuracy(net: nn.Module, pictures: Tensor, samples: list[Sample]) -> tuple[float, float]:
    """Share of texts wholly right and of states right."""
    net.eval()
    texts, states = [], []
    with torch.inference_mode():
        for start in range(0, len(pictures), 64):
            characters, state, *_ = net(pictures[start : start + 64])
            texts.append(characters.argmax(-1))
            states.append(state.argmax(-1))
    read, named = torch.cat(texts).numpy(), torch.cat(states).numpy()
    right = [
        bool((read[i] == reader_data.encode(sample.text)).all())
        for i, sample in enumerate(samples)
        if sample.text is not None
    ]
    known = [named[i] == sample.state for i, sample in enumerate(samples) if sample.state != OTHER]
    return float(np.mean(right)), float(np.mean(known))


def drawn_plates(work: Path) -> list[Sample]:
    """The drawn plates, drawn once and then kept in the work folder."""
    store = work / "drawn_plates.pickle"
    if not store.exists():
        store.write_bytes(pickle.dumps(reader_data.draw(DRAWN, SEED)))
    samples: list[Sample] = pickle.loads(store.read_bytes())
    return samples


@torch.no_grad()
def follow(average: nn.Module, net: nn.Module, keep: float) -> None:
    """Moves `average` towards `net`, keeping the share `keep` of itself."""
    for slow, fast in zip(average.state_dict().values(), net.state_dict().values(), strict=True):
        if slow.is_floating_point():
            slow.lerp_(fast, 1 - keep)
        else:
            slow.copy_(fast)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--minutes", type=float, default=105, help="of all runs together")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    cv2.setNumThreads(1)  # before the first use: the loader forks, and a pool does not survive it
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    labels = RELABELED if (args.work / RELABELED).exists() else "labels.jsonl"
    photographs, designs = reader_data.load(args.data, args.work, labels)
    validation = reader_data.load_validation(args.data, args.work, labels)
    patches = reader_data.surroundings(args.data, 1500, SEED)
    no_plates = reader_negatives.gather(
        args.data, args.models, args.work / "no_plates.pickle", SEED
    )
    pools = Pools(photographs, designs, drawn_plates(args.work), no_plates, patches)
    print(
        f"{len(photographs)} photographs ({sum(s.text is not None for s in photographs)} with a "
        f"text), {len(validation)} held out, {len(designs)} designs, {len(no_plates)} no plates",
        flush=True,
    )
    net = ReaderNet().to(memory_format=torch.channels_last)
    average = copy.deepcopy(net)
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}],
        lr=PEAK_RATE,
    )
    step, trained = 0, 0.0
    checkpoint = args.work / "reader.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(saved["net"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        step, trained = saved["step"], saved["seconds"]
    loader = iter(
        DataLoader(
            Batches(pools, BATCH, SEED, step),
            batch_size=None,
            num_workers=1,
            prefetch_factor=8,
            worker_init_fn=lambda _: os.nice(1),
        )
    )
    views = validation_views(validation, patches)
    mean = np.zeros(4)
    last_report = last_tick = time.monotonic()
    net.train()
    while trained < args.minutes * 60:
        share = trained / (args.minutes * 60)
        rate = PEAK_RATE * min(1.0, (step + 1) / 300) * (0.5 + 0.5 * math.cos(math.pi * share))
        for group in optimizer.param_groups:
            group["lr"] = max(rate, 1e-5)
        loss, parts = loss_of(net, next(loader))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        follow(average, net, min(0.998, (1 + step) / (20 + step)))
        step += 1
        mean = 0.98 * mean + 0.02 * np.array(parts)
        now = time.monotonic()
        trained, last_tick = trained + now - last_tick, now
        if now - last_report > _REPORT_S or trained >= args.minutes * 60:
            shares = {name: accuracy(average, view, validation) for name, view in views.items()}
            told = ", ".join(f"{n} {text:.3f}/{state:.3f}" for n, (text, state) in shares.items())
            print(
                f"step {step} {trained / 60:.1f} min, loss {mean.round(3)}, text/state: {told}",
                flush=True,
            )
            saved = {
                "net": net.state_dict(),
                "average": average.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "seconds": trained,
            }
            torch.save(saved, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            last_report = last_tick = time.monotonic()


if __name__ == "__main__":
    main()
