import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSampleCell, createSampleReport } from '#core/report/report.fixture.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/project-root.ts';
import { main } from './main.ts';

const digits = join(root, 'models/digits/model.onnx');
const image = join(root, 'src/ui/run/sample/desk.webp');
const folder = join(root, 'companion');
const evaluation = ['eval', '--task', 'digits', '--data', folder];
const textModel = ['--model', 'org/name:m.gguf'];

/** Runs a command line in this process without an app, so a command that would start a browser fails. */
const run = (...args: readonly string[]) => runWithoutApp(args, new Error('the app was requested'));

async function runWithoutApp(args: readonly string[], error: Error) {
  let [stdout, stderr] = ['', ''];
  const exitCode = await main(args, {
    print: (text) => void (stdout += text),
    log: (line) => void (stderr += `${line}\n`),
    signal: new AbortController().signal,
    buildApp: () => Promise.reject(error),
  });
  return { exitCode, stdout, stderr };
}

test.each([
  ['an unknown name', ['weigh'], 2, 'unknown command "weigh"'],
  ['the name of an inherited property', ['constructor'], 2, 'unknown command "constructor"'],
  ['an unknown option', ['device', '--fast'], 2, '--fast'],
  ['an unknown workload', ['bench', '--workload', 'sort'], 2, 'conv, encoder, decoder'],
  ['a workload and a model', ['bench', '--workload', 'conv', '--model', 'digits'], 2, 'either --workload or --model'],
  ['an unknown model', ['bench', '--model', 'no-such-model'], 2, 'neither a file, nor organisation/name'],
  ['a path to a missing file', ['bench', '--model', 'models/no-such.onnx'], 2, 'neither a file'],
  ['a missing image', ['run', '--task', 'digits', '--input', 'no-such.png'], 2, 'no-such.png'],
  ['a folder instead of an image', ['run', '--task', 'digits', '--input', folder], 2, 'is a folder'],
  ['a missing model', ['inspect', 'no-such.onnx'], 2, 'no-such.onnx'],
  ['an empty question', ['ask', '--files', folder, '--model', digits, ' '], 2, 'expected one question'],
  ['a link to a page', ['open', '#/device'], 2, 'this link contains no result'],
  ['a link to a hallmark', ['open', '#/h/AbCd'], 2, 'use assay verify'],
  ['a workload on tfjs', ['bench', '--workload', 'conv', '--engine', 'tfjs'], 2, 'engine ort only'],
  [
    'an output path in a missing folder',
    ['bench', '--workload', 'conv', '--out', 'no-such/report.md'],
    2,
    'no writable folder',
  ],
  [
    'a gate command whose run fails',
    ['gate', '--candidate', digits, '--data', folder, '--gates', 'video'],
    4,
    'the app was requested',
  ],
  [
    'a sustained run without a time',
    ['gate', '--candidate', digits, '--data', folder, '--gates', 'video', '--sustained-run', 'long'],
    2,
    '--sustained-run is "long"; expected a time of up to 24h',
  ],
  [
    'too many callers',
    ['gate', '--candidate', digits, '--data', folder, '--gates', 'video', '--load-test', '65'],
    2,
    '--load-test is "65"; expected a whole number from 0 to 64',
  ],
  ['an empty sample', ['eval', '--task', 'digits', '--data', folder, '--sample', '0'], 2, '--sample'],
  [
    'an output in a folder that is not writable',
    ['bench', '--workload', 'conv', '--out', '/proc/assay.json'],
    2,
    '--out "/proc/assay.json" cannot be written: there is no writable folder "/proc"',
  ],
  [
    'a sample without data',
    ['gate', '--candidate', digits, '--gates', 'video', '--sample', '5'],
    2,
    '--sample needs --data',
  ],
  ['a gate command without a gate file', ['gate', '--candidate', digits], 2, '--gates is required'],
  [
    'an unknown preset',
    ['gate', '--candidate', digits, '--data', folder, '--gates', 'strictest'],
    2,
    'nor one of the presets production, interactive, video, chat, mobile, strict',
  ],
  [
    'a hallmark as baseline without its gate file',
    [
      'gate',
      '--candidate',
      digits,
      '--data',
      folder,
      '--baseline',
      join(root, 'src/hallmark/test-vectors/python.hallmark.json'),
    ],
    2,
    'the gate file of the hallmark, which has the SHA-256',
  ],
  [
    'a changed hallmark as baseline',
    ['gate', '--candidate', digits, '--data', folder, '--baseline', '#/h/AbCd', '--gates', 'video'],
    2,
    '--baseline: ',
  ],
  [
    'a file that is not a gate file',
    ['gate', '--candidate', digits, '--data', folder, '--gates', join(root, 'package.json')],
    2,
    'its version is',
  ],
  ['a report in place of the model', ['bench', '--model', digits, '--out', digits], 2, 'would replace it'],
  [
    'a gate report in place of the model',
    ['gate', '--candidate', digits, '--data', folder, '--junit', digits],
    2,
    'would replace it',
  ],
  [
    'a table of items in place of the model',
    ['eval', '--task', 'digits', '--model', digits, '--data', folder, '--items', digits],
    2,
    'would replace it',
  ],
  ['an unknown task', ['run', '--task', 'juggling', '--input', image], 2, 'juggling'],
  ['an engine that does not open the file', ['bench', '--model', digits, '--engine', 'tfjs'], 2, 'runs on ort'],
  [
    'a device that the engine lacks',
    ['bench', '--model', digits, '--device', 'webgl'],
    2,
    'ort runs on wasm or webgpu',
  ],
  [
    'a setting that the engine lacks',
    ['bench', '--model', digits, '--precision', 'float16'],
    2,
    'not a setting of ort',
  ],
  ['an unknown device', ['run', '--task', 'digits', '--input', image, '--device', 'abacus'], 2, 'device is “abacus”'],
  ['a truncated link', ['open', '#/r/AbCd'], 1, 'link-invalid'],
  ['no link', ['open', ''], 2, 'expected one link'],
  ['a bundled model of another engine', ['bench', '--model', 'digits', '--engine', 'tfjs'], 2, 'digits runs on ort'],
  ['the option --runtime of 0.1.0', ['bench', '--model', 'digits', '--runtime=tfjs'], 2, '--engine is "tfjs"'],
  ['a folder as output path', ['bench', '--workload', 'conv', '--out', folder], 2, 'companion" is a folder'],
  [
    'a number as table of items',
    ['eval', '--task', 'digits', '--data', folder, '--items', '20'],
    2,
    'expected a file to write; for a sample of items use --sample 20',
  ],
  ['a folder as table of items', ['eval', '--task', 'digits', '--data', folder, '--items', folder], 2, 'is a folder'],
  ['an empty output path', ['bench', '--workload', 'conv', '--out', ''], 2, '--out is empty'],
  ['a malformed number of threads', ['bench', '--workload', 'conv', '--threads', 'all'], 2, 'threads is “all”'],
  ['a missing option value', ['bench', '--workload'], 2, '--workload needs a value'],
  ['an option as a value', ['bench', '--workload', '--quick'], 2, '--workload needs a value'],
  ['a value of a switch', ['bench', '--workload', 'conv', '--quick=yes'], 2, '--quick takes no value, but has "yes"'],
  ['an unexpected argument', ['device', 'cpu'], 2, 'unexpected argument "cpu"'],
  [
    'a prompt for an image task',
    ['run', '--task', 'digits', '--input', image, '--prompt', 'a'],
    2,
    '--prompt is only used with',
  ],
  ['a text task without a prompt', ['run', '--task', 'text-generation', ...textModel], 2, '--prompt is required'],
  [
    'a malformed token limit',
    ['run', '--task', 'text-generation', ...textModel, '--prompt', 'a', '--max-tokens', 'lots'],
    2,
    '--max-tokens is “lots”',
  ],
  [
    'a negative token limit',
    ['run', '--task', 'text-generation', ...textModel, '--prompt', 'a', '--max-tokens', '-1'],
    2,
    '--max-tokens is “-1”; it can be a whole number from 1 to',
  ],
  ['a severity without corruptions', [...evaluation, '--severity', '3'], 2, '--severity needs --robustness'],
  ['a severity that does not exist', [...evaluation, '--robustness', '--severity', '1,6'], 2, 'robustness is “1,6”'],
  ['malformed sizes', ['fit', digits, '--dims', 'batch'], 2, '“batch” in --dims'],
  ['a size for an unknown dimension', ['inspect', digits, '--dims', 'width=3'], 1, 'no free dimension width'],
  ['a comparison of one result', ['open', '#/compare/AbCd'], 1, 'a comparison needs two results'],
  ['a comparison with a truncated result', ['open', '#/compare/AbCd/AbCd'], 1, 'The first link cannot be read'],
  [
    'contradictory sampling options',
    ['run', '--task', 'text-generation', ...textModel, '--prompt', 'a', '--greedy', '--temperature', '1'],
    2,
    'cannot be combined',
  ],
  [
    'a malformed context length',
    ['fit', '--context', 'long', 'org/name'],
    2,
    '--context is "long"; expected a whole number',
  ],
  ['a GPU memory and sizes', ['fit', digits, '--gpu-memory', '6', '--dims', 'batch=1'], 2, '--dims cannot be combined'],
  ['another device and WebGPU', ['fit', digits, '--device', 'x', '--webgpu'], 2, '--webgpu cannot be combined'],
] as const)('a command with %s is rejected before a browser starts', async (_, args, exitCode, message) => {
  const result = await run(...args);
  expect(result).toMatchObject({ exitCode, stdout: '' });
  expect(result.stderr).toContain(message);
});

