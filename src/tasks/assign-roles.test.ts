import { describe, expect, test } from 'vitest';
import type { GraphRole, GraphSignature } from '#core/task/task.ts';
import { assignFiles, assignGraphs } from './assign-roles.ts';

const createGraph = (...inputs: string[]): GraphSignature => ({
  inputs: inputs.map((name) => ({ name, dtype: 'float32', shape: [1] })),
  outputs: [],
});
const createRole = (name: string): GraphRole => ({
  matches: ({ inputs }) => inputs.some((input) => input.name === name),
});
const roles = {
  detector: createRole('image'),
  recogniser: createRole('line'),
  direction: { ...createRole('crop'), isOptional: true },
};

describe('graphs', () => {
  const [det, rec] = [createGraph('image'), createGraph('line')];

  test('graphs are assigned to matching roles, in any order', () => {
    const files = new Map([
      ['b.onnx', rec],
      ['a.onnx', det],
    ]);
    expect(assignGraphs(roles, files)).toEqual({ detector: 'a.onnx', recogniser: 'b.onnx' });
    expect(assignGraphs(roles, files.set('c.onnx', createGraph('crop')))).toMatchObject({ direction: 'c.onnx' });
  });

  test.each([
    [
      'that match no role',
      { 'a.onnx': det, 'b.onnx': rec, 'x.onnx': createGraph('y') },
      'no-role',
      'x.onnx',
      'detector, recogniser, direction',
    ],
    [
      'that match several roles',
      { 'a.onnx': createGraph('image', 'line'), 'b.onnx': rec },
      'several-roles',
      'a.onnx',
      'detector, recogniser',
    ],
    [
      'of which two match one role',
      { 'a.onnx': det, 'b.onnx': rec, 'c.onnx': rec },
      'same-role',
      'b.onnx, c.onnx',
      'recogniser',
    ],
    ['without a required role', { 'a.onnx': det, 'c.onnx': createGraph('crop') }, 'empty-role', '', 'recogniser'],
    ['for one of two required roles', { 'a.onnx': det }, 'empty-role', '', 'recogniser'],
  ])('graphs %s are rejected, with the files and roles in the error', (_, files, problem, names, expected) => {
    expect(() => assignGraphs(roles, new Map(Object.entries(files)))).toThrow(
      expect.objectContaining({ code: 'model-parts', facts: { problem, files: names, roles: expected } }),
    );
  });

  test('a single graph is assigned to the only role without a check', () => {
    expect(assignGraphs({ model: createRole('image') }, new Map([['x.onnx', rec]]))).toEqual({ model: 'x.onnx' });
  });
});

describe('other files', () => {
  const keys = { keys: { namePattern: /keys.*\.txt$/ } };

  const assign = (roles: Parameters<typeof assignFiles>[0], names: readonly string[]) =>
    assignFiles(roles, names, (name) => Promise.resolve(`text of ${name}`));

  test('other files are assigned by their names, and files that match no role are ignored', async () => {
    expect(await assign(keys, ['rec.onnx.data', 'en_keys.txt'])).toEqual({ keys: 'en_keys.txt' });
    expect(await assign({ keys: { ...keys.keys, isOptional: true } }, ['rec.onnx.data'])).toEqual({});
  });

  test('files of the same name in two folders are assigned by their text', async () => {
    const pooling = { namePattern: /^config\.json$/, matchesContent: (text: string) => text.includes('1_Pooling') };
    expect(await assign({ pooling }, ['config.json', '1_Pooling/config.json'])).toEqual({
      pooling: '1_Pooling/config.json',
    });
  });

  test('two files that match one role, or a missing file, are rejected', async () => {
    const expectProblem = (problem: string) => expect.objectContaining({ facts: expect.objectContaining({ problem }) });
    await expect(assign(keys, ['en_keys.txt', 'ch_keys.txt'])).rejects.toThrow(expectProblem('same-role'));
    await expect(assign(keys, [])).rejects.toThrow(expectProblem('empty-role'));
    const rolesWithDefaultName = { tokenizer: { namePattern: /^tokenizer\.json$/, defaultName: 'tokenizer.json' } };
    await expect(assign(rolesWithDefaultName, [])).rejects.toMatchObject({ facts: { roles: 'tokenizer.json' } });
  });
});
