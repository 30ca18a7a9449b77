"""Dequantises an ONNX model to float32, for scripts that need the model before its quantisation."""

import numpy as np
from onnx import helper, numpy_helper


def dequantised(model):
    """Returns the same network in float32; values are clamped to the range of the quantised type, which includes ReLU6."""
    graph = model.graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes, constants, renamed = [], {}, {}

    def dequantise(value, scale, zero, axis=0):
        if value not in stored:
            return renamed.get(value, value)
        integers, scales = stored[value].astype(np.float64), stored[scale].astype(np.float64)
        if scales.size > 1:
            scales = scales.reshape([-1 if at == axis else 1 for at in range(integers.ndim)])
        zeros = stored[zero].astype(np.float64)
        constants[f"{value}/real"] = (integers - (zeros.reshape(scales.shape) if zeros.size > 1 else zeros)) * scales
        return f"{value}/real"

    def add(operator, inputs, output, scale, zero, attributes=()):
        limits, point = np.iinfo(stored[zero].dtype), int(stored[zero])
        constants[f"{output}/min"], constants[f"{output}/max"] = (
            np.float64(stored[scale]) * (limit - point) for limit in (limits.min, limits.max)
        )
        node = helper.make_node(operator, inputs, [f"{output}/unclamped"])
        node.attribute.extend(attributes)
        nodes.extend([node, helper.make_node("Clip", [f"{output}/unclamped", f"{output}/min", f"{output}/max"], [output])])

    for node in graph.node:
        names, output = node.input, node.output[0]
        if node.op_type == "QLinearConv":
            inputs = [dequantise(*names[0:3]), dequantise(*names[3:6])]
            if len(names) > 8:
                constants[f"{output}/bias"] = stored[names[8]] * np.float64(stored[names[1]]) * stored[names[4]]
                inputs.append(f"{output}/bias")
            add("Conv", inputs, output, names[6], names[7], node.attribute)
        elif node.op_type in ("QLinearAdd", "QLinearMatMul"):
            inputs = [dequantise(*names[0:3]), dequantise(*names[3:6], axis=1)]
            add(node.op_type.removeprefix("QLinear"), inputs, output, names[6], names[7])
        elif node.op_type == "QLinearGlobalAveragePool":
            nodes.append(helper.make_node("GlobalAveragePool", [renamed.get(names[0], names[0])], [output]))
        elif node.op_type in ("QuantizeLinear", "DequantizeLinear"):
            renamed[output] = renamed.get(names[0], names[0])
            if any(output == one.name for one in graph.output):
                nodes.append(helper.make_node("Identity", [renamed[output]], [output]))
        else:
            node.input[:] = [renamed.get(name, name) for name in names]
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    for name, values in constants.items():
        graph.initializer.append(numpy_helper.from_array(np.asarray(values, np.float32), name))
    return model
