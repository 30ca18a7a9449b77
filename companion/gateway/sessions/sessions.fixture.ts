import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { MeasuredTensors } from '#core/report/measured-run.ts';
import type { OpenOptions, Runtime } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors, type TensorSpec } from '#core/engine/tensor.ts';
import type { TextUsage } from '#core/engine/text-session.ts';
import type { CompanionMessage } from '#protocol/companion-messages.ts';
import type { AuthenticatedClient } from '../access/authenticated-client.ts';
import { startTestGateway, type TestGateway, type TestPage } from '../gateway.fixture.ts';
import { ModelMemory } from './model-memory.ts';
import { ModelStore } from './model-store.ts';
import type { HostedTensorSession, HostedTextSession } from './open-model.ts';
import { serveClient } from './serve-client.ts';

/** The companion under test, with a record of its events. Each test gets a new one. */
export const companion = {
  gateway: undefined as unknown as TestGateway,
  store: undefined as unknown as ModelStore,
  /** The models that the runtimes have opened. */
  opened: [] as { readonly options: OpenOptions; readonly bytes: string }[],
  closedSessions: 0,
  closedConnections: 0,
  /** The functions that release waiting runs. */
  waitingRuns: [] as (() => void)[],
};

const facts = {
  engineVersion: '1.0.0',
  build: 'test',
  device: 'cpu',
  threads: 1,
  failedDevices: [],
  createMs: 1,
} as const;
const spec: TensorSpec = { name: 'x', dtype: 'float32', shape: [null] };

export const environment = {
  kind: 'native',
  program: 'Node 24',
  os: 'Linux',
  cpu: 'x',
  cores: 2,
  clockStepUs: 1,
} as const;

const measured: MeasuredTensors = { kind: 'tensor', cells: [], spans: [], clockStepUs: 1, orderSeed: 7, memory: {} };

/** Reports progress until it is aborted, or once with the effort `quick`. */
const reportUntilEnd: HostedTensorSession['bench'] = async ({ effort }, orderSeed, { signal, onProgress }) => {
  for (;;) {
    onProgress({ phase: 'steady', fraction: 0.5, remainingMs: null });
    await new Promise(setImmediate);
    if (effort === 'quick' || signal.aborted) break;
  }
  return { ...measured, orderSeed };
};

/**
 * A tensor engine whose models double `x`. A model with the contents `echo` returns its inputs, and runs of a model
 * whose contents begin with `wait` block until the test releases them.
 */
const doublingRuntime: Runtime<HostedTensorSession> = {
  id: 'ort',
  open: async ({ files, entry }, options) => {
    const file = files.get(entry)!;
    const bytes = Buffer.from(await (file as Blob).arrayBuffer()).toString();
    if (bytes === 'broken') throw new AppError('model-corrupt', { format: 'onnx', reason: 'no-graph' });
    companion.opened.push({ options, bytes });
    const run = async (inputs: Tensors): Promise<Tensors> => {
      if (bytes.startsWith('wait')) await new Promise<void>((resolve) => companion.waitingRuns.push(resolve));
      if (bytes === 'echo') return inputs;
      checkInputs(inputs, [spec]);
      const { data, shape } = inputs['x'] as Extract<Tensors[string], { dtype: 'float32' }>;
      return { y: { dtype: 'float32', shape, data: data.map((value) => 2 * value) } };
    };
    const session: HostedTensorSession = {
      kind: 'tensor',
      facts: { ...facts, engine: 'ort', inputs: [spec], outputs: [{ ...spec, name: 'y' }] },
      run,
      bench: reportUntilEnd,
      memory: async () => ({}),
      close: async () => void companion.closedSessions++,
    };
    return session;
  },
};

export const usage: TextUsage = {
  promptTokens: 1,
  tokens: 3,
  ttftMs: 1,
  prefillTokensPerS: null,
  decodeTokensPerS: null,
  ended: 'model',
};

