"""Accuracy of scikit-learn's LogisticRegression on features of digits: 10 pictures of each class to learn from, 20 others.
`pip install scikit-learn onnxruntime onnx`, then
`python digits.py MNIST_FOLDER IMAGENET_MODEL > digits.json`; MNIST_FOLDER has the test images of MNIST,
IMAGENET_MODEL is mobilenetv2-12-int8.onnx of the ONNX model zoo. Works in the root of the project."""

import gzip
import json
import sys
from importlib.metadata import version

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from sklearn.linear_model import LogisticRegression

folder, imagenet = sys.argv[1:]


def read(name, offset):
    with gzip.open(f"{folder}/{name}") as file:
        return np.frombuffer(file.read()[offset:], np.uint8)


images = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
labels = read("t10k-labels-idx1-ubyte.gz", 8)


def session(path, tensor, quantisation=()):
    model = onnx.load(path)
    operator = "DequantizeLinear" if quantisation else "Identity"
    model.graph.node.append(helper.make_node(operator, [tensor, *quantisation], ["features"]))
    model.graph.output.append(helper.make_tensor_value_info("features", TensorProto.FLOAT, None))
    return onnxruntime.InferenceSession(model.SerializeToString())


def features(opened, pixels, mean, std):
    rgb = (np.repeat(pixels[None].astype(np.float32), 3, axis=0) - np.reshape(mean, (3, 1, 1))) / np.reshape(std, (3, 1, 1))
    name = opened.get_inputs()[0].name
    return opened.run(["features"], {name: rgb[None].astype(np.float32)})[0].ravel()


cifar = session("models/cifar10/model.onnx", "Flatten_16")
mobilenet = session(imagenet, "472_quantized", ("464_scale", "464_zero_point"))
padded = np.pad(images, ((0, 0), (2, 2), (2, 2)))
backbones = {
    "cifar10": lambda item: features(
        cifar, padded[item], [125.307, 122.961, 113.8575], [62.985, 62.0925, 66.708]
    ),
    # Every pixel eight times in each direction, and the centre crop of ImageNet's evaluation: 224 of 256.
    "mobilenetv2": lambda item: features(
        mobilenet,
        np.kron(padded[item], np.ones((8, 8)))[16:240, 16:240],
        [123.675, 116.28, 103.53],
        [58.395, 57.12, 57.375],
    ),
}
by_class = [np.where(labels == digit)[0] for digit in range(10)]
learned = np.concatenate([items[:10] for items in by_class])
tested = np.concatenate([items[10:30] for items in by_class])


def accuracy(embed):
    train, test = np.stack([embed(item) for item in learned]), np.stack([embed(item) for item in tested])
    mean, factor = train.mean(axis=0), 1 / np.sqrt(train.var(axis=0).mean())
    model = LogisticRegression(C=1.0, tol=1e-8, max_iter=10_000).fit((train - mean) * factor, labels[learned])
    return model.score((test - mean) * factor, labels[tested])


print(
    json.dumps(
        {
            "scikit-learn": version("scikit-learn"),
            "onnxruntime": version("onnxruntime"),
            "accuracy": {name: accuracy(embed) for name, embed in backbones.items()},
        },
        indent=2,
    )
)
