"""Compares the correct items of two models, with the native engines, by SciPy's tests: McNemar's exact test and the
exact test of non-inferiority at 99 % of the baseline's accuracy. `assay gate` is compared with these verdicts.

    pip install onnx onnxruntime ai-edge-litert pillow numpy scipy
    python quantisation.py <folder of test data> > quantisation.json

`float` is the int8 MobileNet with each quantised operator replaced by that of float32, without rounding between them; int8
digits are the bundled model, quantised by onnxruntime (e2e/fixtures/digits-int8.py). `zeroed` has its largest weight tensor
set to its zero point. ImageNet's images are resampled in both ways of classification.py; MNIST's are not resampled.
"""

import csv
import gzip
import json
import os
import sys
from importlib.metadata import version

import numpy as np
import onnx
import onnxruntime
from ai_edge_litert.interpreter import Interpreter
from dequantised import dequantised
from onnx import numpy_helper
from PIL import Image
from scipy import special, stats

data = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..")
onnxruntime.set_default_logger_severity(3)


def zero_weights(model):
    """Sets the largest weight tensor to 0, which is the zero point of all stored weights of these models."""
    largest = max(model.graph.initializer, key=lambda tensor: np.prod(tensor.dims))
    largest.CopyFrom(numpy_helper.from_array(np.zeros_like(numpy_helper.to_array(largest)), largest.name))
    return model


