import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { detectProtocol } from '../../protocols/remote/probe-server.ts';
import { ServerRecords } from '../../protocols/remote/server-records.ts';
import { startClientServers, type TestServers } from './client-servers.fixture.ts';
import {
  installPythonEnvironment,
  startServer,
  type EnvironmentId,
  type RunningServer,
} from './python-programs.fixture.ts';

// Tests against the real servers whose answers `recorded-servers.fixture.ts` contains.
const scripts = join(import.meta.dirname, 'python-servers');
const pythons = new Map<EnvironmentId, Awaited<ReturnType<typeof installPythonEnvironment>>>();
for (const id of ['triton', 'mlserver', 'llama-server'] as const) pythons.set(id, await installPythonEnvironment(id));
const findSkipReason = (id: EnvironmentId) => {
  const installed = pythons.get(id)!;
  return 'skipReason' in installed ? installed.skipReason : '';
};
const findPython = (id: EnvironmentId) => {
  const installed = pythons.get(id)!;
  return 'python' in installed ? installed.python : '';
};

const cleanupTasks: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanupTasks.splice(0).toReversed()) await cleanup();
});

async function startServers(
  count: number,
  ...options: Parameters<typeof startServer>
): Promise<readonly RunningServer[]> {
  const started = await Promise.all(Array.from({ length: count }, () => startServer(...options)));
  for (const server of started) cleanupTasks.push(() => server.kill());
  return started;
}

/** Starts a companion to which these servers have been added as `far`. */
async function startCompanion(servers: readonly RunningServer[], models?: string[]) {
  const companion: TestServers = await startClientServers({}, { list: async () => [], runtimes: {} });
  cleanupTasks.push(() => companion.close());
  const urls = servers.map(({ url }) => url);
  const probe = await detectProtocol({ name: 'far', urls, createdAt: 0 });
  const records = new ServerRecords(join(companion.folder, 'servers'));
  await records.add({ name: 'far', protocol: probe.protocol, urls, ...(models && { models }) });
  const key = await companion.createKey('read', 'run');
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(companion.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  return { probe, post };
}

/** The input x of a request, and the expected output y: x · [[1, 2], [3, 4], [5, 6]] + [10, 20]. */
function createExample(value: number) {
  const x = { name: 'x', datatype: 'FP32', shape: [1, 3], data: [value, 1, 2] };
  return { x, y: [value + 3 + 10 + 10, 2 * value + 4 + 12 + 20] };
}

async function runUnderLoad(
  requests: number,
  clients: number,
  ask: (index: number) => Promise<void>,
  kill: () => Promise<void>,
) {
  let position = 0;
  const client = async () => {
    while (position < requests) {
      const index = position++;
      if (index === Math.floor(requests / 3)) await kill();
      await ask(index);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

test.skipIf(findSkipReason('triton'))(
  `no answer is lost or wrong if one of two Tritons is killed under load ${findSkipReason('triton')}`,
  async () => {
    const command = (port: number) => [findPython('triton'), join(scripts, 'triton.py'), String(port)];
    const servers = await startServers(2, command, '/v2/models/contract/ready');
    const { probe, post } = await startCompanion(servers, ['contract']);
    expect(probe).toMatchObject({ protocol: 'oip', facts: { name: 'triton', declaresBinary: true }, models: null });
    let answered = 0;
    const ask = async (index: number) => {
      const { x, y } = createExample(index);
      expect(await post('/v2/models/far/contract/infer', { inputs: [x] })).toMatchObject({ outputs: [{ data: y }] });
      answered++;
    };
    await runUnderLoad(300, 8, ask, () => servers[0]!.kill());
    expect(answered).toBe(300);
  },
  300_000,
);

test.skipIf(findSkipReason('mlserver'))(
  `MLServer, which accepts only JSON, answers correctly ${findSkipReason('mlserver')}`,
  async () => {
    const command = () => [join(dirname(findPython('mlserver')), 'mlserver'), 'start', join(scripts, 'mlserver')];
    const env = (port: number) => ({
      MLSERVER_HOST: '127.0.0.1',
      MLSERVER_PARALLEL_WORKERS: '0',
      MLSERVER_HTTP_PORT: String(port),
      MLSERVER_GRPC_PORT: String(port + 1),
      MLSERVER_METRICS_PORT: String(port + 2),
      PYTHONDONTWRITEBYTECODE: '1',
    });
    const { probe, post } = await startCompanion(await startServers(1, command, '/v2/models/contract/ready', env));
    expect(probe).toMatchObject({ facts: { name: 'mlserver', declaresBinary: false }, models: ['contract'] });
    for (const index of [1, 2, 3]) {
      const { x, y } = createExample(index);
      expect(await post('/v2/models/far/contract/infer', { inputs: [x] })).toMatchObject({ outputs: [{ data: y }] });
    }
  },
  300_000,
);

test.skipIf(findSkipReason('llama-server'))(
  `no answer is lost or wrong if one of two llama-servers is killed under load ${findSkipReason('llama-server')}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-remote-'));
    cleanupTasks.push(() => rm(folder, { recursive: true }));
    const { files, entry } = createCountingLlama();
    await writeFile(join(folder, entry), files.get(entry) as Uint8Array);
    const command = (port: number) => [
      findPython('llama-server'),
      join(scripts, 'llama-server.py'),
      String(port),
      join(folder, entry),
    ];
    const servers = await startServers(2, command, '/v1/models');
    const { probe, post } = await startCompanion(servers);
    expect(probe).toMatchObject({ protocol: 'openai', models: [{ id: 'counting', contextLength: 2048 }] });
    const alphabet = 'abcdefghijklmnopqrstuvwxyz'.repeat(3);
    let answered = 0;
    const ask = async (offset: number) => {
      const letter = offset % 26;
      const messages = [{ role: 'user', content: alphabet[letter] }];
      const request = { model: 'far/counting', messages, max_tokens: 40, temperature: 0 };
      const content = alphabet.slice(letter + 1, letter + 41);
      expect(await post('/v1/chat/completions', request)).toMatchObject({ choices: [{ message: { content } }] });
      answered++;
    };
    await runUnderLoad(60, 4, ask, () => servers[0]!.kill());
    expect(answered).toBe(60);
  },
  300_000,
);