/** A text engine that repeats the words of the prompt, endlessly if the prompt begins with `endless`. */
const repeatingRuntime: Runtime<HostedTextSession> = {
  id: 'llama',
  open: async () => ({
    kind: 'text',
    facts: {
      ...facts,
      engine: 'llama',
      contextLength: 64,
      trainedContextLength: null,
      kvCacheBytes: null,
      hasChatTemplate: false,
      timed: { sampling: 'outside', tokenising: 'outside' },
    },
    async *generate({ prompt }, stop) {
      const words = String(prompt).split(' ');
      for (let index = 0; words[0] === 'endless' || index < words.length; index++) {
        if (stop.aborted) return { ...usage, ended: 'stopped' };
        yield words[index % words.length]!;
        await new Promise(setImmediate);
      }
      return usage;
    },
    time: async ({ tokens }) => ({
      reusedTokens: 0,
      promptTokens: 1,
      promptMs: 1,
      decodeTokens: tokens - 1,
      decodeMs: 1,
    }),
    getVocabulary: async () => ['a', 'b'],
    scores: {
      tokenise: async (text) => ({ tokens: [text.length], startToken: null }),
      predict: async (tokens, from) => tokens.slice(from).map((topToken) => ({ logProbability: -1, topToken })),
    },
    bench: reportUntilEnd,
    memory: async () => ({ wasmHeapBytes: 65_536 }),
    close: async () => void companion.closedSessions++,
  }),
};

/** Batching is off, so requests of one session run one after the other. */
export const noBatching = { maxBatchSize: 1, maxWaitMs: 0 };
export const noServers = { list: async () => [], findEngine: async () => null };

/** Starts a companion before each test of a file, and closes it afterwards. */
export function startCompanionBeforeEach(): void {
  beforeEach(async () => {
    Object.assign(companion, { opened: [], closedSessions: 0, closedConnections: 0, waitingRuns: [] });
    companion.gateway = await startTestGateway({
      onConnection: async (client: AuthenticatedClient) => {
        await serveClient(client, {
          engines: { list: async () => [], runtimes: { ort: doublingRuntime, llama: repeatingRuntime } },
          store: companion.store,
          memory: new ModelMemory(100),
          batching: noBatching,
          remote: noServers,
          measurePower,
          readHardware: () => Promise.reject(new Error('not in this test')),
          federate: async (envelope) => envelope,
          readEnvironment: async () => environment,
        });
        companion.closedConnections++;
      },
    });
    companion.store = new ModelStore(companion.gateway.folder);
  });
  afterEach(() => companion.gateway.close());
}

export const computeSha256Hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
export const x = { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const;
let lastId = 0;

export const nextId = () => ++lastId;

/** Sends a request and returns its answer. */
export async function ask(page: TestPage, request: object, tensors?: Tensors): Promise<CompanionMessage> {
  const id = nextId();
  const answer = await page.ask({ ...request, id }, tensors);
  expect(answer).toMatchObject({ id });
  return answer!;
}

export async function uploadModel(page: TestPage, bytes: Uint8Array): Promise<string> {
  const sha256 = computeSha256Hex(bytes);
  const reply = await ask(page, { type: 'begin-upload', sha256, sizeBytes: bytes.length });
  if (reply.type === 'received' && reply.isComplete) return sha256;
  await ask(
    page,
    { type: 'upload', sha256, offset: 0 },
    { bytes: { dtype: 'uint8', shape: [bytes.length], data: bytes } },
  );
  return sha256;
}

/**
 * Uploads a model with this text as its contents and opens it.
 * @returns the number of the session
 */
export async function open(page: TestPage, text: string, engine: 'ort' | 'llama' = 'ort'): Promise<number> {
  const answer = await openModel(page, await uploadModel(page, Buffer.from(text)), engine);
  if (answer.type !== 'opened') throw new Error(JSON.stringify(answer));
  return answer.session;
}

export function openModel(page: TestPage, sha256: string, engine: string): Promise<CompanionMessage> {
  const model = { kind: 'uploaded', id: 'mine', entry: 'm', files: [{ name: 'm', sha256 }] };
  return ask(page, {
    type: 'open',
    model,
    engine,
    devices: ['cpu'],
    threads: 2,
    settings: { graphOptimisation: 'basic' },
  });
}

/** The simulated power of every run. */
export const power: MeasuredPower = {
  counters: [{ source: 'rapl', name: 'package-0', watts: 20, uncertaintyW: 0.5 }],
  missing: [{ source: 'battery', reason: 'no-counter' }],
  gridGramsPerKwh: null,
};

export const measurePower = async <T>(_: DeviceId, work: () => Promise<T>) => ({ result: await work(), power });
