"""What tells near copies: a signature of each text.

A text is the set of its word 5-grams, and two texts are as similar as Jaccard has it: the grams that they share, of
all that they have. A gram is hashed once; everything else is read off the hashes of a text in their order:

- `bands`: MinHash. The first hash behind a point on the circle of all hashes is the same in two texts with the
  probability of their similarity. Each band is two of them, so texts that share a band are worth comparing.
- `odd`: an odd sketch (Mitzenmacher, Pagh and Pham 2014) of the smallest hashes. Each turns over one bit, so those that
  both texts have cancel out, and the bits in which two texts differ count the grams that only one of them has. Near
  copies are told by that far more exactly than by as many bytes of minima.

All arithmetic is that of whole numbers, so a text has the same signature on every machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

GRAM_WORDS = 5
MIN_GRAMS = 6
"""A text of fewer different grams (some ten words) has no signature: one word more or less makes it another text."""
BANDS = 7
SKETCH_BITS = 512
SAMPLE = 1024
"""How many of a text's smallest hashes are sketched; that many grams are known one by one, of longer texts a sample."""
MAX_BYTES = 2**20
"""How much of a text is read, in UTF-8: what begins alike for so long is a copy."""

SIGNATURE = np.dtype([("grams", "<u4"), ("bands", "<u4", BANDS), ("odd", "<u8", SKETCH_BITS // 64)])
"""96 bytes: the number of different grams (0 for none), the bands and the sketch."""

Signatures = NDArray[np.void]
NONE: Signatures = np.zeros(0, SIGNATURE)
"""The signatures of no documents."""
_Hashes = NDArray[np.uint64]

_BATCH_BYTES = 2**18
_BATCH_TEXTS = 4096
_HASH_BITS = 48
"""Of a hash; the bits above are the number of its text in the batch, so that one sort sorts them all."""
_FINALISER = [(np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB))]
_BASE = 0x9E3779B97F4A7C15
_SPACE = ord(" ")


def signatures(texts: Iterable[str]) -> Signatures:
    """Return the signature of each text, given as its folded words with a space between them (`Entry.words`)."""
    made = [_signed(batch) for batch in _batches(text.encode()[:MAX_BYTES] for text in texts)]
    return np.concatenate([NONE, *made])


def similarity(first: Signatures, second: Signatures) -> NDArray[np.float64]:
    """Return about how similar texts are to others, pair by pair, from 0 to 1: by Jaccard, of their word 5-grams.

    It is the surer the higher it is: within 0.012 at 0.8 (one standard deviation), and no more than a hint below 0.6.
    """
    apart = _APART[np.bitwise_count(first["odd"] ^ second["odd"]).sum(axis=1)]
    grams, others = first["grams"].astype(np.float64), second["grams"].astype(np.float64)
    sampled, others_sampled = np.minimum(grams, SAMPLE), np.minimum(others, SAMPLE)
    # The samples share as much of the larger one as the texts do: both are thinned out like the longer text.
    share = (sampled + others_sampled - apart) / 2 / np.maximum(1, np.maximum(sampled, others_sampled))
    shared = np.clip(share * np.maximum(grams, others), 0, np.minimum(grams, others))
    similar: NDArray[np.float64] = shared / np.maximum(1, grams + others - shared)
    return similar


def _differences() -> NDArray[np.float64]:
    """Return how many grams stand in one of two texts only, by the number of bits in which their sketches differ."""
    ones = np.minimum(np.arange(SKETCH_BITS + 1), SKETCH_BITS // 2 - 1)  # from half on it is noise
    return -SKETCH_BITS / 2 * np.log(1 - 2 * ones / SKETCH_BITS)


_APART = _differences()


def _batches(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield texts in batches that fit into the processor's cache; a longer one is a batch by itself."""
    batch, size = list[bytes](), 0
    for text in texts:
        if batch and (size + len(text) > _BATCH_BYTES or len(batch) == _BATCH_TEXTS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield batch


def _signed(texts: Sequence[bytes]) -> Signatures:
    """Return the signatures of a batch."""
    hashes = _gram_hashes(texts)
    begins = np.searchsorted(hashes >> _HASH_BITS, np.arange(len(texts) + 1))
    grams = np.diff(begins)
    made = np.zeros(len(texts), SIGNATURE)
    signed = np.flatnonzero(grams >= MIN_GRAMS)
    made["grams"][signed] = grams[signed]
    made["bands"][signed] = _bands(hashes, signed, begins)
    made["odd"] = _sketches(hashes, begins)
    made["odd"][grams < MIN_GRAMS] = 0
    return made


def _gram_hashes(texts: Sequence[bytes]) -> _Hashes:
    """Return the hash of each gram behind the number of its text, in order, each once.

    A gram's hash is the polynomial of its bytes: the difference of two sums, once it is moved to the beginning.
    """
    every = np.frombuffer(b" ".join(texts), np.uint8)
    powers, inverses = _powers()
    sums = np.zeros(len(every) + 1, np.uint64)
    np.cumsum(every * powers[: len(every)], out=sums[1:])
    ends = np.append(np.flatnonzero(every == _SPACE), len(every))
    starts = np.append(0, ends[:-1] + 1)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), [text.count(b" ") + 1 for text in texts])
    whole = np.flatnonzero(owners[: 1 - GRAM_WORDS] == owners[GRAM_WORDS - 1 :])
    first, last = starts[whole], ends[whole + GRAM_WORDS - 1]
    hashes: _Hashes = _mixed((sums[last] - sums[first]) * inverses[first])
    hashes >>= 64 - _HASH_BITS
    hashes |= owners[whole] << _HASH_BITS
    hashes.sort()
    distinct: _Hashes = hashes[np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)]]
    return distinct


@cache
def _powers() -> tuple[_Hashes, _Hashes]:
    """Return the powers of the polynomials' base, and what each is undone by."""
    every = np.full((2, MAX_BYTES + _BATCH_BYTES), [[_BASE], [pow(_BASE, -1, 2**64)]], np.uint64).cumprod(axis=1)
    return every[0], every[1]


def _mixed(hashes: _Hashes) -> _Hashes:
    """Return hashes of which each bit depends on all bits of these (the finaliser of SplitMix64)."""
    for shift, factor in _FINALISER:
        hashes = (hashes ^ (hashes >> shift)) * factor
    return hashes ^ (hashes >> np.uint64(31))


def _bands(hashes: _Hashes, signed: NDArray[np.int64], begins: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the bands of some of a batch's texts: two minima each, from opposite points of the circle."""
    points = np.arange(2 * BANDS, dtype=np.uint64) * (2**_HASH_BITS // (2 * BANDS))
    found = np.searchsorted(hashes, (signed.astype(np.uint64) << _HASH_BITS)[:, None] | points)
    found = np.where(found < begins[signed + 1, None], found, begins[signed, None])
    minima: _Hashes = hashes[found] << np.uint64(64 - _HASH_BITS)
    return (_mixed(_mixed(minima[:, :BANDS]) + minima[:, BANDS:]) >> 32).astype(np.uint32)


def _sketches(hashes: _Hashes, begins: NDArray[np.int64]) -> _Hashes:
    """Return the odd sketch of each text of a batch."""
    grams = np.diff(begins)
    sampled = hashes[np.arange(len(hashes)) - np.repeat(begins[:-1], grams) < SAMPLE]
    bits = (sampled >> _HASH_BITS) * SKETCH_BITS + sampled % SKETCH_BITS
    odd = np.bincount(bits.astype(np.int64), minlength=len(grams) * SKETCH_BITS) & 1
    packed = np.packbits(odd.astype(np.uint8).reshape(-1, SKETCH_BITS), axis=1, bitorder="little")
    return packed.view("<u8")
