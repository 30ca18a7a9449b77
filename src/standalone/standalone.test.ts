import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  standaloneDigits,
  installDigits,
  readReference,
  writeReadme,
  type InferResponse,
} from '../../scripts/standalone.fixture.ts';
import { root } from '../../scripts/project-root.ts';
import { toServiceName, type StandaloneModel } from './standalone-model.ts';
import { listTemplates, getModelFolder, templateIds, createStandaloneFiles } from './index.ts';
import { onnxruntimeVersion } from './ort-options.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'assay-standalone-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names of a user's files and values that are code in some language, if they are not escaped. */
const hostile = `a"b'c$(d)\n#{e}\\`;
const hostileModel: StandaloneModel = {
  ...standaloneDigits,
  name: toServiceName(`${hostile}.onnx`),
  files: [`${hostile}.onnx`, `${hostile}.onnx_data`],
  inputs: [
    { name: hostile, dtype: 'string', shape: [null, 3] },
    { name: 'length', dtype: 'int64', shape: [] },
  ],
  configuration: {
    host: 'companion',
    engine: 'ort',
    device: 'gpu',
    threads: null,
    settings: { graphOptimisation: 'disabled', executionMode: 'parallel', interOpThreads: 2, memoryPattern: false },
  },
};
const text: StandaloneModel = {
  ...standaloneDigits,
  files: ['chat.gguf'],
  format: 'gguf',
  configuration: {
    host: 'companion',
    engine: 'llama',
    device: 'gpu',
    threads: 4,
    settings: { contextLength: 4096, gpuLayers: 20 },
  },
};
const samples = { digits: standaloneDigits, hostile: hostileModel, text };

const listFiles = (model: StandaloneModel) =>
  listTemplates(model).flatMap((id) =>
    Object.entries(createStandaloneFiles(id, model, writeReadme)).map(([path, content]) => ({ id, path, content })),
  );

describe.for(Object.entries(samples))('the files of the model %s', ([, model]) => {
  const files = listFiles(model);
  const withEnding = (ending: string) => files.filter(({ path }) => path.endsWith(ending));

  test('are valid JSON and YAML', () => {
    for (const { content } of withEnding('.json')) expect(JSON.parse(content)).toBeTypeOf('object');
    for (const { content } of withEnding('.yaml')) expect(parse(content)).toBeTypeOf('object');
  });

  test('have valid JavaScript', () => {
    for (const content of new Set(withEnding('.mjs').map((file) => file.content))) {
      const file = join(folder, 'checked.mjs');
      writeFileSync(file, content);
      const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    }
  });

  test('have valid Python', ({ skip }) => {
    if (spawnSync('python3', ['--version']).error) skip('needs python3');
    const programs = withEnding('.py').map(({ id, path, content }) => {
      const file = join(folder, `${id}-${path}`);
      writeFileSync(file, content);
      return file;
    });
    if (programs.length === 0) return;
    const { status, stderr } = spawnSync('python3', ['-m', 'py_compile', ...programs], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  });

  test('have only known instructions in their Dockerfiles', () => {
    for (const { content } of withEnding('Dockerfile'))
      for (const line of content.trim().split('\n'))
        expect(line).toMatch(/^(FROM|WORKDIR|COPY|RUN|USER|EXPOSE|HEALTHCHECK|CMD) \S/);
  });

  test('have balanced brackets and closed strings in config.pbtxt', () => {
    for (const { content } of withEnding('.pbtxt')) {
      const withoutStrings = content.replace(/"(?:[^"\\\n]|\\.)*"/g, '');
      expect(withoutStrings).not.toContain('"');
      const depth = [...withoutStrings].reduce((sum, letter) => {
        expect(sum).toBeGreaterThanOrEqual(0);
        return sum + Number('[{'.includes(letter)) - Number(']}'.includes(letter));
      }, 0);
      expect(depth).toBe(0);
    }
  });
});

