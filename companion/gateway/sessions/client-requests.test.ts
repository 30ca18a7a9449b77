import { describe, expect, test, vi } from 'vitest';
import type { Hardware } from '#core/engine/hardware.ts';
import { connectOwnPage, startTestGateway } from '../gateway.fixture.ts';
import { ModelMemory } from './model-memory.ts';
import { serveClient } from './serve-client.ts';
import {
  ask,
  noBatching,
  companion,
  environment,
  computeSha256Hex,
  measurePower,
  noServers,
  open,
  openModel,
  power,
  startCompanionBeforeEach,
  x,
} from './sessions.fixture.ts';

startCompanionBeforeEach();

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

describe('a request', () => {
  test('a request that is cancelled while it runs is answered at once', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'wait');
    page.send({ type: 'run', id: 1000, session }, { x });
    await expect.poll(() => companion.waitingRuns.length).toBe(1);
    page.send({ type: 'run', id: 1001, session }, { x }); // waits for the first request
    expect(await page.ask({ type: 'cancel', id: 1000 })).toMatchObject({ type: 'error', id: 1000, code: 'aborted' });
    expect(await page.ask({ type: 'cancel', id: 1001 })).toMatchObject({ type: 'error', id: 1001, code: 'aborted' });
    page.send({ type: 'run', id: 1002, session }, { x });
    companion.waitingRuns[0]!();
    await expect.poll(() => companion.waitingRuns.length).toBe(2); // the second request never ran
    companion.waitingRuns[1]!();
    expect(await page.next()).toMatchObject({ type: 'outputs', id: 1002 });
  });

  test('a benchmark reports its progress and result, and ends when it is cancelled', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'a');
    const request = { subject: { kind: 'model', id: 'a' }, engine: 'ort', device: 'cpu', effort: 'quick' };
    const first = await ask(page, { type: 'bench', session, request, orderSeed: 3 });
    expect(first).toMatchObject({ type: 'progress', progress: { phase: 'steady', fraction: 0.5 } });
    expect(await page.next()).toMatchObject({ type: 'measured', measured: { kind: 'tensor', orderSeed: 3, power } });
    page.send({ type: 'bench', id: 50, session, request: { ...request, effort: 'full' }, orderSeed: 3 });
    await page.next();
    page.send({ type: 'cancel', id: 50 });
    await vi.waitFor(async () => expect(await page.next()).toMatchObject({ type: 'error', id: 50, code: 'aborted' }));
    expect(await ask(page, { type: 'memory', session })).toMatchObject({ type: 'memory' }); // queued until the benchmark has ended
  });

  test('a request that exceeds its deadline fails with deadline-exceeded', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'wait');
    const answer = await ask(page, { type: 'run', session, deadlineMs: 20 }, { x });
    expect(answer).toMatchObject({ code: 'deadline-exceeded', facts: { deadlineMs: 20 } });
    companion.waitingRuns[0]!();
  });

  test('a request beyond 32 concurrent requests, or with the id of another, is rejected', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'wait');
    for (let id = 1; id <= 32; id++) page.send({ type: 'run', id, session }, { x });
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
        for (const release of companion.waitingRuns) release();
        return [companion.closedSessions, companion.closedConnections];
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
            store: companion.store,
            memory: new ModelMemory(1),
            batching: noBatching,
            remote: noServers,
            measurePower,
            readHardware: async () => machine,
            federate: async (envelope) => envelope,
            readEnvironment: async () => environment,
          },
        );
      },
    });
    const page = await connectOwnPage(other);
    expect(await ask(page, { type: 'list-engines' })).toMatchObject({ type: 'engines', engines: [] });
    expect(await ask(page, { type: 'read-hardware' })).toMatchObject({ type: 'hardware', hardware: machine });
    expect(await openModel(page, computeSha256Hex(''), 'ort')).toMatchObject({
      facts: { reason: 'scope-missing', scope: 'run' },
    });
    expect(await ask(page, { type: 'begin-upload', sha256: computeSha256Hex(''), sizeBytes: 1 })).toMatchObject({
      facts: { reason: 'scope-missing', scope: 'manage' },
    });
    await other.close();
  });
});
