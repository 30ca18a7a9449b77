"""Prints messages.json: messages between page and companion, encoded by this independent implementation.

    python3 messages.py > messages.json

Only the standard library is used.
"""

import base64
import hashlib
import hmac
import json
import math
import struct


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def pad(data):
    return data + bytes(-len(data) % 8)


def encode_strings(values):
    encoded = [value.encode() for value in values]
    return b"".join(struct.pack("<I", len(text)) + text for text in encoded)


def frame(message, tensors):
    """tensors: (name, dtype, shape, bytes)"""
    headers = []
    for name, dtype, shape, data in tensors:
        header = {"name": name, "dtype": dtype, "shape": shape}
        if dtype == "string":
            header["byteLength"] = len(data)
        headers.append(header)
    header = compact({**message, "tensors": headers}).encode()
    body = b"".join(pad(data) for _, _, _, data in tensors)
    return b"ASY1" + struct.pack("<I", len(header)) + pad(header) + body


# The tensors of protocol.fixture.ts.
every_type = [
    ("f32", "float32", [2], struct.pack("<2f", 1.5, -0.0)),
    ("f64", "float64", [1], struct.pack("<d", math.pi)),
    ("f16", "float16", [1, 3], struct.pack("<3e", 1, -2, math.inf)),
    ("i8", "int8", [3], struct.pack("<3b", -128, 0, 127)),
    ("u8", "uint8", [1], struct.pack("<B", 255)),
    ("i16", "int16", [1], struct.pack("<h", -2)),
    ("u16", "uint16", [1], struct.pack("<H", 65535)),
    ("i32", "int32", [1], struct.pack("<i", -3)),
    ("u32", "uint32", [1], struct.pack("<I", 4294967295)),
    ("i64", "int64", [1], struct.pack("<q", -(2**63))),
    ("u64", "uint64", [1], struct.pack("<Q", 2**64 - 1)),
    ("bool", "bool", [2], bytes([0, 1])),
    ("text", "string", [2], encode_strings(["", "zażółć"])),
    ("scalar", "float32", [], struct.pack("<f", 7)),
    ("none", "float32", [0, 3], b""),
]

b64 = lambda fill, length: base64.b64encode(bytes([fill]) * length).decode()
digest = hashlib.sha256(b"model").hexdigest()
versions = {"min": 1, "max": 1}

page = [
    {"type": "hello", "versions": versions, "app": "0.2.0", "auth": {"kind": "token", "token": b64(1, 32)}},
    {"type": "hello", "versions": versions, "app": "0.2.0", "auth": {"kind": "paired", "publicKey": b64(4, 65), "nonce": b64(2, 32)}},
    {"type": "hello", "versions": versions, "app": "0.2.0", "auth": {"kind": "code", "publicKey": b64(4, 65), "nonce": b64(2, 32)}},
    {"type": "proof", "signature": b64(3, 64)},
    {"type": "code-proof", "mac": b64(3, 32)},
    {"type": "list-engines", "id": 0},
    {"type": "list-models", "id": 4294967295},
    {"type": "read-hardware", "id": 0},
    {"type": "begin-upload", "id": 1, "sha256": digest, "sizeBytes": 5},
    {
        "type": "open", "id": 2, "model": {"kind": "uploaded", "id": "digits", "entry": "digits.onnx", "files": [{"name": "digits.onnx", "sha256": digest}]},
        "engine": "ort", "devices": ["cpu"], "threads": 2, "settings": {"graphOptimisation": "basic", "memoryPattern": False}, "deadlineMs": 60000,
    },
    {"type": "open", "id": 3, "model": {"kind": "named", "name": "folder/model.gguf"}, "engine": "llama", "devices": ["cpu"], "settings": {"contextLength": 512}},
    {"type": "generate", "id": 4, "session": 1, "request": {"prompt": [{"role": "user", "content": "Zażółć?"}], "maxTokens": 5, "temperature": 0, "stop": ["\n"], "jsonSchema": {"type": "object"}}},
    {"type": "time-text", "id": 5, "session": 1, "request": {"prompt": "a b", "tokens": 3, "reuseContext": False, "topTokens": 5}, "deadlineMs": 1},
    {"type": "vocabulary", "id": 6, "session": 1},
    {"type": "tokenise", "id": 6, "session": 1, "text": "ab"},
    {"type": "predict", "id": 6, "session": 1, "tokens": [1, 5, 6], "from": 2},
    {
        "type": "bench", "id": 12, "session": 1, "orderSeed": 4294967295,
        "request": {"subject": {"kind": "model", "id": "digits"}, "engine": "ort", "device": "cpu", "threads": 2, "effort": "quick", "dimensions": {"n": 2}, "graphOptimisation": "basic"},
    },
    {"type": "profile", "id": 13, "session": 1, "request": {"subject": {"kind": "workload", "id": "conv"}, "engine": "openvino", "device": "cpu", "effort": "quick"}},
    {"type": "memory", "id": 7, "session": 1},
    {"type": "close", "id": 8, "session": 1},
    {"type": "federate", "id": 14, "envelope": {"payload": "{}", "key": b64(4, 65), "signature": b64(3, 64)}},
    {"type": "cancel", "id": 4},
    {"type": "rotate-key", "id": 9, "publicKey": b64(4, 65), "signature": b64(3, 64)},
]

