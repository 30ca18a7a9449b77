import { describe, expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { attributeTypes, createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { configureStep } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import { dynamicInt8 } from './dynamic-int8.ts';
import { float16 } from './float16-scheme.ts';
import { lowRank } from './low-rank.ts';
import { weightOnly } from './weight-only.ts';

/** Builds y = x w with w [64, 64]. */
function buildProduct(value = 0.5): OnnxModel {
  const builder = createGraphBuilder('shared');
  const w = builder.weights('w', [64, 64], new Float32Array(64 * 64).fill(value));
  builder.output(builder.node('MatMul', [builder.input('x', 'float32', [1, 64]), w], {}, 'y'), 'float32', [1, 64]);
  return builder.model(17);
}

function readInBranch(model: OnnxModel): void {
  const node = createMessage('Node', { opType: 'Neg', inputs: ['w'], outputs: ['inner'] });
  const graph = createMessage('Graph', { nodes: [node], outputs: [createMessage('ValueInfo', { name: 'inner' })] });
  const branch = createMessage('Attribute', { name: 'then_branch', type: attributeTypes.graph, graph });
  model.graph!.nodes.push(createMessage('Node', { opType: 'If', inputs: ['c'], outputs: ['z'], attributes: [branch] }));
  model.graph!.inputs.push(createMessage('ValueInfo', { name: 'c' }));
}

const uses = [
  ['a subgraph reads', readInBranch],
  ['the model returns', ({ graph }: OnnxModel) => void graph!.outputs.push(createMessage('ValueInfo', { name: 'w' }))],
] as const;

describe.for(uses)('a weight that %s', ([, change]) => {
  test.for([float16, lowRank, weightOnly])('is left unchanged by $id', async (scheme) => {
    const model = buildProduct();
    change(model);
    const [outcome] = await runSteps(model, [configureStep(scheme)]);
    expect(outcome).toEqual({ code: 'not-applicable', reason: 'weights-shared', facts: { weight: 'w' } });
    expect(model.graph!.initializers.map(({ name }) => name)).toEqual(['w']);
  });
});

test('float16 keeps weights that would underflow to 0', async () => {
  const [outcome] = await runSteps(buildProduct(1e-40), [configureStep(float16)]);
  expect(outcome).toEqual({ code: 'not-applicable', reason: 'beyond-float16', facts: { nodes: 1 } });
});

const dynamicOnProducts = configureStep(dynamicInt8, { operators: ['MatMul'] });
test.for([configureStep(lowRank), configureStep(weightOnly, { operators: ['MatMul'] }), dynamicOnProducts])(
  '$id keeps a weight that another node still reads',
  async (step) => {
    const model = buildProduct();
    model.graph!.nodes.push(createMessage('Node', { opType: 'Gather', inputs: ['w', 'i'], outputs: ['z'] }));
    model.graph!.inputs.push(createMessage('ValueInfo', { name: 'i' }));
    const shared = { code: 'not-applicable', reason: 'weights-shared', facts: { weight: 'w' } };
    expect(await runSteps(model, [step])).toEqual([shared]);
  },
);
