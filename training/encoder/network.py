"""The encoder as a network: BERT's layers (MiniLM's) or MPNet's, and a head for each layer of labels.

Written out, not taken from a library, so that the lowest blocks can be left as they are and computed once, and so that the exported graph
holds nothing that the run-time does not need. Weights are read by the names that the published files use.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from training.encoder.layers import LAYERS, Layer

_BUCKETS, _FAR = 32, 128
_BERT = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
_MPNET = ("attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o")


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of a base encoder; ``relative`` is MPNet's way to tell positions apart."""

    vocabulary: int
    width: int
    inner: int
    blocks: int
    heads: int
    positions: int
    epsilon: float
    relative: bool

    @classmethod
    def read(cls, base: Path) -> Shape:
        """The shape that a base's ``config.json`` states."""
        config: dict[str, Any] = json.loads((base / "config.json").read_text("utf-8"))
        return cls(
            config["vocab_size"],
            config["hidden_size"],
            config["intermediate_size"],
            config["num_hidden_layers"],
            config["num_attention_heads"],
            config["max_position_embeddings"],
            config["layer_norm_eps"],
            config["model_type"] == "mpnet",
        )


class Block(nn.Module):
    """Attention and a feed-forward step, each added to what came in."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.drop = shape.heads, dropout
        self.query, self.key, self.value, self.out = (nn.Linear(shape.width, shape.width) for _ in range(4))
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.norm_out = nn.LayerNorm(shape.width, shape.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """``bias`` is added to the attention's scores: minus infinity, nearly, where there is no piece."""
        batch, pieces, width = hidden.shape
        query, key, value = (
            part(hidden).view(batch, pieces, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        seen = scaled_dot_product_attention(query, key, value, attn_mask=bias)
        seen = self.out(seen.transpose(1, 2).reshape(batch, pieces, width))
        hidden = self.norm(hidden + self.dropout(seen))
        return self.norm_out(hidden + self.dropout(self.outer(gelu(self.inner(hidden)))))  # type: ignore[no-any-return]


class Reader(nn.Module):
    """Word pieces in; for each layer the scores of its labels out, ``(batch, pieces, labels)`` or ``(batch, labels)``."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.kinds = nn.Parameter(torch.zeros(shape.width))
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.blocks))
        self.near = nn.Embedding(_BUCKETS, shape.heads) if shape.relative else None
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: _head(shape, layer) for name, layer in LAYERS.items()})

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        """Both inputs: ``(batch, pieces)``."""
        return self.upper(self.lower(input_ids, attention_mask, 0), attention_mask, 0)

    def lower(self, input_ids: Tensor, attention_mask: Tensor, blocks: int) -> Tensor:
        """What the pieces are after the embeddings and the first blocks."""
        first = 2 if self.shape.relative else 0
        where = torch.arange(first, first + input_ids.shape[1], device=input_ids.device)
        hidden = self.dropout(self.norm(self.words(input_ids) + self.places(where) + self.kinds))
        bias = self._bias(attention_mask)
        for block in self.blocks[:blocks]:
            hidden = block(hidden, bias)
        return hidden  # type: ignore[no-any-return]

    def upper(self, hidden: Tensor, attention_mask: Tensor, blocks: int) -> dict[str, Tensor]:
        """The scores, from what the pieces are after the first blocks."""
        bias = self._bias(attention_mask)
        for block in self.blocks[blocks:]:
            hidden = block(hidden, bias)
        hidden = self.dropout(hidden)
        return {
            name: head(hidden[:, 0] if LAYERS[name].kind == "window" else hidden) for name, head in self.heads.items()
        }

    def _bias(self, attention_mask: Tensor) -> Tensor:
        bias = (1.0 - attention_mask[:, None, None, :].to(self.kinds.dtype)) * -1e4
        if self.near is None:
            return bias
        where = torch.arange(attention_mask.shape[1], device=attention_mask.device)
        return bias + self.near(_bucket(where[None, :] - where[:, None])).permute(2, 0, 1)[None]


def _head(shape: Shape, layer: Layer) -> nn.Module:
    if layer.kind != "window":
        return nn.Linear(shape.width, len(layer.tags))
    return nn.Sequential(nn.Linear(shape.width, shape.width), nn.Tanh(), nn.Linear(shape.width, len(layer.tags)))


def _bucket(apart: Tensor) -> Tensor:
    """MPNet's (T5's) buckets of distances: near ones each for itself, far ones in ever longer stretches."""
    half = _BUCKETS // 2
    side = (apart < 0).to(torch.long) * 0 + (apart > 0).to(torch.long) * half
    distance = apart.abs()
    exact = half // 2
    far = exact + (torch.log(distance.clamp(min=1).float() / exact) / math.log(_FAR / exact) * (half - exact)).long()
    return side + torch.where(distance < exact, distance, far.clamp(max=half - 1))


def load_base(base: Path, dropout: float = 0.1) -> Reader:
    """The network with a published base's weights, and fresh heads."""
    shape = Shape.read(base)
    model = Reader(shape, dropout)
    found = {
        name.removeprefix("mpnet.").removeprefix("bert."): w
        for name, w in load_file(base / "model.safetensors").items()
    }
    mine = model.state_dict()
    for name, published in _names(shape).items():
        weight = found[published]
        mine[name] = weight[0] if name == "kinds" else weight
    model.load_state_dict(mine)
    return model


def _names(shape: Shape) -> dict[str, str]:
    """Our names of the weights, and the published ones."""
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    if shape.relative:
        names["near.weight"] = "encoder.relative_attention_bias.weight"
    else:
        names["kinds"] = "embeddings.token_type_embeddings.weight"
    after = "attention.LayerNorm" if shape.relative else "attention.output.LayerNorm"
    for block in range(shape.blocks):
        pairs = dict(zip(("query", "key", "value", "out"), _MPNET if shape.relative else _BERT, strict=True))
        pairs |= {"norm": after, "inner": "intermediate.dense", "outer": "output.dense", "norm_out": "output.LayerNorm"}
        for ours, theirs in pairs.items():
            for part in ("weight", "bias"):
                names[f"blocks.{block}.{ours}.{part}"] = f"encoder.layer.{block}.{theirs}.{part}"
    return names
