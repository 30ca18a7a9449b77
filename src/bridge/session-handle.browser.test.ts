import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { openSession, type SessionHandle, type SessionRequest } from './session-handle.ts';

/** `y = x + 1`, for any length. */
const increment = createOnnxFile((graph) => {
  graph.weights('one', [1], new Float32Array([1]));
  graph.node('Add', [graph.input('x', 'float32', ['n']), 'one'], {}, 'y');
  graph.output('y', 'float32', ['n']);
});

/** A chain of matrix multiplications that takes seconds, so that a run can be stopped. */
const slowModel = createOnnxFile((graph) => {
  const x = graph.input('x', 'float32', [1024, 1024]);
  let product = x;
  for (let step = 0; step < 200; step++) product = graph.node('MatMul', [product, x]);
  graph.node('Identity', [product], {}, 'y');
  graph.output('y', 'float32', [1024, 1024]);
});

function createOnnxFile(build: (graph: ReturnType<typeof createGraphBuilder>) => void): File {
  const graph = createGraphBuilder('test');
  build(graph);
  return new File([writeOnnx(graph.model(17))], 'test.onnx');
}

/** All workers that a test started, so that it can kill them without the bridge. */
const workers: Worker[] = [];
globalThis.Worker = class extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    workers.push(this);
  }
};

/** The session of tests that do not terminate its worker. */
let sharedSession: SessionHandle;
let session: SessionHandle;
beforeAll(async () => void (sharedSession = await open(increment)));
afterEach(() => session !== sharedSession && session?.close());
afterAll(() => sharedSession.close());

async function open(file: File): Promise<SessionHandle> {
  const request: SessionRequest = {
    subject: { kind: 'files', files: [file] },
    engine: 'ort',
    options: { devices: ['wasm'], threads: 1 },
  };
  session = await openSession(request);
  return session;
}

const createVector = (...values: number[]) =>
  ({ dtype: 'float32', shape: [values.length], data: new Float32Array(values) }) as const;
const createSquare = () => ({ dtype: 'float32', shape: [1024, 1024], data: new Float32Array(1024 * 1024) }) as const;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('runs a session in a worker, and transfers buffers both ways', async () => {
  expect(sharedSession.opened).toMatchObject({ id: 'test.onnx', sizeBytes: increment.size, downloadMs: null });
  expect(sharedSession.opened.facts).toMatchObject({ engine: 'ort', device: 'wasm', threads: 1 });
  const x = createVector(1, 2, 3);
  const { y } = await sharedSession.run({ x });
  expect([...y!.data]).toEqual([2, 3, 4]);
  expect(x.data.byteLength).toBe(0);
});

test('rejects with the code and facts of an error in the worker', async () => {
  await expect(sharedSession.run({ z: createVector(1) })).rejects.toMatchObject({
    code: 'input-invalid',
    facts: { name: 'z', actual: 'z', expected: 'x' },
    name: 'AppError',
  });
});

test('fails to open a model that is not on this device, with its name', async () => {
  const request = {
    subject: { kind: 'model', id: 'nothing' },
    engine: 'ort',
    options: { devices: ['wasm'] },
  } as const;
  await expect(openSession(request)).rejects.toMatchObject({ code: 'model-not-stored', facts: { model: 'nothing' } });
});

test('runs concurrent calls in order', async () => {
  const answers = await Promise.all([1, 2, 3].map((value) => sharedSession.run({ x: createVector(value) })));
  expect(answers.map(({ y }) => y!.data[0])).toEqual([2, 3, 4]);
});

test('aborts a running call, and the next one works', async () => {
  await open(slowModel);
  const stop = new AbortController();
  const running = session.run({ x: createSquare() }, { signal: stop.signal });
  await wait(200);
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  expect(session.isAlive).toBe(false);
  await expect(session.run({ x: createVector(1) })).rejects.toMatchObject({ code: 'input-invalid' }); // the next call opens the model in a new worker
  expect(session.isAlive).toBe(true);
});

test('aborts a queued call without affecting the running one', async () => {
  const stop = new AbortController();
  const first = sharedSession.run({ x: createVector(1) });
  const second = sharedSession.run({ x: createVector(2) }, { signal: stop.signal });
  stop.abort();
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  expect([...(await first)['y']!.data]).toEqual([2]);
  expect(sharedSession.isAlive).toBe(true);
});

test('rejects a run with worker-died if the worker is killed, and the next run works', async () => {
  await open(slowModel);
  const running = session.run({ x: createSquare() });
  await wait(200);
  workers.at(-1)!.terminate();
  await expect(running).rejects.toMatchObject({ code: 'worker-died' });
  await expect(session.run({ x: createVector(1) })).rejects.toMatchObject({ code: 'input-invalid' });
});

test('detects a worker that ended without an event by its lock, and replaces it', async () => {
  await open(increment);
  Worker.prototype.terminate.call(workers.at(-1)); // terminated without the bridge, like a crash
  await expect.poll(() => session.isAlive).toBe(false);
  expect([...(await session.run({ x: createVector(1) }))['y']!.data]).toEqual([2]);
});

test('aborts the current run when the session is closed', async () => {
  await open(slowModel);
  const running = session.run({ x: createSquare() });
  session.close();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
});
