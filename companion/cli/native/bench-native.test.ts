import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoadCurve, LoadSeries } from '#bench/load-curve/load-curve.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import { findSkipReason } from '../../engines/engine-under-test.fixture.ts';
import { runCommand } from '../run-command.fixture.ts';

let folder: string;
let model: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  model = join(folder, 'contract.onnx');
  const [bytes] = createContractModel().files.values();
  await writeFile(model, bytes as Uint8Array);
});
afterAll(() => rm(folder, { recursive: true }));

const bench = (...args: string[]) => runCommand(['bench', ...args]);

/** Runs a benchmark that must succeed. Its log is the message of a failed assertion. */
async function runAndReadReport(...args: string[]) {
  const { code, printed, logged } = await bench(...args);
  expect(printed, logged).not.toBe('');
  const json = JSON.parse(printed) as { report: TensorReport; link: string; loadCurve?: LoadCurve };
  expect(code).toBe(findExitCode(json.report));
  return json;
}

/** A benchmark on a busy machine can fail because of too many interruptions. */
const findExitCode = ({ validity }: TensorReport) => (validity === 'interrupted' ? 1 : 0);

const createOptions = (target: string) => ['--model', model, '--target', target, '--dims', 'n=2', '--quick', '--json'];

test.skipIf(await findSkipReason('ort'))('bench measures a file with native onnxruntime', async () => {
  const { report, link } = await runAndReadReport(
    ...createOptions('companion:ort:cpu'),
    '--threads',
    '1',
    '--graph',
    'basic',
  );
  expect(report.target).toMatchObject({
    requested: { host: 'companion', engine: 'ort', device: 'cpu', threads: 1 },
    opened: { host: 'companion', engine: 'ort', device: 'cpu', threads: 1 },
  });
  expect(report.environment).toMatchObject({ kind: 'native', program: expect.stringMatching(/^Node \d+$/) as string });
  expect(report).toMatchObject({ settings: { graphOptimisation: 'basic' }, dimensions: { n: 2 } });
  expect(report.subject).toMatchObject({ kind: 'files', id: 'contract.onnx', weightType: 'float32' });
  expect(report.app.commit).toBe('abc1234');
  const [cell] = report.cells;
  expect(cell!.steady.medianMs).toBeGreaterThan(0);
  expect(cell!.agreement).toMatchObject({ reference: 'this-device-cpu-unoptimised', verdict: 'identical' });
  expect((await decodeReportLink(link)).target).toEqual(report.target);
});

test.skipIf(await findSkipReason('ort'))(
  'bench measures a load curve of batches and concurrent requests, with their knees',
  async () => {
    const { loadCurve } = await runAndReadReport(...createOptions('companion:ort:cpu'), '--load-curve');
    const { batch, concurrency } = loadCurve as Record<keyof LoadCurve, LoadSeries>;
    expect(batch.points.map(({ size }) => size)).toEqual([1, 2, 4, 8, 16, 32]);
    expect(concurrency.points.map(({ size }) => size)).toEqual([1, 2, 4, 8, 16]);
    for (const { points, knee } of [batch, concurrency]) {
      for (const { size, inputsPerS, medianMs } of points) {
        // Little's law: calls in flight = rate x latency; the mean latency is above or near the median.
        expect((inputsPerS * medianMs) / 1000).toBeLessThan(1.5 * size);
        expect(inputsPerS / medianMs).toBeLessThanOrEqual(knee.power);
      }
    }
  },
);

test.each([
  ['without a native engine', ['--model', 'digits'], '--load-curve needs --target'],
  ['of a language model', ['--model', 'x/y:a.gguf', '--target', 'companion:llama:cpu'], 'one request'],
])('rejects a load curve %s before it opens a model', async (_, args, reason) => {
  const { code, logged } = await bench(...args, '--load-curve');
  expect(code).toBe(2);
  expect(logged).toContain(reason);
});

const skipReason = (await findSkipReason('openvino')) || (await findSkipReason('ort'));
test.skipIf(skipReason)(`compares the outputs of OpenVINO with those of onnxruntime ${skipReason}`, async () => {
  const { report } = await runAndReadReport(...createOptions('companion:openvino:cpu'));
  expect(report.settings).toEqual({ computePrecision: 'float32' });
  expect(report.cells[0]!.agreement).toMatchObject({ reference: 'this-device-cpu', verdict: /identical|expected/ });
});

test.each([
  [['--target', 'ort'], '--target is "ort"; expected a host, an engine and a device, such as companion:ort:cpu'],
  [['--target', 'companion:ort:wasm'], '--target is "companion:ort:wasm", but ort runs on cpu, gpu, npu'],
  [['--target', 'companion:litert:cpu'], 'which does not open onnx files'],
  [['--target', 'companion:ort:cpu', '--device', 'wasm'], '--device cannot be combined with --target'],
  [['--target', 'companion:ort:cpu', '--streams', '2'], '--streams is not a setting of ort on cpu'],
])('rejects the arguments %j: %s', async (args, message) => {
  const { code, logged } = await bench('--model', model, '--quick', ...args);
  expect(code).toBe(2);
  expect(logged).toContain(message);
});

test.skipIf(await findSkipReason('ort'))('rejects a model with free dimensions and suggests sizes', async () => {
  const graph = createGraphBuilder('free');
  graph.node('Identity', [graph.input('x', 'float32', ['batch', 'length'])], {}, 'y');
  graph.output('y', 'float32', ['batch', 'length']);
  const modelFile = join(folder, 'free.onnx');
  await writeFile(modelFile, writeOnnx(graph.model(17)));
  const { code, logged } = await bench('--model', modelFile, '--target', 'companion:ort:cpu');
  expect(code).toBe(2);
  expect(logged).toContain('For example: --dims length=');
});
