import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { EngineHost, type HostOptions } from './engine-host.ts';
import { createTensorRuntime, type RemoteTensorSession } from './remote-tensor-session.ts';
import { createTextRuntime } from './remote-text-session.ts';

const program = fileURLToPath(new URL('./faulty-child.fixture.ts', import.meta.url));
const parentProgram = fileURLToPath(new URL('./parent.fixture.ts', import.meta.url));

const createModel = (id: string): ModelFiles => ({
  id,
  entry: 'a.onnx',
  files: new Map([['a.onnx', new Uint8Array(1)]]),
});
const x: Tensor = { dtype: 'float32', shape: [3], data: new Float32Array([1, 2, 3]) };

function startHost(options: HostOptions = {}): EngineHost {
  const host = new EngineHost('ort', { program, ...options });
  onTestFinished(() => host.close());
  return host;
}

const open = (host: EngineHost, id: string) => createTensorRuntime(host).open(createModel(id), { devices: ['cpu'] });

async function expectRunWorks(session: RemoteTensorSession): Promise<void> {
  const { y } = await session.run({ x });
  expect([...y!.data]).toEqual([2, 3, 4]);
}

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['segfault', { reason: 'engine-crashed', signal: 'SIGSEGV' }],
  ['abort', { reason: 'engine-crashed', signal: 'SIGABRT' }],
  ['exit', { reason: 'engine-exited', exitCode: 3 }],
  ['a broken message', { reason: 'engine-crashed', signal: 'SIGKILL' }],
])('fails a run that ends in %s with engine-died, and the next call of another session works', async (id, facts) => {
  const host = startHost();
  const faulty = await open(host, id);
  const other = await open(host, 'fine');
  await expectRunWorks(other);
  await expect(faulty.run({ x })).rejects.toMatchObject({ code: 'engine-died', facts: { engine: 'ort', ...facts } });
  await expectRunWorks(other);
});

test('fails the pending runs of a killed process, and restarts it for the next', async () => {
  const host = startHost();
  const slow = await open(host, 'slow answer');
  const other = await open(host, 'fine');
  const running = slow.run({ x });
  const waiting = other.run({ x });
  await delay(50);
  process.kill(host.pid!, 'SIGKILL');
  await expect(running).rejects.toMatchObject({ code: 'engine-died' });
  await expect(waiting).rejects.toMatchObject({ code: 'engine-died' });
  await expectRunWorks(other);
});

test('kills an endless loop at the deadline', async () => {
  const host = startHost();
  const session = await open(host, 'endless loop');
  const facts = { reason: 'engine-too-slow', seconds: 0.2 };
  await expect(session.run({ x }, { deadlineMs: 200 })).rejects.toMatchObject({ code: 'engine-died', facts });
  await expectRunWorks(await open(host, 'fine'));
});

test('ends a cancelled run with aborted, and keeps its process', async () => {
  const host = startHost();
  const session = await open(host, 'slow answer');
  const { pid } = host;
  const stop = new AbortController();
  const running = session.run({ x }, { signal: stop.signal });
  const waiting = session.run({ x }, { signal: stop.signal });
  await delay(50);
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  expect(host.pid).toBe(pid);
});

test('rejects a model that crashes the engine three times within a minute, and runs others', async () => {
  const host = startHost();
  const session = await open(host, 'exit');
  for (let death = 0; death < 3; death++)
    await expect(session.run({ x })).rejects.toMatchObject({ code: 'engine-died' });
  const refusal = { code: 'model-unsupported', facts: { model: 'exit', reason: 'engine-keeps-dying', deaths: 3 } };
  await expect(session.run({ x })).rejects.toMatchObject(refusal);
  await expect(open(host, 'exit')).rejects.toMatchObject(refusal);
  await expectRunWorks(await open(host, 'fine'));
});

test('accepts a model that works between crashes of the engine', async () => {
  const host = startHost();
  const session = await open(host, 'fine');
  for (let death = 0; death < 4; death++) {
    for (let run = 0; run < 100; run++) await expectRunWorks(session);
    process.kill(host.pid!, 'SIGKILL');
    await expect(session.run({ x })).rejects.toMatchObject({ code: 'engine-died' });
  }
  await expectRunWorks(session);
});

