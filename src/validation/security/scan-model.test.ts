import { globSync, openAsBlob } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { modelCreatorsByFormat } from '#formats/tiny/models.fixture.ts';
import pickles from './reference-values/pickles.json' with { type: 'json' };
import archives from './reference-values/archives.json' with { type: 'json' };
import { scanModel } from './scan-model.ts';
import { checkTemplate } from './template-checks.ts';
import { createSecurityEvidence } from './security-evidence.ts';

const decodeBase64 = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const encodeText = (value: string) => new TextEncoder().encode(value);
const scan = (name: string, bytes: Uint8Array<ArrayBuffer>, others: Readonly<Record<string, string>> = {}) =>
  scanModel(
    toByteSource(bytes),
    name,
    new Map(Object.entries(others).map(([other, content]) => [other, toByteSource(encodeText(content))])),
  );
const scanCodes = async (...scanArguments: Parameters<typeof scan>) =>
  (await scan(...scanArguments)).findings.map(({ code, severity }) => `${severity} ${code}`);
const concat = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

const createTemplateModel = (code: string) => writeGguf([['tokenizer.chat_template', 'text', code]], []);

const tinyModels = Object.values(modelCreatorsByFormat).flatMap((makers) => makers.map((make) => make()));

test.each(tinyModels.map((tinyModel) => [tinyModel.name, tinyModel] as const))(
  '%s has no finding above low',
  async (_, tinyModel) => {
    const { findings } = await scanModel(toByteSource(tinyModel.bytes), tinyModel.name, tinyModel.siblings);
    // The TFLite file has a custom operator.
    expect(findings.filter(({ severity, code }) => severity !== 'info' && code !== 'custom-operators')).toEqual([]);
  },
);

// The first is the payload of CVE-2024-34359 as published, without its command.
test.each([
  [
    "{% for x in ().__class__.__base__.__subclasses__() %}{% if 'warning' in x.__name__ %}{% endif %}{% endfor %}",
    'high',
  ],
  ['{{ cycler.__init__.__globals__.os }}', 'high'],
  ["{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}", 'high'],
  ["{{ messages|attr('x') }}", 'medium'],
  ["{{ '}}' ~ ''.__class__ }}", 'high'],
  ["{{ ''['__cla' + 'ss__'] }}", 'high'],
  ["{{ x['\\137\\137class\\137\\137'] }}", 'high'],
  ["{{ x['\\N{LOW LINE}_class__'] }}", 'high'],
  ["{% raw %}{{ ' {% endraw %}{{ x.__class__ }}", 'high'],
  ["{# {{ ' #}{{ x.__class__ }}", 'high'],
  ["{{ '__class__", 'high'],
  ["{{ {'a': {'b': 1}}.__class__ }}", 'high'],
  ["{{ x|map(attribute='_' ~ y)|list }}", 'medium'],
  ['{{ x|map(attribute=y)|list }}', 'medium'],
  ["{{ ''[y] }}", 'medium'],
  ["{{ x[('a', y)|join] }}", 'medium'],
  ['{{ x[y ~ z] }}', 'medium'],
  ["{{ x|map('attr', y)|list }}", 'medium'],
])('the chat template %s has %s severity', async (code, severity) => {
  expect(await scanCodes('x.gguf', createTemplateModel(code))).toEqual([`${severity} template-internals`]);
});

test('usual chat templates, and dunder names outside their code, have no finding', async () => {
  const usual =
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m.content | trim }}<|im_end|>{% endfor %} __init__";
  expect(await scanCodes('x.gguf', createTemplateModel(usual))).toEqual([]);
});

test.each([
  "{{ messages[messages | length - 1]['content'] ~ '<|end|>' }}",
  "{% for m in messages[1:] %}{{ roles[m['role']] ~ '}}' }}{% endfor %}",
  "{{ tools | map(attribute='name') | join(', ') }}{{ x['a']['b'] + 'c' }}",
])('the chat template %s has no finding', async (code) => {
  expect(await scanCodes('x.gguf', createTemplateModel(code))).toEqual([]);
});

