import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Hardware } from '#core/engine/hardware.ts';
import type { MeasuredTensors } from '#core/report/report.ts';
import type { OpenOptions, Runtime } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors, type TensorSpec } from '#core/engine/tensor.ts';
import type { TextUsage } from '#core/engine/text-session.ts';
import type { CompanionMessage } from '#protocol/companion-messages.ts';
import { everyType } from '#protocol/protocol.fixture.ts';
import type { AuthenticatedClient } from '../access/authenticated-client.ts';
import { connectOwnPage, startTestGateway, type TestGateway, type TestPage } from '../gateway.fixture.ts';
import { ModelMemory } from './model-memory.ts';
import { ModelStore } from './model-store.ts';
import type { HostedTensorSession, HostedTextSession } from './open-model.ts';
import { serveClient } from './serve-client.ts';

/** What the runtimes of this test were asked for. */
let opened: { readonly options: OpenOptions; readonly bytes: string }[];
let closed: number;
/** Runs that wait for the test. */
let held: (() => void)[];

const facts = {
  engineVersion: '1.0.0',
  build: 'test',
  device: 'cpu',
  threads: 1,
  failedDevices: [],
  createMs: 1,
} as const;
const spec: TensorSpec = { name: 'x', dtype: 'float32', shape: [null] };

const environment = { kind: 'native', program: 'Node 24', os: 'Linux', cpu: 'x', cores: 2, clockStepUs: 1 } as const;

const measured: MeasuredTensors = { kind: 'tensor', cells: [], spans: [], clockStepUs: 1, orderSeed: 7, memory: {} };

/** Reports progress until the test ends it, or once with the effort `quick`. */
const bench: HostedTensorSession['bench'] = async ({ effort }, orderSeed, { signal, onProgress }) => {
  for (;;) {
    onProgress({ phase: 'steady', fraction: 0.5, remainingMs: null });
    await new Promise(setImmediate);
    if (effort === 'quick' || signal.aborted) break;
  }
  return { ...measured, orderSeed };
};

/** Doubles `x`, or returns all inputs as outputs for a model of the text `echo`; `wait` waits for the test. */
const doubling: Runtime<HostedTensorSession> = {
  id: 'ort',
  open: async ({ files, entry }, options) => {
    const file = files.get(entry)!;
    const bytes = Buffer.from(await (file as Blob).arrayBuffer()).toString();
    if (bytes === 'broken') throw new AppError('model-corrupt', { format: 'onnx', reason: 'no-graph' });
    opened.push({ options, bytes });
    const run = async (inputs: Tensors): Promise<Tensors> => {
      if (bytes.startsWith('wait')) await new Promise<void>((resolve) => held.push(resolve));
      if (bytes === 'echo') return inputs;
      checkInputs(inputs, [spec]);
      const { data, shape } = inputs['x'] as Extract<Tensors[string], { dtype: 'float32' }>;
      return { y: { dtype: 'float32', shape, data: data.map((value) => 2 * value) } };
    };
    const session: HostedTensorSession = {
      kind: 'tensor',
      facts: { ...facts, engine: 'ort', inputs: [spec], outputs: [{ ...spec, name: 'y' }] },
      run,
      bench,
      memory: async () => ({}),
      close: async () => void closed++,
    };
    return session;
  },
};

const usage: TextUsage = {
  promptTokens: 1,
  tokens: 3,
  ttftMs: 1,
  prefillTokensPerS: null,
  decodeTokensPerS: null,
  ended: 'model',
};

/** Answers with the words of the prompt; one that begins with `endless` never ends by itself. */
const repeating: Runtime<HostedTextSession> = {
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
      for (let at = 0; words[0] === 'endless' || at < words.length; at++) {
        if (stop.aborted) return { ...usage, ended: 'stopped' };
        yield words[at % words.length]!;
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
    vocabulary: async () => ['a', 'b'],
    scores: {
      tokenise: async (text) => ({ tokens: [text.length], startToken: null }),
      predict: async (tokens, from) => tokens.slice(from).map((topToken) => ({ logProbability: -1, topToken })),
    },
    bench,
    memory: async () => ({ wasmHeapBytes: 65_536 }),
    close: async () => void closed++,
  }),
};

const machine: Hardware = {
  cpu: { model: null, architecture: 'x64', cores: 1, threads: 1, flags: [], cacheBytes: null },
  system: 'test',
  memory: { totalBytes: 2, availableBytes: 1 },
  storage: null,
  accelerators: [],
  nvidia: null,
  power: { source: 'mains', batteryPercent: null },
  cpuTemperatureC: null,
  energy: [],
};

