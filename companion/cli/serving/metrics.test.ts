import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { createHostedEngines } from '../native/hosted-engines.ts';
import { startClientServers, type TestServers } from './client-servers.fixture.ts';

const engines = createHostedEngines();
let companion: TestServers;
beforeAll(async () => {
  companion = await startClientServers({ 'contract.onnx': createContractModel() }, engines);
});
afterAll(async () => {
  await companion.close();
  await engines.close();
});

const call = (path: string, key: string | null, body?: object) =>
  fetch(companion.url + path, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });

test('counts the runs of each endpoint and their errors', async () => {
  const key = await companion.createKey('read', 'run');
  const x = { name: 'x', datatype: 'FP32', shape: [2, 3] };
  const infer = async (inputs: object) => (await call('/v2/models/contract.onnx/infer', key, { inputs })).status;
  expect(await infer([{ ...x, data: [1, 2, 3, 0, 0, 1] }])).toBe(200);
  expect(await infer([{ ...x, data: [1, 2, 3, 0, 0, 1] }])).toBe(200);
  expect(await infer([{ ...x, data: [1] }])).toBe(400);
  await expect
    .poll(async () => (await call('/metrics', key)).text())
    .toContain('assay_runs_total{endpoint="/v2/models/:...model/infer"} 3');
  const response = await call('/metrics', key);
  expect(response.headers.get('content-type')).toMatch(/^application\/openmetrics-text; version=1.0.0/);
  const text = await response.text();
  expect(text).toContain('assay_errors_total{endpoint="/v2/models/:...model/infer",code="request-invalid"} 1');
  expect(text).toContain('assay_latency_seconds_count{endpoint="/v2/models/:...model/infer"} 2');
  expect(text).toContain('assay_runs_total{endpoint="/v1/chat/completions"} 0');
  expect(text.endsWith('# EOF\n')).toBe(true);
});

test('serves metrics only to an API key that may read', async () => {
  expect((await call('/metrics', null)).status).toBe(401);
  expect((await call('/metrics', 'wrong')).status).toBe(401);
  expect((await call('/metrics', await companion.createKey('run'))).status).toBe(403);
});
