import { expect, test } from 'vitest';
import { createSampleDigest, createSampleRun } from '#hallmark/hallmark.fixture.ts';
import { buildStatement } from '#hallmark/sign/sign-hallmark.ts';
import { listRequiredComponents } from './required-components.ts';

test('each component is compared with the hallmark: same, other, missing or pending', () => {
  const statement = buildStatement(createSampleRun());
  const components = {
    model: [{ name: 'mine.onnx', sha256: createSampleDigest(1) }],
    baseline: createSampleDigest(9),
    gates: null,
    data: null,
  };
  expect(listRequiredComponents(statement, components).map(({ component, state }) => [component, state])).toEqual([
    ['model', 'same'],
    ['baseline', 'other'],
    ['gates', 'missing'],
    ['data', 'pending'],
  ]);
  const after = listRequiredComponents(statement, { ...components, data: createSampleDigest(2) });
  expect(after.find(({ component }) => component === 'data')).toMatchObject({ name: 'imagenet-val', state: 'same' });
});

test('the files of a model are compared one by one, regardless of their names', () => {
  const files = [5, 6].map((seed) => ({ name: `part ${seed}`, digest: { sha256: createSampleDigest(seed) } }));
  const statement = buildStatement(createSampleRun({ files }));
  const listModelStates = (...seeds: readonly number[]) => {
    const model = seeds.map((seed) => ({ name: `mine ${seed}`, sha256: createSampleDigest(seed) }));
    const components = listRequiredComponents(statement, { model, baseline: null, gates: null, data: null });
    return components.flatMap(({ component, name, state }) => (component === 'model' ? [[name, state]] : []));
  };
  const same = [
    ['part 5', 'same'],
    ['part 6', 'same'],
  ];
  expect(listModelStates(6, 5)).toEqual(same);
  expect(listModelStates(5, 7)).toEqual([
    ['part 5', 'same'],
    ['part 6', 'other'],
  ]);
  expect(listModelStates(5, 6, 7)).toEqual([...same, ['mine 7', 'additional']]);
});