/** Off: requests of one session run one after the other. */
const batching = { maxBatchSize: 1, maxWaitMs: 0 };
const noServers = { list: async () => [], engineOf: async () => null };

let companion: TestGateway;
let store: ModelStore;
let served: number;

beforeEach(async () => {
  [opened, closed, held, served] = [[], 0, [], 0];
  companion = await startTestGateway({
    onConnection: async (client: AuthenticatedClient) => {
      await serveClient(client, {
        engines: { list: async () => [], runtimes: { ort: doubling, llama: repeating } },
        store,
        memory: new ModelMemory(100),
        batching,
        remote: noServers,
        readHardware: () => Promise.reject(new Error('not in this test')),
        readEnvironment: async () => environment,
      });
      served++;
    },
  });
  store = new ModelStore(companion.folder);
});
afterEach(() => companion.close());

const hashOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const x = { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const;
let lastId = 0;

/** Sends a request and returns its answer. */
async function ask(page: TestPage, request: object, tensors?: Tensors): Promise<CompanionMessage> {
  const id = ++lastId;
  const answer = await page.ask({ ...request, id }, tensors);
  expect(answer).toMatchObject({ id });
  return answer!;
}

async function upload(page: TestPage, bytes: Uint8Array): Promise<string> {
  const sha256 = hashOf(bytes);
  const begun = await ask(page, { type: 'begin-upload', sha256, sizeBytes: bytes.length });
  if (begun.type === 'received' && begun.isComplete) return sha256;
  await ask(
    page,
    { type: 'upload', sha256, offset: 0 },
    { bytes: { dtype: 'uint8', shape: [bytes.length], data: bytes } },
  );
  return sha256;
}

/** Uploads a model of this text and opens it. @returns the number of the session */
async function open(page: TestPage, text: string, engine: 'ort' | 'llama' = 'ort'): Promise<number> {
  const answer = await openModel(page, await upload(page, Buffer.from(text)), engine);
  if (answer.type !== 'opened') throw new Error(JSON.stringify(answer));
  return answer.session;
}

function openModel(page: TestPage, sha256: string, engine: string): Promise<CompanionMessage> {
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

describe('an opened model', () => {
  test('a model is opened with the options of the request, runs, reports its memory and is closed', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'double');
    expect(opened).toEqual([
      { bytes: 'double', options: { devices: ['cpu'], threads: 2, graphOptimisation: 'basic' } },
    ]);
    expect(await ask(page, { type: 'run', session }, { x })).toMatchObject({
      type: 'outputs',
      tensors: { y: { shape: [2], data: Float32Array.of(2, 4) } },
    });
    expect(await ask(page, { type: 'memory', session })).toMatchObject({ memory: {} });
    expect(await ask(page, { type: 'close', session })).toMatchObject({ type: 'closed' });
    expect(closed).toBe(1);
    expect(await ask(page, { type: 'run', session }, { x })).toMatchObject({
      code: 'session-closed',
      facts: { reason: 'session-unknown' },
    });
  });

  test('a model receives tensors of every type and of 5 MB unchanged', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'echo');
    expect(await ask(page, { type: 'run', session }, everyType)).toMatchObject({ tensors: everyType });
    const large: Tensors = { x: { dtype: 'uint8', shape: [5_000_000], data: randomBytes(5_000_000) } };
    const answer = await ask(page, { type: 'run', session }, large);
    expect(
      Buffer.compare((answer as { tensors: Tensors }).tensors['x']!.data as Uint8Array, large['x']!.data as Uint8Array),
    ).toBe(0);
  });

  test('an engine error is sent with its code and facts, and the model runs again', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'double');
    expect(await ask(page, { type: 'run', session }, {})).toMatchObject({
      code: 'input-invalid',
      facts: { name: 'x' },
    });
    expect(await ask(page, { type: 'run', session }, { x })).toMatchObject({ type: 'outputs' });
    expect(await openModel(page, await upload(page, Buffer.from('broken')), 'ort')).toMatchObject({
      code: 'model-corrupt',
      facts: { format: 'onnx', reason: 'no-graph' },
    });
  });

  test('a model is not available to another connection, and is closed with its own', async () => {
    const [page, other] = [await connectOwnPage(companion), await connectOwnPage(companion)];
    const session = await open(page, 'double');
    expect(await ask(other, { type: 'run', session }, { x })).toMatchObject({ code: 'session-closed' });
    page.socket.terminate();
    await expect.poll(() => [closed, served]).toEqual([1, 1]);
    other.socket.close();
  });

  test('a model of an unknown engine, or of another kind than requested, is rejected', async () => {
    const page = await connectOwnPage(companion);
    expect(await openModel(page, await upload(page, Buffer.from('double')), 'openvino')).toMatchObject({
      facts: { reason: 'engine-unknown', engine: 'openvino', known: 'ort, llama' },
    });
    const session = await open(page, 'double');
    expect(await ask(page, { type: 'vocabulary', session })).toMatchObject({ facts: { reason: 'session-kind' } });
  });
});

