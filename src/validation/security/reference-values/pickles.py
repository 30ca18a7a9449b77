"""Pickles, and what picklescan 1.0.5 finds in them (pip install picklescan): python pickles.py > pickles.json"""

import base64
import io
import json
import pickle
import zipfile
from collections import OrderedDict

from picklescan.scanner import scan_bytes


class Call:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


def archive(data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as made:
        made.writestr("archive/data.pkl", data)
        made.writestr("archive/data/0", bytes(16))
        made.writestr("archive/version", b"3\n")
    return packed.getvalue()


import os
import subprocess

tensor = b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\nq\x00(ctorch\nFloatStorage\nq\x01K\x00tq\x02Rq\x03."
state = pickle.dumps(OrderedDict(a=[1.5, 300, 70000, -1, None, True, "text", b"bytes", {1: (2,)}]), 2)
stacked = b"\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02ls\x94\x85\x94R\x94."
memoised = b"\x80\x04\x8c\x06system\x94\x8c\x05posix\x940h\x00h\x01h\x00\x93\x8c\x02ls\x85R."
files = {
    "tensor.pkl": tensor,
    "state.pkl": state,
    "state-4.pkl": pickle.dumps(OrderedDict(a=1, b=[2.5], c=2**70), 4),
    "protocol-0.pkl": pickle.dumps(Call(os.system, "ls"), 0),
    "global.pkl": pickle.dumps(Call(os.system, "ls"), 2),
    "stacked.pkl": stacked,
    "memoised.pkl": memoised,
    "popen.pkl": pickle.dumps(Call(subprocess.Popen, ["ls"]), 4),
    "eval.pkl": pickle.dumps(Call(eval, "1"), 4),
    "class.pkl": b"\x80\x02cmy_project.models\nNet\nq\x00)\x81q\x01.",
    "second.pkl": state + pickle.dumps(Call(os.system, "ls"), 2),
    "model.pt": archive(tensor),
    "model-evil.pt": archive(stacked),
}


def scan(data):
    found = scan_bytes(io.BytesIO(data), "file").globals
    return sorted([f"{made.module}.{made.name}", made.safety.value] for made in found)


if __name__ == "__main__":
    made = {
        name: {"base64": base64.b64encode(data).decode(), "globals": scan(data)} for name, data in files.items()
    }
    print(json.dumps(made, indent=2))