test('the configuration of the model is in the files', () => {
  const files = (id: (typeof templateIds)[number], model: StandaloneModel) =>
    createStandaloneFiles(id, model, writeReadme);
  expect(files('page', standaloneDigits)['infer.mjs']).toContain('numThreads = crossOriginIsolated ? 2 : 1;');
  expect(files('node', standaloneDigits)['infer.mjs']).toContain('"graphOptimizationLevel": "basic"');
  expect(files('python', standaloneDigits)['infer.py']).toContain('GraphOptimizationLevel.ORT_ENABLE_BASIC');
  expect(files('python', standaloneDigits)['infer.py']).toContain('options.intra_op_num_threads = 2\n');
  expect(files('python', hostileModel)['infer.py']).toContain('["CUDAExecutionProvider","CPUExecutionProvider"]');
  expect(parse(files('container', standaloneDigits)['compose.yaml'] ?? '')).toMatchObject({
    services: { digits: { cpus: '2', read_only: true } },
  });
  expect(parse(files('kserve', hostileModel)['inference-service.yaml'] ?? '')).toMatchObject({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    spec: { predictor: { model: { protocolVersion: 'v2', resources: { limits: { 'nvidia.com/gpu': '1' } } } } },
  });
  const { services } = parse(files('llama-server', text)['compose.yaml'] ?? '') as {
    readonly services: { readonly digits: { readonly command: readonly string[] } };
  };
  expect(services.digits.command.join(' ')).toContain('--threads 4 --ctx-size 4096 --n-gpu-layers 20');
});

test('config.pbtxt declares the types and shapes of the model, and the level by its number in Triton', () => {
  expect(createStandaloneFiles('triton', standaloneDigits, writeReadme)['model_repository/digits/config.pbtxt']).toBe(
    `name: "digits"
backend: "onnxruntime"
default_model_filename: "model.onnx"
max_batch_size: 0
input [
  { name: "image" data_type: TYPE_FP32 dims: [ -1, 1, 28, 28 ] }
]
output [
  { name: "probabilities" data_type: TYPE_FP32 dims: [ -1, 10 ] }
]
instance_group [ { kind: KIND_CPU count: 1 } ]
parameters { key: "intra_op_thread_count" value: { string_value: "2" } }
optimization { graph { level: -1 } }
`,
  );
  expect(getModelFolder('triton', standaloneDigits)).toBe('model_repository/digits/1');
});

test('a model is offered only the ways to run it that its format and types allow', () => {
  expect(listTemplates(standaloneDigits)).toEqual([
    'page',
    'node',
    'python',
    'container',
    'triton',
    'kserve',
    'mobile',
  ]);
  expect(listTemplates(text)).toEqual(['llama-server']);
  const sequence = [{ name: 'x', dtype: 'sequence(float32[?])', shape: null }];
  expect(listTemplates({ ...standaloneDigits, outputs: sequence })).toEqual(['mobile']);
  expect(listTemplates({ ...standaloneDigits, format: 'safetensors' })).toEqual([]);
});

test('the version of onnxruntime is the one that is measured here', () => {
  const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  expect(packageJson.dependencies['onnxruntime-web']).toBe(onnxruntimeVersion);
});

test.for([
  ['MobileNet v2 (int8).onnx', 'mobilenet-v2-int8'],
  ['---.onnx', 'model'],
  [`${'a'.repeat(70)}.onnx`, 'a'.repeat(50)],
])('the file name %s gives a name that Kubernetes accepts', ([file, name]) => {
  expect(toServiceName(file!)).toBe(name);
});

test('the Node program gives the outputs of native onnxruntime', ({ skip }) => {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
  } catch {
    skip('onnxruntime-node, an optional package, is not installed');
  }
  const { request, expected } = readReference(2);
  const program = mkdtempSync(join(folder, 'node-'));
  installDigits('node', program);
  writeFileSync(join(program, 'request.json'), JSON.stringify(request));
  const { stdout, stderr } = spawnSync(process.execPath, ['infer.mjs', 'request.json'], {
    cwd: program,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const [{ name, shape, datatype, data }] = (JSON.parse(stdout) as InferResponse).outputs;
  expect({ name, shape, datatype }).toEqual({ name: 'probabilities', shape: [2, 10], datatype: 'FP32' });
  expect(Math.max(...expected.map((value, index) => Math.abs(value - data[index]!)))).toBeLessThan(1e-6);
}, 30_000);
