import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installDigits, readReference, type InferResponse } from '../../scripts/standalone.fixture.ts';

const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'assay-python-'));
const python = join(folder, 'venv/bin/python');
let skipReason: string | null = null;

/** Installs what the program itself requires. */
beforeAll(() => {
  installDigits('container', join(folder, 'program'));
  const requirements = join(folder, 'program/requirements.txt');
  for (const [program, ...args] of [
    ['python3', '-m', 'venv', join(folder, 'venv')],
    [python, '-m', 'pip', 'install', '--quiet', '-r', requirements],
  ] as const) {
    const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 5 * minute });
    if (status !== 0)
      skipReason ??= `needs Python and onnxruntime: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
  }
}, 6 * minute);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const getProgramPath = () => join(folder, 'program');
const { request, expected } = readReference(2);

function expectReference(answer: InferResponse) {
  const [{ name, shape, datatype, data }] = answer.outputs;
  expect({ name, shape, datatype }).toEqual({ name: 'probabilities', shape: [2, 10], datatype: 'FP32' });
  expect(Math.max(...expected.map((value, index) => Math.abs(value - data[index]!)))).toBeLessThan(1e-6);
}

test(
  'the Python program gives the outputs of native onnxruntime',
  ({ skip }) => {
    if (skipReason !== null) skip(skipReason);
    writeFileSync(join(getProgramPath(), 'request.json'), JSON.stringify(request));
    const { stdout, stderr } = spawnSync(python, ['infer.py', 'request.json'], {
      cwd: getProgramPath(),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expectReference(JSON.parse(stdout) as InferResponse);
  },
  minute,
);

test(
  'the server of the container answers requests, and rejects invalid ones',
  async ({ skip }) => {
    if (skipReason !== null) skip(skipReason);
    const start = [
      'from http.server import ThreadingHTTPServer',
      'from serve import Handler',
      'server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)',
      'print(server.server_address[1], flush=True)',
      'server.serve_forever()',
    ];
    const server = spawn(python, ['-c', start.join('\n')], {
      cwd: getProgramPath(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [port] = (await once(server.stdout, 'data')) as [Buffer];
      const url = `http://127.0.0.1:${port.toString().trim()}/v2`;
      const post = (path: string, body: string) => fetch(`${url}${path}`, { method: 'POST', body });
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      const answer = await post('/models/digits/infer', JSON.stringify(request));
      expectReference((await answer.json()) as InferResponse);
      expect((await post('/models/other/infer', '{}')).status).toBe(404);
      const invalid = await post('/models/digits/infer', '{"inputs": [{"name": "x"}]}');
      expect(invalid.status).toBe(400);
      expect(await invalid.json()).toHaveProperty('error');
    } finally {
      server.kill();
    }
  },
  minute,
);
