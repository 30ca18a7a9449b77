import { expect, test } from 'vitest';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { formatBenchLink, parseBenchLink } from './bench-link.ts';

test('a link contains the whole run and is parsed back', () => {
  const request: BenchRequest = {
    subject: { kind: 'workload', id: 'decoder' },
    engine: 'ort',
    device: 'webgpu',
    threads: 2,
    graphOptimisation: 'all',
    effort: 'full',
  };
  const link = '#/bench?workload=decoder&engine=ort&device=webgpu&threads=2&graph=all&effort=full';
  expect(formatBenchLink(request)).toBe(link);
  expect(parseBenchLink(link)).toEqual({ request, linkedId: null, startsAutomatically: false, receivedPayload: null });
  expect(parseBenchLink(formatBenchLink(request, { startsAutomatically: true }))).toEqual({
    request,
    linkedId: null,
    startsAutomatically: true,
    receivedPayload: null,
  });
});

test('a link contains the settings of an engine and is parsed back', () => {
  const subject = { kind: 'model', id: 'centernet' } as const;
  const tfjs: BenchRequest = { subject, engine: 'tfjs', device: 'webgl', precision: 'float16', effort: 'quick' };
  const link = '#/bench?model=centernet&engine=tfjs&device=webgl&precision=float16&effort=quick';
  expect(formatBenchLink(tfjs)).toBe(link);
  expect(parseBenchLink(link).request).toEqual(tfjs);
  for (const [memoryPattern, memory] of [
    [true, 'on'],
    [false, 'off'],
  ] as const) {
    const ort: BenchRequest = { subject, engine: 'ort', device: 'wasm', memoryPattern, effort: 'quick' };
    expect(formatBenchLink(ort)).toContain(`&memory=${memory}&`);
    expect(parseBenchLink(formatBenchLink(ort)).request).toEqual(ort);
  }
});

test('a link contains a run of a language model, with its context length', () => {
  const subject = { kind: 'model', id: 'maker/chat:tiny.gguf' } as const;
  const parsed = parseBenchLink('#/bench?model=maker/chat:tiny.gguf&context=512').request;
  expect(parsed).toEqual({ subject, engine: 'wllama', contextLength: 512, effort: 'standard' });
  expect(parseBenchLink(formatBenchLink(parsed)).request).toEqual(parsed);
});

test('in links of version 0.1.0, the engine is `runtime` and plain JavaScript is `cpu`', () => {
  const link = '#/bench?model=centernet&runtime=tfjs&device=cpu&threads=1&effort=quick';
  const { request } = parseBenchLink(link);
  expect(request.device).toBe('javascript');
  expect(formatBenchLink(request)).toBe(link.replace('cpu', 'javascript').replace('runtime', 'engine'));
});

test('absent settings of a link have their defaults', () => {
  expect(parseBenchLink('#/bench?workload=conv')).toEqual({
    request: { subject: { kind: 'workload', id: 'conv' }, engine: 'ort', effort: 'standard' },
    linkedId: null,
    startsAutomatically: false,
    receivedPayload: null,
  });
});

test('a link to a run of a file contains the sizes of its dimensions, but not the file', () => {
  const request: BenchRequest = {
    subject: { kind: 'files', files: [] },
    engine: 'ort',
    device: 'wasm',
    effort: 'quick',
    dimensions: { 'sequence length': 128, 'a:b,c': 3 },
  };
  const link = formatBenchLink(request);
  expect(parseBenchLink(link)).toEqual({ request, linkedId: null, startsAutomatically: false, receivedPayload: null });
  expect(parseBenchLink(new URLSearchParams(link.split('?')[1]).toString())).toEqual({
    request,
    linkedId: null,
    startsAutomatically: false,
    receivedPayload: null,
  });
});

test('a dimension can have the name of an inherited property', () => {
  const { dimensions } = parseBenchLink('#/bench?file=1&dims=__proto__:3,constructor:4').request;
  expect(Object.entries(dimensions ?? {})).toEqual([
    ['__proto__', 3],
    ['constructor', 4],
  ]);
  expect(Object.getPrototypeOf(dimensions)).toBe(Object.prototype);
});

test('a link contains the id of its model', () => {
  expect(parseBenchLink('?model=mobilenet-v2.int8').request.subject).toEqual({
    kind: 'model',
    id: 'mobilenet-v2.int8',
  });
});

test.each([
  ['org/name:onnx/model (1).onnx', 'ort', 'org%2Fname%3Aonnx%2Fmodel%20(1).onnx'],
  ['org/name:net.tflite', 'litert', 'org%2Fname%3Anet.tflite'],
  ['https://models.example/tfjs/model.json', 'tfjs', 'https%3A%2F%2Fmodels.example%2Ftfjs%2Fmodel.json'],
] as const)('a link contains the id of the stored model %s, which runs on %s by default', (id, engine, written) => {
  const request: BenchRequest = { subject: { kind: 'model', id }, engine, effort: 'quick' };
  expect(parseBenchLink(`#/bench?model=${id}&effort=quick`).request).toEqual(request);
  const link = formatBenchLink(request);
  expect(link).toBe(`#/bench?model=${written}&engine=${engine}&effort=quick`);
  expect(parseBenchLink(link).request).toEqual(request);
});

