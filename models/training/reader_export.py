"""Turns the trained reader into what the console runs, calibrated, with its manifest entry.

    python -m models.training.reader_export --data DIR --work DIR --models models

writes models/plate_reader.xml and .bin (weights in half precision) and the [models.reader]
table of models/manifest.toml. Temperatures and the threshold of the state come from the
validation photographs alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import openvino as ov
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from alpr_console.domain.plate import ALPHABET, STATES
from alpr_console.recognition.column_check import weigh
from alpr_console.recognition.reader import log_softmax
from models.training import manifest_table, reader_data
from models.training.reader_net import END, HEIGHT, WIDTH, ReaderNet
from models.training.reader_train import SEED, validation_batch

NAME = "plate_reader"


class Deployed(nn.Module):
    """What is shipped: N×80×160×3 uint8 BGR in, slots, state and columns out."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        out: tuple[Tensor, Tensor, Tensor] = self.net(picture.permute(0, 3, 1, 2).float())
        return out


def temperature(logits: NDArray[np.float32], classes: NDArray[np.int64]) -> float:
    """What to divide `logits` by so that the probability of `classes` is highest."""

    def surprise(scale: float) -> float:
        scaled = logits / scale
        top = scaled.max(axis=1, keepdims=True)
        total = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((total - scaled[np.arange(len(classes)), classes]).mean())

    candidates = np.exp(np.linspace(np.log(0.3), np.log(4), 120))
    return float(min(candidates, key=lambda scale: surprise(float(scale))))


def trust(
    slots: NDArray[np.float32], columns: NDArray[np.float32], texts: NDArray[np.int64]
) -> tuple[float, float]:
    """What the columns should count for beside the slots, and the share of texts then right."""
    shares = {}
    for candidate in (0.15, 0.3, 0.5, 0.7, 1.0):
        settled, _ = weigh(slots, columns, candidate)
        shares[candidate] = float(right_texts(settled, texts).mean())
    best = max(shares, key=lambda candidate: (shares[candidate], -candidate))
    return best, shares[best]


def right_texts(slots: NDArray[np.float32], texts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which texts are wholly right; what a slot holds behind the first end does not count."""
    read = slots.argmax(-1)
    read[(read == END).cumsum(1) > 0] = END
    return np.asarray((read == texts).all(axis=1))


def threshold(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Lowest probability about which a state is more often right than wrong."""
    for least in np.arange(0.2, 0.9, 0.02):
        near = (probability >= least - 0.08) & (probability < least + 0.08)
        if near.sum() >= 8 and right[near].mean() >= 0.5:
            return float(least)
    return 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = ReaderNet()
    saved = torch.load(args.work / "reader.pt", weights_only=True)
    net.load_state_dict(saved["average"])
    net.eval()

    validation = reader_data.load_validation(args.data, args.work)
    patches = reader_data.surroundings(args.data, 60, SEED)
    slots, states, columns = [], [], []
    for margin in (False, True):
        pictures = validation_batch(validation, patches, margin)
        with torch.inference_mode():
            for start in range(0, len(pictures), 64):
                characters, state, column = net(pictures[start : start + 64])
                slots.append(characters.numpy())
                states.append(state.numpy())
                columns.append(column.numpy())
    twice = validation * 2
    told = [i for i, sample in enumerate(twice) if sample.text is not None]
    encoded = np.stack([reader_data.encode(twice[i].text) for i in told])
    text_logits = np.concatenate(slots)[told]
    state_logits = np.concatenate(states)
    named = np.array([sample.state for sample in twice])
    heat = {
        "characters": temperature(text_logits.reshape(-1, text_logits.shape[-1]), encoded.ravel()),
        "state": temperature(state_logits, named),
    }
    logs = log_softmax(text_logits, heat["characters"])
    best, exact = trust(logs, log_softmax(np.concatenate(columns)[told], 1.0), encoded)
    heat["columns"] = 1 / best
    scaled = np.exp(state_logits / heat["state"])
    probability = (scaled / scaled.sum(axis=1, keepdims=True)).max(axis=1).astype(np.float64)
    right = state_logits.argmax(1) == named
    least = threshold(probability, right)

    example = torch.zeros(2, HEIGHT, WIDTH, 3, dtype=torch.uint8)
    shape = [-1, HEIGHT, WIDTH, 3]
    model = ov.convert_model(
        Deployed(net).eval(), example_input=example, input=[(shape, ov.Type.u8)]
    )
    topology = args.models / f"{NAME}.xml"
    ov.save_model(model, topology, compress_to_fp16=True)
    manifest_table.write(
        args.models / "manifest.toml",
        "reader",
        topology,
        size=(WIDTH, HEIGHT),
        labels={"characters": [*ALPHABET, "end"], "states": [*STATES, "other"]},
        temperatures=heat,
        thresholds={"state": least},
    )
    print(f"step {saved['step']}: text {exact:.3f}, state {right.mean():.3f}, {heat}, {least:.2f}")


if __name__ == "__main__":
    main()
