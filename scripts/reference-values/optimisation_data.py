"""The models and the labelled data of optimisation.py: for each model, its file in float32, its calibration inputs, and
its score. No calibration input is scored.
"""

import csv
import gzip
import json
import os
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
from dequantised import dequantised
from onnx import numpy_helper
from PIL import Image
from scipy.stats import binomtest, spearmanr
from tokenizers import Tokenizer

here = os.path.dirname(os.path.abspath(__file__))
project = os.path.join(here, "..", "..")


def session(path):
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


def compute_accuracy(is_correct):
    """Computes the fraction of correct items, with Wilson's 95 % interval."""
    is_correct = np.asarray(is_correct)
    interval = binomtest(int(is_correct.sum()), len(is_correct)).proportion_ci(0.95, "wilson")
    return {"score": float(is_correct.mean()), "interval": [float(interval.low), float(interval.high)], "n": len(is_correct)}


class Digits:
    name, metric = "digits", "top-1 on MNIST"

    def __init__(self, data, models, folder):
        self.path = os.path.join(project, "models/digits/model.onnx")
        read = lambda part, offset: np.frombuffer(gzip.open(os.path.join(data, "data-mnist", part)).read(), np.uint8, offset=offset)
        images = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28).astype(np.float32) / 255
        labels = read("t10k-labels-idx1-ubyte.gz", 8)
        self.samples = [{"image": image[None]} for image in images[:100]]
        self.images, self.labels = images[100:], labels[100:]

    def score(self, path):
        model = session(path)
        parts = [model.run(None, {"image": self.images[i : i + 500]})[0].argmax(1) for i in range(0, len(self.images), 500)]
        return compute_accuracy(np.concatenate(parts) == self.labels)


class ImageNet:
    """Every fifth image is used for calibration. Shorter side to 256, centre crop of 224."""

    metric = "top-1 on ImageNet samples"

    def __init__(self, data):
        folder = os.path.join(data, "data-imagenet200")
        with open(os.path.join(folder, "labels.csv"), newline="") as file:
            rows = list(csv.DictReader(file))
        items = [(self.values(os.path.join(folder, row["file"])), int(row["class_index"])) for row in rows]
        self.items = [item for index, item in enumerate(items) if index % 5]
        self.calibration = [values for index, (values, _) in enumerate(items) if index % 5 == 0]

    def values(self, path):
        image = Image.open(path).convert("RGB")
        scale = 256 / min(image.size)
        image = image.resize(tuple(round(side * scale) for side in image.size), Image.Resampling.BILINEAR)
        left, top = (image.width - 224) // 2, (image.height - 224) // 2
        return self.normalised(np.asarray(image.crop((left, top, left + 224, top + 224)), np.float32))

    def score(self, path):
        model = session(path)
        name = model.get_inputs()[0].name
        return compute_accuracy([model.run(None, {name: values})[0].ravel().argmax() == truth for values, truth in self.items])


class MobileNet(ImageNet):
    """The published int8 model, dequantised to float32. Raised to opset 13, which QDQ needs."""

    name = "MobileNetV2"

    def __init__(self, data, models, folder):
        super().__init__(data)
        self.path = os.path.join(folder, "mobilenet.onnx")
        model = dequantised(onnx.load(os.path.join(data, "onnx-classify/mobilenetv2-12-int8.onnx")))
        onnx.save(onnx.version_converter.convert_version(model, 13), self.path)
        self.samples = [{"input": values} for values in self.calibration]

    def normalised(self, pixels):
        mean, std = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)
        return ((pixels / 255 - mean) / std).transpose(2, 0, 1)[None]


