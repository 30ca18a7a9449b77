import type { Node } from '#formats/onnx/onnx-model.ts';
import type { OptionSpecs } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, reportRewritten } from '../optimisation-step.ts';
import { measureChannelMeans } from './bias-correction.ts';
import { calibrate, calibrationMethods } from './calibration.ts';
import { QdqWriter } from './qdq-writer.ts';
import { defineScheme } from './define-scheme.ts';
import { selectNodes, createSelectionSpecs } from './node-selection.ts';

/** Operators that have integer kernels for quantised inputs and outputs. */
const quantisableOperators = ['Conv', 'MatMul', 'Gemm', 'Add', 'Mul', 'AveragePool', 'GlobalAveragePool', 'Concat'];
/** Operators that only move or select values, so their output has the range of their input. */
const passThroughOperators = ['MaxPool', 'Reshape', 'Transpose', 'Flatten', 'Squeeze', 'Unsqueeze', 'Slice'];
/** Operators that the range of the quantised type can replace, so their input needs no range. */
const clampOperators = new Set(['Relu', 'Clip']);

const specs = {
  activations: { kind: 'choice', values: ['uint8', 'int8'], default: 'uint8' },
  perChannel: { kind: 'flag', default: true },
  calibration: { kind: 'choice', values: calibrationMethods, default: 'min-max' },
  percentile: { kind: 'number', min: 90, max: 100, default: 99.999 },
  biasCorrection: { kind: 'flag', default: false },
  ...createSelectionSpecs(quantisableOperators),
} as const satisfies OptionSpecs;

/**
 * Quantises weights and activations to 8 bits, with activation ranges from calibration inputs. The graph keeps its
 * operators between QuantizeLinear and DequantizeLinear (QDQ format), which engines fuse into integer operators.
 * Options: `activations` (`uint8` with a zero point, or symmetric `int8`), `perChannel`, `calibration` with
 * `percentile` (`CalibrationOptions`), `biasCorrection` (the bias of convolutions and Gemm compensates the mean error
 * of their weights), `operators`, `excludedNodes`. The QOperator format is not offered, because onnxruntime fuses QDQ
 * into the same operators (QLinearConv, QLinearMatMul) when it opens the model, also in the browser.
 *
 * Facts: `nodes`, the number quantised, `values`, the activations with a range, and `skipped`, nodes without a range.
 */
export const staticInt8 = defineScheme('static-int8', specs, async (graph, context, options) => {
  // Per-axis scales need opset 13.
  if (graph.opset < 13) return reportNotApplicable('opset-too-old', { opset: graph.opset, min: 13 });
  const selectedNodes = selectNodes(graph, options).filter((node) => isQuantisable(node, graph));
  if (selectedNodes.length === 0) return reportRewritten({});
  const { engine, calibrationInputs } = context;
  if (!engine) return reportNotApplicable('no-engine');
  if (!calibrationInputs) return reportNotApplicable('no-samples');
  const values = findQuantisedValues(selectedNodes, graph);
  if (options.activations === 'int8' && graph.opset >= 21) excludeOutputs(values, graph);
  const calibration = { ...context, engine, calibrationInputs };
  const ranges = await calibrate(graph.model, [...values.keys()], options, calibration);
  const weightedInputs = options.biasCorrection
    ? selectedNodes.flatMap(({ inputs: [x = '', w = ''] }) => (graph.findStored(w) ? [x] : []))
    : [];
  if (values.size > 0 && ranges.size === 0) return reportNotApplicable('samples-not-finite');
  const means =
    weightedInputs.length > 0
      ? await measureChannelMeans(graph.model, [...new Set(weightedInputs)], calibration)
      : new Map<string, Float32Array>();
  const writer = new QdqWriter(graph, options);
  for (const [value, source] of values) {
    const range = ranges.get(source);
    if (range) await writer.quantiseActivation(value, range);
  }
  let nodes = 0;
  for (const node of selectedNodes) {
    context.signal?.throwIfAborted();
    if (await writer.quantiseWeights(node, means)) nodes++;
  }
  const facts = { nodes, values: writer.activationCount, skipped: selectedNodes.length - nodes };
  return reportRewritten(writer.activationCount === 0 ? {} : facts);
});

/** Whether all operands are float32 and, except for weights, computed. */
function isQuantisable(node: Node, graph: Rewriter): boolean {
  const hasWeights = ['Conv', 'Gemm', 'MatMul'].includes(node.opType);
  return node.inputs.every(
    (name, index) =>
      name === '' ||
      (graph.inferDtype(name) === 'float32' && (graph.findStored(name) === undefined || (hasWeights && index > 0))),
  );
}

/** Maps each activation to quantise to the value that determines its range. */
function findQuantisedValues(nodes: readonly Node[], graph: Rewriter): Map<string, string> {
  const sources = new Map<string, string>();
  for (const node of nodes) {
    for (const input of node.inputs) if (input !== '' && !graph.findStored(input)) sources.set(input, input);
    const [output = ''] = node.outputs;
    const clip = graph.findOnlyConsumer(output);
    const result = clip && clampOperators.has(clip.opType) && hasConstantLimits(clip, graph) ? clip.outputs[0] : output;
    if (result) sources.set(result, result);
  }
  for (const node of graph.findNodes(...passThroughOperators)) {
    const [input = ''] = node.inputs;
    const [output = '', ...others] = node.outputs;
    const source = sources.get(input);
    if (source !== undefined && others.length === 0) sources.set(output, source);
  }
  return new Map([...sources].filter(([value]) => !graph.isOutput(value) || graph.findConsumers(value).length > 0));
}

/**
 * Removes values that reach outputs of the graph only through pass-through operators. From opset 21 on, onnxruntime
 * (1.30) quantises such an output itself, as int8 with a uint8 zero point, and then rejects the model
 * (microsoft/onnxruntime#25526, since #28144).
 */
function excludeOutputs(values: Map<string, string>, graph: Rewriter): void {
  for (const { inputs, outputs } of graph.findNodes(...passThroughOperators).toReversed())
    if (!values.has(outputs[0] ?? '')) values.delete(inputs[0] ?? '');
}

function hasConstantLimits({ inputs }: Node, graph: Rewriter): boolean {
  return inputs.slice(1).every((name) => name === '' || graph.findStored(name) !== undefined);
}
