import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { root } from '../../../scripts/project-root.ts';
import { ApiKeys } from '../../gateway/keys/api-keys.ts';

const clientCount = 100;
const loadMs = 60_000;
const killIntervalMs = 5_000;
const abortedFraction = 1 / 20;

/** The outcomes of the clients' requests. */
interface Outcome {
  correct: number;
  incorrect: number;
  /** The number of errors by code. */
  readonly failed: Map<string, number>;
  aborted: number;
}

const skipReason = process.platform === 'linux' ? '' : 'skipped: processes are found in /proc';

test.skipIf(skipReason)(
  `no answer is lost or mixed up under load while the engine is killed every 5 s ${skipReason}`,
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'assay-stress-'));
    const { server, url } = await startServing(home);
    try {
      const key = (await new ApiKeys(join(home, 'keys')).add('stress', ['read', 'run']))!;
      const load = (ms: number) => runClients(`${url}/v2/models/contract.onnx/infer`, key, ms);
      await load(20_000); // runs until buffers have grown to their final size
      const initialKb = await measureMemory(server.pid!);
      const killing = setInterval(() => void killEngines(server.pid!), killIntervalMs);
      const { correct, incorrect, failed, aborted } = await load(loadMs);
      clearInterval(killing);
      await load(10_000); // the same load as before, so that the same buffers are in use
      const finalKb = await measureMemory(server.pid!);
      expect(incorrect).toBe(0);
      expect(aborted).toBeGreaterThan(0);
      expect(correct).toBeGreaterThan(1000);
      // A crash fails only the requests that were running, and no other error occurs.
      expect([...failed.keys()].filter((code) => code !== 'engine-died')).toEqual([]);
      expect(failed.get('engine-died') ?? 0).toBeLessThanOrEqual((loadMs / killIntervalMs) * clientCount);
      expect(finalKb).toBeLessThanOrEqual(1.1 * initialKb);
    } finally {
      server.kill('SIGKILL');
      await rm(home, { recursive: true });
    }
  },
  300_000,
);

async function startServing(home: string): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const { files, entry } = createContractModel();
  await mkdir(join(home, 'models'));
  await writeFile(join(home, 'models', entry), files.get(entry) as Uint8Array);
  await writeFile(join(home, 'index.html'), '<!doctype html>');
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  // Garbage is not memory in use, so it is collected before memory is measured.
  const code = `import { serve } from './companion/cli/serve-companion.ts';
    process.on('SIGUSR2', () => globalThis.gc());
    await serve({ port: '${port}', opensBrowser: false, buildApp: async () => ${JSON.stringify(home)} });`;
  // V8's space for new objects can grow under load by more than the 10% that are tested.
  const options = ['--expose-gc', '--max-semi-space-size=1', '--input-type=module'];
  const server = spawn(process.execPath, [...options, '-e', code], {
    cwd: root,
    env: { ...process.env, ASSAY_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    if (String(chunk).includes('Assay runs at')) return { server, url: `http://127.0.0.1:${port}` };
  }
  throw new Error('it did not start');
}

async function runClients(url: string, key: string, ms: number): Promise<Outcome> {
  const outcome: Outcome = { correct: 0, incorrect: 0, failed: new Map(), aborted: 0 };
  const endMs = performance.now() + ms;
  const runClient = async (clientIndex: number) => {
    for (let index = 0; performance.now() < endMs; index++)
      await request(url, key, clientIndex * 1000 + (index % 1000), outcome);
  };
  await Promise.all(Array.from({ length: clientCount }, (_, index) => runClient(index)));
  return outcome;
}

/** Sends a unique value, and checks that the answer belongs to it. */
async function request(url: string, key: string, value: number, outcome: Outcome): Promise<void> {
  const isAborted = Math.random() < abortedFraction;
  const inputs = [{ name: 'x', datatype: 'FP32', shape: [1, 3], data: [value, 0, 0] }];
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ inputs }),
      signal: isAborted ? AbortSignal.timeout(1 + 20 * Math.random()) : null,
    });
    const answer = (await response.json()) as { outputs?: { data: number[] }[]; error?: string };
    const y = answer.outputs?.[0]?.data;
    if (y) {
      if (y[0] === value + 10 && y[1] === 2 * value + 20) outcome.correct++;
      else outcome.incorrect++;
      return;
    }
    const code = /\(([\w-]+)\)$/.exec(answer.error ?? '')?.[1] ?? 'none';
    outcome.failed.set(code, (outcome.failed.get(code) ?? 0) + 1);
  } catch (thrown) {
    if (!isAborted) throw thrown; // the request was not aborted, so its answer was lost
    outcome.aborted++;
  }
}

async function listChildren(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

async function killEngines(pid: number): Promise<void> {
  for (const child of await listChildren(pid)) process.kill(child, 'SIGKILL');
}

/** Resident memory of the companion and its engine when idle, in kB. */
async function measureMemory(pid: number): Promise<number> {
  await delay(5_000);
  process.kill(pid, 'SIGUSR2');
  await delay(5_000);
  let kilobytes = 0;
  for (const entry of [pid, ...(await listChildren(pid))]) {
    const status = await readFile(`/proc/${entry}/status`, 'utf8');
    kilobytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  }
  return kilobytes;
}
