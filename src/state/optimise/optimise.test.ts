import { afterEach, expect, test, vi } from 'vitest';
import type { OptimisableModel, OptimisedModel, SchemeOffer } from '#bridge/optimise-contract.ts';
import { AppError } from '#core/errors/error.ts';
import type { OptimisationTrial } from '#records/trial-records.ts';
import { flushPromises, readLastStatus } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls } from '../fakes/session-handle.fixture.ts';
import { inspections, pruningRuns, recipeRuns, sensitivityRuns } from '../fakes/optimise-handle.fixture.ts';
import { companion } from '../companion/companion.svelte.ts';
import { Optimise } from './optimise.svelte.ts';
import { toPruningVerdict } from './pruning.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
vi.mock('#records/trial-records.ts', () => ({
  loadTrials: async () => stored,
  storeTrial: async (trial: OptimisationTrial) => void (stored = [...stored, trial]),
}));
vi.mock('../companion/companion-access.ts', () => ({ loadCompanionAccess: async () => access }));
vi.mock('#bridge/optimise-handle.ts', () => import('../fakes/optimise-handle.fixture.ts'));

const access = { url: 'ws://127.0.0.1:1' };

/** The browser's storage, which persists between visits of the page. */
let stored: readonly OptimisationTrial[] = [];

const writeRecipe = (...steps: readonly object[]) => JSON.stringify({ steps, version: 1 });
const passes = [{ step: 'constant-folding' }];

const offer: Omit<SchemeOffer, 'id' | 'recipe'> = {
  options: {},
  refusal: null,
  sizeBytes: 500,
  risks: [],
  pruning: null,
  speeds: [],
};
const model: OptimisableModel = {
  name: 'model.onnx',
  parentSha256: 'b'.repeat(64),
  sizeBytes: 1000,
  parameters: 250,
  activationBytes: null,
  isConverted: false,
  lineage: null,
  sizes: {},
  tasks: [],
  cleaning: writeRecipe(...passes),
  conversions: [],
  quantisedAs: null,
  schemes: [
    {
      ...offer,
      id: 'static-int8',
      recipe: writeRecipe(...passes, { step: 'static-int8' }),
      refusal: { code: 'not-applicable', reason: 'no-samples', facts: {} },
    },
    { ...offer, id: 'float16', recipe: writeRecipe(...passes, { step: 'float16' }) },
    { ...offer, id: 'weight-only', recipe: writeRecipe(...passes, { step: 'weight-only', bits: 4 }) },
  ],
};

const createOptimisedModel = (recipe: string, sizeBytes: number): OptimisedModel => ({
  files: [new File(['x'], 'made.onnx')],
  sizeBytes,
  sha256: 'a'.repeat(64),
  parent: { name: 'model.onnx', sha256: 'b'.repeat(64), sizeBytes: 1000 },
  recipe,
  stages: [],
  outputs: [{ name: 'y', sqnrDb: 60, cosine: 0.9999, compared: 8, notComparable: 0 }],
  samples: { count: 0, sha256: null },
});

let optimise: Optimise;
/** How many requests for recipes and for sessions the test has answered. */
let [answered, opened] = [0, 0];
afterEach(() => {
  optimise.close();
  [answered, opened] = [0, 0];
  stored = [];
});

/** A visit of the page with a model that was read. */
async function visitPage(query: string, inspected = model): Promise<void> {
  optimise = new Optimise(new URLSearchParams(query));
  optimise.start();
  inspections[0]!.answer(inspected);
  await flushPromises();
}

/**
 * Answers the next request for a recipe.
 * @returns the recipe
 */
async function answerRecipe(sizeBytes: number): Promise<string> {
  const index = answered++;
  await expect.poll(() => recipeRuns.length).toBe(index + 1);
  const { request, answer } = recipeRuns[index]!;
  answer(createOptimisedModel(request.recipe, sizeBytes));
  await flushPromises();
  return request.recipe;
}

/** Opens the next session, on which every inference takes this long. */
async function answerTiming(ms: number): Promise<void> {
  const index = opened++;
  await expect.poll(() => openCalls.length).toBe(index + 1);
  const session = new FakeSession();
  session.time = async (_, count) => ({
    timesMs: Array.from({ length: count }, () => ms),
    memory: { wasmHeapBytes: 1000 * ms },
  });
  openCalls[index]!.answer(session);
  await flushPromises();
}