// Quadratic time would take several seconds: 18 were measured for twice the length.
test.each(['{{', "{{ '\\\\'", '{%', "{{ '' ~ ", '{#', '{{[', '{{ x['])(
  'a template of %s 100,000 times is checked in linear time',
  (part) => {
    const start = process.cpuUsage();
    expect(checkTemplate('t', part.repeat(100_000))).toBeDefined();
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  },
);

test('configuration files and scripts next to a model are scanned', async () => {
  const findings = await scan('x.gguf', createTemplateModel(''), {
    'tokenizer_config.json': JSON.stringify({ chat_template: [{ name: 'a', template: '{{ x.__class__ }}' }] }),
    'config.json': JSON.stringify({ auto_map: { AutoModel: 'modeling_x.Net' } }),
    'run.sh': '#!/bin/sh\nls\n',
    'README.md': '# Model',
  });
  expect(findings.files).toBe(5);
  expect(findings.findings.map(({ file, code }) => `${file} ${code}`)).toEqual([
    'tokenizer_config.json template-internals',
    'run.sh executable',
    'config.json remote-code',
  ]);
});

test('a Lambda layer and an operator that writes files are found in TensorFlow.js models', async () => {
  const layers = { modelTopology: { config: { layers: [{ class_name: 'Lambda', config: {} }] } } };
  expect(await scanCodes('model.json', encodeText(JSON.stringify(layers)))).toEqual(['high code-layer']);
  const graph = { modelTopology: { node: [{ name: 'a', op: 'WriteFile' }] } };
  expect(await scanCodes('model.json', encodeText(JSON.stringify(graph)))).toEqual(['high system-operator']);
});

// Archives made by Python's zipfile (reference-values/archives.py).
test.each([
  ['path', ['high archive-path']],
  ['link', ['high archive-link']],
  ['program', ['high executable']],
  ['keras', ['high code-layer']],
  ['deflated', ['high pickle-import', 'medium pickle-damaged', 'low pickle']],
  ['zip64', ['high pickle-import', 'low pickle']],
] as const)('the findings in the archive %s', async (name, expected) => {
  expect(await scanCodes('model.zip', decodeBase64(archives[name]))).toEqual(expected);
});

test('an archive after a model is found and examined', async () => {
  const combined = concat(createTemplateModel(''), decodeBase64(pickles['model-evil.pt'].base64));
  expect(await scanCodes('x.gguf', combined)).toEqual(['high archive-appended', 'high pickle-import', 'low pickle']);
});

test('an end-of-archive record without a directory is not an archive', async () => {
  const tail = decodeBase64(pickles['model.pt'].base64).subarray(-22);
  expect(await scanCodes('x.gguf', concat(createTemplateModel(''), tail))).toEqual([]);
});

// Python's zipfile appends to a file in this way: the offsets count from its start. The end record has 22 bytes.
test('an archive whose offsets count from the start of the file does not hide the model', async () => {
  const model = createTemplateModel('{{ x.__class__ }}');
  const archive = decodeBase64(pickles['model-evil.pt'].base64);
  const view = new DataView(archive.buffer);
  const end = archive.length - 22;
  const directory = view.getUint32(end + 16, true);
  for (
    let offset = directory;
    offset < end;
    offset += 46 + view.getUint16(offset + 28, true) + view.getUint16(offset + 30, true)
  )
    view.setUint32(offset + 42, view.getUint32(offset + 42, true) + model.length, true);
  view.setUint32(end + 16, directory + model.length, true);
  const { findings, high } = await scan('x.gguf', concat(model, archive));
  expect(findings.filter(({ severity }) => severity === 'high').map(({ code }) => code)).toEqual([
    'template-internals',
    'archive-appended',
    'pickle-import',
  ]);
  expect(high).toBe(3);
});

