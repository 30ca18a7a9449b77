import { globSync, openAsBlob } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { sourceOf } from '#formats/byte-source.ts';
import { writeGguf } from '#formats/gguf/write.ts';
import { tinyModels } from '#formats/tiny/models.fixture.ts';
import pickles from './peers/pickles.json' with { type: 'json' };
import archives from './peers/archives.json' with { type: 'json' };
import { scanModel } from './scan-model.ts';
import { securityFigure } from './suite-figure.ts';

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const text = (value: string) => new TextEncoder().encode(value);
const scan = (name: string, bytes: Uint8Array<ArrayBuffer>, others: Readonly<Record<string, string>> = {}) =>
  scanModel(
    sourceOf(bytes),
    name,
    new Map(Object.entries(others).map(([other, content]) => [other, sourceOf(text(content))])),
  );
const codes = async (...of: Parameters<typeof scan>) =>
  (await scan(...of)).findings.map(({ code, severity }) => `${severity} ${code}`);
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

const template = (code: string) => writeGguf([['tokenizer.chat_template', 'text', code]], []);

const tiny = Object.values(tinyModels).flatMap((makers) => makers.map((make) => make()));

test.each(tiny.map((made) => [made.name, made] as const))('%s has no finding above low', async (_, made) => {
  const { findings } = await scanModel(sourceOf(made.bytes), made.name, made.siblings);
  // The TFLite file has a custom operator.
  expect(findings.filter(({ severity, code }) => severity !== 'info' && code !== 'custom-operators')).toEqual([]);
});

// The first is the payload of CVE-2024-34359 as published, without its command.
test.each([
  [
    "{% for x in ().__class__.__base__.__subclasses__() %}{% if 'warning' in x.__name__ %}{% endif %}{% endfor %}",
    'high',
  ],
  ['{{ cycler.__init__.__globals__.os }}', 'high'],
  ["{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}", 'high'],
  ["{{ messages|attr('x') }}", 'medium'],
])('the chat template %s is %s', async (code, severity) => {
  expect(await codes('x.gguf', template(code))).toEqual([`${severity} template-internals`]);
});

test('a usual chat template and dunder names outside of its code are no finding', async () => {
  const usual =
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m.content | trim }}<|im_end|>{% endfor %} __init__";
  expect(await codes('x.gguf', template(usual))).toEqual([]);
});

test('the settings next to a model are examined', async () => {
  const found = await scan('x.gguf', template(''), {
    'tokenizer_config.json': JSON.stringify({ chat_template: [{ name: 'a', template: '{{ x.__class__ }}' }] }),
    'config.json': JSON.stringify({ auto_map: { AutoModel: 'modeling_x.Net' } }),
    'run.sh': '#!/bin/sh\nls\n',
    'README.md': '# Model',
  });
  expect(found.files).toBe(5);
  expect(found.findings.map(({ file, code }) => `${file} ${code}`)).toEqual([
    'tokenizer_config.json template-internals',
    'run.sh executable',
    'config.json remote-code',
  ]);
});

test('a Lambda layer and an operator that writes files are found in TensorFlow.js models', async () => {
  const layers = { modelTopology: { config: { layers: [{ class_name: 'Lambda', config: {} }] } } };
  expect(await codes('model.json', text(JSON.stringify(layers)))).toEqual(['medium code-layer']);
  const graph = { modelTopology: { node: [{ name: 'a', op: 'WriteFile' }] } };
  expect(await codes('model.json', text(JSON.stringify(graph)))).toEqual(['high system-operator']);
});

// Archives made by Python's zipfile (peers/archives.py).
test.each([
  ['path', ['high archive-path']],
  ['link', ['high archive-link']],
  ['program', ['high executable']],
  ['keras', ['medium code-layer']],
  ['deflated', ['high pickle-import', 'low pickle']],
  ['zip64', ['high pickle-import', 'low pickle']],
] as const)('the archive %s', async (name, expected) => {
  expect(await codes('model.zip', bytesOf(archives[name]))).toEqual(expected);
});

test('an archive behind a model is found, and what is in it', async () => {
  const both = joined(template(''), bytesOf(pickles['model-evil.pt'].base64));
  expect(await codes('x.gguf', both)).toEqual(['high archive-appended', 'high pickle-import', 'low pickle']);
});

test('the end of an archive without its directory is none', async () => {
  const tail = bytesOf(pickles['model.pt'].base64).subarray(-22);
  expect(await codes('x.gguf', joined(template(''), tail))).toEqual([]);
});

test('a program named as a model is found', async () => {
  const pe = new Uint8Array(256);
  pe.set([0x4d, 0x5a]);
  pe.set([0x80], 0x3c);
  pe.set([0x50, 0x45], 0x80);
  expect((await codes('model.gguf', pe))[0]).toBe('high executable');
});

test('two bytes that look like a program are none', async () => {
  const bytes = new Uint8Array(256);
  bytes.set([0x4d, 0x5a]);
  expect(await codes('model.gguf', bytes)).not.toContain('high executable');
});

test('a damaged file is reported as not examined, and is no evidence for the gate', async () => {
  const found = await scan('x.gguf', template('x').subarray(0, 40));
  expect(found.findings).toMatchObject([{ code: 'not-scanned', facts: { cause: 'unreadable' } }]);
  expect(securityFigure(found)).toBeNull();
});

test('the figure of the gate is the number of high findings', async () => {
  expect(securityFigure(await scan('x.gguf', template('')))).toEqual({ value: 0, n: 1 });
  expect(securityFigure(await scan('x.gguf', template('{{ x.__class__ }}')))?.value).toBe(1);
});

test('of many findings of one kind ten are listed, the others counted', async () => {
  const entries = Array.from({ length: 25 }, (_, at) => [`key${at}`, 'text', '<script>'] as const);
  const { findings, omitted } = await scan('x.gguf', writeGguf(entries, []));
  expect([findings.length, omitted]).toEqual([10, 15]);
});

test('files with random damage are examined without an exception', async () => {
  const random = seededRandom(11);
  const files = [...tiny, ...Object.values(pickles).map(({ base64 }) => ({ name: 'x.pt', bytes: bytesOf(base64) }))];
  for (const { name, bytes } of [
    ...files,
    ...Object.values(archives).map((made) => ({ name: 'x', bytes: bytesOf(made) })),
  ]) {
    for (let round = 0; round < 60; round++) {
      const damaged = bytes.slice(0, round % 3 === 0 ? Math.floor(random() * bytes.length) : bytes.length);
      for (let change = 0; change <= round % 5; change++)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      await expect(scan(name, damaged)).resolves.toMatchObject({ files: 1 });
    }
  }
});

const data = process.env.ASSAY_TEST_DATA ?? '';

// Measured on 70 files of the data folder: custom operators of two MediaPipe models are the only finding above `low`.
test.skipIf(data === '')('real models have no finding above low', async () => {
  const files = globSync(path.join(data, '{onnx-*,gguf,tfjs,safetensors}/**/*.{onnx,gguf,safetensors}'));
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const { findings } = await scanModel(await openAsBlob(file), path.basename(file));
    expect(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => `${file} ${code}`)).toEqual([]);
  }
});