test('suggests the nearest command for a misspelled one, and otherwise only help', async () => {
  expect((await run('bnech')).stderr).toBe(
    'unknown command "bnech"; did you mean "bench"?\nSee npm run assay -- help.\n',
  );
  expect((await run('weigh\n')).stderr).toBe('unknown command "weigh "\nSee npm run assay -- help.\n');
});

test('reports an unknown option with a pointer to --help', async () => {
  const { stderr } = await run('bench', '--fast');
  expect(stderr).toBe('there is no option --fast\nSee npm run assay -- bench --help.\n');
});

test('inspect prints the facts of a header as the Models page shows them', async () => {
  const { exitCode, stdout } = await run('inspect', digits);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Format +ONNX \(IR version \d+, opset \d+\)\n/);
  expect(stdout).toMatch(/\nInputs\n  \S+ +float32 +.*28 × 28\n/);
  expect(JSON.parse((await run('inspect', digits, '--json')).stdout)).toMatchObject({ format: 'onnx' });
});

test('open prints whether two results are comparable, and the ratio', async () => {
  const reportHash = async (ms: number) => {
    const link = await encodeReportLink(createSampleReport({ cells: [createSampleCell('batch-1', ms, 40)] }));
    return link.slice(link.indexOf('#/r/') + '#/r/'.length);
  };
  const [slow, fast] = [await reportHash(20), await reportHash(10)];
  const compared = await run('open', `http://127.0.0.1:7319/#/compare/${slow}/${fast}`);
  expect(compared).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^B is 2× faster \(/) });
  const same = await run('open', `#/compare/${slow}/${slow}`);
  expect(same).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Both are the same result/) });
});

