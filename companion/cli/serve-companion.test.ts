import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { root } from '../../scripts/project-root.ts';
import { sendHello, generatePageKey, createCodeProof, send } from '../gateway/gateway.fixture.ts';
import { main } from './main.ts';

let home: string;
let port: number;
let child: ChildProcess;
let printed: string[];
const originalHome = process.env['ASSAY_HOME'];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'assay-serve-'));
  await writeFile(join(home, 'index.html'), '<!doctype html>');
  process.env['ASSAY_HOME'] = home;
  port = await findFreePort();
  child = startServing();
  await waitForLine(child, 'Assay runs at');
});
afterAll(async () => {
  if (originalHome === undefined) delete process.env['ASSAY_HOME'];
  else process.env['ASSAY_HOME'] = originalHome;
  child.kill('SIGKILL');
  await rm(home, { recursive: true });
});
beforeEach(() => {
  printed = [];
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  return free;
}

function startServing(): ChildProcess {
  const code = `import { serve } from './companion/cli/serve-companion.ts';
    await serve({ port: '${port}', opensBrowser: false, buildApp: async () => ${JSON.stringify(home)} });`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Waits for a line that contains a given text. */
async function waitForLine({ stdout }: ChildProcess, text: string): Promise<string> {
  let output = '';
  for await (const chunk of stdout!.iterator({ destroyOnReturn: false })) {
    output += String(chunk);
    const line = output.split('\n').find((candidate) => candidate.includes(text));
    if (line !== undefined) return line;
  }
  throw new Error(`ended with: ${output}`);
}

/**
 * Runs a command.
 * @returns its exit code
 */
const runAssay = (...args: string[]) =>
  main(args, {
    print: (text) => printed.push(text),
    log: (line) => printed.push(line),
    signal: new AbortController().signal,
    buildApp: () => Promise.reject(new Error('this command needs no app')),
  });

test('prints a link to the running companion at a second start, and exits', async () => {
  const again = startServing();
  const line = await waitForLine(again, '#/?pair=');
  expect(line).toContain(`http://127.0.0.1:${port}/#/?pair=`);
  expect(await once(again, 'exit')).toEqual([0, null]);
  const nonce = line.split('pair=')[1]!.trim();
  const origin = `http://127.0.0.1:${port}`;
  const exchange = { origin, json: { nonce }, headers: { 'sec-fetch-site': 'same-origin' } };
  expect(await send(port, '/companion/token', exchange)).toMatchObject({ status: 200 });
});

test('reports a port that another program uses as taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const usedPort = (other.address() as AddressInfo).port;
  const { serve } = await import('./serve-companion.ts');
  await expect(serve({ port: String(usedPort), opensBrowser: false, buildApp: async () => home })).rejects.toThrow(
    `Port ${usedPort} is taken. Choose another: PORT=${usedPort + 1} npm start`,
  );
  other.close();
});

test('shows the code and origin of a page to pair, which ls then lists and rm removes', async () => {
  expect(await runAssay('pair', 'ls')).toBe(0);
  expect(printed.pop()).toBe('No page is paired.');
  const origin = 'https://assay.example';
  const pairing = runAssay('pair', `${origin}/app/#/run`);
  await expect.poll(() => printed.join('\n')).toContain(`Waiting for ${origin}`);
  const { page, transcript } = await sendHello(port, origin, (await generatePageKey()).publicKey, 'code');
  await expect.poll(() => printed.join('\n')).toMatch(/code there: {2}[0-9A-Z-]{14}/);
  expect(printed).toContain(`${origin} requests access to the companion.`);
  const code = printed.join('\n').split('code there:  ')[1]!.slice(0, 14);
  expect(await page.ask(await createCodeProof(code, transcript))).toMatchObject({ type: 'paired' });
  expect(await pairing).toBe(0);

  await runAssay('pair', 'ls');
  const [id] = printed.pop()!.split(' ');
  expect(await runAssay('pair', 'rm', id!)).toBe(0);
  await page.closed;
  expect(await runAssay('pair', 'rm', id!)).toBe(2);
});

test('adds, lists and removes keys, and prints a key only once', async () => {
  expect(await runAssay('key', 'add', 'laptop', '--scope', 'read')).toBe(0);
  const key = printed.pop()!;
  expect(key).toMatch(/^assay-/);
  expect(await runAssay('key', 'add', 'laptop')).toBe(2);
  await runAssay('key', 'ls');
  expect(printed.at(-1)).toMatch(/^laptop {2}read {2}since .* never used$/);
  expect(printed.at(-1)).not.toContain(key);
  expect(await runAssay('key', 'rm', 'laptop')).toBe(0);
  expect(await runAssay('key', 'rm', 'laptop')).toBe(2);
});

test.each([
  ['key', 'add', 'a b'],
  ['key', 'add', 'x', '--scope', 'root'],
  ['key', 'ls', 'x'],
  ['pair', 'not an address'],
  ['pair', 'http://assay.example'],
  ['pair', 'ls', 'x'],
  ['pair', 'reset', 'x'],
  ['pair', 'rm'],
  ['pair', 'rm', 'x', 'y'],
  ['pair', 'https://assay.example', 'x'],
])('rejects invalid arguments of "%s %s"', async (...args) => {
  expect(await runAssay(...args)).toBe(2);
});

test.each(['key', 'server'])('rejects an unexpected argument of %s ls', async (command) => {
  expect(await runAssay(command, 'ls', 'extra')).toBe(2);
  expect(printed.at(-1)).toContain('unexpected argument "extra"');
});

test('does not find a companion that has ended at SIGTERM', async () => {
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await readdir(join(home, 'running'))).toEqual([]);
  expect(await runAssay('pair')).toBe(1);
  expect(printed.at(-1)).toContain('The companion is not running. Start it with: npm start');
});
