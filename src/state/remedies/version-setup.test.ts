import { expect, test, vi } from 'vitest';
import type { Version } from '#deploy/deployment.ts';
import { listTargetSetups, readSetup, withSetup } from './version-setup.ts';

vi.mock('../device/device-facts.svelte.ts', () => ({ deviceFacts: { basic: {} }, isDevicePresent: () => true }));

const version: Version = {
  number: 1,
  link: '#/run?task=digits&device=wasm&threads=1&graph=disabled&memory=off',
  model: 'digits',
  files: [{ name: 'model.onnx', sizeBytes: 1, sha256: 'a' }],
  engine: 'ort',
  device: 'wasm',
  threads: 1,
  note: 'a note',
  addedAtMs: 1,
};
const setup = readSetup(version);

test('the setup of a version is read from its link', () => {
  expect(setup).toEqual({
    engine: 'ort',
    device: 'wasm',
    threads: 1,
    settings: { graphOptimisation: 'disabled', memoryPattern: false },
    dimensions: {},
  });
});

test('a version with another setup has a link that opens it so, the same files, and no note', () => {
  const changed = withSetup(version, { ...setup, threads: 2, settings: { memoryPattern: false } }, 2);
  expect(changed.link).toBe('#/run?task=digits&device=wasm&threads=2&memory=off');
  expect(changed).toMatchObject({ model: 'digits', files: version.files, threads: 2, note: '' });
});

test('every target of the page that opens the format is listed, with default settings', () => {
  const targets = listTargetSetups(version, setup);
  expect(targets).toContainEqual({ engine: 'ort', device: 'wasm', threads: null, settings: {}, dimensions: {} });
  expect(targets.every(({ engine }) => engine === 'ort')).toBe(true);
});
