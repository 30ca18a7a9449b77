import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import pickles from './reference-values/pickles.json' with { type: 'json' };
import { isSafeImport } from './pickle-globals.ts';
import { startsWithImportingPickle, listPickleImports } from './pickle.ts';
import { scanModel } from './scan-model.ts';

type Case = { readonly base64: string; readonly globals: readonly (readonly string[])[] };
// Expected imports and their safety: picklescan 1.0.5 on the same bytes (reference-values/pickles.py).
const cases = Object.entries<Case>(pickles);
const decodeBase64 = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

test.each(cases.filter(([name]) => name.endsWith('.pkl')))('the imports of %s match picklescan', (_, pickleCase) => {
  const { imports, damagedAt } = listPickleImports(decodeBase64(pickleCase.base64));
  expect(damagedAt).toBeNull();
  expect(imports.map(({ module, name }) => `${module}.${name}`).sort()).toEqual(
    pickleCase.globals.map(([name]) => name),
  );
});

test.each(cases)(
  '%s has a high finding for each dangerous import of picklescan, and none for innocuous ones',
  async (name, pickleCase) => {
    const { findings } = await scanModel(toByteSource(decodeBase64(pickleCase.base64)), name);
    const high = findings.flatMap((finding) =>
      finding.severity === 'high' && finding.code === 'pickle-import' ? [finding.facts.import] : [],
    );
    const listGlobals = (expectedLevel: string) =>
      pickleCase.globals.flatMap(([global = '', level]) => (level === expectedLevel ? [global] : []));
    expect(high).toEqual(expect.arrayContaining(listGlobals('dangerous')));
    expect(high.filter((global) => listGlobals('innocuous').includes(global))).toEqual([]);
  },
);

test('an import that tensors need is safe, and an unlisted import is not', () => {
  expect(isSafeImport('torch', 'FloatStorage')).toBe(true);
  expect(isSafeImport('my_project.models', 'Net')).toBe(false);
  expect(isSafeImport('constructor', 'x')).toBe(false);
});

// Imports that were published because they evade the lists of scanners.
test.each([
  ['marshal', 'loads'],
  ['posixpath', 'os.system'],
  ['_io', 'open'],
  ['collections', 'OrderedDict.__init__'],
  ['types', 'FunctionType'],
  ['importlib', 'import_module'],
  ['uuid', '_get_command_stdout'],
  ['multiprocessing.util', 'spawnv_passfds'],
  ['_posixsubprocess', 'fork_exec'],
  ['operator', 'methodcaller'],
  ['cProfile', 'run'],
  ['numpy.testing._private.utils', 'runstring'],
  ['torch.jit.unsupported_tensor_ops', 'execWrapper'],
])('%s.%s is not safe', (module, name) => {
  expect(isSafeImport(module, name)).toBe(false);
});

test('an import with a computed name is unknown and has high severity', async () => {
  // BINUNICODE 'os', NONE, POP, STACK_GLOBAL, STOP: the import depends on the stack.
  const bytes = Uint8Array.from([0x80, 4, 0x8c, 2, 0x6f, 0x73, 0x4e, 0x30, 0x93, 0x2e]);
  expect(listPickleImports(bytes).imports).toEqual([{ module: '?', name: '?' }]);
  const { findings } = await scanModel(toByteSource(bytes), 'x.pkl');
  expect(findings[0]).toMatchObject({ code: 'pickle-import', severity: 'high' });
});

test('imports before damaged bytes are found, and the damage is reported', () => {
  const maliciousPickle = decodeBase64(pickles['global.pkl'].base64);
  const bytes = Uint8Array.from([...maliciousPickle.subarray(0, -1), 0xff]);
  expect(listPickleImports(bytes)).toEqual({
    imports: [{ module: 'posix', name: 'system' }],
    damagedAt: maliciousPickle.length - 1,
  });
});

test('an argument longer than the file ends the scan', () => {
  expect(listPickleImports(Uint8Array.from([0x80, 2, 0x58, 0xff, 0xff, 0xff, 0x7f])).damagedAt).toBe(2);
  expect(listPickleImports(Uint8Array.from([0x80, 4, 0x8d, 255, 255, 255, 255, 255, 255, 255, 255])).damagedAt).toBe(2);
});

const encodeLatin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const listImports = (text: string) =>
  listPickleImports(encodeLatin1(text)).imports.map(({ module, name }) => `${module}.${name}`);

// Python 3.13: pickletools.genops and pickle.loads import os.system for each.
test.each([["S'os'\nS'system'\n\x93(tR."], ['S\'\\x6fs\'\nS"sys\\164em"\n\x93(tR.'], ['V\\u006fs\nVsystem\n\x93(tR.']])(
  'texts of protocol 0 are read as in Python: %j',
  (pickle) => {
    expect(listImports(pickle)).toEqual(['os.system']);
  },
);

test('a second pickle of protocol 0 is read', () => {
  expect(listImports('\x80\x02N.cos\nsystem\n(tR.')).toEqual(['os.system']);
});

test('a memo index that only Python parses as a number is damage', () => {
  const pickle = encodeLatin1('\x80\x02X\x02\0\0\0osp10\n0g1_0\nX\x06\0\0\0system\x93(tR.');
  expect(listPickleImports(pickle).damagedAt).toBe(14);
});

test('bytes after a pickle are damage, except for the weights of a legacy PyTorch file', () => {
  expect(listPickleImports(encodeLatin1('\x80\x02N.\0\0\0')).damagedAt).toBe(4);
  const magic = '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.';
  const legacy = `${magic}\x80\x02M\xe9\x03.}.cos\nsystem\n(tR.].`;
  expect(listPickleImports(encodeLatin1(`${legacy}\0\0\0`))).toEqual({
    imports: [{ module: 'os', name: 'system' }],
    damagedAt: null,
  });
});

test('text that starts with an opcode is not a pickle; a pickle of protocol 0 is', () => {
  expect(startsWithImportingPickle(encodeLatin1('cat\ndog\nbird\nhorse\n'), false)).toBe(false);
  expect(startsWithImportingPickle(encodeLatin1("cposix\nsystem\np0\n(S'ls'\np1\ntp2\nRp3\n."), false)).toBe(true);
});
