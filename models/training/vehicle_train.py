"""Trains the vehicle network: `python -m models.training.vehicle_train --data D --work W ...`.

Picks up from the last checkpoint in the work folder, so a stopped run can go on. The learning
rate follows a cosine over the minutes of processor time, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import copy
import math
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import openvino as ov
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from alpr_console.domain.vehicle_codes import COLORS
from models.training.vehicle_data import Vehicle, empty_windows, load_vehicles
from models.training.vehicle_drawn import drawn_vehicles
from models.training.vehicle_net import VehicleNet
from models.training.vehicle_shipped import load_shipped, still_norms
from models.training.vehicle_views import View, plain_view_of, view_of, view_of_nothing

CHECKPOINT = "vehicle.pt"
SEED = 4
_EMPTY_SHARE = 0.06
_EMPTY_WINDOWS = 600
_LEFT_OPEN = 0.04
_DRAWN_EACH = 40
"""Vehicles of each color and body of the simulated feed."""
Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def as_batch(views: list[View]) -> Batch:
    """Stack views: N×3×H×W in 0 to 1, color and body targets, place, whether it has a place."""
    picture = torch.from_numpy(np.stack([v.picture for v in views]))
    return (
        (picture.permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last),
        torch.from_numpy(np.stack([v.color for v in views])),
        torch.from_numpy(np.stack([v.body for v in views])),
        torch.from_numpy(np.stack([v.place for v in views])),
        torch.tensor([v.has_place for v in views]),
    )


def blended(batch: Batch, share: float) -> Batch:
    """Each picture shining through the next, and its targets likewise; places are not asked.

    With so few vehicles a network otherwise learns them by heart.
    """
    picture, color, body, place, known = batch
    one, other = max(share, 1 - share), min(share, 1 - share)

    def mixed(x: Tensor) -> Tensor:
        return one * x + other * x.roll(1, 0)

    picture = mixed(picture).contiguous(memory_format=torch.channels_last)
    return picture, mixed(color), mixed(body), mixed(place), torch.zeros_like(known)


def losses(answer: tuple[Tensor, Tensor, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Losses of color, body, place and of whether there is a vehicle."""
    color, body, place = (part.float() for part in answer)
    _, wanted_color, wanted_body, wanted_place, known = batch
    gap = F.smooth_l1_loss(place[:, :4], wanted_place[:, :4], reduction="none", beta=0.05)
    return {
        "color": _soft(color, wanted_color),
        "body": _soft(body, wanted_body),
        "place": (gap.mean(dim=1) * known).sum() / known.sum().clamp(min=1),
        "vehicle": F.binary_cross_entropy_with_logits(place[:, 4], wanted_place[:, 4]),
    }


