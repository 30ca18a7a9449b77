# Computes references.json: the outputs of the standard workloads on native onnxruntime.
# Run it after changing a workload, from the repository's root, on Node >= 22.18 and Python >= 3.10:
#   python3 -m venv /tmp/venv && /tmp/venv/bin/pip install onnxruntime numpy
#   /tmp/venv/bin/python src/bench/workloads/reference.py [path of node]
#   npx oxfmt src/bench/workloads/references.json
# Prints the range of every output, to verify that activations do not vanish or saturate.

import base64, hashlib, json, math, pathlib, platform, subprocess, sys, tempfile
import numpy as np
import onnxruntime

MAX_VALUES = 256
DTYPES = {"float32": np.float32, "int64": np.int64}
WRITE_FILES = """
import { writeFileSync } from 'node:fs';
import { workloads } from '#bench/workloads/index.ts';
const folder = process.argv[1];
const base64 = ({ dtype, shape, data }) => ({ dtype, shape, data: Buffer.from(data.buffer).toString('base64') });
for (const { id, build, cells } of Object.values(workloads)) {
  writeFileSync(`${folder}/${id}.onnx`, build());
  const inputs = cells.map((cell) => {
    const tensors = Object.entries(cell.createInputs()).map(([name, tensor]) => [name, base64(tensor)]);
    return [cell.name, Object.fromEntries(tensors)];
  });
  writeFileSync(`${folder}/${id}.json`, JSON.stringify(Object.fromEntries(inputs)));
}
"""


def array(tensor):
    flat = np.frombuffer(base64.b64decode(tensor["data"]), dtype=DTYPES[tensor["dtype"]])
    return flat.reshape(tensor["shape"])


def reference(session, inputs, label):
    outputs = session.run(None, {name: array(tensor) for name, tensor in inputs.items()})
    for output in outputs:
        assert np.isfinite(output).all()
    first = outputs[0]
    stride = math.ceil(first.size / MAX_VALUES)
    print(f"{label}: mean {first.mean():.3g}, sd {first.std():.3g}, from {first.min():.3g} to {first.max():.3g}")
    values = [float(np.format_float_positional(value)) for value in first.reshape(-1)[::stride]]
    return {"output": session.get_outputs()[0].name, "shape": first.shape, "stride": stride, "values": values}


here = pathlib.Path(__file__).parent
node = sys.argv[1] if len(sys.argv) > 1 else "node"
workloads = {}
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([node, "--input-type=module", "-e", WRITE_FILES, folder], check=True)
    for path in sorted(pathlib.Path(folder).glob("*.onnx")):
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        cells = json.loads(path.with_suffix(".json").read_text())
        workloads[path.stem] = {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "cells": {name: reference(session, inputs, f"{path.stem} {name}") for name, inputs in cells.items()},
        }
source = f"onnxruntime {onnxruntime.__version__} native CPU, {platform.system()} {platform.machine()}"
(here / "references.json").write_text(json.dumps({"source": source, "workloads": workloads}) + "\n")
