import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { checkOnnx } from './onnx-checks.ts';

/** Checks a model of one Relu after `change` has modified it. */
async function checkChangedModel(change: (model: OnnxModel) => void) {
  const builder = createGraphBuilder('main');
  builder.output(builder.node('Relu', [builder.input('x', 'float32', [1])]), 'float32', [1]);
  const model = builder.model(17);
  change(model);
  return checkOnnx(toByteSource(writeOnnx(model)));
}

const createExternalTensor = (entries: Readonly<Record<string, string>>) =>
  createMessage('TensorProto', {
    name: 'w',
    dims: [4],
    dataType: 1,
    dataLocation: 1,
    externalData: Object.entries(entries).map(([key, value]) => createMessage('StringPair', { key, value })),
  });

test('a plain model has no findings', async () => {
  expect(await checkChangedModel(() => undefined)).toEqual([]);
});

test.each(['/etc/passwd', '../secret', 'a/../../b', 'C:\\x', 'file:///x', '\\\\host\\share', ''])(
  'weights at the path “%s” are outside the folder',
  async (location) => {
    const findings = await checkChangedModel(({ graph }) =>
      graph?.initializers.push(createExternalTensor({ location })),
    );
    expect(findings).toEqual([{ code: 'external-path', severity: 'high', facts: { path: location } }]);
  },
);

test('weights in a file next to the model have no finding', async () => {
  const add = ({ graph }: OnnxModel) =>
    graph?.initializers.push(createExternalTensor({ location: './model.onnx_data', offset: '0', length: '16' }));
  expect(await checkChangedModel(add)).toEqual([]);
});

test('weights outside the folder are also found in a function and after a damaged tensor', async () => {
  const findings = await checkChangedModel(({ graph, functions }) => {
    graph?.initializers.push(createMessage('TensorProto', { name: 'damaged', dims: [-1], dataType: 1 }));
    const tensor = createExternalTensor({ location: '../x' });
    const attributes = [createMessage('Attribute', { name: 'unused', type: 4, tensor })];
    functions.push(
      createMessage('Function', { name: 'f', nodes: [createMessage('Node', { opType: 'Relu', attributes })] }),
    );
  });
  expect(findings.map(({ code }) => code)).toEqual(['external-path', 'not-scanned']);
});

test('a long chain of functions is followed without recursion', async () => {
  const findings = await checkChangedModel(({ functions }) => {
    for (let index = 0; index < 20_000; index++) {
      const nodes = [createMessage('Node', { domain: 'f', opType: `${index + 1}` })];
      functions.push(createMessage('Function', { domain: 'f', name: `${index}`, nodes }));
    }
  });
  expect(findings.map(({ code }) => code)).not.toContain('recursive-function');
});

test('undefined keys of external data are found; those with underscores have high severity', async () => {
  const findings = await checkChangedModel(({ graph }) =>
    graph?.initializers.push(createExternalTensor({ location: 'w', __class__: 'x', colour: 'red' })),
  );
  expect(findings.map(({ severity, facts }) => [severity, facts])).toEqual([
    ['high', { key: '__class__' }],
    ['low', { key: 'colour' }],
  ]);
});

test('operators of unknown domains are counted, except local functions and those of onnxruntime', async () => {
  const findings = await checkChangedModel((model) => {
    const add = (domain: string, opType: string) => model.graph?.nodes.push(createMessage('Node', { domain, opType }));
    add('acme', 'Zap');
    add('acme', 'Zap');
    add('com.microsoft', 'FusedConv');
    add('mine', 'Gelu');
    model.functions.push(createMessage('Function', { domain: 'mine', name: 'Gelu' }));
  });
  expect(findings).toEqual([
    { code: 'custom-operators', severity: 'medium', facts: { domain: 'acme', operators: 'Zap', count: 2 } },
  ]);
});

test('an operator that runs Python has high severity', async () => {
  const add = ({ graph }: OnnxModel) =>
    graph?.nodes.push(createMessage('Node', { domain: 'com.microsoft', opType: 'PyOp' }));
  expect(await checkChangedModel(add)).toMatchObject([{ code: 'system-operator', severity: 'high' }]);
});

test('functions that call each other are recursive; a chain of functions is not', async () => {
  const call = (name: string, to: string) =>
    createMessage('Function', { domain: 'f', name, nodes: [createMessage('Node', { domain: 'f', opType: to })] });
  const ringFindings = await checkChangedModel(({ functions }) =>
    functions.push(call('a', 'b'), call('b', 'c'), call('c', 'b')),
  );
  expect(ringFindings.map(({ code }) => code)).toEqual(['recursive-function']);
  const chainFindings = await checkChangedModel(({ functions }) =>
    functions.push(call('a', 'b'), createMessage('Function', { domain: 'f', name: 'b' })),
  );
  expect(chainFindings).toEqual([]);
});

