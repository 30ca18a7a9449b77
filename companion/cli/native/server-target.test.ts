import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import type { RunSummary } from '#share/export/run-export.ts';
import type { EvaluationSummary } from '#share/report-link/evaluation-summary.ts';
import { ServerRecords } from '../../protocols/remote/server-records.ts';
import { encodePng } from '../files/png.ts';
import { runCommand } from '../run-command.fixture.ts';
import { llamaServer, startRecordedServer, triton, type TestServer } from '../serving/recorded-servers.fixture.ts';

let folder: string;
let servers: TestServer[];

/** A server that predicts a cat, class 3 of CIFAR-10, for every image. */
const classifier = {
  'GET /v2': triton['GET /v2']!,
  'GET /v2/models/pets': createAnswer({
    name: 'pets',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 3, 32, 32] }],
    outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 10] }],
  }),
  'POST /v2/models/pets/infer': createAnswer({
    outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 10], data: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0] }],
  }),
};

function createAnswer(body: object) {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-server-target-'));
  vi.stubEnv('ASSAY_HOME', folder);
  servers = [];
  const start = async (...recorded: Parameters<typeof startRecordedServer>) => {
    const server = await startRecordedServer(...recorded);
    servers.push(server); // also stopped if a later step of the setup fails
    return server;
  };
  const far = await start(classifier);
  const talker = await start(llamaServer);
  const records = new ServerRecords(join(folder, 'servers'));
  await records.add({ name: 'far', protocol: 'oip', urls: [far.url], models: ['pets'] });
  await records.add({ name: 'talker', protocol: 'openai', urls: [talker.url] });
  await writeFile(
    join(folder, 'a.png'),
    encodePng(2, 2, () => 255),
  );
  await writeFile(join(folder, 'questions.csv'), 'question,answer\nab,cde\nabc,f\n');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.map((server) => server.kill()));
  await rm(folder, { recursive: true });
});

const runAssay = (...args: string[]) => runCommand(args);

const createQuestionArgs = () => ['--task', 'text-generation', '--data', join(folder, 'questions.csv')];
const talkerTarget = ['--target', 'companion:openai'];

test('run performs a task with a tensor model on a server', async () => {
  const classify = ['--task', 'image-classification', '--model', 'far/pets', '--input', join(folder, 'a.png')];
  const { code, printed, logged } = await runAssay('run', ...classify, '--target', 'companion:oip', '--json');
  expect(code, logged).toBe(0);
  const { engine, device, inputs } = JSON.parse(printed) as RunSummary<readonly unknown[]>;
  expect([engine, device]).toEqual(['oip', 'server']);
  const [input] = inputs;
  expect(input && 'result' in input && input.result[0]).toEqual({ label: 'cat', probability: 1 });
});

test('run and eval accept a language model on a server', async () => {
  const prompt = ['--task', 'text-generation', '--model', 'talker/counting', '--prompt', 'ab', ...talkerTarget];
  expect(await runAssay('run', ...prompt)).toMatchObject({ code: 0, printed: 'cde' });
  const { printed, logged } = await runAssay(
    'eval',
    ...createQuestionArgs(),
    '--model',
    'talker/counting',
    ...talkerTarget,
    '--json',
  );
  expect(printed, logged).not.toBe('');
  const { report } = JSON.parse(printed) as EvaluationSummary;
  expect(report.scores.find(({ metric }) => metric === 'exact-match')).toMatchObject({ value: 0.5, n: 2 });
  expect(report).toMatchObject({
    subject: { id: 'talker/counting' },
    target: { opened: { host: 'companion', engine: 'openai', device: 'server' } },
  });
  expect(report).not.toHaveProperty('energy'); // the counters would measure this machine, not the server
});

test('bench of a server also times an empty request', async () => {
  const args = ['--model', 'far/pets', '--target', 'companion:oip', '--quick', '--json'];
  const { printed, logged } = await runAssay('bench', ...args);
  expect(printed, logged).not.toBe('');
  const { report, link } = JSON.parse(printed) as { readonly report: TensorReport; readonly link: string };
  expect(report).toMatchObject({
    subject: { id: 'far/pets' },
    target: { opened: { host: 'companion', engine: 'oip', device: 'server' } },
    emptyRequest: { n: expect.any(Number) as number },
  });
  const [cell] = report.cells;
  expect(cell!.agreement).toMatchObject({ verdict: 'not-measured', why: 'no-reference' });
  expect(cell!.steady.medianMs).toBeGreaterThan(0);
  expect(report).not.toHaveProperty('energy'); // the counters would measure this machine, not the server
  expect((await decodeReportLink(link)) as TensorReport).toMatchObject({ emptyRequest: report.emptyRequest });
});

test('gate judges a model on a server, but not its file size, and signs no hallmark', async () => {
  const gateFile = join(folder, 'gates.json');
  await writeFile(gateFile, JSON.stringify({ version: 1, gates: { 'model-size': 'error' } }));
  const gate = [
    'gate',
    ...createQuestionArgs(),
    '--candidate',
    'talker/counting',
    ...talkerTarget,
    '--gates',
    gateFile,
  ];
  expect(await runAssay(...gate)).toMatchObject({
    code: 3,
    printed: expect.stringContaining('the files of the model are on a server') as string,
  });
  expect(await runAssay(...gate, '--hallmark', join(folder, 'x.hallmark.json'))).toMatchObject({ code: 2 });
});

test.each([
  [
    'a benchmark of a language model',
    ['bench', '--model', 'talker/counting', ...talkerTarget],
    2,
    'does not report which tokens it reuses',
  ],
  ['a profile', ['profile', 'far/pets', '--target', 'companion:oip'], 2, 'expected a native engine on this machine'],
  [
    'an unknown model',
    ['bench', '--model', 'far/none', '--target', 'companion:oip', '--quick'],
    1,
    'answers with status 404',
  ],
  [
    'a task with several graphs',
    ['run', '--task', 'ocr', '--model', 'far/pets', '--input', __filename, '--target', 'companion:oip'],
    1,
    'several graphs',
  ],
  [
    'an unknown server',
    ['run', '--task', 'text-generation', '--model', 'nowhere/x', '--prompt', 'a', ...talkerTarget],
    1,
    'There is no model called nowhere/x.',
  ],
  [
    'a number of threads',
    [
      'run',
      '--task',
      'text-generation',
      '--model',
      'talker/counting',
      '--prompt',
      'a',
      ...talkerTarget,
      '--threads',
      '2',
    ],
    2,
    '--threads cannot be set for a server',
  ],
])('%s is rejected on a server with the reason', async (_, args, exitCode, reason) => {
  const { code, logged } = await runAssay(...args);
  expect(logged).toContain(reason);
  expect(code).toBe(exitCode);
});
