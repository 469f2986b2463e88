"""A language model of one layer with random weights, written file by file: what it says is nonsense by construction."""

import json
from pathlib import Path

LETTERS, WIDTH, INNER = 300, 16, 32


def build(folder: Path) -> None:
    """Puts weights, tokenizer and chat template into the folder; nothing is downloaded, no model library is loaded."""
    folder.mkdir(parents=True)
    _tokenizer(folder)
    _weights(folder)
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": LETTERS,
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "max_position_embeddings": 65_536,
        "bos_token_id": None,
        "eos_token_id": 0,
        "pad_token_id": 0,
        "tie_word_embeddings": False,
        "dtype": "float32",
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


def _tokenizer(folder: Path) -> None:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    letters = Tokenizer(models.BPE())
    letters.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    letters.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=LETTERS, special_tokens=["<end>"], initial_alphabet=alphabet)
    letters.train_from_iterator(["ประชุมชี้แจงขั้นตอนการยืม clauses marks text"], trainer)
    letters.save(str(folder / "tokenizer.json"))
    template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"
    about = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": "<end>",
        "pad_token": "<end>",
        "chat_template": template,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(about), encoding="utf-8")


def _weights(folder: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    shapes = {
        "model.embed_tokens": (LETTERS, WIDTH),
        **{f"model.layers.0.self_attn.{name}_proj": (WIDTH, WIDTH) for name in "qkvo"},
        "model.layers.0.mlp.gate_proj": (INNER, WIDTH),
        "model.layers.0.mlp.up_proj": (INNER, WIDTH),
        "model.layers.0.mlp.down_proj": (WIDTH, INNER),
        "lm_head": (LETTERS, WIDTH),
    }
    chance = np.random.default_rng(20)
    weights = {f"{name}.weight": chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    for name in ("model.layers.0.input_layernorm", "model.layers.0.post_attention_layernorm", "model.norm"):
        weights[f"{name}.weight"] = np.ones(WIDTH, dtype=np.float32)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
