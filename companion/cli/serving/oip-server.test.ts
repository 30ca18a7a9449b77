import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { DataType } from '#core/engine/tensor.ts';
import { createContractModel, createCorruptModels, toModelFiles } from '#runtimes/ort/contract-model.fixture.ts';
import { send } from '../../gateway/gateway.fixture.ts';
import { startClientServers, type TestServers } from './client-servers.fixture.ts';
import { createHostedEngines } from '../native/hosted-engines.ts';

/** A model that returns its input. */
function createIdentityModel(type: DataType): ModelFiles {
  const graph = createGraphBuilder('identity');
  graph.node('Identity', [graph.input('x', type, ['n'])], {}, 'y');
  graph.output('y', type, ['n']);
  return toModelFiles('identity', writeOnnx(graph.model(17)));
}

const engines = createHostedEngines();
let companion: TestServers;
let key: string;
let manager: string;

beforeAll(async () => {
  const models = {
    'contract.onnx': createContractModel(),
    'folder/int64.onnx': createIdentityModel('int64'),
    'text.onnx': createIdentityModel('string'),
    'float.onnx': createIdentityModel('float32'),
    'half.onnx': createIdentityModel('float16'),
    'broken.onnx': createCorruptModels()['truncated']!,
  };
  companion = await startClientServers(models, engines);
  key = await companion.createKey('read', 'run');
  manager = await companion.createKey('read', 'run', 'manage');
});
afterAll(async () => {
  await companion.close();
  await engines.close();
});

async function call(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}, secret = key) {
  const response = await fetch(companion.url + path, {
    headers: { authorization: `Bearer ${secret}`, ...headers },
    ...(body !== undefined && {
      method: 'POST',
      body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
    }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const json = () => JSON.parse(bytes.toString()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, bytes, json };
}

const infer = (model: string, inputs: unknown, options: object = {}) =>
  call(`/v2/models/${model}/infer`, { inputs, ...options });
const x = { name: 'x', datatype: 'FP32', shape: [2, 3] };

describe('metadata', () => {
  test('reports that it is live and lists its extensions', async () => {
    expect((await call('/v2/health/live')).status).toBe(200);
    expect((await call('/v2/health/ready')).status).toBe(200);
    const { extensions } = (await call('/v2')).json();
    expect(extensions).toEqual(['binary_tensor_data', 'model_repository']);
  });

  test('describes free dimensions as -1', async () => {
    expect((await call('/v2/models/contract.onnx')).json()).toEqual({
      name: 'contract.onnx',
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 3] }],
      outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 2] }],
    });
  });
});

describe('inference', () => {
  // Requests of tritonclient 2.73.0: `InferenceServerClient.generate_request_body` for x = [[1, 2, 3], [0, 0, 1]].
  const recordedJson =
    '{"id":"7","inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1.0,2.0,3.0,0.0,0.0,1.0]}],"outputs":[{"name":"y","parameters":{"binary_data":false}}]}';
  const recordedBinary = Buffer.from(
    'eyJpZCI6IjciLCJpbnB1dHMiOlt7Im5hbWUiOiJ4Iiwic2hhcGUiOlsyLDNdLCJkYXRhdHlwZSI6IkZQMzIiLCJwYXJhbWV0ZXJzIjp7ImJpbmFyeV9kYXRhX3NpemUiOjI0fX1dLCJvdXRwdXRzIjpbeyJuYW1lIjoieSIsInBhcmFtZXRlcnMiOnsiYmluYXJ5X2RhdGEiOnRydWV9fV19AACAPwAAAEAAAEBAAAAAAAAAAAAAAIA/',
    'base64',
  );
  const recordedStrings = Buffer.from(
    'eyJpbnB1dHMiOlt7Im5hbWUiOiJ4Iiwic2hhcGUiOlsyXSwiZGF0YXR5cGUiOiJCWVRFUyIsInBhcmFtZXRlcnMiOnsiYmluYXJ5X2RhdGFfc2l6ZSI6MTJ9fV0sInBhcmFtZXRlcnMiOnsiYmluYXJ5X2RhdGFfb3V0cHV0Ijp0cnVlfX0CAAAAw6kCAAAAYWI=',
    'base64',
  );
  const y = [32, 48, 15, 26]; // by hand: x · [[1, 2], [3, 4], [5, 6]] + [10, 20]

  test('answers a recorded JSON request in JSON', async () => {
    const answer = await call('/v2/models/contract.onnx/infer', Buffer.from(recordedJson));
    expect(answer.json()).toEqual({
      model_name: 'contract.onnx',
      id: '7',
      outputs: [{ name: 'y', datatype: 'FP32', shape: [2, 2], data: y }],
    });
  });

  test('answers a recorded binary request with binary tensors', async () => {
    const answer = await call('/v2/models/contract.onnx/infer', recordedBinary, {
      'inference-header-content-length': '162',
    });
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    const length = Number(answer.headers.get('inference-header-content-length'));
    expect(JSON.parse(answer.bytes.toString('utf8', 0, length))).toEqual({
      model_name: 'contract.onnx',
      id: '7',
      outputs: [{ name: 'y', datatype: 'FP32', shape: [2, 2], parameters: { binary_data_size: 16 } }],
    });
    expect([...new Float32Array(answer.bytes.buffer.slice(answer.bytes.byteOffset + length))].slice(0, 4)).toEqual(y);
  });

  test('returns the strings of a recorded request unchanged', async () => {
    const answer = await call('/v2/models/text.onnx/infer', recordedStrings, {
      'inference-header-content-length': '134',
    });
    expect(answer.bytes.subarray(-12)).toEqual(recordedStrings.subarray(-12));
  });

  test('keeps all digits of 64-bit integers', async () => {
    const input = { name: 'x', datatype: 'INT64', shape: [2], data: [9_007_199_254_740_991, -1] };
    const answer = await infer('folder/int64.onnx', [input]);
    expect(answer.bytes.toString()).toContain('"data":[9007199254740991,-1]');
  });

  test('reads nested data in the order of its dimensions', async () => {
    const nested = {
      ...x,
      data: [
        [1, 2, 3],
        [[0], 0, 1],
      ],
    };
    expect((await infer('contract.onnx', [nested])).json()).toMatchObject({ outputs: [{ data: y }] });
  });
});