describe('a request', () => {
  test('a request cancelled while it runs is answered at once; its result is discarded, and the next request runs', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'wait');
    page.say({ type: 'run', id: 1000, session }, { x });
    await expect.poll(() => held.length).toBe(1);
    page.say({ type: 'run', id: 1001, session }, { x }); // waits for the first
    expect(await page.ask({ type: 'cancel', id: 1000 })).toMatchObject({ type: 'error', id: 1000, code: 'aborted' });
    expect(await page.ask({ type: 'cancel', id: 1001 })).toMatchObject({ type: 'error', id: 1001, code: 'aborted' });
    page.say({ type: 'run', id: 1002, session }, { x });
    held[0]!();
    await expect.poll(() => held.length).toBe(2); // the second was never run
    held[1]!();
    expect(await page.next()).toMatchObject({ type: 'outputs', id: 1002 });
  });

  test('a benchmark reports its progress and what it measured; a cancelled one ends', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'a');
    const request = { subject: { kind: 'model', id: 'a' }, engine: 'ort', device: 'cpu', effort: 'quick' };
    const first = await ask(page, { type: 'bench', session, request, orderSeed: 3 });
    expect(first).toMatchObject({ type: 'progress', progress: { phase: 'steady', fraction: 0.5 } });
    expect(await page.next()).toMatchObject({ type: 'measured', measured: { kind: 'tensor', orderSeed: 3 } });
    page.say({ type: 'bench', id: 50, session, request: { ...request, effort: 'full' }, orderSeed: 3 });
    await page.next();
    page.say({ type: 'cancel', id: 50 });
    await vi.waitFor(async () => expect(await page.next()).toMatchObject({ type: 'error', id: 50, code: 'aborted' }));
    expect(await ask(page, { type: 'memory', session })).toMatchObject({ type: 'memory' }); // which waits for its turn
  });

  test('a request that exceeds its deadline fails with deadline-exceeded', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'wait');
    const answer = await ask(page, { type: 'run', session, deadlineMs: 20 }, { x });
    expect(answer).toMatchObject({ code: 'deadline-exceeded', facts: { deadlineMs: 20 } });
    held[0]!();
  });

  test('a request beyond 32 concurrent ones is rejected, as is one that reuses an id', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'wait');
    for (let id = 1; id <= 32; id++) page.say({ type: 'run', id, session }, { x });
    expect(await page.ask({ type: 'list-models', id: 33 })).toMatchObject({
      id: 33,
      facts: { reason: 'too-many-requests', max: 32 },
    });
    expect(await page.ask({ type: 'list-models', id: 5 })).toMatchObject({
      id: null,
      facts: { reason: 'request-id-in-use' },
    });
    page.socket.terminate();
    await expect
      .poll(() => {
        for (const release of held) release();
        return [closed, served];
      })
      .toEqual([1, 1]);
  });

  test('a request without its scope is rejected', async () => {
    const other = await startTestGateway({
      onConnection: (client) => {
        const identity = { kind: 'paired-page', id: '', origin: '', scopes: ['read'] } as const;
        return serveClient(
          { ...client, identity },
          {
            engines: { list: async () => [], runtimes: {} },
            store,
            memory: new ModelMemory(1),
            batching,
            remote: noServers,
            readHardware: async () => machine,
            readEnvironment: async () => environment,
          },
        );
      },
    });
    const page = await connectOwnPage(other);
    expect(await ask(page, { type: 'list-engines' })).toMatchObject({ type: 'engines', engines: [] });
    expect(await ask(page, { type: 'read-hardware' })).toMatchObject({ type: 'hardware', hardware: machine });
    expect(await openModel(page, hashOf(''), 'ort')).toMatchObject({
      facts: { reason: 'scope-missing', scope: 'run' },
    });
    expect(await ask(page, { type: 'begin-upload', sha256: hashOf(''), sizeBytes: 1 })).toMatchObject({
      facts: { reason: 'scope-missing', scope: 'manage' },
    });
    await other.close();
  });
});