test.each([
  ['', 'reason: setting-unknown; setting: '],
  ['engine=ort', 'reason: not-one-subject; named: ;'],
  ['workload=conv&model=digits', 'reason: not-one-subject; named: workload, model;'],
  ['workload=conv&workload=conv', 'reason: setting-repeated; setting: workload'],
  ['workload=conv2', 'choices: conv, encoder, decoder; setting: workload; value: conv2'],
  ['workload=toString', 'setting: workload; value: toString'],
  ['model=../../etc', 'reason: model-id-'],
  ['model=', 'reason: model-id-'],
  ['model=org/name', 'reason: model-id-without-file'],
  ['model=org/name:..%2F..%2Fetc', 'reason: model-id-'],
  ['model=org/name:a%00.onnx', 'reason: model-id-'],
  ['model=javascript:alert(1)', 'reason: model-id-'],
  ['model=https://models.example/a.onnx%3Ftoken%3Dx', 'reason: model-id-'],
  ['file=2', 'setting: file; value: 2'],
  ['workload=conv&device=npu', 'choices: wasm, webgpu, webgl, javascript; setting: device; value: npu'],
  ['workload=conv&engine=__proto__', 'setting: engine; value: __proto__'],
  ['workload=conv&threads=0', 'setting: threads; value: 0'],
  ['workload=conv&threads=65', 'min: 1; max: 64; setting: threads; value: 65'],
  ['workload=conv&threads=1e1', 'setting: threads; value: 1e1'],
  ['workload=conv&threads=', 'setting: threads; value: '],
  ['workload=conv&effort=heroic', 'setting: effort; value: heroic'],
  ['workload=conv&graph=max', 'setting: graph; value: max'],
  ['workload=conv&memory=1', 'choices: on, off; setting: memory; value: 1'],
  ['workload=conv&precision=float8', 'choices: float32, float16; setting: precision; value: float8'],
  ['workload=conv&engine=tfjs', 'reason: engine-without-onnx; engine: tfjs'],
  ['workload=conv&auto=yes', 'setting: auto; value: yes'],
  ['workload=conv&note=%3Cb%3E', 'reason: setting-unknown; setting: note'],
  ['file=1&dims=length', 'reason: not-name-and-size; setting: dims; value: length'],
  ['file=1&dims=length:0', 'setting: dims; value: 0'],
  ['file=1&dims=length:99999999999', 'setting: dims; value: 99999999999'],
  ['workload=%E0%A4%A', 'reason: not-percent-encoded'],
  [`workload=${'c'.repeat(20_000)}`, 'reason: link-too-long; characters: '],
])('the link %j is rejected with the setting and its allowed values', (query, why) => {
  const link = `#/bench?${query}`;
  expect(() => parseBenchLink(link)).toThrow(
    expect.objectContaining({ code: 'link-invalid', message: expect.stringContaining(why) }),
  );
});

test('a link to a run of a linked file names it', () => {
  const link = '#/bench?linked=tiny.gguf%20(2)&engine=wllama&effort=quick';
  const { request, linkedId, startsAutomatically } = parseBenchLink(link);
  expect(request.subject).toEqual({ kind: 'files', files: [] });
  expect(linkedId).toBe('tiny.gguf (2)');
  expect(formatBenchLink(request, { startsAutomatically, linkedId })).toBe(link);
});

test('a link contains the result that its run is compared with', () => {
  const link = '#/bench?workload=conv&engine=ort&effort=quick&auto=1&against=AgYl-_8';
  const { request, ...options } = parseBenchLink(link);
  expect(options).toEqual({ linkedId: null, startsAutomatically: true, receivedPayload: 'AgYl-_8' });
  expect(formatBenchLink(request, options)).toBe(link);
});

test('a link names a native engine of the companion; the default is its first device', () => {
  const link = '#/bench?model=maker/net:x.onnx&host=companion&engine=openvino&device=gpu&effort=quick';
  const { request } = parseBenchLink(link);
  expect(request).toMatchObject({ engine: 'openvino', device: 'gpu' });
  expect(formatBenchLink(request)).toBe(link.replace(':', '%3A').replace('/net', '%2Fnet'));
  expect(parseBenchLink('#/bench?workload=conv&host=companion').request).toMatchObject({
    engine: 'ort',
    device: 'cpu',
  });
  // Such a device is in the companion only if the link names the host.
  expect(parseBenchLink('#/bench?workload=conv&host=page&device=cpu').request.device).toBe('javascript');
});

test('a link to a model that the companion has needs no host, and names one of its engines', () => {
  const { request } = parseBenchLink('#/bench?model=companion:a/net.onnx');
  expect(request).toMatchObject({ subject: { id: 'companion:a/net.onnx' }, engine: 'ort', device: 'cpu' });
  expect(parseBenchLink(formatBenchLink(request)).request).toEqual(request);
  expect(parseBenchLink('#/bench?model=companion:a/net.onnx&engine=openvino').request).toMatchObject({
    engine: 'openvino',
    device: 'cpu',
  });
});

test.each([
  ['the page as the host of a model that only the companion has', 'model=companion:net.onnx&host=page'],
  ['an engine that runs only in the page, in the companion', 'file=1&host=companion&engine=tfjs'],
  ['an engine of the companion that does not open the model', 'workload=conv&host=companion&engine=llama'],
  ['a device that the engine does not have there', 'workload=conv&host=companion&engine=ort&device=wasm'],
  ['a model that no native engine opens', 'model=maker/net:model.json&host=companion'],
])('a link with %s is rejected', (_, query) => {
  expect(() => parseBenchLink(`#/bench?${query}`)).toThrow(expect.objectContaining({ code: 'link-invalid' }));
});