facts = {"engine": "ort", "engineVersion": "1.30.0", "build": "native", "device": "cpu", "threads": 2, "failedDevices": [], "createMs": 12.5}
spec = {"name": "x", "dtype": "float32", "shape": [1, "height", None]}

environment = {"kind": "native", "program": "Node 24", "os": "Linux", "cpu": "Intel Xeon", "cores": 2, "memoryGiB": 8, "clockStepUs": 0.1}
steady = {"n": 1, "samplesMs": [1.5], "inferencesPerSample": 1, "excluded": [], "medianMs": 1.5, "p90": {"needs": 44}}
measured = {
    "kind": "tensor", "cells": [{"name": "seeded", "firstMs": 2.5, "steady": steady}], "spans": [[[1, 2.5]]], "clockStepUs": 0.1,
    "orderSeed": 1, "memory": {}, "modelDetails": {"weightType": "float32"},
}

recorded = {
    "engine": "openvino", "device": "cpu", "threads": 2, "plainRunsMs": [1.5], "profiledRunsMs": [2], "heapBytes": None,
    "opening": {"createMs": 10, "firstRunMs": 3}, "roofs": {"cpu": {"gflops": 50, "bytesPerS": 1e10}, "gpu": {"gflops": None, "bytesPerS": None}},
    "events": [
        {"kind": "run", "name": "", "operator": "", "provider": None, "startUs": 0, "durationUs": 1500, "thread": 1},
        {"kind": "node", "name": "a", "operator": "Conv", "provider": "jit_f32", "startUs": 0, "durationUs": 1.5, "thread": 0, "bytes": {"weights": 1, "read": 2, "written": 3}},
    ],
    "nodes": [{"name": "a", "operator": "Conv", "flops": None, "weightBytes": 4, "activationBytes": None}],
}

hardware = {
    "cpu": {"model": "Intel Xeon", "architecture": "x64", "cores": 2, "threads": 4, "flags": ["avx2"], "cacheBytes": None},
    "system": "Debian 12", "memory": {"totalBytes": 2, "availableBytes": 1}, "storage": {"totalBytes": 2, "freeBytes": 1},
    "accelerators": [{"kind": "gpu", "vendor": "NVIDIA", "pciId": "10de:2330", "driver": None, "path": "/dev/nvidia0", "reach": [{"by": "engine", "name": "llama-cuda"}]}],
    "nvidia": [{"index": 0, "name": "H200", "driver": "570", "memoryBytes": 1, "temperatureC": None, "powerWatts": 75.5}],
    "power": {"source": "mains", "batteryPercent": None}, "cpuTemperatureC": None,
    "energy": [{"source": "rapl", "measures": [], "reason": "permission"}, {"source": "nvidia-smi", "measures": ["H200"]}],
}

