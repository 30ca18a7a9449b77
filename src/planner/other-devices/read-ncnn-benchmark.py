"""Prints published times and model sizes from a checkout of Tencent/ncnn at `commit`, as in `specifications/` and
`reference-models.json`:

    python3 read-ncnn-benchmark.py <checkout> models
    python3 read-ncnn-benchmark.py <checkout> runs "Raspberry Pi 5 Broadcom BCM2712, Cortex-A76" 0

The last argument is the index of the run in its section. Times are the minimum of a run in milliseconds, since averages
contain interruptions (Raspberry Pi 5, mobilenet: minimum 9.0, average 33.9). Operations are counted from the shapes in
the benchmark's files; a multiply-add counts as two, as in `ModelFacts.flops`.
"""

import json
import re
import subprocess
import sys

commit = "a4d2ea1d4422c9e849f166fd7a4aefb52f942f6a"
models = (
    "squeezenet mobilenet mobilenet_v2 mobilenet_v3 shufflenet shufflenet_v2 mnasnet proxylessnasnet efficientnet_b0 "
    "regnety_400m googlenet resnet18 alexnet vgg16 resnet50 mobilenet_yolo yolov4-tiny nanodet_m"
).split()


def read_file(checkout, path):
    return subprocess.run(
        ["git", "-C", checkout, "show", f"{commit}:benchmark/{path}"], capture_output=True, text=True, check=True
    ).stdout


def count_operations(text):
    operations = parameters = 0
    for line in text.splitlines()[2:]:
        kind, _, inputs, outputs, *rest = line.split()
        fields = dict(field.split("=", 1) for field in rest[int(inputs) + int(outputs) :])
        if kind in ("Convolution", "ConvolutionDepthWise", "Deconvolution"):
            width, height = (int(size) for size in fields["-23330"].split(",")[2:4])
            weights, bias = int(fields["6"]), int(fields["0"]) if fields.get("5") == "1" else 0
            operations += 2 * weights * width * height
        elif kind == "InnerProduct":
            weights, bias = int(fields["2"]), int(fields["0"])
            operations += 2 * weights
        else:
            continue
        parameters += weights + bias
    return {"operations": operations, "parameters": parameters}


def read_times(text, heading, index):
    section = next(part for part in re.split(r"^### ", text, flags=re.M) if part.startswith(heading))
    run = section.split("loop_count")[1 + index]
    times = {name: float(ms) for name, ms in re.findall(r"^\s*(\S+)\s+min =\s*([\d.]+)", run, flags=re.M)}
    return {
        "float": {model: times[model] for model in models if model in times},
        "int8": {model: times[f"{model}_int8"] for model in models if f"{model}_int8" in times},
    }


if __name__ == "__main__":
    checkout, command, *arguments = sys.argv[1:]
    if command == "models":
        result = {model: count_operations(read_file(checkout, f"models/{model}.param")) for model in models}
    else:
        result = read_times(read_file(checkout, "README.md"), arguments[0], int(arguments[1]))
    print(json.dumps(result))