test('an archive before end records without a directory is found, or reported if they are many', async () => {
  const archive = decodeBase64(pickles['model-evil.pt'].base64);
  const end = Uint8Array.from({ length: 22 }, (_, index) => [0x50, 0x4b, 5, 6][index] ?? 0);
  expect(await scanCodes('x.gguf', concat(createTemplateModel(''), archive, end))).toContain('high pickle-import');
  const ends = Array.from({ length: 9 }, () => end);
  expect(await scanCodes('x.gguf', concat(createTemplateModel(''), archive, ...ends))).toEqual(['low not-scanned']);
});

test('an archive after a TFLite model has low severity, and is examined', async () => {
  const model = tinyModels.find(({ name }) => name.endsWith('.tflite'))!;
  const combined = concat(model.bytes, decodeBase64(pickles['model-evil.pt'].base64));
  const foundCodes = await scanCodes(model.name, combined);
  expect(foundCodes).toContain('low archive-appended');
  expect(foundCodes).toContain('high pickle-import');
});

test('archive members are examined by content, up to a limit', async () => {
  const members = ['npz', 'nested', 'data', 'many'] as const;
  const foundCodes = await Promise.all(members.map((name) => scanCodes('model.zip', decodeBase64(archives[name]))));
  expect(foundCodes).toEqual([
    ['high pickle-import', 'low pickle'],
    ['low not-scanned'],
    ['high pickle-import', 'low pickle'],
    ['low pickle', 'low pickle', 'low not-scanned'],
  ]);
});

test('an archive before unrelated bytes is found', async () => {
  const archive = decodeBase64(pickles['model-evil.pt'].base64);
  expect(await scanCodes('x.gguf', concat(archive, new Uint8Array(9)))).toContain('high pickle-import');
});

