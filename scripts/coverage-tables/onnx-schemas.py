"""Prints the schemas of ONNX's standard operators as JSON, for ort-kernels.ts. Needs the Python package onnx 1.23.2."""

import json

import onnx

NAMES = {"float": "float32", "double": "float64"}


def element(type_name):
    """`float32` for `tensor(float)`; None for sequences, maps and optional values."""
    inner = type_name.removeprefix("tensor(").removesuffix(")")
    return NAMES.get(inner, inner) if type_name.startswith("tensor(") else None


def port(formal):
    return {"type": formal.type_str, "isRequired": formal.option != onnx.defs.OpSchema.FormalParameterOption.Optional}


schemas = [
    {
        "name": schema.name,
        "since": schema.since_version,
        "inputs": [port(formal) for formal in schema.inputs],
        "outputs": [port(formal) for formal in schema.outputs],
        "minInputs": schema.min_input,
        "types": {
            constraint.type_param_str: [element(name) for name in constraint.allowed_type_strs]
            for constraint in schema.type_constraints
        },
        "required": {
            name: attribute.type.name for name, attribute in schema.attributes.items() if attribute.required
        },
    }
    for schema in onnx.defs.get_all_schemas_with_history()
    if schema.domain == "" and not schema.deprecated
]
print(json.dumps(sorted(schemas, key=lambda schema: (schema["name"], schema["since"]))))
