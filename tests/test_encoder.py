"""The shipped encoder and foreign models, through ``index.encoder``."""

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.encoder import MARKER, SHIPPED, Encoder, load_encoder, spaced

LONG = ("เจ้าหน้าที่ต้องขออนุญาตก่อนยืมทรัพย์สินของราชการ Officials ask before they borrow. " * 130)[:10_000]
TEXTS = [
    "การขออนุญาตยืมทรัพย์สินของราชการไปใช้ปฏิบัติงาน",
    "How do we keep overtime claims honest?",
    "",
    "   \n",
    "🙂👍",
    "๒๕๖๗ 2567 94.33 1,200",
    "I20 E๑๓ O25 BMA OSS ฝ่ายปกครอง",
    "ก",
    "ถูกต้ฮงตามฃั้นตอนณ์",
    LONG,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def cosine(encoder: Encoder, question: str, passage: str) -> float:
    return float(encoder.encode_questions([question])[0] @ encoder.encode_passages([passage])[0])


def test_rows_have_unit_length_and_unknown_texts_are_zero(encoder: Encoder) -> None:
    rows = encoder.encode_passages(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.dim)
    assert rows.dtype == np.float32
    lengths = np.linalg.norm(rows, axis=1)
    silent = [text in ("", "   \n", "🙂👍") for text in TEXTS]
    np.testing.assert_allclose(lengths, [0.0 if none else 1.0 for none in silent], atol=1e-5)


def test_no_texts_give_an_empty_matrix(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dim)
    assert encoder.encode_questions([]).shape == (0, encoder.dim)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS * 3)
    alone = np.vstack([encoder.encode_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(together, np.vstack([alone] * 3), atol=1e-5)


def test_many_long_texts_are_encoded_in_batches(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoder.encode_passages(TEXTS)
    monkeypatch.setattr("index.encoder._TOKENS_AT_ONCE", 5)
    np.testing.assert_allclose(encoder.encode_passages(TEXTS), whole, atol=1e-5)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("ยืมของหลวงต้องทำยังไง", "ขั้นตอนการขออนุญาตยืมทรัพย์สินของทางราชการ", "การเลื่อนตำแหน่งและการประเมินผลงาน"),
        ("เลื่อนขั้นอย่างเป็นธรรม", "การพิจารณาเลื่อนตำแหน่งของบุคลากร", "การยืมพัสดุและครุภัณฑ์"),
        ("how to borrow government property", "การยืมทรัพย์สินของราชการ", "การรับฟังความคิดเห็นของประชาชน"),
        ("annual budget plan", "แผนการใช้จ่ายงบประมาณประจำปี", "การลงโทษทางวินัยข้าราชการ"),
        ("ประกาศประกวดราคาจัดซื้อครุภัณฑ์", "การจัดซื้อจัดจ้างพัสดุ", "การรักษาพยาบาลผู้ป่วยในโรงพยาบาล"),
    ],
)
def test_a_paraphrase_is_nearer_than_another_topic(encoder: Encoder, question: str, near: str, far: str) -> None:
    assert cosine(encoder, question, near) > cosine(encoder, question, far) + 0.05


@pytest.mark.parametrize(
    ("clean", "wrapped"),
    [
        ("การขออนุญาตยืมทรัพย์สินของราชการ", "การขออนุญ าตยืมทรัพย์ สินของราช การ"),
        ("บุคลากรต้องปฏิบัติงานตามขั้นตอนและระยะเวลา", "บุคลา กรต้องปฏิบัติ งานตามขั้น ตอนและระยะ เวลา"),
        ("เผยแพร่แผนการใช้จ่ายงบประมาณบนเว็บไซต์", "เผยแพร่แผนการใช้จ่า ยงบประ มาณบนเว็บ ไซต์"),
    ],
)
def test_line_wraps_inside_words_hardly_move_a_vector(encoder: Encoder, clean: str, wrapped: str) -> None:
    assert cosine(encoder, clean, wrapped) > 0.95


@pytest.mark.parametrize(
    ("right", "mistyped", "other"),
    [
        ("การจัดซื้อจัดจ้าง", "การจัดชื้อจัดจ้าง", "การร้องเรียนการทุจริต"),
        ("ขออนุญาตยืมทรัพย์สิน", "ขออนุญาติยืมทรัพสิน", "รับฟังความคิดเห็น"),
        ("เบิกค่าล่วงเวลา", "เบิกค่าล้วงเวลา", "ประเมินผลการปฏิบัติงาน"),
        ("แผนการใช้จ่ายงบประมาณ", "แผนการใช้จ่ายงบประมาน", "การเลื่อนตำแหน่ง"),
    ],
)
def test_a_typing_error_stays_nearer_than_another_topic(
    encoder: Encoder, right: str, mistyped: str, other: str
) -> None:
    assert cosine(encoder, mistyped, right) > cosine(encoder, mistyped, other) + 0.1


def test_thai_digits_and_capitals_make_no_difference(encoder: Encoder) -> None:
    assert cosine(encoder, "ปี ๒๕๖๗ BMA OSS", "ปี 2567 bma oss") == pytest.approx(1.0, abs=1e-5)


def test_words_reach_the_tokenizer_one_by_one() -> None:
    assert spaced("ยืมทรัพย์สิน ๓ ครั้ง, OK!") == "ยืม ทรัพย์สิน 3 ครั้ง ok"


def test_the_id_follows_the_weights(tmp_path: Path, encoder: Encoder) -> None:
    copy = shutil.copytree(SHIPPED, tmp_path / "copy")
    assert load_encoder(str(copy)).id == encoder.id
    weights = copy / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert load_encoder(str(copy)).id != encoder.id


@pytest.mark.parametrize("lost", ["model.safetensors", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path, lost: str) -> None:
    copy = shutil.copytree(SHIPPED, tmp_path / "copy")
    (copy / lost).unlink()
    with pytest.raises(EncoderError) as caught:
        load_encoder(str(copy))
    assert "\n" not in str(caught.value)
    assert str(copy) in str(caught.value)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model.safetensors", b"no weights"),
        ("tokenizer.json", b"{}"),
        (MARKER, b"["),
        (MARKER, b"{}"),
        (MARKER, b"\xff"),
    ],
)
def test_a_damaged_folder_is_refused(tmp_path: Path, file: str, content: bytes) -> None:
    copy = shutil.copytree(SHIPPED, tmp_path / "copy")
    (copy / file).write_bytes(content)
    with pytest.raises(EncoderError, match="is damaged"):
        load_encoder(str(copy))