def _soft(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy against shares; targets of all zeros do not count."""
    told = wanted.sum(dim=1)
    each = -(wanted * F.log_softmax(logits, dim=1)).sum(dim=1)
    return (each * told).sum() / told.sum().clamp(min=1)


def weights(vehicles: list[Vehicle]) -> NDArray[np.float64]:
    """How often each is shown: rare colors and bodies more, less than in proportion."""
    colors = np.stack([v.color for v in vehicles]).astype(np.float64)
    bodies = np.stack([v.body for v in vehicles]).astype(np.float64)
    rare = []
    for targets in (colors, bodies):
        count = np.maximum(targets.sum(axis=0), 1)
        told = targets.sum(axis=1) > 0
        weight = (targets / np.sqrt(count)).sum(axis=1)
        weight[~told] = weight[told].mean() * 0.7
        rare.append(weight / weight.mean())
    weight = rare[0] * rare[1]
    weight = np.minimum(weight, 6 * weight.mean())
    return np.asarray(weight / weight.sum(), np.float64)


@torch.no_grad()
def judge(net: VehicleNet, vehicles: list[Vehicle]) -> str:
    """How often the likeliest color and body are right on unspoilt views."""
    net.eval()
    batch = as_batch([plain_view_of(v) for v in vehicles])
    color, body, place = net(batch[0])
    shown = []
    for name, logits, wanted in (("color", color, batch[1]), ("body", body, batch[2])):
        told = wanted.max(dim=1).values > 0.3
        right = wanted[told].gather(1, logits[told].argmax(dim=1, keepdim=True)) > 0.3
        shown.append(f"{name} {float(right.float().mean()):.3f} of {int(told.sum())}")
    gap = (place[:, :4] - batch[3][:, :4]).abs()[batch[4]].mean()
    return ", ".join([*shown, f"place off by {float(gap):.3f}"])


def _save(path: Path, state: dict[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    os.replace(fresh, path)


def softened(view: View) -> View:
    """Targets that leave a little to every other word: a person gave them. A drawn vehicle is
    what it is, and the network may be surer of it than of any photograph."""
    color, body = (
        target if not target.any() else target * (1 - _LEFT_OPEN) + _LEFT_OPEN / len(target)
        for target in (view.color, view.body)
    )
    return replace(view, color=color.astype(np.float32), body=body.astype(np.float32))


class Before:
    """An earlier network's word on the color of photographs: half of what the next one learns.

    Drawn vehicles teach colors too neatly; without this the photographs' are named worse.
    """

    def __init__(self, topology: Path) -> None:
        core = ov.Core()
        self._network = core.compile_model(topology, "CPU", {"INFERENCE_NUM_THREADS": 1})

    def have_a_say(self, views: list[View], photographs: list[bool]) -> list[View]:
        """`views` with targets that are half of this network's, where a photograph has one."""
        logits = self._network(np.stack([v.picture for v in views]))[0]
        told = np.exp(logits - logits.max(axis=1, keepdims=True))
        told /= told.sum(axis=1, keepdims=True)
        return [
            replace(view, color=(view.color + said) / 2)
            if asked and view.color.max() > 0.3
            else view
            for view, said, asked in zip(views, told, photographs, strict=True)
        ]


def train(
    data: Path, teacher: Path, before: Path | None, work: Path, minutes: float, batch: int,
    rate: float, drawn_share: float, start: tuple[Path, int] | None,
) -> None:  # fmt: skip
    """Train for `minutes` of processor time in all, resumed runs counted in.

    `start` goes on with a network that was shipped: the file, and which of its runs.
    """
    work.mkdir(parents=True, exist_ok=True)
    path = work / CHECKPOINT
    torch.manual_seed(SEED)
    net = VehicleNet().to(memory_format=torch.channels_last)
    if start is not None:
        load_shipped(*start, net)
    average = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in net.parameters() if p.ndim > 1], "weight_decay": 0.1},
         {"params": [p for p in net.parameters() if p.ndim <= 1], "weight_decay": 0.0}],
        lr=rate,
    )  # fmt: skip
    step, spent = 0, 0.0
    if path.exists():
        state = torch.load(path, weights_only=True)
        net.load_state_dict(state["net"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    vehicles = load_vehicles(data, teacher, work)
    shown = [v for v in vehicles if not v.held_out]
    checked = [v for v in vehicles if v.held_out]
    empty = empty_windows(data, _EMPTY_WINDOWS, SEED)
    chance = weights(shown)
    earlier = None if before is None else Before(before)
    drawn = drawn_vehicles(_DRAWN_EACH, SEED)
    draw = np.random.default_rng(SEED + step)
    print(f"{len(shown)} vehicles to learn from, {len(checked)} held out, "
          f"{len(drawn)} drawn, {len(COLORS)} colors")  # fmt: skip

    def keep() -> None:
        states = {"net": net, "average": average, "optimizer": optimizer}
        kept: dict[str, Any] = {name: part.state_dict() for name, part in states.items()}
        _save(path, kept | {"step": step, "spent": spent})

    begun, saved = time.process_time() - spent, spent
    sums: dict[str, float] = {}
    if start is None:
        net.train()
    else:
        still_norms(net)
    while spent < minutes * 60:
        now = rate * min(1.0, (step + 1) / 100) * (
            0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * spent / (minutes * 60)))
        )  # fmt: skip
        for group in optimizer.param_groups:
            group["lr"] = now
        picked = draw.choice(len(shown), batch, p=chance)
        photographs = (draw.random(batch) >= drawn_share).tolist()
        empties = (draw.random(batch) < _EMPTY_SHARE).tolist()
        views = [
            view_of_nothing(empty[draw.integers(len(empty))], draw)
            if is_empty
            else view_of(
                shown[i] if photograph else drawn[draw.integers(len(drawn))],
                empty[draw.integers(len(empty))], draw, drawn=not photograph,
            )
            for i, photograph, is_empty in zip(picked, photographs, empties, strict=True)
        ]  # fmt: skip
        if earlier is not None:
            views = earlier.have_a_say(views, photographs)
        views = [
            softened(view) if photograph else view
            for view, photograph in zip(views, photographs, strict=True)
        ]
        made = as_batch(views)
        if step % 2:
            made = blended(made, float(draw.beta(0.4, 0.4)))
        with torch.autocast("cpu", torch.bfloat16):
            answer = net(made[0])
        parts = losses(answer, made)
        loss = parts["color"] + parts["body"] + 4.0 * parts["place"] + 0.3 * parts["vehicle"]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        step += 1
        share = 1 - min(0.997, (1 + step) / (10 + step))
        with torch.no_grad():
            for ours, theirs in zip(average.state_dict().values(), net.state_dict().values(),
                                    strict=True):  # fmt: skip
                if ours.dtype.is_floating_point:
                    ours.lerp_(theirs, share)
                else:
                    ours.copy_(theirs)
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        spent = time.process_time() - begun
        if step % 100 == 0:
            told = " ".join(f"{k} {v / 100:.4f}" for k, v in sums.items())
            print(f"{spent / 60:5.1f} min step {step} {told}", flush=True)
            sums = {}
        if step % 300 == 0:
            print("held out:", judge(average, checked), flush=True)
        if spent - saved > 40:
            saved = spent
            keep()
    keep()
    print("held out:", judge(average, checked), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="unpacked training data")
    parser.add_argument("--teacher", type=Path, required=True, help="vehicle-detection-0200.xml")
    parser.add_argument("--before", type=Path, help="vehicle.xml of an earlier round")
    parser.add_argument("--work", type=Path, required=True, help="checkpoints, ignored by git")
    parser.add_argument("--minutes", type=float, default=14.0)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--drawn", type=float, default=0.18, help="share of the simulated feed's")
    parser.add_argument("--start", type=Path, help="go on from this vehicle.xml")
    parser.add_argument("--run", type=int, default=0, help="from which of its networks")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    train(
        chosen.data, chosen.teacher, chosen.before, chosen.work, chosen.minutes, chosen.batch,
        chosen.rate, chosen.drawn, None if chosen.start is None else (chosen.start, chosen.run),
    )  # fmt: skip


if __name__ == "__main__":
    main()