companion = [
    {"type": "challenge", "version": 1, "publicKey": b64(4, 65), "nonce": b64(5, 32), "signature": b64(6, 64)},
    {"type": "paired", "mac": b64(7, 32)},
    {"type": "welcome", "version": 1, "app": "0.2.0", "scopes": ["read", "run", "manage"], "limits": {"maxMessageBytes": 268435456, "maxRequests": 32}},
    {"type": "engines", "id": 0, "engines": [{"engine": "ort", "state": "ready", "version": "1.30.0", "devices": [{"device": "cpu", "name": "CPU"}], "facts": {}}, {"engine": "litert", "state": "missing", "version": None, "devices": [], "facts": {"sizeBytes": 1}}]},
    {"type": "models", "id": 1, "models": [{"name": "model.gguf", "sizeBytes": 1}]},
    {"type": "hardware", "id": 0, "hardware": hardware},
    {"type": "received", "id": 1, "receivedBytes": 5, "isComplete": True},
    {"type": "opened", "id": 2, "session": 1, "opened": {"kind": "tensor", "facts": {**facts, "inputs": [spec], "outputs": [spec], "provider": "cpu"}}, "environment": environment},
    {"type": "opened", "id": 3, "session": 2, "opened": {"kind": "text", "facts": {**facts, "engine": "llama", "contextLength": 512, "trainedContextLength": None, "kvCacheBytes": None, "hasChatTemplate": True, "timed": {"sampling": True, "tokenising": False}}}, "environment": environment},
    {"type": "text", "id": 4, "text": "Zażółć"},
    {"type": "generated", "id": 4, "usage": {"promptTokens": 3, "tokens": None, "ttftMs": 1.5, "prefillTokensPerS": None, "decodeTokensPerS": 9, "ended": "stopped"}},
    {"type": "timed", "id": 5, "timing": {"reusedTokens": 0, "promptTokens": 2, "promptMs": 1, "decodeTokens": 2, "decodeMs": 3.5, "steps": [{"token": 1, "topTokens": [{"token": 1, "logprob": -0.5}]}]}},
    {"type": "vocabulary", "id": 6, "tokens": ["a", "b"]},
    {"type": "tokenised", "id": 6, "text": {"tokens": [5, 6], "startToken": 1}},
    {"type": "predicted", "id": 6, "predictions": [{"logProbability": -0.5, "topToken": 6}]},
    {"type": "memory", "id": 7, "memory": {"wasmHeapBytes": 65536}},
    {"type": "progress", "id": 12, "progress": {"phase": "steady", "fraction": 0.5, "remainingMs": None, "detail": "seeded", "samplesMs": [1.5]}},
    {"type": "measured", "id": 12, "measured": measured},
    {"type": "profiled", "id": 13, "recorded": recorded},
    {"type": "closed", "id": 8},
    {"type": "federated", "id": 14, "envelope": {"payload": "{}", "key": b64(4, 65), "signature": b64(3, 64)}},
    {"type": "key-rotated", "id": 9},
    {"type": "error", "id": 2, "code": "model-unsupported", "facts": {"model": "digits", "why": "no such operator"}},
    {"type": "error", "id": None, "code": "companion-rejected", "facts": {"reason": "not-authenticated"}},
    {"type": "session-closed", "session": 1, "code": "session-closed", "facts": {"reason": "closed-for-memory", "model": "digits"}},
]

chunk = ("bytes", "uint8", [5], b"model")
page_frames = [
    ({"type": "run", "id": 10, "session": 1, "deadlineMs": 1000}, every_type),
    ({"type": "upload", "id": 11, "sha256": digest, "offset": 0}, [chunk]),
]
companion_frames = [({"type": "outputs", "id": 10}, every_type)]


def samples(messages, frames):
    return {
        "texts": [compact(message) for message in messages],
        "frames": [{"message": message, "hex": frame(message, tensors).hex()} for message, tensors in frames],
    }


# The transcript of handshake.test.ts.
transcript = ["assay-companion", "page-code", "https://assay.example", "page key", "page nonce", "companion key", "companion nonce"]
mac = hmac.new(b"K7QM2XRT9F01", compact(transcript).encode(), hashlib.sha256).digest()

print(json.dumps({
    "page": samples(page, page_frames),
    "companion": samples(companion, companion_frames),
    "codeMac": base64.b64encode(mac).decode(),
}, indent=2, ensure_ascii=False))
