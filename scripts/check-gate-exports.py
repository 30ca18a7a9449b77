"""Checks the schema and exports of gates with other programs; prints one line for each file and fails on an error.

python -m pip install jsonschema lxml check-jsonschema
curl -O https://raw.githubusercontent.com/jenkinsci/xunit-plugin/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
python scripts/check-gate-exports.py junit-10.xsd

Last run: jsonschema 4.26.0, lxml 6.1.3, check-jsonschema 0.39.0 (with its own copies of the schemas of GitHub workflows
and GitLab CI), all files valid, all faulty gate files rejected.
"""

import json
import pathlib
import subprocess
import sys

import jsonschema
import lxml.etree

root = pathlib.Path(__file__).parents[1]
gates = root / "src/gates"
samples = gates / "exports/samples"

schema = json.loads((root / "public/assay.gates.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for preset in sorted((gates / "file/presets").glob("*.json")):
    validator.validate(json.loads(preset.read_text()))
    print("valid gate file:", preset.name)

faulty = [
    {"version": 2, "gates": {"hosts-contacted": "warn"}},
    {"version": 1, "gates": {}},
    {"version": 1, "gates": {"quality-rato": "error"}},
    {"version": 1, "gates": {"hosts-contacted": "fatal"}},
    {"version": 1, "gates": {"hosts-contacted": {"severity": "warn", "minSamples": 3}}},
    {"version": 1, "gates": {"latency": {"severity": "warn", "limit": 33}}},
    {"version": 1, "gates": {"latency": {"severity": "warn", "limit": 3, "unit": "s"}}},
    {"version": 1, "gates": {"quality": {"severity": "warn", "limit": 70, "unit": "fraction"}}},
    {"version": 1, "gates": {"quality": {"severity": "warn", "minSamples": 2}}},
]
for file in faulty:
    assert not validator.is_valid(file), file
print("rejected:", len(faulty), "faulty gate files")

junit = lxml.etree.XMLSchema(lxml.etree.parse(sys.argv[1]))
junit.assertValid(lxml.etree.parse(samples / "junit.xml"))
print("valid JUnit XML: junit.xml")

for service, name in [("github-workflows", "github.yml"), ("gitlab-ci", "gitlab.yml")]:
    command = ["check-jsonschema", "--builtin-schema", f"vendor.{service}", str(samples / name)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"valid for {service}:", name)
