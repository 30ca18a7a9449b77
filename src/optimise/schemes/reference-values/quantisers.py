"""Expected values of other implementations, for the tests next to it: onnxruntime.quantization and numpy.
usage: python3 quantisers.py > quantisers.json (onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6)"""
import json, os, tempfile
import numpy as np, onnx
from onnx import helper as H, numpy_helper as NH, TensorProto as T
from onnxruntime.quantization import quantize_dynamic, QuantType
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer


def matmul(weights):
    rows, columns = weights.shape
    graph = H.make_graph([H.make_node('MatMul', ['x', 'w'], ['y'], 'product')], 'g',
                         [H.make_tensor_value_info('x', T.FLOAT, ['n', rows])],
                         [H.make_tensor_value_info('y', T.FLOAT, ['n', columns])], [NH.from_array(weights, 'w')])
    return H.make_model(graph, opset_imports=[H.make_opsetid('', 17)], ir_version=8)


def stored(model):
    return {tensor.name: NH.to_array(tensor) for tensor in model.graph.initializer}


def dynamic(weights, **options):
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, 'a.onnx'), os.path.join(folder, 'b.onnx')
        onnx.save(matmul(weights), source)
        quantize_dynamic(source, target, **options)
        found = stored(onnx.load(target))
    return {'levels': found['w_quantized'].flatten().tolist(), 'scales': found['w_scale'].flatten().tolist(),
            'zeroPoint': int(found['w_zero_point'].flatten()[0])}


def blocks(weights, bits, symmetric):
    quantiser = MatMulNBitsQuantizer(matmul(weights), bits=bits, block_size=32, is_symmetric=symmetric)
    quantiser.process()
    node = next(node for node in quantiser.model.model.graph.node if node.op_type == 'MatMulNBits')
    found = stored(quantiser.model.model)
    packed, scales, *zero = [found[name].flatten().tolist() for name in node.input[1:] if name in found]
    return {'packed': packed, 'scales': scales, 'zeroPoints': zero[0] if zero else None}


weights = np.random.default_rng(1).normal(size=(64, 6)).astype(np.float32)
halves = np.array([0, -0.0, 1, -1, 65504, 65519, 1e-3, 6e-5, 6.1e-5, 2e-8, 3e-8, 5.96e-8, 1 / 3, 2049, 2051, 1000.25,
                   0.1, -7.123e-6], np.float32)
print(json.dumps({
    'shape': weights.shape, 'weights': weights.flatten().tolist(),
    'perChannel': dynamic(weights, per_channel=True, weight_type=QuantType.QInt8),
    'whole': dynamic(weights, per_channel=False, weight_type=QuantType.QInt8),
    'wholeUint8': dynamic(weights, per_channel=False, weight_type=QuantType.QUInt8),
    'blocks4': blocks(weights, 4, True), 'blocks4Asymmetric': blocks(weights, 4, False),
    'blocks8': blocks(weights, 8, True), 'blocks8Asymmetric': blocks(weights, 8, False),
    'float32': halves.tolist(), 'float16': halves.astype(np.float16).view(np.uint16).tolist(),
}))
