"""Expected values of ggml, for the test next to it. usage: python3 reference-values.py libggml-base.so > reference-values.json
(numpy 2.4.6, gguf 0.19.0; the library of @node-llama-cpp/linux-x64 3.22.1, which is llama.cpp v0.5.0)"""
import base64, ctypes, json, sys
import numpy as np
from gguf import GGMLQuantizationType as Type, GGML_QUANT_SIZES, dequantize

ggml = ctypes.CDLL(sys.argv[1])
ggml.ggml_quantize_chunk.restype = ctypes.c_size_t
ggml.ggml_quantize_chunk.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p] + [ctypes.c_int64] * 3 + [ctypes.c_void_p]
random = np.random.default_rng(1)
text = lambda array: base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def quantised(name, values):
    block, size = GGML_QUANT_SIZES[Type[name]]
    out = np.zeros(values.size // block * size, np.uint8)
    ggml.ggml_quantize_chunk(Type[name], values.ctypes.data, out.ctypes.data, 0, 1, values.size, None)
    return out


def decoded(name, halves):
    """Random bytes with finite scales, which are at the offsets `halves` of a block."""
    block, size = GGML_QUANT_SIZES[Type[name]]
    data = random.integers(0, 256, (max(1, 256 // block), size), np.uint8)
    for at in halves:
        data[:, at:at + 2] = random.normal(0, 0.01, (len(data), 1)).astype(np.float16).view(np.uint8)
    data = data.flatten()
    return {'bytes': text(data), 'values': text(dequantize(data, Type[name]).astype(np.float32))}


# Weights of several magnitudes, with outliers, zeros, equal values and only positive ones.
values = random.standard_t(4, (16, 256)).astype(np.float32) * 0.02
values[1] *= 100
values[2, ::3] = 0
values[3] = np.abs(values[3]) + 1
values[4, :128] = 0
values[5, 7] = 30
values[6] = 0.5
values[7] = np.round(values[7] * 50) / 4  # many ties
values[8] = 0
values[9] *= 1e-6
values = values.flatten()
print(json.dumps({
    'decoded': {name: decoded(name, halves) for name, halves in {
        'F16': [0], 'BF16': [], 'Q8_0': [0], 'Q4_0': [0], 'Q4_1': [0, 2], 'Q5_0': [0], 'Q5_1': [0, 2], 'Q2_K': [80, 82],
        'Q3_K': [108], 'Q4_K': [0, 2], 'Q5_K': [0, 2], 'Q6_K': [208]}.items()},
    'values': text(values),
    'encoded': {name: text(quantised(name, values)) for name in ['F16', 'Q8_0', 'Q4_0', 'Q5_0', 'Q4_K', 'Q5_K', 'Q6_K']},
}))
