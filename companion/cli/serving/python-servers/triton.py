"""Serves the model of the tests with Triton, on 127.0.0.1 only. Argument: the port; the next one is for gRPC."""

import sys

import numpy as np
from pytriton.decorators import batch
from pytriton.model_config import ModelConfig, Tensor
from pytriton.triton import Triton, TritonConfig

port = int(sys.argv[1])
weights = np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32)


@batch
def infer(x):
    return [x @ weights + np.array([10, 20], dtype=np.float32)]


config = TritonConfig(
    http_port=port, http_address="127.0.0.1", grpc_port=port + 1, grpc_address="127.0.0.1", allow_metrics=False
)
with Triton(config=config) as triton:
    triton.bind(
        "contract",
        infer,
        inputs=[Tensor(name="x", dtype=np.float32, shape=(3,))],
        outputs=[Tensor(name="y", dtype=np.float32, shape=(2,))],
        config=ModelConfig(max_batch_size=8),
    )
    triton.run()
    print("ready", flush=True)
    sys.stdin.read()