class SqueezeNet(ImageNet):
    """The published float16 model, converted to float32. Raised to opset 13, which QDQ needs."""

    name = "SqueezeNet"

    def __init__(self, data, models, folder):
        super().__init__(data)
        self.path = os.path.join(folder, "squeezenet.onnx")
        model = onnx.load(os.path.join(data, "onnx-classify/SqueezeNet_fp16.onnx"))
        for tensor in model.graph.initializer:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), tensor.name))
        stored = {tensor.name for tensor in model.graph.initializer}
        for value in [*model.graph.input, *model.graph.output, *model.graph.value_info]:
            value.type.tensor_type.elem_type = onnx.TensorProto.FLOAT
        inputs = [value for value in model.graph.input if value.name not in stored]
        del model.graph.input[:]
        model.graph.input.extend(inputs)
        model.ir_version = 8
        onnx.save(onnx.version_converter.convert_version(model, 13), self.path)
        self.samples = [{"data_0": values} for values in self.calibration]

    def normalised(self, pixels):
        return (pixels[:, :, ::-1] - np.array([103.94, 116.78, 123.68], np.float32)).transpose(2, 0, 1)[None]


class Yolox:
    """Scored by detection.py on eight images of COCO; five other photographs are used for calibration. No interval: too few images."""

    name, metric = "yolox_nano", "AP on COCO8"

    def __init__(self, data, models, folder):
        self.path, self.data = os.path.join(folder, "yolox.onnx"), os.path.join(data, "data-coco8")
        model = onnx.load(os.path.join(data, "onnx-detect/yolox_nano.onnx"))
        onnx.save(onnx.version_converter.convert_version(model, 13), self.path)
        photos = os.path.join(data, "data-images/detect")
        self.samples = [{"images": self.values(os.path.join(photos, name))} for name in sorted(os.listdir(photos))]

    def values(self, path):
        image = Image.open(path).convert("RGB")
        scale = 416 / max(image.size)
        size = tuple(round(side * scale) for side in image.size)
        square = np.full((416, 416, 3), 114, np.float32)
        square[: size[1], : size[0]] = np.asarray(image.resize(size, Image.Resampling.BILINEAR))
        return np.ascontiguousarray(square[:, :, ::-1].transpose(2, 0, 1)[None])

    def score(self, path):
        command = [sys.executable, os.path.join(here, "detection.py"), "yolox", path, self.data]
        precision = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return {"score": precision["antialiased"]["ap50-95"], "interval": None, "n": 8}


class MiniLM:
    """Converted from safetensors. Pairs of the development part of STS-B are used for calibration. The interval is Fisher's."""

    name, metric = "MiniLM", "Spearman on STS-B"

    def __init__(self, data, models, folder):
        self.path = os.path.join(folder, "minilm.onnx")
        optimise(os.path.join(models, "model.safetensors"), self.path)
        self.tokenizer = Tokenizer.from_file(os.path.join(models, "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)
        self.pairs = self.read(os.path.join(data, "data-text", "sts-test.csv"))
        development = self.read(os.path.join(data, "data-text", "sts-dev.csv"))
        self.samples = [self.values(text) for pair in development[:32] for text in pair[:2]]

    def read(self, path):
        with open(path, newline="") as file:
            return [(row[5], row[6], float(row[4])) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]

    def values(self, text):
        ids = np.array([self.tokenizer.encode(text).ids], np.int64)
        return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}

    def score(self, path):
        model = session(path)

        def vector(text):
            mean = model.run(None, self.values(text))[0][0].mean(0)
            return mean / np.linalg.norm(mean)

        correlation = float(spearmanr([vector(a) @ vector(b) for a, b, _ in self.pairs], [pair[2] for pair in self.pairs]).statistic)
        width = 1.96 / np.sqrt(len(self.pairs) - 3)
        return {"score": correlation, "interval": [float(np.tanh(np.arctanh(correlation) + side * width)) for side in (-1, 1)], "n": len(self.pairs)}


subjects = [Digits, SqueezeNet, MobileNet, Yolox, MiniLM]


def optimise(source, out, *options):
    """Runs `assay optimise`."""
    command = ["node", "scripts/assay.ts", "optimise", source, "--out", out, *options]
    subprocess.run(command, cwd=project, check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
    return out