describe('a language model', () => {
  test('a language model streams its answer, and reports timing, vocabulary, token scores and memory', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'text', 'llama');
    page.say({ type: 'generate', id: 7, session, request: { prompt: 'one two', maxTokens: 9 } });
    expect(await page.next()).toEqual({ type: 'text', id: 7, text: 'one' });
    expect(await page.next()).toEqual({ type: 'text', id: 7, text: 'two' });
    expect(await page.next()).toEqual({ type: 'generated', id: 7, usage });
    const timed = { prompt: 'a', tokens: 4, reuseContext: false };
    expect(await ask(page, { type: 'time-text', session, request: timed })).toMatchObject({
      timing: { decodeTokens: 3 },
    });
    expect(await ask(page, { type: 'vocabulary', session })).toMatchObject({ tokens: ['a', 'b'] });
    expect(await ask(page, { type: 'tokenise', session, text: 'abc' })).toMatchObject({ text: { tokens: [3] } });
    expect(await ask(page, { type: 'predict', session, tokens: [1, 2], from: 1 })).toMatchObject({
      predictions: [{ logProbability: -1, topToken: 2 }],
    });
    expect(await ask(page, { type: 'memory', session })).toMatchObject({ memory: { wasmHeapBytes: 65_536 } });
  });

  test('a cancelled generation ends with the text so far, one that exceeds its deadline fails, and the model remains usable', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'text', 'llama');
    const request = { prompt: 'endless', maxTokens: 9 };
    page.say({ type: 'generate', id: 7, session, request });
    expect(await page.next()).toMatchObject({ type: 'text' });
    page.say({ type: 'cancel', id: 7 });
    expect(await lastOf(page)).toMatchObject({ type: 'generated', id: 7, usage: { ended: 'stopped' } });
    page.say({ type: 'generate', id: 8, session, request, deadlineMs: 10 });
    expect(await lastOf(page)).toMatchObject({ type: 'error', id: 8, code: 'deadline-exceeded' });
    expect(await ask(page, { type: 'vocabulary', session })).toMatchObject({ tokens: ['a', 'b'] });
  });

  test('generation stops when its page disconnects', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, 'text', 'llama');
    page.say({ type: 'generate', id: 7, session, request: { prompt: 'endless', maxTokens: 9 } });
    await page.next();
    page.socket.terminate();
    await expect.poll(() => [closed, served]).toEqual([1, 1]);
  });
});

/** The first message that is not a part of the answer. */
async function lastOf(page: TestPage): Promise<CompanionMessage | null> {
  for (;;) {
    const message = await page.next();
    if (message?.type !== 'text') return message;
  }
}

describe('the memory limit', () => {
  test('the least recently used model is closed, and its page is notified', async () => {
    const page = await connectOwnPage(companion);
    const [first, second] = [await open(page, 'a'.repeat(40)), await open(page, 'b'.repeat(40))];
    await ask(page, { type: 'run', session: first }, { x });
    const id = ++lastId;
    const sha256 = await upload(page, Buffer.from('c'.repeat(40)));
    const model = { kind: 'uploaded', id: 'third', entry: 'm', files: [{ name: 'm', sha256 }] };
    expect(await page.ask({ type: 'open', id, model, engine: 'ort', devices: ['cpu'], settings: {} })).toEqual({
      type: 'session-closed',
      session: second,
      code: 'session-closed',
      facts: { reason: 'closed-for-memory', model: 'mine' },
    });
    expect(await page.next()).toMatchObject({ type: 'opened', id });
    expect(closed).toBe(1);
    expect(await ask(page, { type: 'run', session: first }, { x })).toMatchObject({ type: 'outputs' });
  });

  test('no model in use is closed; a model that does not fit is rejected', async () => {
    const page = await connectOwnPage(companion);
    const session = await open(page, `wait${'a'.repeat(56)}`);
    page.say({ type: 'run', id: 999, session }, { x });
    await expect.poll(() => held.length).toBe(1);
    expect(await openModel(page, await upload(page, Buffer.from('b'.repeat(60))), 'ort')).toMatchObject({
      code: 'out-of-memory',
      facts: { reason: 'memory-limit', needBytes: 60, maxBytes: 100 },
    });
    held[0]!();
    expect(await page.next()).toMatchObject({ type: 'outputs', id: 999 });
  });
});

