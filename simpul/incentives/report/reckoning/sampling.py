"""What the auditor examines: every line from a threshold on, and a random sample of the rest.

The sample is drawn with a stored seed by lots: each line's lot is worked out from seed and key
alone, the smallest lots are drawn. The same seed draws the same lines again, however the file is
ordered and in how many parts it came; who knows the file but not the seed cannot foresee them; and
a line more or less changes at most one of the lines drawn.

The lot is a CBC-MAC with AES-256 (NIST FIPS 197; a message's length stands in its first block, so
that none is the beginning of another), which half a million keys go through together:

- the cipher's key is the SHA-256 digest of the seed;
- the first block holds how many bytes the line's key has, as eight bytes, the lowest first, and
  eight zero bytes; the blocks after it hold the key in UTF-8, and zero bytes until the last is
  full. In place of a key of more than 48 bytes stands its SHA-256 digest;
- each block is added (exclusive or) to the cipher of the one before, and ciphered;
- the lot is the first eight bytes of the last one, read as a number, the highest byte first.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

from simpul.incentives.report.reckoning.frame import money_type
from simpul.kit.late import polars as pl

_BLOCK = 16
LONGEST_KEY = 3 * _BLOCK
"""Bytes of a line's key that are taken as they are."""
_LONG = -1
_WORD = np.dtype("<u8")

Words = NDArray[np.uint64]
"""Blocks as pairs of words."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`threshold`: everything from this amount on, either sign; `size`: lines drawn of the rest."""

    threshold: Decimal
    size: int
    seed: str


def draw(claimed: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """row, why ("large" | "drawn"), amount of the lines to examine, by row."""
    least = pl.lit(plan.threshold, dtype=money_type())
    large = claimed.select(pl.col("amount").abs() >= least).to_series()
    rest, said = ~large, claimed.select("row", "amount")
    drawn = rest.arg_true().gather(_drawn(claimed["key"].filter(rest), plan))
    return pl.concat(
        part.select("row", pl.lit(why).alias("why"), "amount")
        for part, why in ((said.filter(large), "large"), (said[drawn], "drawn"))
    ).sort("row")


def _drawn(keys: pl.Series, plan: Plan) -> list[int]:
    """The places of the keys that are drawn."""
    if plan.size >= len(keys):
        return list(range(len(keys)))
    if plan.size <= 0:
        return []
    lots = lots_of(keys, plan.seed)
    last = np.partition(lots, plan.size - 1)[plan.size - 1]
    few = np.flatnonzero(lots <= last).tolist()
    # Keys are unique, so that equal lots (one in 2^64) are told apart too.
    return sorted(few, key=lambda at: (lots[at], keys[at]))[: plan.size]


def lots_of(keys: pl.Series, seed: str) -> Words:
    """The lot of each key."""
    # Each call ciphers blocks of many keys; the chain runs through the blocks of one key.
    mode = modes.ECB()  # noqa: S305
    update = Cipher(algorithms.AES(sha256(seed.encode()).digest()), mode).encryptor().update

    def ciphered(blocks: Words) -> Words:
        return np.frombuffer(update(blocks.tobytes()), dtype=_WORD).reshape(-1, 2)

    sizes = keys.str.len_bytes().to_numpy().astype(np.int64)
    counts = np.where(sizes > LONGEST_KEY, _LONG, -(-sizes // _BLOCK))
    lots = np.zeros(len(keys), dtype=np.uint64)
    for count in np.unique(counts).tolist():
        at = np.flatnonzero(counts == count)
        some = keys if len(at) == len(keys) else keys.gather(at)
        words = _digests(some) if count == _LONG else _words(some, count)
        state = np.zeros((len(at), 2), dtype=_WORD)
        state[:, 0] = sizes[at]
        state = ciphered(state)
        for first in range(0, words.shape[1], 2):
            state = ciphered(state ^ words[:, first : first + 2])
        lots[at] = np.ascontiguousarray(state[:, 0]).view(">u8")
    return lots


def _words(keys: pl.Series, blocks: int) -> Words:
    """Keys of so many blocks, filled up with zero bytes."""
    width = blocks * _BLOCK
    filled = (keys + "\0" * width).cast(pl.Binary).bin.head(width)
    words = filled.bin.reinterpret(dtype=pl.Array(pl.UInt64, width // 8), endianness="little")
    return words.to_numpy()


def _digests(keys: pl.Series) -> Words:
    """In place of keys that are too long."""
    digests = b"".join(sha256(key.encode()).digest() for key in keys.to_list())
    return np.frombuffer(digests, dtype=_WORD).reshape(-1, 4)