def test_the_shipped_encoder_needs_no_torch() -> None:
    code = (
        "import sys; from index.encoder import load_encoder; "
        "assert load_encoder().encode_questions(['ยืมของหลวง']).any(); "
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=SHIPPED.parents[1], check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_folder_is_small_and_says_what_it_is() -> None:
    size = sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file())
    assert size <= 25 * 1024 * 1024
    about = json.loads((SHIPPED / MARKER).read_text(encoding="utf8"))
    assert about["words"] == "corpus.thai.words"


def test_sentence_transformers_reads_the_folder_alike_and_a_missing_model_says_so(
    tmp_path: Path, encoder: Encoder
) -> None:
    """One test, since importing sentence-transformers takes seconds."""
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", category=DeprecationWarning, module=r"(torch|transformers|sentence_transformers)\b"
        )
        from sentence_transformers import SentenceTransformer

        loaded = SentenceTransformer(str(SHIPPED), local_files_only=True, device="cpu")
        rows = loaded.encode([spaced(text) for text in TEXTS], convert_to_numpy=True, show_progress_bar=False)
        np.testing.assert_allclose(encoder.encode_passages(TEXTS), rows, atol=1e-4)
        assert loaded.get_embedding_dimension() == encoder.dim

        # The same folder without the marker is any other model: loaded by sentence-transformers, its texts not cut.
        plain = shutil.copytree(SHIPPED, tmp_path / "plain")
        (plain / MARKER).unlink()
        foreign = load_encoder(str(plain))
        assert foreign.dim == encoder.dim
        assert foreign.id.startswith("plain-")
        np.testing.assert_allclose(
            foreign.encode_passages([spaced(text) for text in TEXTS]), encoder.encode_passages(TEXTS), atol=1e-4
        )

        for name in (str(tmp_path / "nothing"), "no-such-owner/no-such-model", str(tmp_path)):
            with pytest.raises(EncoderError, match="put the model on this machine first"):
                load_encoder(name)