def classifier(model):
    """Returns a function that predicts the class of an input with an ONNX model."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda values: int(session.run(None, {name: values})[0][0].argmax())


def tflite_classifier(path):
    """Returns a function that predicts the class of RGB bytes, without the background, with a TFLite model of ImageNet."""
    interpreter = Interpreter(path)
    interpreter.allocate_tensors()
    input_index, output_index = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]

    def classify(pixels):
        interpreter.set_tensor(input_index, pixels[None])
        interpreter.invoke()
        return int(interpreter.get_tensor(output_index)[0].argmax()) - 1

    return classify


def resize(image, antialias):
    scale = 256 / min(image.size)
    width, height = (round(side * scale) for side in image.size)
    if antialias:
        return image.resize((width, height), Image.Resampling.BILINEAR)
    axes = (image.width / width, 0, 0, 0, image.height / height, 0)
    return image.transform((width, height), Image.Transform.AFFINE, axes, Image.Resampling.BILINEAR)


def read_imagenet(antialias):
    """Yields the pixels and the class of each image."""
    folder = os.path.join(data, "data-imagenet200")
    with open(os.path.join(folder, "labels.csv"), newline="") as file:
        for row in csv.DictReader(file):
            image = resize(Image.open(os.path.join(folder, row["file"])).convert("RGB"), antialias)
            left, top = (image.width - 224) // 2, (image.height - 224) // 2
            yield np.asarray(image.crop((left, top, left + 224, top + 224))), int(row["class_index"])


def normalise(pixels):
    mean, std = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)
    return ((pixels.astype(np.float32) / 255 - mean) / std).transpose(2, 0, 1)[None]


def read_mnist(count):
    def values(name, header):
        with gzip.open(os.path.join(data, "data-mnist", name)) as file:
            return np.frombuffer(file.read()[header:], np.uint8)

    images = values("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 1, 1, 28, 28)[:count]
    return zip(images.astype(np.float32) / 255, values("t10k-labels-idx1-ubyte.gz", 8)[:count])


def tango(n, lost, gained, difference):
    """Computes the score statistic of a difference of paired proportions (Tango 1998), for arrays of counts."""
    b = -lost - gained + (2 * n - gained + lost) * difference
    root = np.sqrt(b**2 + 8 * n * lost * difference * (1 - difference))
    share = (root - b) / (4 * n)
    variance = n * (2 * share + difference * (1 - difference))
    return (gained - lost - n * difference) / np.sqrt(variance)


def non_inferiority(n, lost, gained, margin):
    """Computes the exact unconditional test: the highest probability of tables as favourable as the observed one."""
    l, g = (axis.ravel() for axis in np.meshgrid(np.arange(n + 1), np.arange(n + 1)))
    l, g = l[l + g <= n], g[l + g <= n]
    favourable = tango(n, l, g, -margin) >= tango(n, lost, gained, -margin) - 1e-9
    l, g = l[favourable], g[favourable]
    ways = special.gammaln(n + 1) - special.gammaln(l + 1) - special.gammaln(g + 1) - special.gammaln(n - l - g + 1)
    highest = 0.0
    for share in np.linspace(0, (1 - margin) / 2, 501):
        remaining = max(0.0, 1 - 2 * share - margin)
        logs = ways + special.xlogy(l, share + margin) + special.xlogy(g, share) + special.xlogy(n - l - g, remaining)
        highest = max(highest, float(np.exp(logs).sum()))
    return highest


def verdict(inferior_p, not_inferior_p):
    return "pass" if not_inferior_p <= 0.05 else "fail" if inferior_p <= 0.05 else "inconclusive"


def compare(name, baseline, candidate, retained=0.99):
    """
    @param baseline, candidate whether each is correct for every item
    @param retained the fraction of the accuracy to retain
    """
    baseline, candidate = np.array(baseline), np.array(candidate)
    n, lost, gained = len(baseline), int((baseline & ~candidate).sum()), int((~baseline & candidate).sum())
    margin = float((1 - retained) * baseline.mean())
    tests = {
        # Whether the candidate loses more items than it gains: McNemar's test, two-sided and one-sided.
        "mcnemar": float(stats.binomtest(lost, lost + gained).pvalue) if lost + gained else 1.0,
        "worse": float(stats.binomtest(gained, lost + gained, alternative="less").pvalue) if lost + gained else 1.0,
        # Whether its accuracy is above, or below, the fraction to retain.
        "notInferior": non_inferiority(n, lost, gained, margin),
        "inferior": non_inferiority(n, gained, lost, -margin),
    }
    return {
        "comparison": name,
        "n": n,
        "counts": {
            "both": int((baseline & candidate).sum()),
            "onlyBaseline": lost,
            "onlyCandidate": gained,
            "neither": int((~baseline & ~candidate).sum()),
        },
        "p": tests,
        "verdict": verdict(tests["inferior"], tests["notInferior"]),
    }


def list_correct(classify, items):
    return [classify(values) == truth for values, truth in items]


mobilenet = os.path.join(data, "onnx-classify", "mobilenetv2-12-int8.onnx")
digits = os.path.join(root, "models", "digits", "model.onnx")
digits_int8 = os.path.join(root, "e2e", "fixtures", "digits-int8.onnx")
tflite = tflite_classifier(os.path.join(data, "tflite", "mobilenet_v2_1.0_224_quant.tflite"))
models = {
    "float": classifier(dequantised(onnx.load(mobilenet))),
    "int8": classifier(onnx.load(mobilenet)),
    "zeroed": classifier(zero_weights(onnx.load(mobilenet))),
}
comparisons = []
for resampling in ("antialiased", "interpolated"):
    items = list(read_imagenet(resampling == "antialiased"))
    is_correct = {name: list_correct(lambda pixels: classify(normalise(pixels)), items) for name, classify in models.items()}
    is_correct["tflite"] = list_correct(tflite, items)
    for candidate in ("int8", "zeroed"):
        comparisons.append(compare(f"mobilenet {candidate} against float, {resampling}", is_correct["float"], is_correct[candidate]))
    comparisons.append(compare(f"mobilenet tflite against int8, {resampling}", is_correct["int8"], is_correct["tflite"]))
items = list(read_mnist(1000))
[float_rights, int8_rights, zeroed_rights] = [
    list_correct(classifier(model), items) for model in (onnx.load(digits), onnx.load(digits_int8), zero_weights(onnx.load(digits_int8)))
]
comparisons.append(compare("digits int8 against float", float_rights, int8_rights))
comparisons.append(compare("digits zeroed against float", float_rights, zeroed_rights))

json.dump(
    {
        "source": f"onnxruntime {onnxruntime.__version__} and LiteRT {version('ai-edge-litert')} native CPU, SciPy {version('scipy')}",
        "comparisons": comparisons,
    },
    sys.stdout,
    indent=2,
)
