import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '../main.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-ci-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function runGate(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exitCode = await main(['gate', ...args], {
    print: (text) => void (stdout += text),
    log: (line) => void (stderr += `${line}\n`),
    signal: new AbortController().signal,
    buildApp: () => Promise.reject(new Error('the app was requested')),
  });
  return { exitCode, stdout, stderr };
}

const models = ['--candidate', 'int8.onnx', '--baseline', 'float.onnx', '--data', 'labelled', '--gates', 'production'];
const repository = ['--repository', 'https://git.example/assay.git#v1'];

test.each(['github', 'gitlab'])(
  'gate writes a CI file for %s with the given options, but never replaces a file',
  async (ci) => {
    const out = join(folder, ci, 'assay.yml');
    const options = [...models, '--ci', ci, ...repository, '--out', out, '--task', 'object-detection', '--json'];
    expect(await runGate(...options)).toEqual({ exitCode: 0, stdout: out, stderr: '' });
    const text = readFileSync(out, 'utf8');
    for (const part of [
      '"https://git.example/assay.git"',
      '"v1"',
      '"int8.onnx"',
      '--task "$ASSAY_TASK"',
      '"production"',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('--json');
    expect(await runGate(...options)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('exists') as string,
    });
  },
);

test.each([
  ['an unknown service', [...models, '--ci', 'jenkins', ...repository], 'expected github or gitlab'],
  ['no repository', [...models, '--ci', 'github'], '--ci needs --repository'],
  ['a repository without a service', [...models, ...repository], '--repository needs --ci'],
])('rejects %s as a usage error', async (_, args, message) => {
  expect(await runGate(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) as string });
});

test.each(['/m.onnx', '../m.onnx', 'models/../../m.onnx', '..'])(
  'the path %s outside the repository is a usage error',
  async (path) => {
    const stderr = expect.stringContaining(`--candidate "${path}" is outside the repository`) as string;
    const args = ['--candidate', path, ...models.slice(2), '--ci', 'github', ...repository];
    expect(await runGate(...args)).toMatchObject({ exitCode: 2, stderr });
  },
);

test.each([
  ['github', 'choose another name with --out\n'],
  ['gitlab', 'choose another name with --out, and include that file in .gitlab-ci.yml\n'],
])('names a cure that %s supports if its CI file exists', async (ci, cure) => {
  const out = join(folder, `${ci}.yml`);
  writeFileSync(out, '');
  const { stderr } = await runGate(...models, '--ci', ci, ...repository, '--out', out);
  expect(stderr.replace(/See .*\n$/, '')).toBe(`"${out}" already exists: ${cure}`);
});