test('--version prints the version in package.json', async () => {
  expect(await run('--version')).toEqual({ exitCode: 0, stdout: packageJson.version, stderr: '' });
});

test.each(['device', 'bench', 'run', 'inspect', 'fit', 'open'])('help of %s lists its options', async (name) => {
  const help = await run('help', name);
  expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`npm run assay -- ${name}`) });
  expect(await run(name, '--help')).toEqual(help);
});

test('help without a command lists all commands', async () => {
  const help = await run('help');
  expect(help.stdout).toMatch(
    /^ {2}device {4}show what[^]*^ {2}optimise {2}make[^]*^ {2}open {6}print[^]*^ {2}help <command>/m,
  );
  expect(await run()).toEqual(help);
});

test('a command that fails for a reason other than its arguments exits with 1', async () => {
  expect(await run('device')).toEqual({ exitCode: 1, stdout: '', stderr: 'the app was requested\n' });
});

test('an error without a message is reported by its name', async () => {
  expect(await runWithoutApp(['device'], new RangeError(''))).toMatchObject({ exitCode: 1, stderr: 'RangeError\n' });
  const multiline = await runWithoutApp(['device'], new Error('\nno browser\nlog'));
  expect(multiline).toMatchObject({ stderr: 'no browser\n' });
});

test('a command whose module cannot be loaded exits with 1 and a message', async () => {
  vi.doMock('./commands/pair.ts', () => {
    throw new Error('no such package');
  });
  onTestFinished(() => {
    vi.doUnmock('./commands/pair.ts');
  });
  const { exitCode, stderr } = await run('pair');
  expect(exitCode).toBe(1);
  expect(stderr).not.toBe('');
});