test('without a scheme in the link, the first applicable scheme is chosen', async () => {
  await visitPage('model=digits');
  expect(inspections[0]!.request).toEqual({ kind: 'model', id: 'digits' });
  expect(optimise.setup.recipe.scheme?.id).toBe('float16');
  optimise.setup.recipe.chooseScheme('weight-only');
  optimise.setup.recipe.setOption('bits', 8);
  expect(JSON.parse(optimise.setup.recipe.json)).toEqual({
    version: 1,
    steps: [...passes, { step: 'weight-only', bits: 8 }],
  });
  optimise.setup.recipe.chooseScheme(null);
  expect(optimise.setup.recipe.json).toBe(model.cleaning);
  expect(() => new Optimise(new URLSearchParams('model=org/name:model.gguf'))).toThrow('no-engine-for-file');
});

test('a run cleans, quantises and measures all models, and reports the results', async () => {
  await visitPage('model=digits');
  const running = optimise.optimise();
  expect(await answerRecipe(900)).toBe(model.cleaning);
  expect(optimise.run).toMatchObject({ stage: 'quantise', cleaned: { sizeBytes: 900 } });
  expect(await answerRecipe(500)).toBe(model.schemes[1]!.recipe);
  for (const ms of [8, 8, 4]) await answerTiming(ms);
  await running;
  const { times, phase } = optimise.run;
  expect(phase).toBe('done');
  // The models took 8, 8 and 4 ms in every block.
  expect(times!.result).toMatchObject({ medianMs: 4, speedUp: { ratio: 2 }, memoryBytes: 4000 });
  expect(times!.cleaned!.speedUp!.ratio).toBe(1);
  expect(readLastStatus()).toMatchObject({
    state: 'done',
    result: { sizeBytes: 500, recipe: model.schemes[1]!.recipe },
  });
});

test('both models are also measured on the native engines of the companion', async () => {
  const devices = () => [{ device: 'cpu' as const, name: 'CPU' }];
  const ready = { state: 'ready', version: '1', facts: {} } as const;
  companion.engines = [
    { engine: 'ort', ...ready, devices: devices() },
    { engine: 'llama', ...ready, devices: devices() },
    { engine: 'openvino', ...ready, devices: devices(), state: 'missing' },
  ];
  await visitPage('model=digits&scheme=clean');
  const running = optimise.optimise();
  await answerRecipe(900);
  for (const ms of [8, 8, 6, 2]) await answerTiming(ms);
  await running;
  companion.engines = [];
  const accesses = await Promise.all(openCalls.map(async ({ request }) => request.companion?.()));
  expect(accesses.map((found) => found?.url)).toEqual([undefined, undefined, access.url, access.url]);
  expect(openCalls[2]!.request).toMatchObject({ engine: 'ort', options: { devices: ['cpu'] } });
  expect(optimise.run.targets[1]).toMatchObject({
    target: { host: 'companion' },
    result: { speedUp: { ratio: expect.closeTo(3) as number } },
  });
});

test('sensitive nodes are suggested, chosen and left unchanged by the next run', async () => {
  await visitPage('model=digits&scheme=weight-only');
  void optimise.findSensitiveNodes();
  expect(sensitivityRuns[0]!.request).toMatchObject({ scheme: 'weight-only', options: {}, calibration: null });
  const nodes = ['a', 'b', 'c'].map((node) => ({ node, operator: 'MatMul', sqnrDb: 9, sizeFraction: 0.1 }));
  sensitivityRuns[0]!.answer({ nodes, toExclude: ['a'] });
  await flushPromises();
  expect(optimise.sensitivity).toMatchObject({ isRunning: false, excluded: ['a'] });
  optimise.sensitivity.toggleExcluded('a');
  optimise.sensitivity.toggleExcluded('c');
  void optimise.optimiseWithoutExcluded();
  await answerRecipe(900);
  expect(JSON.parse(await answerRecipe(500))).toMatchObject({ steps: [{}, { excludedNodes: ['c'] }] });
  optimise.setup.recipe.chooseScheme('float16');
  expect(optimise.sensitivity.sensitiveNodes).toBeNull();
});

test('a model is pruned in steps, and the recipe of the last one that passes is run', async () => {
  const pruningRecipe = writeRecipe(...passes, { step: 'channel-pruning' });
  const scheme = { ...offer, id: 'channel-pruning', pruning: 'channel-pruning', recipe: pruningRecipe } as const;
  await visitPage('model=digits&scheme=channel-pruning', { ...model, schemes: [...model.schemes, scheme] });
  optimise.pruning.stepFraction = 0.2;
  void optimise.pruneIteratively();
  await expect.poll(() => pruningRuns.length).toBe(1);
  const { request, answer } = pruningRuns[0]!;
  expect(request).toMatchObject({ scheme: 'channel-pruning', stepFraction: 0.2, minSqnrDb: 20, judge: null });
  const outcome = { code: 'rewritten', facts: { channels: 4 } } as const;
  request.onStep({ outcome, excluded: [], sizeBytes: 800, judgement: { verdict: 'passes', sqnrDb: 30, unmet: [] } });
  const recipe = writeRecipe(...passes, { step: 'channel-pruning', removedChannels: 0.2 });
  answer(recipe);
  await expect.poll(() => optimise.pruning.phase).toBe('done');
  expect(optimise.pruning.steps).toHaveLength(1);
  void optimise.optimiseWithPruningRecipe();
  expect(await answerRecipe(900)).toBe(model.cleaning);
  expect(await answerRecipe(800)).toBe(recipe);
  optimise.setup.recipe.chooseScheme('float16');
  expect(optimise.pruning).toMatchObject({ phase: 'idle', steps: [], recipe: null });
});

