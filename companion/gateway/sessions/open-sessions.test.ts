import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Tensors } from '#core/engine/tensor.ts';
import { everyType } from '#protocol/protocol.fixture.ts';
import { connectOwnPage } from '../gateway.fixture.ts';
import {
  ask,
  companion,
  nextId,
  open,
  openModel,
  startCompanionBeforeEach,
  uploadModel,
  x,
} from './sessions.fixture.ts';

startCompanionBeforeEach();

describe('an opened model', () => {
  test('a model is opened with the options of its request, runs and is closed', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'double');
    expect(companion.opened).toEqual([
      { bytes: 'double', options: { devices: ['cpu'], threads: 2, graphOptimisation: 'basic' } },
    ]);
    expect(await ask(page, { type: 'run', session }, { x })).toMatchObject({
      type: 'outputs',
      tensors: { y: { shape: [2], data: Float32Array.of(2, 4) } },
    });
    expect(await ask(page, { type: 'memory', session })).toMatchObject({ memory: {} });
    expect(await ask(page, { type: 'close', session })).toMatchObject({ type: 'closed' });
    expect(companion.closedSessions).toBe(1);
    expect(await ask(page, { type: 'run', session }, { x })).toMatchObject({
      code: 'session-closed',
      facts: { reason: 'session-unknown' },
    });
  });

  test('tensors of every type, and of 5 MB, reach a model unchanged', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'echo');
    expect(await ask(page, { type: 'run', session }, everyType)).toMatchObject({ tensors: everyType });
    const large: Tensors = { x: { dtype: 'uint8', shape: [5_000_000], data: randomBytes(5_000_000) } };
    const answer = await ask(page, { type: 'run', session }, large);
    expect(
      Buffer.compare((answer as { tensors: Tensors }).tensors['x']!.data as Uint8Array, large['x']!.data as Uint8Array),
    ).toBe(0);
  });

  test('an error of an engine is sent with its code and facts', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'double');
    expect(await ask(page, { type: 'run', session }, {})).toMatchObject({
      code: 'input-invalid',
      facts: { name: 'x' },
    });
    expect(await ask(page, { type: 'run', session }, { x })).toMatchObject({ type: 'outputs' });
    expect(await openModel(page, await uploadModel(page, Buffer.from('broken')), 'ort')).toMatchObject({
      code: 'model-corrupt',
      facts: { format: 'onnx', reason: 'no-graph' },
    });
  });

  test('a model is available only to its own connection, and is closed with it', async () => {
    const [page, other] = [await connectOwnPage(companion.gateway), await connectOwnPage(companion.gateway)];
    const session = await open(page, 'double');
    expect(await ask(other, { type: 'run', session }, { x })).toMatchObject({ code: 'session-closed' });
    page.socket.terminate();
    await expect.poll(() => [companion.closedSessions, companion.closedConnections]).toEqual([1, 1]);
    other.socket.close();
  });

  test('an unknown engine, or a request for another kind of model, is rejected', async () => {
    const page = await connectOwnPage(companion.gateway);
    expect(await openModel(page, await uploadModel(page, Buffer.from('double')), 'openvino')).toMatchObject({
      facts: { reason: 'engine-unknown', engine: 'openvino', known: 'ort, llama' },
    });
    const session = await open(page, 'double');
    expect(await ask(page, { type: 'vocabulary', session })).toMatchObject({ facts: { reason: 'session-kind' } });
  });
});

describe('the memory limit', () => {
  test('the least recently used model is closed, and its page is notified', async () => {
    const page = await connectOwnPage(companion.gateway);
    const [first, second] = [await open(page, 'a'.repeat(40)), await open(page, 'b'.repeat(40))];
    await ask(page, { type: 'run', session: first }, { x });
    const id = nextId();
    const sha256 = await uploadModel(page, Buffer.from('c'.repeat(40)));
    const model = { kind: 'uploaded', id: 'third', entry: 'm', files: [{ name: 'm', sha256 }] };
    expect(await page.ask({ type: 'open', id, model, engine: 'ort', devices: ['cpu'], settings: {} })).toEqual({
      type: 'session-closed',
      session: second,
      code: 'session-closed',
      facts: { reason: 'closed-for-memory', model: 'mine' },
    });
    expect(await page.next()).toMatchObject({ type: 'opened', id });
    expect(companion.closedSessions).toBe(1);
    expect(await ask(page, { type: 'run', session: first }, { x })).toMatchObject({ type: 'outputs' });
  });

  test('a model that does not fit next to the models in use is rejected', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, `wait${'a'.repeat(56)}`);
    page.send({ type: 'run', id: 999, session }, { x });
    await expect.poll(() => companion.waitingRuns.length).toBe(1);
    expect(await openModel(page, await uploadModel(page, Buffer.from('b'.repeat(60))), 'ort')).toMatchObject({
      code: 'out-of-memory',
      facts: { reason: 'memory-limit', needBytes: 60, maxBytes: 100 },
    });
    companion.waitingRuns[0]!();
    expect(await page.next()).toMatchObject({ type: 'outputs', id: 999 });
  });
});
