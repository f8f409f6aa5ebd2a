"""The reader's network: one picture of a plate in, characters, state and legibility out."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES, Legibility
from models.training.convolutions import Residual, conv

HEIGHT, WIDTH = 96, 192
END = len(ALPHABET)
"""Class of a slot beyond the last character; also the blank of the column reading."""
CLASSES = len(ALPHABET) + 1
OTHER = len(STATES)
"""Class of plates of none of the 51 jurisdictions."""
LEGIBILITIES: tuple[Legibility, ...] = tuple(Legibility)
"""Classes of the last output, in order."""
_TOKEN = 128
_TRUNK = 128
_DEEP = 208


class _Mixer(nn.Module):
    """One transformer layer, written out so that it exports to plain matrix products."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.norm_query = nn.LayerNorm(width)
        self.norm_memory = nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.memory = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)
        self.norm_wide = nn.LayerNorm(width)
        self.wide = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Dropout(0.1), nn.Linear(2 * width, width)
        )

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        batch, slots, width = x.shape
        each = width // self.heads
        query = self.query(self.norm_query(x)).view(batch, slots, self.heads, each)
        key, value = self.memory(self.norm_memory(memory)).chunk(2, dim=-1)
        key = key.reshape(batch, -1, self.heads, each).permute(0, 2, 3, 1)
        value = value.reshape(batch, -1, self.heads, each).transpose(1, 2)
        weight = torch.softmax(query.transpose(1, 2) @ key * each**-0.5, dim=-1)
        seen = (weight @ value).transpose(1, 2).reshape(batch, slots, width)
        x = x + self.out(seen)
        return x + self.wide(self.norm_wide(x))


class _StateHead(nn.Module):
    """State and legibility: what the whole picture looks like, and what one query picks out of
    it, since a state's name is small and stands where its design has it."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.trunk = nn.Sequential(conv(_TRUNK, _DEEP, 2), Residual(_DEEP))
        self.notice = nn.Conv2d(_DEEP, 1, 1)
        self.fold = nn.Linear(_DEEP, _TOKEN)
        self.place = nn.Parameter(torch.randn(1, rows * columns, _TOKEN) * 0.02)
        self.query = nn.Parameter(torch.randn(1, 1, _TOKEN) * 0.5)
        self.pick = nn.ModuleList([_Mixer(_TOKEN), _Mixer(_TOKEN)])
        self.drop = nn.Dropout(0.3)
        self.state = nn.Linear(3 * _DEEP + _TOKEN, OTHER + 1)
        self.form = nn.Sequential(
            nn.Linear(3 * MAX_CHARACTERS + 2 * CLASSES, 64),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(64, OTHER + 1),
        )
        nn.init.zeros_(self.form[-1].weight)
        self.legibility = nn.Linear(3 * _DEEP, len(LEGIBILITIES))

    def forward(self, x: Tensor, characters: Tensor) -> tuple[Tensor, Tensor]:
        deep = self.trunk(x)
        flat = deep.flatten(2)
        weight = torch.softmax(self.notice(deep).flatten(2), dim=-1)
        noticed = (flat * weight).sum(-1)
        whole = torch.cat([flat.mean(-1), flat.amax(-1), noticed], dim=1)
        tokens = self.fold(flat.transpose(1, 2)) + self.place
        query = self.query.expand(x.shape[0], -1, -1)
        for pick in self.pick:
            query = pick(query, tokens)
        seen = self.drop(torch.cat([whole, query[:, 0]], dim=1))
        return self.state(seen) + self.form(_serial_form(characters)), self.legibility(whole)


class ReaderNet(nn.Module):
    """N×3×96×192 BGR, 0 to 255 → slots N×8×37, state N×52, columns N×48×37, legibility N×3
    (all logits)."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            conv(3, 32, 2, size=5),
            conv(32, 64, 2),
            Residual(64),
            conv(64, _TRUNK, 2),
            *(Residual(_TRUNK) for _ in range(4)),
        )
        rows, columns = HEIGHT // 8, WIDTH // 8
        self.fold = nn.Linear(_TRUNK * rows, 2 * _TOKEN)
        self.place = nn.Parameter(torch.randn(1, 2 * columns, _TOKEN) * 0.02)
        self.mixers = nn.ModuleList([_Mixer(_TOKEN), _Mixer(_TOKEN)])
        self.columns = nn.Linear(_TOKEN, CLASSES)
        self.slots = nn.Parameter(torch.randn(1, MAX_CHARACTERS, _TOKEN) * 0.5)
        self.pick = nn.ModuleList([_Mixer(_TOKEN), _Mixer(_TOKEN)])
        self.characters = nn.Sequential(nn.LayerNorm(_TOKEN), nn.Linear(_TOKEN, CLASSES))
        self.state = _StateHead(rows // 2, columns // 2)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x = self.trunk((picture - 127.5) / 64.0)
        batch, channels, rows, columns = x.shape
        tokens = x.permute(0, 3, 1, 2).reshape(batch, columns, channels * rows)
        tokens = self.fold(tokens).reshape(batch, 2 * columns, _TOKEN) + self.place
        for mixer in self.mixers:
            tokens = mixer(tokens, tokens)
        slots = self.slots.expand(batch, -1, -1)
        for pick in self.pick:
            slots = pick(slots, tokens)
        characters = self.characters(slots)
        state, legibility = self.state(x, characters)
        return characters, state, self.columns(tokens), legibility


def _serial_form(characters: Tensor) -> Tensor:
    """Which slots hold digits, letters or nothing, and what the first two hold.

    How a serial is made up tells states apart; the serial itself must not, so no more of it
    is passed on, and what is read does not bend to the state.
    """
    chances = torch.softmax(characters.detach().float(), dim=-1)
    digits = chances[..., :10].sum(-1)
    letters = chances[..., 10:END].sum(-1)
    return torch.cat([digits, letters, chances[..., END], chances[:, 0], chances[:, 1]], dim=1)
