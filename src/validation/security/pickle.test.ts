import { expect, test } from 'vitest';
import { sourceOf } from '#formats/byte-source.ts';
import pickles from './peers/pickles.json' with { type: 'json' };
import { severityOfImport } from './pickle-globals.ts';
import { pickleImports } from './pickle.ts';
import { scanModel } from './scan-model.ts';

type Case = { readonly base64: string; readonly globals: readonly (readonly string[])[] };
// Expected imports and their judgement: picklescan 1.0.5 on the same bytes (peers/pickles.py).
const cases = Object.entries<Case>(pickles);
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

test.each(cases.filter(([name]) => name.endsWith('.pkl')))(
  'imports of %s are those that picklescan lists',
  (_, made) => {
    const { imports, damagedAt } = pickleImports(bytesOf(made.base64));
    expect(damagedAt).toBeNull();
    expect(imports.map(({ module, name }) => `${module}.${name}`).sort()).toEqual(made.globals.map(([name]) => name));
  },
);

test.each(cases)('%s has a high finding exactly if picklescan calls an import dangerous', async (name, made) => {
  const { findings } = await scanModel(sourceOf(bytesOf(made.base64)), name);
  const high = findings.flatMap((found) =>
    found.severity === 'high' && found.code === 'pickle-import' ? [found.facts.import] : [],
  );
  const dangerous = made.globals.filter(([, level]) => level === 'dangerous').map(([global]) => global);
  expect(high).toEqual(dangerous);
});

test('an import that is on no list is medium, one that tensors need is none', () => {
  expect(severityOfImport('my_project.models', 'Net')).toBe('medium');
  expect(severityOfImport('torch', 'FloatStorage')).toBeNull();
  expect(severityOfImport('constructor', 'x')).toBe('medium');
});

// Names that were published as ways around the lists of scanners.
test.each([
  ['marshal', 'loads'],
  ['types', 'FunctionType'],
  ['importlib', 'import_module'],
  ['uuid', '_get_command_stdout'],
  ['multiprocessing.util', 'spawnv_passfds'],
  ['_posixsubprocess', 'fork_exec'],
  ['operator', 'methodcaller'],
  ['cProfile', 'run'],
  ['numpy.testing._private.utils', 'runstring'],
  ['torch.jit.unsupported_tensor_ops', 'execWrapper'],
])('%s.%s is high', (module, name) => {
  expect(severityOfImport(module, name)).toBe('high');
});

test('a name that is computed rather than written is unknown, and high', async () => {
  // BINUNICODE 'os', NONE, POP, STACK_GLOBAL, STOP: the import depends on the stack.
  const bytes = Uint8Array.from([0x80, 4, 0x8c, 2, 0x6f, 0x73, 0x4e, 0x30, 0x93, 0x2e]);
  expect(pickleImports(bytes).imports).toEqual([{ module: '?', name: '?' }]);
  const { findings } = await scanModel(sourceOf(bytes), 'x.pkl');
  expect(findings[0]).toMatchObject({ code: 'pickle-import', severity: 'high' });
});

test('imports before damaged bytes are found, and the damage is reported', () => {
  const evil = bytesOf(pickles['global.pkl'].base64);
  const bytes = Uint8Array.from([...evil.subarray(0, -1), 0xff]);
  expect(pickleImports(bytes)).toEqual({ imports: [{ module: 'posix', name: 'system' }], damagedAt: evil.length - 1 });
});

test('an argument that is longer than the file ends the scan', () => {
  expect(pickleImports(Uint8Array.from([0x80, 2, 0x58, 0xff, 0xff, 0xff, 0x7f])).damagedAt).toBe(2);
  expect(pickleImports(Uint8Array.from([0x80, 4, 0x8d, 255, 255, 255, 255, 255, 255, 255, 255])).damagedAt).toBe(2);
});
