"""Epsilons of Opacus's RDP accountant: `pip install numpy scipy`, `pip download --no-deps opacus==1.6.0`, then
`python opacus.py opacus-1.6.0-py3-none-any.whl > opacus.json`. Only its analysis is loaded, which needs no PyTorch."""

import importlib.util
import json
import sys
import tempfile
import zipfile

wheel = sys.argv[1]
inside = "opacus/accountants/analysis/rdp.py"
with tempfile.TemporaryDirectory() as folder:
    path = zipfile.ZipFile(wheel).extract(inside, folder)
    specification = importlib.util.spec_from_file_location("rdp", path)
    rdp = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(rdp)

orders = [1 + x / 10.0 for x in range(1, 100)] + list(range(12, 64))


def case(rate, noise, steps, delta):
    divergence = rdp.compute_rdp(q=rate, noise_multiplier=noise, steps=steps, orders=orders)
    epsilon, order = rdp.get_privacy_spent(orders=orders, rdp=divergence, delta=delta)
    return {
        "sampleRate": rate,
        "noiseMultiplier": noise,
        "steps": steps,
        "delta": delta,
        "epsilon": float(epsilon),
        "order": float(order),
    }


cases = [
    case(rate, noise, steps, 1e-5)
    for rate in (0.001, 0.01, 0.1, 0.5, 1.0)
    for noise in (0.5, 1.0, 4.0)
    for steps in (1, 500)
]
print(json.dumps({"opacus": wheel.split("-")[1], "cases": cases}, indent=2))