test.for([
  [{ score: { metric: 'top1', value: 0.99, original: 1 } }, 'passes'],
  [{ score: { metric: 'top1', value: 0.98, original: 1 } }, 'fails'],
  [{ score: null, gates: { verdict: 'pass', unmet: [] } }, 'passes'],
  [{ score: null, gates: { verdict: 'fail', unmet: ['quality', 'model-size'] } }, 'fails'],
  [{ score: null, gates: { verdict: 'fail', unmet: ['model-size'] } }, 'too-large'],
  [{ score: null, gates: { verdict: 'undecided', unmet: ['quality'] } }, 'fails'],
] as const)('a pruning step judged as %j %s', ([judged, verdict]) => {
  expect(toPruningVerdict(judged)?.verdict).toBe(verdict);
});

test('the outputs decide about a pruning step without a score or gates', () => {
  expect(toPruningVerdict({ score: null })).toBeNull();
});

test('a result that cannot be measured is still produced, with the reason', async () => {
  await visitPage('model=digits&scheme=clean');
  const running = optimise.optimise();
  expect(await answerRecipe(900)).toBe(model.cleaning);
  await expect.poll(() => openCalls.length).toBe(1);
  openCalls[0]!.fail(new AppError('model-unsupported', { model: 'model.onnx', why: 'no' }));
  await running;
  expect(optimise.run).toMatchObject({ phase: 'done', cleaned: null, result: { sizeBytes: 900 }, times: null });
  expect(optimise.run.targets[0]!.error?.code).toBe('model-unsupported');
});

test('a run that is cancelled, or whose model is replaced, leaves no results', async () => {
  await visitPage('model=digits');
  void optimise.optimise();
  await answerRecipe(900);
  optimise.run.reset();
  await flushPromises();
  expect(optimise.run).toMatchObject({ phase: 'idle', cleaned: null, result: null });
  void optimise.optimise();
  optimise.setup.chooseFiles([new File([], 'other.onnx')]);
  await flushPromises();
  expect(optimise.run.phase).toBe('idle');
  expect(optimise.setup.model).toBeNull();
});

test('a search records each trial, and continues after a reload with the remaining schemes', async () => {
  await visitPage('model=digits');
  expect(optimise.setup.recipe.candidates.map(({ scheme }) => scheme)).toEqual([null, 'float16', 'weight-only']);
  void optimise.searchAll(60_000);
  expect(await answerRecipe(900)).toBe(model.cleaning);
  for (const ms of [8, 8]) await answerTiming(ms);
  await expect.poll(() => optimise.search.trials.length).toBe(1);
  expect(await answerRecipe(500)).toBe(model.schemes[1]!.recipe);
  for (const ms of [8, 4]) await answerTiming(ms);
  await expect.poll(() => stored.length).toBe(2);
  optimise.close();

  inspections.length = 0;
  await visitPage('model=digits');
  await expect.poll(() => optimise.search.trials.length).toBe(2);
  expect(optimise.search.excludeTried(optimise.setup.recipe.candidates).map(({ scheme }) => scheme)).toEqual([
    'weight-only',
  ]);
  const { choice } = optimise.search;
  expect(choice).toMatchObject({ by: 'speed', trial: { scheme: 'float16', outcome: { sizeBytes: 500 } } });
  void optimise.searchAll(60_000);
  await expect.poll(() => recipeRuns.length).toBe(answered + 2); // the earlier visit had begun it
  recipeRuns.at(-1)!.fail(new AppError('out-of-memory', { why: 'no' }));
  await expect.poll(() => stored.at(-1)?.outcome).toEqual({ kind: 'failed', error: 'out-of-memory' });
  expect(optimise.search.isRunning).toBe(false);
});

test('a search stops before the next trial when its time is over', async () => {
  await visitPage('model=digits');
  await optimise.searchAll(-1);
  expect(optimise.search).toMatchObject({ isOutOfTime: true, trials: [] });
});
