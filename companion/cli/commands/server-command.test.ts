import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from '../run-command.fixture.ts';
import {
  llamaServer,
  mlserver,
  startRecordedServer,
  triton,
  type TestServer,
} from '../serving/recorded-servers.fixture.ts';

let home: string;
let started: TestServer[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assay-server-'));
  vi.stubEnv('ASSAY_HOME', home);
  started = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(started.map((server) => server.kill()));
  await rm(home, { recursive: true });
});

async function startServer(...options: Parameters<typeof startRecordedServer>): Promise<string> {
  const server = await startRecordedServer(...options);
  started.push(server);
  return server.url;
}

/**
 * Runs a command.
 * @returns its exit code and output
 */
async function runAssay(...args: string[]): Promise<{ readonly code: number; readonly text: string }> {
  const { code, printed, logged } = await runCommand(['server', ...args]);
  return { code, text: `${printed}\n${logged}`.trim() };
}

test('adds, lists and removes servers of both protocols', async () => {
  const [tritonUrl, mlserverUrl, llamaUrl] = [
    await startServer(triton),
    await startServer(mlserver),
    await startServer(llamaServer),
  ];
  expect((await runAssay('ls')).text).toBe('There are no servers.');
  expect((await runAssay('add', 'triton', tritonUrl, '--model', 'contract')).text).toMatch(
    /Open Inference Protocol, triton 2\.51\.0; binary tensors; models: contract/,
  );
  expect((await runAssay('add', 'mlserver', `${mlserverUrl}/v2/`)).text).toMatch(
    /mlserver 1\.7\.1.*tried first.*models: contract/,
  );
  expect((await runAssay('add', 'llama', llamaUrl)).text).toMatch(/OpenAI API; models: counting/);
  await started[0]!.kill();
  const { text: listed } = await runAssay('ls');
  expect(listed).toMatch(/triton\n.*failed.*ECONNREFUSED/);
  expect(listed).toMatch(/llama\n.*OpenAI API/);
  expect((await runAssay('rm', 'triton')).code).toBe(0);
  expect((await runAssay('ls')).text).not.toContain('triton');
});

test('asks for the model names of a server that does not list its models', async () => {
  expect((await runAssay('add', 'triton', await startServer(triton))).text).toContain('name them with --model');
});

test.each<[string, (url: string) => string[], number, RegExp]>([
  ['no URL', () => ['add', 'far'], 2, /at least one URL/],
  ['a name that is a path', (url) => ['add', '../far', url], 2, /1 to 64 letters/],
  ['a cloud metadata address', () => ['add', 'far', 'http://169.254.169.254/'], 1, /credentials/],
  ['a server of an unknown protocol', (url) => ['add', 'far', `${url}/other`], 1, /status 404/],
  [
    'a context length that is not a number',
    (url) => ['add', 'far', url, '--context-length', 'x'],
    2,
    /number of tokens/,
  ],
  ['a missing token file', (url) => ['add', 'far', url, '--token-file', '/nope'], 2, /no file "\/nope"/],
  ['removing an unknown server', () => ['rm', 'far'], 2, /no server named "far"/],
])('%s is rejected', async (_, toArgs, code, message) => {
  const outcome = await runAssay(...toArgs(await startServer(triton)));
  expect(outcome.code).toBe(code);
  expect(outcome.text).toMatch(message);
});

test('reads a token from a file, and rejects servers of different protocols under one name', async () => {
  const tokenFile = join(home, 'token.txt');
  await writeFile(tokenFile, 'abc\n');
  const tritonUrl = await startServer(triton);
  expect((await runAssay('add', 'far', tritonUrl, '--token-file', tokenFile, '--model', 'contract')).code).toBe(0);
  expect(started[0]!.requests.every(({ authorization }) => authorization === 'Bearer abc')).toBe(true);
  expect((await runAssay('add', 'far', tritonUrl, '--model', 'contract')).text).toContain(
    'a server named "far" already exists',
  );
  expect((await runAssay('add', 'two', tritonUrl, await startServer(llamaServer))).text).toContain(
    'different protocols',
  );
});