describe('an upload', () => {
  test('an upload continues after a reconnection, and is complete when its hash matches', async () => {
    const bytes = randomBytes(3000);
    const sha256 = hashOf(bytes);
    const part = (page: TestPage, start: number, end: number) =>
      ask(
        page,
        { type: 'upload', sha256, offset: start },
        { bytes: { dtype: 'uint8', shape: [end - start], data: bytes.subarray(start, end) } },
      );
    const page = await connectOwnPage(companion);
    const begin = { type: 'begin-upload', sha256, sizeBytes: 3000 };
    expect(await ask(page, begin)).toMatchObject({ receivedBytes: 0, isComplete: false });
    expect(await part(page, 0, 1000)).toMatchObject({ receivedBytes: 1000, isComplete: false });
    expect(await openModel(page, sha256, 'ort')).toMatchObject({ facts: { reason: 'upload-incomplete' } });
    page.socket.terminate();

    store = new ModelStore(companion.folder); // as after a restart
    const again = await connectOwnPage(companion);
    expect(await ask(again, begin)).toMatchObject({ receivedBytes: 1000 });
    expect(await part(again, 2000, 3000)).toMatchObject({
      facts: { reason: 'upload-order', offset: 2000, wantOffset: 1000 },
    });
    expect(await part(again, 1000, 3000)).toMatchObject({ receivedBytes: 3000, isComplete: true });
    expect(await ask(again, begin)).toMatchObject({ receivedBytes: 3000, isComplete: true });
    expect(await readdir(join(companion.folder, 'uploads'))).toEqual([sha256]);
    if (process.platform !== 'win32') {
      expect((await stat(join(companion.folder, 'uploads', sha256))).mode & 0o777).toBe(0o600);
    }
  });

  test('an upload whose bytes do not match its hash, or exceed the stated size, is not stored', async () => {
    const page = await connectOwnPage(companion);
    const sha256 = hashOf('other');
    await ask(page, { type: 'begin-upload', sha256, sizeBytes: 5 });
    const bytes = (text: string) =>
      ({ bytes: { dtype: 'uint8', shape: [text.length], data: Buffer.from(text) } }) as const;
    expect(await ask(page, { type: 'upload', sha256, offset: 0 }, bytes('longer'))).toMatchObject({
      facts: { reason: 'upload-order' },
    });
    expect(await ask(page, { type: 'upload', sha256, offset: 0 }, bytes('wrong'))).toMatchObject({
      code: 'model-corrupt',
      facts: { reason: 'hash-mismatch', expected: sha256 },
    });
    expect(await readdir(join(companion.folder, 'uploads'))).toEqual([]);
  });

  test('an upload needs a hash as its name, and its bytes in the tensor "bytes"', async () => {
    const page = await connectOwnPage(companion);
    for (const sha256 of ['../../x', 'A'.repeat(64), '']) {
      expect(await ask(page, { type: 'begin-upload', sha256, sizeBytes: 1 })).toMatchObject({
        facts: { field: 'sha256' },
      });
    }
    expect(await ask(page, { type: 'upload', sha256: hashOf(''), offset: 0 }, { x })).toMatchObject({
      facts: { field: 'bytes' },
    });
  });
});

describe("the user's own models", () => {
  test("the user's models are listed and opened by name; files outside the folder are not", async () => {
    const models = join(companion.folder, 'models');
    await mkdir(join(models, 'parts'), { recursive: true });
    await writeFile(join(models, 'double.onnx'), 'double');
    await writeFile(join(models, 'parts', 'model.onnx'), 'double');
    await writeFile(join(models, 'parts', 'weights.bin'), 'w');
    await writeFile(join(companion.folder, 'secret.onnx'), 'secret');
    await symlink(join(companion.folder, 'secret.onnx'), join(models, 'link.onnx'));
    const page = await connectOwnPage(companion);
    expect(await ask(page, { type: 'list-models' })).toMatchObject({
      models: [
        { name: 'double.onnx', sizeBytes: 6 },
        { name: 'parts/model.onnx', sizeBytes: 6 },
        { name: 'parts/weights.bin', sizeBytes: 1 },
      ],
    });
    const named = (name: string) =>
      ask(page, { type: 'open', model: { kind: 'named', name }, engine: 'ort', devices: ['cpu'], settings: {} });
    expect(await named('parts/model.onnx')).toMatchObject({ type: 'opened' });
    for (const name of ['link.onnx', 'secret.onnx', 'double.onnx/', 'missing.onnx']) {
      expect(await named(name)).toMatchObject({ type: 'error' });
    }
    for (const name of [
      '../secret.onnx',
      'parts/../../secret.onnx',
      '/etc/passwd',
      'a\0.onnx',
      '..%2fsecret.onnx/..',
    ]) {
      expect(await named(name)).toMatchObject({ code: 'message-invalid', facts: { field: 'model.name' } });
    }
    expect(opened).toHaveLength(1);
  });
});
