import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { OpenRequest } from './session-contract.ts';
import { openSession, type SessionHandle } from './session-handle.ts';

/** `y = x + 1`, of any length. */
const increment = createOnnxFile((graph) => {
  graph.weights('one', [1], new Float32Array([1]));
  graph.node('Add', [graph.input('x', 'float32', ['n']), 'one'], {}, 'y');
  graph.output('y', 'float32', ['n']);
});

/** A chain of matrix multiplications that takes seconds on any current machine, so a run can be stopped. */
const long = createOnnxFile((graph) => {
  const x = graph.input('x', 'float32', [1024, 1024]);
  let product = x;
  for (let step = 0; step < 200; step++) product = graph.node('MatMul', [product, x]);
  graph.node('Identity', [product], {}, 'y');
  graph.output('y', 'float32', [1024, 1024]);
});

function createOnnxFile(build: (graph: ReturnType<typeof graphBuilder>) => void): File {
  const graph = graphBuilder('test');
  build(graph);
  return new File([writeOnnx(graph.model(17))], 'test.onnx');
}

/** All workers that a test started, so it can kill them without the bridge. */
const workers: Worker[] = [];
globalThis.Worker = class extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    workers.push(this);
  }
};

/** The session for tests that do not end its worker. */
let shared: SessionHandle;
let session: SessionHandle;
beforeAll(async () => void (shared = await open(increment)));
afterEach(() => session !== shared && session?.close());
afterAll(() => shared.close());

async function open(file: File): Promise<SessionHandle> {
  const request: OpenRequest = {
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

test('a session runs in a worker, and buffers are transferred both ways', async () => {
  expect(shared.opened).toMatchObject({ id: 'test.onnx', sizeBytes: increment.size, downloadMs: null });
  expect(shared.opened.facts).toMatchObject({ engine: 'ort', device: 'wasm', threads: 1 });
  const x = createVector(1, 2, 3);
  const { y } = await shared.run({ x });
  expect([...y!.data]).toEqual([2, 3, 4]);
  expect(x.data.byteLength).toBe(0);
});

test('an error in the worker arrives with its code and facts', async () => {
  await expect(shared.run({ z: createVector(1) })).rejects.toMatchObject({
    code: 'input-invalid',
    facts: { name: 'z', actual: 'z', expected: 'x' },
    name: 'AppError',
  });
});

test('opening a model that is not on this device fails with its name', async () => {
  const request = {
    subject: { kind: 'model', id: 'nothing' },
    engine: 'ort',
    options: { devices: ['wasm'] },
  } as const;
  await expect(openSession(request)).rejects.toMatchObject({ code: 'model-not-stored', facts: { model: 'nothing' } });
});

test('calls made at the same time run in order', async () => {
  const answers = await Promise.all([1, 2, 3].map((value) => shared.run({ x: createVector(value) })));
  expect(answers.map(({ y }) => y!.data[0])).toEqual([2, 3, 4]);
});

test('a running call can be aborted, and the next one works', async () => {
  await open(long);
  const stop = new AbortController();
  const running = session.run({ x: createSquare() }, { signal: stop.signal });
  await wait(200);
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  expect(session.isAlive).toBe(false);
  await expect(session.run({ x: createVector(1) })).rejects.toMatchObject({ code: 'input-invalid' }); // in a new worker
  expect(session.isAlive).toBe(true);
});

test('a waiting call can be aborted without affecting the running one', async () => {
  const stop = new AbortController();
  const first = shared.run({ x: createVector(1) });
  const second = shared.run({ x: createVector(2) }, { signal: stop.signal });
  stop.abort();
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  expect([...(await first)['y']!.data]).toEqual([2]);
  expect(shared.isAlive).toBe(true);
});

test('killing the worker rejects the run with worker-died, and the next run works', async () => {
  await open(long);
  const running = session.run({ x: createSquare() });
  await wait(200);
  workers.at(-1)!.terminate();
  await expect(running).rejects.toMatchObject({ code: 'worker-died' });
  await expect(session.run({ x: createVector(1) })).rejects.toMatchObject({ code: 'input-invalid' });
});

test('a worker that ends without an event is detected by its lock and replaced', async () => {
  await open(increment);
  Worker.prototype.terminate.call(workers.at(-1)); // without the bridge, like a crash
  await expect.poll(() => session.isAlive).toBe(false);
  expect([...(await session.run({ x: createVector(1) }))['y']!.data]).toEqual([2]);
});

test('closing a session aborts the run in progress', async () => {
  await open(long);
  const running = session.run({ x: createSquare() });
  session.close();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
});
