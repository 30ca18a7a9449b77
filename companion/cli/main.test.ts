import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/project.ts';
import { main } from './main.ts';

const image = join(root, 'src/ui/run/sample/desk.webp');
const folder = join(root, 'companion');
const textModel = ['--model', 'org/name:m.gguf'];

/** Runs a command line in this process, on an app that is not available: a command that starts a browser fails. */
async function run(...args: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const exitCode = await main(args, {
    print: (text) => void (stdout += text),
    say: (line) => void (stderr += `${line}\n`),
    signal: new AbortController().signal,
    app: () => Promise.reject(new Error('the app was asked for')),
  });
  return { exitCode, stdout, stderr };
}

test.each([
  ['an unknown name', ['weigh'], 2, 'unknown command "weigh"'],
  ['the name of an inherited property', ['constructor'], 2, 'unknown command "constructor"'],
  ['an unknown option', ['device', '--fast'], 2, '--fast'],
  ['an unknown workload', ['bench', '--workload', 'sort'], 2, 'conv, encoder, decoder'],
  ['a workload and a model', ['bench', '--workload', 'conv', '--model', 'digits'], 2, 'one of'],
  ['an unknown model', ['bench', '--model', 'no-such-model'], 2, 'neither a file, nor organisation/name'],
  ['a path to no file', ['bench', '--model', 'models/no-such.onnx'], 2, 'neither a file'],
  ['a missing image', ['run', '--task', 'digits', '--input', 'no-such.png'], 2, 'no-such.png'],
  ['a folder for an image', ['run', '--task', 'digits', '--input', folder], 2, 'is a folder'],
  ['a missing model', ['inspect', 'no-such.onnx'], 2, 'no-such.onnx'],
  ['a link to a page', ['open', '#/device'], 2, 'this link holds no result'],
  ['a workload on tfjs', ['bench', '--workload', 'conv', '--runtime', 'tfjs'], 2, 'runtime ort only'],
  ['no folder to write to', ['bench', '--workload', 'conv', '--out', 'no-such/report.md'], 2, 'no writable folder'],
  ['an unknown task', ['run', '--task', 'juggling', '--input', image], 2, 'juggling'],
  ['an unknown device', ['run', '--task', 'digits', '--input', image, '--device', 'abacus'], 2, 'device is “abacus”'],
  ['a link that was cut', ['open', '#/r/AbCd'], 1, 'link-invalid'],
  ['no link', ['open', ''], 2, 'name one link'],
  ['a model of another engine', ['bench', '--model', 'digits', '--runtime', 'tfjs'], 2, 'digits is one for ort'],
  ['a folder to write to', ['bench', '--workload', 'conv', '--out', folder], 2, 'companion" is a folder'],
  ['no name to write to', ['bench', '--workload', 'conv', '--out', ''], 2, '--out is empty'],
  ['a malformed number of threads', ['bench', '--workload', 'conv', '--threads', 'all'], 2, 'threads is “all”'],
  ['a value left out', ['bench', '--workload'], 2, "'--workload <value>' argument missing"],
  ['a prompt for images', ['run', '--task', 'digits', '--input', image, '--prompt', 'a'], 2, '--prompt is for'],
  ['a text task without a prompt', ['run', '--task', 'text-generation', ...textModel], 2, 'give a --prompt'],
  [
    'a malformed limit of tokens',
    ['run', '--task', 'text-generation', ...textModel, '--prompt', 'a', '--max-tokens', 'lots'],
    2,
    'max is “lots”',
  ],
  [
    'two kinds of sampling',
    ['run', '--task', 'text-generation', ...textModel, '--prompt', 'a', '--greedy', '--temperature', '1'],
    2,
    'exclude one another',
  ],
  ['a malformed context length', ['fit', '--context', 'long', 'org/name'], 2, 'context is “long”'],
] as const)('a command with %s is refused before a browser starts', async (_, args, exitCode, message) => {
  const ended = await run(...args);
  expect(ended).toMatchObject({ exitCode, stdout: '' });
  expect(ended.stderr).toContain(message);
});

test('an unknown option is reported on two lines, of which the second leads to the help', async () => {
  const { stderr } = await run('bench', '--fast');
  expect(stderr).toBe("Unknown option '--fast'\nnpm run assay -- bench --help says more.\n");
});

test('the version printed is that of package.json', async () => {
  expect(await run('--version')).toEqual({ exitCode: 0, stdout: packageJson.version, stderr: '' });
});

test.each(['device', 'bench', 'run', 'inspect', 'fit', 'open'])('help of %s lists its options', async (name) => {
  const help = await run('help', name);
  expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`npm run assay -- ${name}`) });
  expect(await run(name, '--help')).toEqual(help);
});

test('help without a command names all of them', async () => {
  const help = await run('help');
  expect(help.stdout).toMatch(/device[^]*bench[^]*run[^]*inspect[^]*fit[^]*open/);
  expect(await run()).toEqual(help);
});

test('a command that fails for another reason than its arguments ends with 1', async () => {
  expect(await run('device')).toEqual({ exitCode: 1, stdout: '', stderr: 'the app was asked for\n' });
});