const createNpy = (descr: string, values: string) => {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (1,), }\n`;
  return Uint8Array.from(`\x93NUMPY\x01\0${String.fromCharCode(header.length)}\0${header}${values}`, (character) =>
    character.charCodeAt(0),
  );
};
const systemPickle = 'cos\nsystem\n(tR.';

test('all files next to a model are scanned', async () => {
  const siblings: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
    'b.gguf': createTemplateModel('{{ x.__class__ }}'),
    'x.npy': createNpy('|O', systemPickle),
    'plain.npy': createNpy('<f4', '\0\0\0\0'),
    'modeling.PY': encodeText('import os'),
    'c.yaml': encodeText('a: !!python/object/apply:os.system [ls]'),
    'other.JSON': encodeText('{"auto_map": {"AutoModel": "m.Net"}}'),
    'w.h5': Uint8Array.from('\x89HDF\r\n\x1a\n', (character) => character.charCodeAt(0)),
    'x.gz': Uint8Array.from([0x1f, 0x8b, 8, 0]),
    'x.tar': Uint8Array.from({ length: 512 }, (_, index) => ('ustar'.charCodeAt(index - 257) || 97) & 255),
    data: encodeText(systemPickle),
    'labels.txt': encodeText('cat\ndog\n'),
    'weights.bin': new Uint8Array(64),
  };
  const tinyModel = new Map(Object.entries(siblings).map(([name, bytes]) => [name, toByteSource(bytes)]));
  const { findings } = await scanModel(toByteSource(createTemplateModel('')), 'a.gguf', tinyModel);
  expect(
    findings
      .filter(({ code }) => code !== 'pickle')
      .map(({ file, code }) => `${file} ${code}`)
      .sort(),
  ).toEqual([
    'b.gguf template-internals',
    'c.yaml yaml-python',
    'data pickle-import',
    'modeling.PY python-file',
    'other.JSON remote-code',
    'w.h5 not-scanned',
    'x.gz not-scanned',
    'x.npy pickle-import',
    'x.tar not-scanned',
  ]);
});

test('all 150,000 imports of a pickle are counted', async () => {
  const imports = Array.from({ length: 150_000 }, (_, index) => `cm\nn${index}\n`).join('');
  expect((await scan('x.pkl', encodeText(`${imports}.`))).high).toBe(150_000);
});

test('an executable with the name of a model is found', async () => {
  const pe = new Uint8Array(256);
  pe.set([0x4d, 0x5a]);
  pe.set([0x80], 0x3c);
  pe.set([0x50, 0x45], 0x80);
  expect((await scanCodes('model.gguf', pe))[0]).toBe('high executable');
});

test('the first two bytes of an executable alone are not reported', async () => {
  const bytes = new Uint8Array(256);
  bytes.set([0x4d, 0x5a]);
  expect(await scanCodes('model.gguf', bytes)).not.toContain('high executable');
});

test('a damaged file is reported as not scanned, and is no evidence for the gate', async () => {
  const findings = await scan('x.gguf', createTemplateModel('x').subarray(0, 40));
  expect(findings.findings).toMatchObject([{ code: 'not-scanned', facts: { cause: 'unreadable' } }]);
  expect(createSecurityEvidence(findings)).toBeNull();
});

test('an incompletely scanned pickle is no evidence for the gate', async () => {
  expect(createSecurityEvidence(await scan('x.pkl', Uint8Array.from([0x80, 2, 0x4e, 0x2e, 0])))).toBeNull();
});

test('the gate measures the number of high findings', async () => {
  expect(createSecurityEvidence(await scan('x.gguf', createTemplateModel('')))).toEqual({ value: 0, n: 1 });
  expect(createSecurityEvidence(await scan('x.gguf', createTemplateModel('{{ x.__class__ }}')))?.value).toBe(1);
});

test('ten findings of one kind are listed, and the others are counted', async () => {
  const entries = Array.from({ length: 25 }, (_, index) => [`key${index}`, 'text', '<script>'] as const);
  const { findings, omitted } = await scan('x.gguf', writeGguf(entries, []));
  expect([findings.length, omitted]).toEqual([10, 15]);
});

test('scanning randomly damaged files throws no exception', async () => {
  const random = createSeededRandom(11);
  const files = [
    ...tinyModels,
    ...Object.values(pickles).map(({ base64 }) => ({ name: 'x.pt', bytes: decodeBase64(base64) })),
  ];
  for (const { name, bytes } of [
    ...files,
    ...Object.values(archives).map((tinyModel) => ({ name: 'x', bytes: decodeBase64(tinyModel) })),
  ]) {
    for (let round = 0; round < 60; round++) {
      const damaged = bytes.slice(0, round % 3 === 0 ? Math.floor(random() * bytes.length) : bytes.length);
      for (let change = 0; change <= round % 5; change++)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      await expect(scan(name, damaged)).resolves.toMatchObject({ files: 1 });
    }
  }
});

const testData = process.env.ASSAY_TEST_DATA ?? '';

// Measured on 70 files of the data folder: custom operators of two MediaPipe models are the only finding above `low`.
test.skipIf(testData === '')('real models have no finding above low', async () => {
  const files = globSync(path.join(testData, '{onnx-*,gguf,tfjs,safetensors}/**/*.{onnx,gguf,safetensors}'));
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const { findings } = await scanModel(await openAsBlob(file), path.basename(file));
    expect(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => `${file} ${code}`)).toEqual([]);
  }
});

test.skipIf(testData === '')(
  'configuration files and vocabularies of real models have no finding above info',
  async () => {
    const others = globSync(path.join(testData, '{real,tokenizers,tfjs,safetensors}/**/*.*'));
    expect(others.length).toBeGreaterThan(20);
    const opened = await Promise.all(others.map(async (file) => [file, await openAsBlob(file)] as const));
    const { findings } = await scanModel(toByteSource(createTemplateModel('')), 'x.gguf', new Map(opened));
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  },
);
