"""Texts become vectors: the Encoder that search rests on and ``load_encoder``; the door to the encoder libraries.

The shipped encoder is read with tokenizers, safetensors and numpy alone, in a fraction of a second; any other model
goes through sentence-transformers, from this machine's disk and never from a network.
"""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import thai
from corpus.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

SHIPPED = Path(__file__).parent / "model"
# A model folder with this file learned from texts cut by ``thai.words``; what it encodes is cut alike first.
MARKER = "thai_words.json"
_TOKENS_AT_ONCE = 16_000
_THAI_GAP = re.compile("(?<=[\u0e01-\u0e3a\u0e40-\u0e4e]) (?=[\u0e01-\u0e3a\u0e40-\u0e4e])")


class Encoder(Protocol):
    """Texts to unit vectors; ``id`` changes whenever the vectors would."""

    @property
    def id(self) -> str:
        """Name and short sha256 of the weights."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Matrix (n, dim), unit rows; a text of which nothing is known has a zero row."""

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Matrix (n, dim), unit rows; a text of which nothing is known has a zero row."""


def plain_words(text: str) -> list[str]:
    """The search words of a text, cut without its Thai spaces: they mark no word, so a line wrap changes nothing."""
    return thai.words(_THAI_GAP.sub("", thai.normalise(text)))


def spaced(text: str) -> str:
    """The text as the shipped encoder's tokenizer wants it: its search words joined by single spaces.

    A word is kept at its 1st, 2nd, 4th, 8th ... mention, so that it weighs 1 + log2 of its count (Salton and Buckley
    1988): what a long report says a hundred times must not drown what it says once.
    """
    counts: Counter[str] = Counter()
    kept = []
    for word in plain_words(text):
        counts[word] += 1
        if counts[word].bit_count() == 1:
            kept.append(word)
    return " ".join(kept)


class StaticEncoder:
    """A bag of token vectors, averaged and brought to unit length, over the search words of a text."""

    def __init__(self, identity: str, tokenizer: "Tokenizer", rows: NDArray[Any], scales: NDArray[np.float32]) -> None:
        self.id = identity
        self.dim = int(rows.shape[1])
        self._tokenizer = tokenizer
        self._rows = rows
        self._scales = scales

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Matrix (n, dim), unit rows; zero rows for texts without a known word."""
        encodings = self._tokenizer.encode_batch_fast([spaced(text) for text in texts], add_special_tokens=False)
        ids = [np.asarray(encoding.ids, dtype=np.int64) for encoding in encodings]
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        batch: list[int] = []
        size = 0
        for number, row in enumerate(ids):
            if len(row):
                batch.append(number)
                size += len(row)
            if batch and (size >= _TOKENS_AT_ONCE or number == len(ids) - 1):
                out[batch] = self._means([ids[i] for i in batch])
                batch, size = [], 0
        return _unit_rows(out)

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same as ``encode_passages``: this encoder reads questions and passages alike."""
        return self.encode_passages(texts)

    def _means(self, rows: list[NDArray[np.int64]]) -> NDArray[np.float32]:
        flat = np.concatenate(rows)
        lengths = np.array([len(row) for row in rows])
        vectors = self._rows[flat].astype(np.float32) * self._scales[flat][:, None]
        sums = np.add.reduceat(vectors, np.concatenate([[0], np.cumsum(lengths)[:-1]]), axis=0)
        means: NDArray[np.float32] = np.divide(sums, lengths[:, None], dtype=np.float32)
        return means


class ForeignEncoder:
    """Any sentence-transformers model, with the prompts that it brings for questions and passages."""

    def __init__(self, identity: str, model: "SentenceTransformer") -> None:
        self.id = identity
        self._model = model
        self.dim = int(model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Matrix (n, dim), unit rows, through the model's passage prompt where it has one."""
        rows = self._model.encode_document(list(texts), convert_to_numpy=True, show_progress_bar=False)
        return _unit_rows(np.asarray(rows, dtype=np.float32).reshape(-1, self.dim))

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Matrix (n, dim), unit rows, through the model's question prompt where it has one."""
        rows = self._model.encode_query(list(texts), convert_to_numpy=True, show_progress_bar=False)
        return _unit_rows(np.asarray(rows, dtype=np.float32).reshape(-1, self.dim))


def _unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    rows = np.nan_to_num(rows)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(rows, np.where(lengths > 0, lengths, 1), dtype=np.float32)
    return unit


def load_encoder(name: str | None = None) -> Encoder:
    """The shipped encoder, or another model by folder or name from this machine's disk.

    Raises EncoderError where the model is not there or cannot be used.
    """
    folder = SHIPPED if name is None else Path(name)
    if name is None or (folder / MARKER).is_file():
        return _load_static(folder)
    return _load_foreign(name)


def _load_static(folder: Path) -> StaticEncoder:
    from safetensors.numpy import load
    from tokenizers import Tokenizer

    weights = folder / "model.safetensors"
    try:
        about = json.loads((folder / MARKER).read_text(encoding="utf8"))
        content = weights.read_bytes()
        tensors = load(content)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        rows, scales = tensors["embeddings"], tensors["weights"]
        if rows.ndim != 2 or scales.shape != rows.shape[:1] or len(rows) < tokenizer.get_vocab_size():
            raise ValueError("tokens and vectors do not match")
        identity = f"{about['name']}-{hashlib.sha256(content).hexdigest()[:12]}"
    except FileNotFoundError as error:
        missing = Path(error.filename).name
        raise EncoderError(f"The encoder in {folder} lacks {missing}: restore the folder or name another.") from error
    except Exception as error:  # tokenizers raises bare Exception for a file that it cannot read
        reason = " ".join(str(error).split())
        raise EncoderError(f"The encoder in {folder} is damaged ({reason}): restore it or name another.") from error
    return StaticEncoder(identity, tokenizer, rows, scales)


def _load_foreign(name: str) -> ForeignEncoder:
    # Both must be set before the libraries are imported: they read them once.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(name, local_files_only=True, device="cpu", trust_remote_code=False)
        return ForeignEncoder(_foreign_id(name, model), model)
    except Exception as error:
        raise EncoderError(
            f"No sentence-transformers model can be loaded from {name!r}: put the model on this machine first, "
            "or leave the setting out to use the shipped encoder."
        ) from error


def _foreign_id(name: str, model: "SentenceTransformer") -> str:
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return f"{Path(name).name}-{digest.hexdigest()[:12]}"
