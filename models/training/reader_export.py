"""Turns the trained reader into what the console runs, calibrated, with its manifest entry.

    python -m models.training.reader_export --data DIR --work DIR --models models

writes models/plate_reader.xml and .bin (weights in half precision) and the [models.reader]
table of models/manifest.toml. Temperatures, thresholds and what each voice counts for come from
the validation photographs and from windows on streets that were held out.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openvino as ov
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from alpr_console.domain.plate import ALPHABET, STATES
from alpr_console.recognition.column_check import Logs, Weighed, weigh
from alpr_console.recognition.reader import log_softmax
from alpr_console.recognition.serial_evidence import SerialEvidence
from alpr_console.recognition.serials import shipped_serials
from models.training import manifest_table, reader_data
from models.training.reader_net import END, HEIGHT, WIDTH, ReaderNet
from models.training.reader_relabel import RELABELED
from models.training.reader_train import SEED, validation_views

NAME = "plate_reader"


class Deployed(nn.Module):
    """What is shipped: N×96×192×3 uint8 BGR in; slots, state, columns and legibility out."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        out: tuple[Tensor, Tensor, Tensor, Tensor] = self.net(picture.permute(0, 3, 1, 2).float())
        return out


@dataclass(frozen=True, slots=True)
class Seen:
    """Raw answers to N validation pictures, with what is known of them."""

    slots: Logs
    states: Logs
    columns: Logs
    texts: NDArray[np.int64]
    """N by 8 classes; `NO_TEXT` where no text is known."""
    named: NDArray[np.int64]

    def told(self) -> Seen:
        """Those whose text is known."""
        which = self.texts[:, 0] != reader_data.NO_TEXT
        return Seen(
            self.slots[which],
            self.states[which],
            self.columns[which],
            self.texts[which],
            self.named[which],
        )


def ask(net: nn.Module, views: list[Tensor], samples: list[reader_data.Sample]) -> Seen:
    """What `net` answers to each view of the samples."""
    slots, states, columns = [], [], []
    with torch.inference_mode():
        for view in views:
            for start in range(0, len(view), 64):
                answers = net(view[start : start + 64])
                slots.append(answers[0].numpy())
                states.append(answers[1].numpy())
                columns.append(answers[2].numpy())
    texts = np.stack([reader_data.encode(sample.text) for sample in samples])
    named = np.array([sample.state for sample in samples])
    return Seen(
        np.concatenate(slots),
        np.concatenate(states),
        np.concatenate(columns),
        np.concatenate([texts] * len(views)),
        np.concatenate([named] * len(views)),
    )


def temperature(logits: NDArray[np.float32], classes: NDArray[np.int64]) -> float:
    """What to divide `logits` by so that the probability of `classes` is highest."""

    def surprise(scale: float) -> float:
        scaled = logits / scale
        top = scaled.max(axis=1, keepdims=True)
        total = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((total - scaled[np.arange(len(classes)), classes]).mean())

    candidates = np.exp(np.linspace(np.log(0.3), np.log(4), 120))
    return float(min(candidates, key=lambda scale: surprise(float(scale))))


@dataclass(frozen=True, slots=True)
class Voices:
    """What columns and serials count for beside the slots, and serials beside the state seen."""

    columns: float
    serials: float
    state: float


def trust(seen: Seen, heat: float, state_heat: float) -> tuple[Voices, float, Weighed, Logs]:
    """The voices' weights, the temperature of the slots then, and what comes out of them.

    Chosen by the surprise at what is right, not by the count of right ones alone: a hot list
    is matched with the probabilities.
    """
    forms = shipped_serials()
    states = log_softmax(seen.states, state_heat)
    columns = log_softmax(seen.columns, 1.0)
    results = []
    for scale in (heat * 0.8, heat, heat * 1.25):
        slots = log_softmax(seen.slots, scale)
        for by_columns in (0.3, 0.5, 0.7, 1.0):
            for by_serials in (0.0, 0.1, 0.2, 0.3, 0.45):
                evidence = SerialEvidence(forms, states, by_serials)
                weighed = weigh(slots, columns, by_columns, evidence.of_texts)
                right = right_texts(weighed.slots, seen.texts)
                sure = np.clip(weighed.sure, 1e-3, 1 - 1e-3)
                surprise = float(-np.where(right, np.log(sure), np.log(1 - sure)).mean())
                results.append((surprise - right.mean(), scale, by_columns, by_serials))
                print(f"slots ÷{scale:.2f}, columns {by_columns}, serials {by_serials}: right "
                      f"{right.mean():.4f}, surprise {surprise:.4f}", flush=True)  # fmt: skip
    _, scale, by_columns, by_serials = min(results)
    evidence = SerialEvidence(forms, states, by_serials)
    weighed = weigh(log_softmax(seen.slots, scale), columns, by_columns, evidence.of_texts)
    surprises = []
    rows = np.arange(len(seen.named))
    for by_state in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7):
        chances = evidence.of_states(weighed, by_state)
        lost = float(-np.log(np.maximum(chances[rows, seen.named], 1e-4)).mean())
        named = float((chances.argmax(1) == seen.named).mean())
        surprises.append((lost, by_state))
        print(f"serials' say on the state {by_state}: right {named:.4f}, surprise {lost:.4f}")
    by_state = min(surprises)[1]
    voices = Voices(by_columns, by_serials, by_state)
    return voices, scale, weighed, evidence.of_states(weighed, by_state)


def right_texts(slots: NDArray[np.float32], texts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which texts are wholly right; what a slot holds behind the first end does not count."""
    read = slots.argmax(-1)
    read[(read == END).cumsum(1) > 0] = END
    return np.asarray((read == texts).all(axis=1))


def threshold(probability: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
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
    labels = RELABELED if (args.work / RELABELED).exists() else "labels.jsonl"
    validation = reader_data.load_validation(args.data, args.work, labels)
    views = validation_views(validation, reader_data.surroundings(args.data, 60, SEED))
    seen = ask(net, [views["whole"], views["cut"]], validation)
    told = seen.told()
    heat = temperature(told.slots.reshape(-1, told.slots.shape[-1]), told.texts.ravel())
    state_heat = temperature(seen.states, seen.named)
    voices, heat, weighed, _ = trust(told, heat, state_heat)
    evidence = SerialEvidence(
        shipped_serials(), log_softmax(seen.states, state_heat), voices.serials
    )
    everything = weigh(
        log_softmax(seen.slots, heat),
        log_softmax(seen.columns, 1.0),
        voices.columns,
        evidence.of_texts,
    )
    states = evidence.of_states(everything, voices.state)
    right = states.argmax(1) == seen.named
    least = threshold(states.max(axis=1), right)

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
        temperatures={
            "characters": heat,
            "state": state_heat,
            "columns": 1 / voices.columns,
            # A voice of 0 has no temperature; one of a thousandth is as good.
            "serials": 1 / max(voices.serials, 1e-3),
            "state_serials": 1 / max(voices.state, 1e-3),
        },
        thresholds={"state": least, "no_plate": 0.5, "not_readable": 0.5},
    )
    exact = right_texts(weighed.slots, told.texts).mean()
    print(
        f"step {saved['step']}: text {exact:.4f}, state {right.mean():.4f}, {least:.2f}, {voices}"
    )


if __name__ == "__main__":
    main()
