import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseGateFile } from '#gates/file/gate-file.ts';
import { presets } from '#gates/file/presets/index.ts';
import { runGates } from '#gates/run-gates.ts';
import { toHallmarkFile } from '#hallmark/file/hallmark-file.ts';
import {
  createGateFile,
  createSampleGateRun,
  sampleGates,
  createSampleRun,
  withLimit,
} from '#hallmark/hallmark.fixture.ts';
import type { Hallmark } from '#hallmark/hallmark.ts';
import { toHallmarkLink } from '#hallmark/file/hallmark-link.ts';
import { buildStatement, signHallmark } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-verify-'));
const toPath = (name: string) => join(folder, name);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
let hallmark: Hallmark;
let link: string;

beforeAll(async () => {
  writeFileSync(toPath('model.onnx'), 'model');
  writeFileSync(toPath('other.onnx'), 'other');
  const { text, sha256: gatesSha256 } = await createGateFile(sampleGates);
  const gateFileText = JSON.stringify({ $schema: './schema.json', ...(JSON.parse(text) as object) }, null, 4);
  writeFileSync(toPath('assay.gates.json'), gateFileText.replaceAll('\n', '\r\n'));
  const run = createSampleRun({
    files: [{ name: 'model.onnx', digest: { sha256: sha256('model') } }],
    gates: createSampleGateRun({ gateFile: { sha256: gatesSha256, readAt: '2026-11-20T09:40:00Z' } }),
  });
  hallmark = await signHallmark(buildStatement(run), await generateKeyPair());
  link = await toHallmarkLink(hallmark);
  writeFileSync(toPath('a.hallmark.json'), await toHallmarkFile(hallmark));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function verify(...args: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const exitCode = await main(['verify', ...args], {
    print: (text) => void (stdout += text),
    log: (line) => void (stderr += `${line}\n`),
    signal: new AbortController().signal,
    buildApp: () => Promise.reject(new Error('the app was requested')),
  });
  return { exitCode, stdout, stderr };
}

test('verifies a link and a file without a browser, and lists what is and is not proved', async () => {
  for (const source of [link, `https://assay.example/${link}`, toPath('a.hallmark.json')]) {
    const { exitCode, stdout, stderr } = await verify(source);
    expect([exitCode, stderr]).toEqual([0, '']);
    for (const line of [
      '1 signature is valid.',
      'Passed: every required gate passes.',
      'Self-attested',
      'It does not prove:',
    ])
      expect(stdout).toContain(line);
    expect(stdout).toMatch(/Latency +pass +18\.4 ms \(one-sided 95%: 18\.2 ms to 18\.6 ms, n = 220\) +at most 33 ms/);
    expect(stdout).toMatch(
      /Power +not measured \(warning\) +not measured: a page cannot measure power; .* +at most 15 W/,
    );
  }
});

test('checks the model and the gate file, which may be a preset, with defaults and $schema', async () => {
  const { exitCode, stdout } = await verify(
    link,
    '--model',
    toPath('model.onnx'),
    '--gates',
    toPath('assay.gates.json'),
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('model.onnx is the measured file.');
  expect(stdout).toContain('assay.gates.json is the gate file of this hallmark.');
  expect((await verify(link, '--gates', 'strict')).exitCode).toBe(1);
  const gateFile = { ...parseGateFile(JSON.stringify(presets.production)), readAt: '2026-11-20T09:40:00Z' };
  const gates = await runGates(gateFile, { modelKind: 'tensor', candidate: { sizeBytes: 1 } });
  const preset = await signHallmark(buildStatement(createSampleRun({ gates })), await generateKeyPair());
  const checked = await verify(await toHallmarkLink(preset), '--gates', 'production');
  expect(checked.stdout).toContain('production is the gate file');
});

test('compares a model of several files file by file, and lists signed items as stated', async () => {
  const files = ['model.onnx', 'other.onnx'].map((name) => {
    const content = name.replace('.onnx', '');
    return { name, digest: { sha256: sha256(content) }, annotations: { sizeBytes: content.length } };
  });
  const checklist = [{ item: 'reviews', name: 'A. Person', note: 'yearly', signedAt: '2026-11-20T09:50:00Z' }] as const;
  const multiFileLink = await toHallmarkLink(
    await signHallmark(buildStatement(createSampleRun({ files, checklist })), await generateKeyPair()),
  );
  const partial = await verify(multiFileLink, '--model', toPath('model.onnx'));
  expect([partial.exitCode, partial.stdout]).toEqual([0, expect.stringContaining('Not checked: other.onnx.')]);
  expect(partial.stdout).toMatch(/regular reviews of the model +signed +Stated by A\. Person .+, not measured: yearly/);
  const complete = await verify(multiFileLink, '--model', toPath('model.onnx'), '--model', toPath('other.onnx'));
  expect(complete.stdout).toContain('Every file of the measured model was found.');
  const json = await verify(multiFileLink, '--model', toPath('other.onnx'), '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({ verified: true, missingFiles: ['model.onnx'] });
  writeFileSync(toPath('encoder.onnx'), 'changed');
  const renamedFiles = files.map(({ name, digest }) => ({ name: name.replace('model', 'encoder'), digest }));
  const renamedHallmark = await signHallmark(
    buildStatement(createSampleRun({ files: renamedFiles })),
    await generateKeyPair(),
  );
  const changed = await verify(await toHallmarkLink(renamedHallmark), '--model', toPath('encoder.onnx'));
  expect([changed.exitCode, changed.stderr]).toEqual([
    1,
    expect.stringContaining(`the measured file of this name has ${sha256('model')}`),
  ]);
});

test('rejects outcomes that contradict the gate file, although its digest was signed', async () => {
  const { sha256: digest } = await createGateFile(sampleGates);
  const results = withLimit(sampleGates, 'latency', 1_000);
  const gates = createSampleGateRun({ results, gateFile: { sha256: digest, readAt: '2026-11-20T09:40:00Z' } });
  const laxer = await toHallmarkLink(
    await signHallmark(buildStatement(createSampleRun({ gates })), await generateKeyPair()),
  );
  expect((await verify(laxer)).exitCode).toBe(0); // cannot be detected without the file
  const { exitCode, stderr } = await verify(laxer, '--gates', toPath('assay.gates.json'));
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('its gate “latency” differs from assay.gates.json')]);
});

test('rejects another model, gate file or hallmark with exit code 1', async () => {
  const { signature } = hallmark.original;
  const damaged = await toHallmarkLink({
    ...hallmark,
    original: { ...hallmark.original, signature: signature.with(3, signature[3]! ^ 1) },
  });
  for (const [args, message] of [
    [
      [link, '--model', toPath('other.onnx')],
      `other.onnx is not the file that it names; its SHA-256 is ${sha256('other')}`,
    ],
    [[link, '--gates', toPath('other.onnx')], 'other.onnx is not the file that it names.'],
    [[link, '--gates', toPath('model.onnx'), '--model', toPath('assay.gates.json')], 'is not the file that it names'],
    [[damaged], 'the signature of the hallmark is not valid'],
    [[link.slice(0, 500)], 'its end is missing'],
    [['no-hallmark'], 'there is no hallmark in it'],
  ] as const) {
    const { exitCode, stderr } = await verify(...args);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)]);
  }
});

