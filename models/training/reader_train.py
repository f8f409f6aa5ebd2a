"""Trains the plate reader on one CPU core; stops by the clock, goes on where it stopped.

    python -m models.training.reader_train --data DIR --work DIR [--minutes N]

WORK/labels.jsonl comes from `models.training.label`. Leaves WORK/reader.pt: the network, its
running average (what is exported), the optimizer, the step and the seconds trained.
"""

from __future__ import annotations

import argparse
import copy
import math
import os
import pickle
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from models.training import reader_data
from models.training.reader_data import NO_TEXT, Batches, Sample
from models.training.reader_degrade import framed
from models.training.reader_net import END, HEIGHT, OTHER, WIDTH, ReaderNet

SEED = 20260
BATCH = 32
PEAK_RATE = 1.5e-3
DRAWN = 4000


def loss_of(net: ReaderNet, batch: reader_data.Batch) -> tuple[Tensor, tuple[float, float, float]]:
    """Loss of one batch with its three parts: slots, columns, state."""
    pictures, slots, states, weights, places = batch
    x = pictures.permute(0, 3, 1, 2).float()
    with torch.autocast("cpu", torch.bfloat16):
        characters, state, columns = net(x)
    told = slots[:, 0] != NO_TEXT
    targets = slots[told]
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
    known = places != NO_TEXT
    if known.any():
        column_loss = column_loss + functional.cross_entropy(columns[known].float(), places[known])
    each = functional.cross_entropy(state.float(), states, label_smoothing=0.08, reduction="none")
    state_loss = (each * weights).sum() / weights.sum()
    parts = (slot_loss.item(), column_loss.item(), state_loss.item())
    return 2.0 * slot_loss + 0.5 * column_loss + 1.5 * state_loss, parts


def validation_batch(samples: list[Sample], patches: list[np.ndarray], margin: bool) -> Tensor:
    """The validation pictures, whole or cut out with a margin as the detector would."""
    rng = np.random.default_rng(1)
    pictures = []
    for index, sample in enumerate(samples):
        if margin:
            patch = patches[index % len(patches)]
            pictures.append(framed(sample.picture, patch, WIDTH, HEIGHT, rng)[0])
        else:
            pictures.append(reader_data.whole(sample.picture))
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float()


def accuracy(net: nn.Module, pictures: Tensor, samples: list[Sample]) -> tuple[float, float]:
    """Share of texts wholly right and of states right."""
    net.eval()
    texts, states = [], []
    with torch.inference_mode():
        for start in range(0, len(pictures), 64):
            characters, state, _ = net(pictures[start : start + 64])
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=80)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    photographs, validation, designs = reader_data.load(args.data, args.work)
    drawn = drawn_plates(args.work)
    patches = reader_data.surroundings(args.data, 1500, SEED)
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
    stream = Batches(photographs, designs, drawn, patches, BATCH, SEED, step)
    loader = iter(
        DataLoader(
            stream,
            batch_size=None,
            num_workers=1,
            prefetch_factor=8,
            worker_init_fn=lambda _: os.nice(5),
        )
    )
    whole = validation_batch(validation, patches, margin=False)
    cut = validation_batch(validation, patches, margin=True)
    print(f"{len(photographs)} photographs, {len(validation)} held out, {len(designs)} designs")
    mean = np.zeros(3)
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
        if now - last_report > 360 or trained >= args.minutes * 60:
            shares = accuracy(average, whole, validation) + accuracy(average, cut, validation)
            print(
                f"step {step} {trained / 60:.1f} min, loss {mean.round(3)}, whole text/state "
                f"{shares[0]:.3f}/{shares[1]:.3f}, cut {shares[2]:.3f}/{shares[3]:.3f}",
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


@torch.no_grad()
def follow(average: nn.Module, net: nn.Module, keep: float) -> None:
    """Moves `average` towards `net`, keeping the share `keep` of itself."""
    for slow, fast in zip(average.state_dict().values(), net.state_dict().values(), strict=True):
        if slow.is_floating_point():
            slow.lerp_(fast, 1 - keep)
        else:
            slow.copy_(fast)


if __name__ == "__main__":
    main()
