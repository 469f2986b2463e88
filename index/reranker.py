"""A cross-encoder reads a question and a text together and scores the pair; off unless one is named in the settings.

Like every other model it comes from this machine's disk and never from a network.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """Scores pairs of a question and a text."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One score (n,) for each text, higher where it answers better; scores of two questions do not compare."""


class CrossReranker:
    """A cross-encoder of sentence-transformers with one score for each pair."""

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One score (n,) float32 for each text; a text longer than the model takes is cut at its end."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, text) for text in texts]
        scores = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(scores, dtype=np.float32)


def load_reranker(name: str) -> CrossReranker:
    """A cross-encoder by folder or name from this machine's disk.

    Raises EncoderError where the model is not there, cannot be used, or gives more than one score for a pair.
    """
    # Both must be set before the libraries are imported: they read them once.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        from sentence_transformers import CrossEncoder

        model = CrossEncoder(name, local_files_only=True, device="cpu", trust_remote_code=False)
        labels = int(model.num_labels)
    except Exception as error:
        raise EncoderError(
            f"No cross-encoder can be loaded from {name!r}: put the model on this machine first, "
            "or leave the setting out to rank without one."
        ) from error
    if labels != 1:
        raise EncoderError(
            f"The model {name!r} sorts pairs into {labels} classes and gives them no score; name another reranker."
        )
    return CrossReranker(model)