const data = [1, 2, 3, 0, 0, 1];
const binary = { parameters: { binary_data_size: 24 } };
test.each<[string, string, unknown, object, number, RegExp]>([
  ['an unknown model', 'none.onnx', [{ ...x, data }], {}, 404, /no model called none\.onnx/],
  ['a path out of the folder', '..%2Fkeys%2Fa.onnx', [{ ...x, data }], {}, 404, /no model called/],
  ['a NUL in the name', 'a%00.onnx', [{ ...x, data }], {}, 404, /no model called/],
  ['too few elements', 'contract.onnx', [{ ...x, data: [1] }], {}, 400, /1 elements, but its shape needs 6/],
  ['no data', 'contract.onnx', [x], {}, 400, /0 elements/],
  ['a string among numbers', 'contract.onnx', [{ ...x, data: [1, 2, 3, 0, 0, '1'] }], {}, 400, /contains "1"/],
  ['a huge shape', 'contract.onnx', [{ ...x, shape: [2 ** 53 - 1, 2 ** 53 - 1], ...binary }], {}, 400, /0 bytes/],
  ['a negative size', 'contract.onnx', [{ ...x, shape: [-1, 3], data }], {}, 400, /shape/],
  ['a size that is NaN', 'contract.onnx', [{ ...x, shape: [null, 3], data }], {}, 400, /shape/],
  ['missing binary data', 'contract.onnx', [{ ...x, ...binary }], {}, 400, /0 bytes of the tensor/],
  ['an unknown type', 'contract.onnx', [{ ...x, datatype: 'BF16', data }], {}, 400, /unknown type “BF16”/],
  ['a type other than that of the input', 'contract.onnx', [{ ...x, datatype: 'INT8', data }], {}, 400, /int8\[2,3\]/],
  [
    'an input twice',
    'contract.onnx',
    [
      { ...x, data },
      { ...x, data },
    ],
    {},
    400,
    /two tensors named “x”/,
  ],
  ['half precision in JSON', 'half.onnx', [{ ...x, datatype: 'FP16', data }], {}, 400, /JSON cannot express/],
  ['an unknown output', 'contract.onnx', [{ ...x, data }], { outputs: [{ name: 'z' }] }, 400, /no output “z”/],
  ['no inputs', 'contract.onnx', undefined, {}, 400, /inputs/],
])('rejects %s with the reason', async (_, model, inputs, options, status, reason) => {
  const answer = await infer(model, inputs, options);
  expect(answer.json()['error']).toMatch(reason);
  expect(answer.status).toBe(status);
});