test('returns the right outputs to concurrent runs while the shared memory grows', async () => {
  const host = startHost();
  const sessions = await Promise.all(['a', 'b', 'c'].map((id) => open(host, id)));
  const lengths = [3, 400_000, 1_000_000, 2];
  const runs = sessions.flatMap((session, number) =>
    lengths.map(async (length) => {
      const data = new Float32Array(length).fill(number * 10);
      const { y } = await session.run({ x: { dtype: 'float32', shape: [length], data } });
      expect(y!.shape).toEqual([length]);
      expect(y!.data).toHaveLength(length);
      expect((y!.data as Float32Array).every((value) => value === number * 10 + 1)).toBe(true);
    }),
  );
  await Promise.all(runs);
});

test('reopens a session after its idle process has ended', async () => {
  const host = startHost({ idleMs: 50 });
  const session = await open(host, 'fine');
  await expect.poll(() => host.pid).toBeNull();
  await expectRunWorks(session);
});

test('hides environment variables that engines do not need from their process', async () => {
  vi.stubEnv('ASSAY_SECRET', 'swordfish');
  const host = startHost();
  await open(host, 'fine');
  await expect.poll(() => host.log.text).toContain('secret in the environment: none');
});

test('streams an answer, which can be stopped and fails if the engine dies', async () => {
  const host = startHost();
  const session = await createTextRuntime(host).open(createModel('talker'), { devices: ['cpu'] });
  const answer = async (prompt: string, stop: AbortSignal, onWord = () => {}) => {
    const words: string[] = [];
    const generating = session.generate({ prompt, maxTokens: 9 }, stop);
    for (;;) {
      const { done, value } = await generating.next();
      if (done) return [words.join(' '), value.tokens, value.ended];
      words.push(value);
      onWord();
    }
  };
  const { signal } = new AbortController();
  expect(await answer('one two three', signal)).toEqual(['one two three', 3, 'model']);
  const stop = new AbortController();
  const [text, , ended] = await answer('one two three four five', stop.signal, () => stop.abort());
  expect(ended).toBe('stopped');
  expect('one two three four').toContain(text);
  await expect(answer('one exit', signal)).rejects.toMatchObject({ code: 'engine-died' });
  expect(await answer('again', signal)).toEqual(['again', 1, 'model']);
  expect(await session.getVocabulary()).toEqual(['a', 'b']);
  expect(await session.time({ prompt: '', tokens: 2, reuseContext: false })).toMatchObject({ decodeTokens: 1 });
});

const isLinux = process.platform === 'linux';

test.runIf(isLinux)('ends the process with its parent, even in an endless loop', async () => {
  const parent = spawn(process.execPath, [parentProgram], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line);
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test.runIf(isLinux)('unlinks the file of the shared tensors, so that no other process can open it', async () => {
  const host = startHost();
  await expectRunWorks(await open(host, 'fine'));
  const mapped = readFileSync(`/proc/${host.pid}/maps`, 'utf8').match(/\/assay-\S*\/tensors.*$/gm);
  expect(mapped).not.toBeNull();
  for (const name of mapped!) expect(name).toMatch(/ \(deleted\)$/);
});

test.runIf(isLinux)('frees the shared memory of a process that has ended', async () => {
  const countMappings = () => readFileSync('/proc/self/maps', 'utf8').match(/\/assay-\S*\/tensors/g)?.length ?? 0;
  const initialMappings = countMappings();
  const host = startHost();
  const session = await open(host, 'fine');
  for (let round = 0; round < 3; round++) {
    await expectRunWorks(session);
    expect(countMappings()).toBe(initialMappings + 1);
    process.kill(host.pid!, 'SIGKILL');
    await expect.poll(() => host.pid).toBeNull();
  }
  expect(countMappings()).toBe(initialMappings);
});

test('starts the next process for a call right after one was killed at its deadline', async () => {
  const host = startHost();
  const looping = await open(host, 'endless loop');
  const other = await open(host, 'fine');
  const failed = expect(looping.run({ x }, { deadlineMs: 100 })).rejects.toMatchObject({ code: 'engine-died' });
  await delay(105);
  await failed;
  await expectRunWorks(other);
});

/** Whether a process is running. A zombie is not. */
function isRunning(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  return existsSync(status) && !/^State:\tZ/m.test(readFileSync(status, 'utf8'));
}