test.each([
  ['a constant', 'count', '', []],
  ['the maximum of int64 and a condition', 'forever', 'go', ['condition', 'low']],
  ['an input', 'n', 'go', ['computed', 'info']],
  ['missing, with a condition', '', 'go', ['condition', 'low']],
  ['missing, without a condition', '', '', ['never', 'medium']],
])('the finding of a loop whose trip count is %s', async (_, count, condition, expected) => {
  const builder = createGraphBuilder('main');
  builder.integers('count', [10], []);
  builder.initializer('forever', { dtype: 'int64', shape: [], data: BigInt64Array.of(2n ** 63n - 1n) });
  builder.input('n', 'int64', []);
  builder.output(builder.node('Loop', [count, condition]), 'float32', [1]);
  const findings = await checkOnnx(toByteSource(writeOnnx(builder.model(17))));
  expect(
    findings.flatMap((entry) => (entry.code === 'loop-unbounded' ? [entry.facts.ends, entry.severity] : [])),
  ).toEqual(expected);
});

test('a header that declares more weights than the file can contain is found', async () => {
  const findings = await checkChangedModel(({ graph }) =>
    graph?.initializers.push(createMessage('TensorProto', { name: 'w', dims: [1 << 20, 1 << 10], dataType: 1 })),
  );
  expect(findings).toMatchObject([{ code: 'declared-size', facts: { declaredBytes: 2 ** 32 } }]);
});

test.each([
  ['ConstantOfShape', [100_000, 100_000], 4e10],
  ['Expand', [50_000, 50_000, 1], 1e10],
])('%s of a huge constant shape is found, with its bytes', async (operator, shape, bytes) => {
  const builder = createGraphBuilder('main');
  const sizes = builder.integers('sizes', shape);
  const inputs = operator === 'Expand' ? [builder.input('x', 'float32', [1]), sizes] : [sizes];
  builder.output(builder.node(operator, inputs), 'float32', [1]);
  const findings = await checkOnnx(toByteSource(writeOnnx(builder.model(17))));
  expect(findings).toMatchObject([{ code: 'large-value', severity: 'medium', facts: { operator, bytes } }]);
});

test('an executable in a byte tensor is found', async () => {
  const elf = Uint8Array.from({ length: 4096 }, (_, index) => [0x7f, 0x45, 0x4c, 0x46, 2][index] ?? 0);
  const builder = createGraphBuilder('main');
  builder.initializer('w', { dtype: 'uint8', shape: [4096], data: elf });
  builder.output(builder.node('Identity', ['w']), 'uint8', [4096]);
  const findings = await checkOnnx(toByteSource(writeOnnx(builder.model(17))));
  expect(findings).toEqual([{ code: 'executable', severity: 'high', facts: { kind: 'elf' } }]);
});

test('URLs, scripts and hidden characters in metadata are found', async () => {
  const findings = await checkChangedModel(({ metadata, graph }) => {
    metadata.push(createMessage('StringPair', { key: 'author', value: 'see https://example.org/x' }));
    metadata.push(createMessage('StringPair', { key: 'note', value: '<script>alert(1)</script>' }));
    graph?.nodes.push(createMessage('Node', { opType: 'Relu', name: 'pass\u202eword' }));
  });
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
    ['text-url', 'info'],
    ['text-markup', 'medium'],
    ['text-hidden', 'medium'],
  ]);
  expect(findings[2]?.facts).toEqual({ where: 'pass<U+202E>word', characters: 'U+202E' });
});

test('a program in the last of 300 tensors and an outside path in training information are found', async () => {
  const elf = Uint8Array.from({ length: 64 }, (_, index) => [0x7f, 0x45, 0x4c, 0x46, 2][index] ?? 0);
  const findings = await checkChangedModel(({ graph, trainings }) => {
    for (let i = 0; i < 300; i++)
      graph?.initializers.push(
        createMessage('TensorProto', { dims: [64], dataType: 2, rawData: i === 299 ? elf : new Uint8Array(64) }),
      );
    const algorithm = createMessage('Graph', { initializers: [createExternalTensor({ location: '../x' })] });
    trainings.push(createMessage('Training', { algorithm }));
  });
  expect(findings.map(({ code }) => code)).toEqual(['external-path', 'executable']);
});

test('a graph that is too large for the analysis is reported as not scanned', async () => {
  const findings = await checkChangedModel(({ graph }) => {
    for (let index = 0; index < 60_001; index++) graph?.nodes.push(createMessage('Node', { opType: 'Relu' }));
  });
  expect(findings).toEqual([{ code: 'not-scanned', severity: 'low', facts: { cause: 'too-large' } }]);
});
