import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { moveToExternalData } from '#formats/onnx/external-data.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { readTensor } from '#formats/onnx/tensor-proto.ts';
import { encodeOnnx, writeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import { chooseBySize } from './choose-by-size.fixture.ts';
import { encodePng } from './files/png.ts';
import { runCommand } from './run-command.fixture.ts';
import type { OptimisedFile } from './native/optimise-file.ts';

const model = 'models/cifar10/model.onnx';
let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-optimise-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(args: readonly string[], signal?: AbortSignal) {
  const { code: exitCode, ...written } = await runCommand(['optimise', ...args], signal);
  return { exitCode, ...written };
}

const skipReason = await findSkipReason('ort');
test.skipIf(skipReason !== '')(`reproduces the bytes of a result from its recipe ${skipReason}`, async () => {
  const [first, second, recipe] = ['a.onnx', 'b.onnx', 'recipe.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const written = await run([model, '--scheme', 'float16', '--out', first, '--json']);
  expect(written.exitCode).toBe(0);
  const result = JSON.parse(written.printed) as OptimisedFile;
  // The digest in models/cifar10/model.json.
  expect(result.parent.sha256).toBe('642f5f6172fd11034078684dac13a02ca82fc94b7dc7b08846317cfe65dbb293');
  expect(result.sizeBytes / result.parent.sizeBytes).toBeLessThan(0.51);
  expect(result.outputs![0]!.sqnrDb).toBeGreaterThan(40);
  await writeFile(recipe, JSON.stringify(result.recipe));
  expect((await run([model, '--recipe', recipe, '--out', second])).exitCode).toBe(0);
  expect((await readFile(first)).equals(await readFile(second))).toBe(true);
});

test.skipIf(skipReason !== '')(
  `--min-sqnr leaves the most sensitive nodes unchanged until the goal is met ${skipReason}`,
  async () => {
    const out = join(folder, 'mixed.onnx');
    const output = await run([
      model,
      '--scheme',
      'dynamic-int8:operators=["Conv","Gemm"]',
      '--exclude',
      'Conv_13',
      '--min-sqnr',
      '55',
      '--out',
      out,
      '--json',
    ]);
    const { sensitivities = [], excluded = [], outputs } = JSON.parse(output.printed) as OptimisedFile;
    expect(sensitivities).toHaveLength(6);
    expect(sensitivities.map(({ node }) => node)).not.toContain('Conv_13');
    expect(excluded).toEqual(sensitivities.slice(0, excluded.length).map(({ node }) => node));
    expect(excluded.length).toBeGreaterThan(0);
    expect(excluded.length).toBeLessThan(6);
    expect(outputs![0]!.sqnrDb).toBeGreaterThanOrEqual(55);
  },
);

test.skipIf(skipReason !== '')(`--prune-by prunes as long as the outputs agree ${skipReason}`, async () => {
  const [out, again, recipe] = ['pruned.onnx', 'again.onnx', 'pruned.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const pruning = ['--scheme', 'weight-pruning', '--prune-by', '0.3', '--min-sqnr', '30'];
  const { printed } = await run([model, ...pruning, '--out', out, '--json']);
  const { pruning: steps = [], ...result } = JSON.parse(printed) as OptimisedFile;
  expect(steps.length).toBeGreaterThan(1);
  expect(steps[0]!.judgement.verdict).toBe('passes');
  expect(result.outputs![0]!.sqnrDb).toBeGreaterThanOrEqual(30);
  await writeFile(recipe, JSON.stringify(result.recipe));
  expect((await run([model, '--recipe', recipe, '--out', again])).printed).toContain('Set small weights to zero');
  expect((await readFile(out)).equals(await readFile(again))).toBe(true);
  const none = join(folder, 'none.onnx');
  const failed = await run([
    model,
    '--scheme',
    'channel-pruning',
    '--prune-by',
    '0.3',
    '--min-sqnr',
    '90',
    '--out',
    none,
  ]);
  expect([failed.exitCode, existsSync(none)]).toEqual([1, false]);
  expect([failed.printed, failed.logged]).toEqual([
    expect.stringContaining('Step 1 does not pass'),
    expect.stringContaining('No step passes'),
  ]);
});

// A scheme that passes is covered by optimise.long.test.ts, because its result is then measured.
test.skipIf(skipReason !== '')(`writes nothing if no scheme passes the gates on data ${skipReason}`, async () => {
  const { exitCode, printed, logged } = await chooseBySize(folder, 10, '--scheme', 'float16');
  expect([exitCode, logged]).toEqual([1, expect.stringContaining('No scheme passes')]);
  expect(printed).toContain('float16: does not pass (Model size)');
  expect((await readdir(folder)).filter((name) => name.includes('auto.onnx'))).toEqual([]);
});

test.skipIf(skipReason !== '')(
  `does not repeat recorded trials, and rejects an invalid history ${skipReason}`,
  async () => {
    const [history, out] = [join(folder, 'trials.jsonl'), join(folder, 'history.onnx')];
    const args = [model, '--auto', '--min-sqnr', '40', '--history', history, '--out', out];
    const first = await run([...args, '--budget', '60']);
    expect([first.exitCode, first.printed]).toEqual([
      0,
      expect.stringMatching(/Pareto-optimal.*\n[^]*Chosen: .*smallest/),
    ]);
    const recorded = (await readFile(history, 'utf8')).trimEnd().split('\n');
    // Recorded trials are reused even if there is no time left for new ones.
    const again = await run([...args, '--budget', '0']);
    expect(again.printed.match(/\(recorded\)/g)).toHaveLength(recorded.length);
    expect((await readFile(history, 'utf8')).trimEnd().split('\n')).toEqual(recorded);
    await writeFile(history, `${recorded[0]}\nnot a trial\n`);
    const broken = await run(args);
    expect([broken.exitCode, broken.logged]).toEqual([2, expect.stringContaining('line 2 is not a trial')]);
  },
);

test.skipIf(skipReason !== '')(`calibrates ranges from a folder of images ${skipReason}`, async () => {
  const [images, path, out] = ['images', 'grey.onnx', 'calibrated.onnx'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const graph = createGraphBuilder('grey');
  const weights = graph.weights('w', [1, 1, 1, 1], new Float32Array([2]));
  const y = graph.node('Conv', [graph.input('x', 'float32', [1, 1, 8, 8]), weights], {}, 'y');
  graph.output(y, 'float32', [1, 1, 8, 8]);
  await writeFile(path, writeOnnx(graph.model(17)));
  await mkdir(join(images, 'any'), { recursive: true });
  await writeFile(
    join(images, 'any/a.png'),
    encodePng(8, 8, (x) => (x < 4 ? 0 : 204)),
  );
  await writeFile(join(images, 'notes.md'), 'not an image');
  const output = await run([path, '--scheme', 'static-int8', '--calibrate', images, '--out', out]);
  expect([output.exitCode, output.logged]).toEqual([0, expect.stringContaining('1 inputs of raw-outputs')]);
  const { initializers } = readOnnx(await readFile(out)).graph!;
  const scales: number[] = [];
  for (const initializer of initializers) {
    const tensor = await readTensor(initializer);
    if (tensor?.dtype === 'float32') scales.push(...tensor.data);
  }
  // Scales by the definition of QuantizeLinear: activations span 0 to 204 / 255 in 255 steps, and symmetric weights are
  // at most 2.
  expect(scales).toEqual([expect.closeTo(0.8 / 255, 6), expect.closeTo(2 / 127, 6)]);

  const rejected = await run([path, '--calibrate', images, '--task', 'ocr', '--out', out]);
  expect([rejected.exitCode, rejected.logged]).toEqual([1, expect.stringContaining('is for Raw outputs, not for')]);
  await rm(join(images, 'any'), { recursive: true });
  const empty = await run([path, '--calibrate', images, '--out', out]);
  expect([empty.exitCode, empty.logged]).toEqual([
    2,
    expect.stringContaining('no NumPy files (.npy), nor inputs of raw-outputs'),
  ]);
});

test('leaves no files behind when it is stopped', async () => {
  const before = await readdir(folder);
  const stopped = run([model, '--scheme', 'float16', '--out', join(folder, 'c.onnx')], AbortSignal.abort());
  await expect(stopped).rejects.toThrow('aborted');
  expect(await readdir(folder)).toEqual(before);
});

test.for([
  [[model], '--out is required'],
  [[model, '--out', model], `--out: the command reads "${model}", and would replace it`],
  [[model, '--out', 'x.onnx', '--scheme', 'int3'], 'int3: ONNX Runtime has no kernel for blocks of 3 bits'],
  [[model, '--out', 'x.onnx', '--scheme', 'int9'], '--scheme must be one of channel-pruning, dynamic-int8'],
  [
    [model, '--out', 'x.onnx', '--scheme', 'weight-only:bits=3'],
    '--scheme weight-only: the value of bits is not valid; it can be 2, 4, 8',
  ],
  [[model, '--out', 'x.onnx', '--scheme', 'float16:foo=1'], '--scheme float16 has no option "foo"'],
  [[model, '--out', 'x.onnx', '--min-sqnr', '20'], '--min-sqnr needs --scheme'],
  [[model, '--out', 'x.onnx', '--scheme', 'float16', '--min-sqnr', 'x'], '--min-sqnr is "x"; expected decibels'],
  [[model, '--out', 'x.onnx', '--budget', '5m'], '--budget needs --auto'],
  [[model, '--out', 'x.onnx', '--prune-by', '0.1'], '--prune-by needs --scheme'],
  [[model, '--out', 'x.onnx', '--scheme', 'float16', '--prune-by', '0.1'], 'channel-pruning or weight-pruning'],
  [[model, '--out', 'x.onnx', '--scheme', 'channel-pruning', '--prune-by', '1'], 'expected a fraction between 0 and 1'],
  [[model, '--out', 'x.onnx', '--scheme', 'channel-pruning', '--auto', '--prune-by', '0.1'], 'expected either --auto'],
  [[model, '--out', 'x.onnx', '--history', 'x.jsonl'], '--history needs --auto'],
  [[model, '--out', 'x.onnx', '--auto', '--budget', 'soon'], '--budget is "soon"; expected a time'],
  [[model, '--out', 'x.onnx', '--gates', 'basic'], '--gates and --data can only be used together'],
] as const)('rejects the arguments %j: %s', async ([args, message]) => {
  const { exitCode, logged } = await run(args);
  expect([exitCode, logged]).toEqual([2, expect.stringContaining(message)]);
});

function createProductModel(shape: readonly (number | string)[], build = (_: GraphBuilder, x: string) => x) {
  const graph = createGraphBuilder('product');
  const weights = graph.weights('w', [64, 32], new Float32Array(2048).fill(0.5));
  const x = build(graph, graph.input('x', 'float32', shape));
  graph.output(graph.node('MatMul', [x, weights], {}, 'y'), 'float32', ['n', 32]);
  return graph.model(17);
}

test('does not replace a file that it reads', async () => {
  const toPath = (name: string) => join(folder, name);
  const { model: graph, data } = moveToExternalData(createProductModel(['n', 64]), 'ext.onnx.data');
  const weights = await readParts(data);
  await writeFile(toPath('ext.onnx'), await readParts(encodeOnnx(graph)));
  await writeFile(toPath('ext.onnx.data'), weights);
  await writeFile(toPath('rec.json'), '{"version":1,"steps":[]}');
  await mkdir(toPath('cal'));
  await writeFile(toPath('cal/a.npy'), 'a');
  for (const [name, ...args] of [
    ['ext.onnx.data'],
    ['rec.json', '--recipe', toPath('rec.json')],
    ['cal/a.npy', '--calibrate', toPath('cal')],
  ] as const) {
    const { exitCode, logged } = await run([toPath('ext.onnx'), ...args, '--out', toPath(name)]);
    expect([exitCode, logged]).toEqual([2, expect.stringContaining(`the command reads "${toPath(name)}"`)]);
  }
  // Above 2 GiB, the weights are written to <out>.data.
  await rename(toPath('ext.onnx'), toPath('moved.onnx'));
  expect((await run([toPath('moved.onnx'), '--out', toPath('ext.onnx')])).exitCode).toBe(2);
  expect((await readFile(toPath('ext.onnx.data'))).equals(weights)).toBe(true);
});

test.skipIf(skipReason !== '')(
  `writes a model that rejects generated inputs without a comparison ${skipReason}`,
  async () => {
    const path = join(folder, 'four-rows.onnx');
    // The model runs only if the number of rows is a multiple of 4.
    const rows = (graph: GraphBuilder, x: string) => {
      const blocks = graph.node('Reshape', [x, graph.integers('blocks', [-1, 4, 64])]);
      return graph.node('Reshape', [blocks, graph.integers('rows', [-1, 64])]);
    };
    await writeFile(path, writeOnnx(createProductModel(['n', 64], rows)));
    const out = join(folder, 'four-rows.out.onnx');
    const { exitCode, printed } = await run([path, '--scheme', 'float16', '--out', out]);
    expect([exitCode, printed]).toEqual([0, expect.stringMatching(/not compared.*--calibrate/)]);
    const strict = await run([path, '--scheme', 'dynamic-int8', '--min-sqnr', '20', '--out', `${out}.strict`]);
    expect([strict.exitCode, existsSync(`${out}.strict`)]).toEqual([1, false]);
  },
);

test.skipIf(skipReason !== '')(`compares outputs at the sizes that a recipe freezes ${skipReason}`, async () => {
  const [path, recipe, out] = ['free.onnx', 'freeze.json', 'frozen.onnx'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(path, writeOnnx(createProductModel(['n', 64])));
  await writeFile(recipe, '{"version":1,"steps":[{"step":"freeze-sizes","sizes":{"n":4}}]}');
  const { exitCode, printed } = await run([path, '--recipe', recipe, '--out', out]);
  expect([exitCode, printed]).toEqual([0, expect.stringContaining('y: identical')]);
});

test.for([
  [['--scheme', 'static-int8'], 'static-int8 did nothing', '--calibrate'],
  [['--scheme', 'weight-only:rounding=gptq'], 'weight-only did nothing', ''],
  [['--scheme', 'float16', '--exclude', 'Conv_13,Nope'], 'it excludes the node Nope', ''],
] as const)('the arguments %j write no file: %s', async ([args, message, cure]) => {
  const out = join(folder, 'nothing.onnx');
  const { exitCode, logged } = await run([model, ...args, '--out', out]);
  expect([exitCode, logged, existsSync(out)]).toEqual([1, expect.stringContaining(message), false]);
  if (skipReason === '') expect(logged).toContain(cure);
});

test('rejects outputs that name the same file', async () => {
  const out = join(folder, 'same.onnx');
  const { exitCode, logged } = await run([model, '--auto', '--out', out, '--history', join(folder, '.', 'same.onnx')]);
  expect([exitCode, existsSync(out)]).toEqual([2, false]);
  expect(logged).toContain('--history and --out name the same file');
});