test('rejects an infinite output in JSON, but sends it as binary data', async () => {
  const ieee = { name: 'x', datatype: 'FP32', shape: [1], parameters: { binary_data_size: 4 } };
  const request = (isBinary: boolean) => {
    const json = JSON.stringify({ inputs: [ieee], outputs: [{ name: 'y', parameters: { binary_data: isBinary } }] });
    const bytes = Buffer.concat([Buffer.from(json), Buffer.from(Float32Array.of(Infinity).buffer)]);
    return call('/v2/models/float.onnx/infer', bytes, { 'inference-header-content-length': String(json.length) });
  };
  expect((await request(false)).json()['error']).toMatch(/JSON cannot express/);
  expect((await request(true)).bytes.readFloatLE((await request(true)).bytes.length - 4)).toBe(Infinity);
});

test('rejects a body that is not JSON, is compressed or contradicts its header', async () => {
  const path = '/v2/models/contract.onnx/infer';
  expect((await call(path, Buffer.from('{'))).json()['error']).toMatch(/not JSON/);
  expect((await call(path, Buffer.from('{}'), { 'content-encoding': 'gzip' })).json()['error']).toMatch(/compressed/);
  const beyond = await call(path, Buffer.from('{}'), { 'inference-header-content-length': '3' });
  expect(beyond.json()['error']).toMatch(/inference-header-content-length/);
  const extra = await call(path, Buffer.from('{"inputs":[]}xx'), { 'inference-header-content-length': '13' });
  expect(extra.json()['error']).toMatch(/2 bytes follow its JSON/);
});

describe('the model repository', () => {
  const findEntry = async (name: string) => {
    const index = (await call('/v2/repository/index', {})).json() as unknown as { name: string; state: string }[];
    return index.find((entry) => entry.name === name);
  };

  test('reports an unloaded model as unavailable until it is loaded again', async () => {
    const path = '/v2/repository/models/contract.onnx';
    expect(await findEntry('contract.onnx')).toMatchObject({ state: 'READY' });
    expect((await call(`${path}/unload`, { parameters: { unload_dependents: false } }, {}, manager)).status).toBe(200);
    expect(await findEntry('contract.onnx')).toMatchObject({ state: 'UNAVAILABLE', reason: 'unloaded' });
    expect((await call('/v2/models/contract.onnx/ready')).status).toBe(503);
    expect((await infer('contract.onnx', [{ ...x, data }])).json()['error']).toMatch(/was unloaded.*Load it first/);
    const options = { parameters: { threads: 1, settings: { graphOptimisation: 'basic' } } };
    expect((await call(`${path}/load`, options, {}, manager)).status).toBe(200);
    expect((await call('/v2/models/contract.onnx/ready')).status).toBe(200);
  });

  test('lists a model that cannot be opened with the reason', async () => {
    expect((await call('/v2/repository/models/broken.onnx/load', {}, {}, manager)).status).toBe(400);
    expect(await findEntry('broken.onnx')).toMatchObject({ state: 'UNAVAILABLE', reason: expect.stringMatching(/./) });
  });

  test('rejects a parameter with a file or an engine option', async () => {
    for (const parameters of [{ 'file:1/model.onnx': 'AAAA' }, { config: '{}' }, { settings: { cache_dir: '/' } }]) {
      const answer = await call('/v2/repository/models/contract.onnx/load', { parameters }, {}, manager);
      expect(answer.status).toBe(400);
      expect(answer.json()['error']).toMatch(/parameters/);
    }
  });

  test('neither loads nor unloads a model with a key that does not allow it', async () => {
    for (const action of ['load', 'unload']) {
      const answer = await call(`/v2/repository/models/contract.onnx/${action}`, {});
      expect(answer.status).toBe(403);
      expect(answer.json()['error']).toMatch(/scope "manage"/);
    }
  });
});

test('closes the least recently used model at the memory limit, and reopens it on demand', async () => {
  const models = { 'a.onnx': createContractModel(), 'b.onnx': createContractModel() };
  const small = await startClientServers(models, engines, 1_500_000); // one of the bodies has 1.1 MB
  const secret = await small.createKey('run');
  const ask = (model: string) =>
    fetch(`${small.url}/v2/models/${model}/infer`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify({ inputs: [{ ...x, data }] }),
    });
  const answers = await Promise.all(['a.onnx', 'a.onnx'].map(ask));
  for (const model of ['b.onnx', 'a.onnx', 'b.onnx']) answers.push(await ask(model));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  await small.close();
});

test('every endpoint of the Open Inference Protocol rejects a request without a key', async () => {
  const posts = ['/v2/models/contract.onnx/infer', '/v2/repository/index', '/v2/repository/models/contract.onnx/load'];
  for (const path of ['/v2', '/v2/health/live', '/v2/models/contract.onnx', ...posts]) {
    const { status, body } = await send(companion.port, path, { method: posts.includes(path) ? 'POST' : 'GET' });
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ error: expect.stringContaining('valid key') as string });
  }
});
