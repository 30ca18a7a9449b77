"""Parses open-metrics.txt with the strict OpenMetrics parser of prometheus_client, and prints what it read.

pip install prometheus_client==0.26.0
python3 open-metrics.py > open-metrics.json
"""

import json
from pathlib import Path

from prometheus_client.openmetrics.parser import text_string_to_metric_families

text = Path(__file__).with_name("open-metrics.txt").read_text(encoding="utf-8")
families = [
    {
        "name": family.name,
        "type": family.type,
        "unit": family.unit,
        "samples": [[sample.name, sample.labels, sample.value] for sample in family.samples],
    }
    for family in text_string_to_metric_families(text)
]
print(json.dumps(families, indent=2))