test('prints JSON, even if the hallmark is rejected', async () => {
  const verified = JSON.parse((await verify(toPath('a.hallmark.json'), '--json')).stdout) as Record<string, unknown>;
  expect(verified).toMatchObject({ verified: true, level: 'self-attested', statement: readStatement() });
  const rejected = await verify(toPath('a.hallmark.json'), '--json', '--model', toPath('other.onnx'));
  expect(rejected.exitCode).toBe(1);
  expect(JSON.parse(rejected.stdout)).toMatchObject({
    verified: false,
    error: { code: 'hallmark-invalid', facts: { reason: 'other-file', file: 'other.onnx' } },
  });
});

/** Reads the signed statement from the file, as any other program would. */
function readStatement(): unknown {
  const { payload } = JSON.parse(readFileSync(toPath('a.hallmark.json'), 'utf8')) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
}

test.each([
  ['nothing to verify', [], 'expected one link or file'],
  ['a missing file', ['gone.hallmark.json'], 'there is no file "gone.hallmark.json"'],
  ['a missing model', ['#/h/AAAA', '--model', 'gone.onnx'], 'there is no file "gone.onnx"'],
  ['the path of a missing file', ['/nope'], 'there is no file "/nope"'],
  ['a folder', [folder], 'is a folder'],
])('reports %s as a usage error', async (_, args, message) => {
  const { exitCode, stderr } = await verify(...args);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});
