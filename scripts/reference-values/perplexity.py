"""Computes the perplexity of language models by a forward pass in NumPy, with the windows of llama.cpp's perplexity
tool: windows of 512 tokens that do not overlap, each beginning with the start token if the model has one, of which the
tokens after the first half are scored. The weights are dequantised by the `gguf` package, and the text is tokenised by
llama.cpp through `xllamacpp`, so that no code of Assay is used.

pip install numpy gguf xllamacpp, then python perplexity.py TEXT MODEL.gguf... > perplexity.json
The values of perplexity.json are those of the text that `read_text()` returns.
"""

import hashlib
import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
import xllamacpp
from gguf import GGUFReader, dequantize

window = 512


def read_text(path):
    """Returns the first 6,000 characters of a file."""
    return Path(path).read_bytes().decode()[:6000]


# Characters of several tokens, control characters, the null character, and control tokens that are spelled out.
characters = "Emoji 😀🚀/😀 中文字符 é ñ — “x” \x1b[31m\t\t  three   spaces\r\n\n\0 </s> <|im_end|> \ufffd\ufeff \U0010ffff"


class Llama:
    """The architecture `llama`: RMS norm, rotary positions of adjacent pairs, grouped queries, SwiGLU."""

    def __init__(self, path):
        reader = GGUFReader(path)
        self.fields = reader.fields
        self.tensors = {t.name: dequantize(t.data, t.tensor_type).astype(np.float32) for t in reader.tensors}
        assert self.field("general.architecture") == "llama"
        self.heads = self.field("llama.attention.head_count")
        self.kv_heads = self.field("llama.attention.head_count_kv", self.heads)
        self.epsilon = self.field("llama.attention.layer_norm_rms_epsilon")
        self.base = self.field("llama.rope.freq_base", 10000.0)
        self.layers = self.field("llama.block_count")

    def field(self, name, default=None):
        return self.fields[name].contents() if name in self.fields else default

    def norm(self, x, name):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + self.epsilon) * self.tensors[name]

    def rotate(self, x):
        length, _, size = x.shape
        angles = np.outer(np.arange(length), self.base ** (-np.arange(0, size, 2) / size))[:, None, :]
        even, odd = x[..., 0::2], x[..., 1::2]
        out = np.empty_like(x)
        out[..., 0::2] = even * np.cos(angles) - odd * np.sin(angles)
        out[..., 1::2] = even * np.sin(angles) + odd * np.cos(angles)
        return out

    def logits(self, tokens):
        t = self.tensors
        x = t["token_embd.weight"][tokens]
        length = len(tokens)
        mask = np.triu(np.full((length, length), -np.inf, np.float32), 1)
        for layer in range(self.layers):
            at = f"blk.{layer}."
            h = self.norm(x, at + "attn_norm.weight")
            q, k, v = (h @ t[f"{at}attn_{name}.weight"].T for name in "qkv")
            q = self.rotate(q.reshape(length, self.heads, -1))
            k = self.rotate(k.reshape(length, self.kv_heads, -1))
            v = v.reshape(length, self.kv_heads, -1)
            k, v = (np.repeat(a, self.heads // self.kv_heads, axis=1) for a in (k, v))
            scores = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(q.shape[-1]) + mask
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            x = x + np.einsum("hqk,khd->qhd", scores, v).reshape(length, -1) @ t[at + "attn_output.weight"].T
            h = self.norm(x, at + "ffn_norm.weight")
            gate = h @ t[at + "ffn_gate.weight"].T
            x = x + (gate / (1 + np.exp(-gate)) * (h @ t[at + "ffn_up.weight"].T)) @ t[at + "ffn_down.weight"].T
        output = t.get("output.weight", t["token_embd.weight"])
        return self.norm(x, "output_norm.weight") @ output.T


def tokenise(path, *texts):
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = 64
    params.warmup = False
    server = xllamacpp.Server(params)
    tokens = []
    for words in texts:
        body = json.dumps({"content": words, "add_special": False, "parse_special": False}).encode()
        request = Request(f"{server.listening_address}/tokenize", body, {"content-type": "application/json"})
        with urlopen(request) as reply:
            tokens.append(json.load(reply)["tokens"])
    return tokens


def log_softmax(rows):
    rows = rows - rows.max(-1, keepdims=True)
    return rows - np.log(np.exp(rows).sum(-1, keepdims=True))


def perplexity(path, words):
    model = Llama(path)
    # llama.cpp's default if the file has no such field: only SentencePiece adds it.
    adds = model.field("tokenizer.ggml.add_bos_token", model.field("tokenizer.ggml.model") == "llama")
    start = model.field("tokenizer.ggml.bos_token_id") if adds else None
    prefix = [] if start is None else [start]
    tokens, other = (prefix + tokens for tokens in tokenise(path, words, characters))
    nll, tops, count = 0.0, [], 0
    for at in range(0, len(tokens) // window * window, window):
        window_tokens = list(tokens[at : at + window])
        if start is not None:
            window_tokens[0] = start
        logits = model.logits(np.array(window_tokens)).astype(np.float64)
        first = window // 2
        rows, targets = logits[first : window - 1], np.array(window_tokens[first + 1 :])
        nll -= log_softmax(rows)[np.arange(len(targets)), targets].sum()
        tops.append(rows.argmax(-1).tolist())
        count += len(targets)
    rows = log_softmax(model.logits(np.array(other)).astype(np.float64))
    return {
        "sha256": hashlib.sha256(Path(path).read_bytes()).hexdigest(),
        "tokens": len(tokens),
        "windows": len(tops),
        "scored": count,
        "perplexity": float(np.exp(nll / count)),
        "firstTopTokens": tops[0][:16],
        "characters": {
            "text": characters,
            "tokens": other,
            "logProbabilities": rows[np.arange(len(other) - 1), other[1:]].round(4).tolist(),
        },
    }


words = read_text(sys.argv[1])
print(
    json.dumps(
        {
            "text": {"name": Path(sys.argv[1]).name, "sha256": hashlib.sha256(words.encode()).hexdigest()},
            "models": {Path(path).name: perplexity(path, words) for path in sys.argv[2:]},
        },
        indent=2,
        ensure_ascii=False,
    )
)
