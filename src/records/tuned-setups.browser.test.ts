import { beforeEach, expect, test } from 'vitest';
import type { Configuration } from '#tune/configuration.ts';
import { findTunedConfiguration, storeTunedConfiguration } from './tuned-setups.ts';

const configuration: Configuration = { host: 'page', engine: 'ort', device: 'wasm', threads: 2, settings: {} };

beforeEach(() => localStorage.clear());

test('a stored configuration is found for its model and device', () => {
  storeTunedConfiguration('m', 'here', configuration);
  expect(findTunedConfiguration('m', 'here')).toEqual(configuration);
  expect(findTunedConfiguration('m', 'elsewhere')).toBeNull();
});

test.each([
  'null',
  '{"version":2}',
  '[null, 7, "text"]',
  'not JSON',
  '[{"model":"m","device":"here"}]',
  '[{"model":"m","device":"here","configuration":{"engine":"gone","device":"wasm","settings":{}}}]',
  '[{"model":"m","device":"here","configuration":{"engine":"ort","device":"wasm","settings":null}}]',
])('the invalid stored text %s is ignored, and a new configuration replaces it', (text) => {
  localStorage.setItem('assay.tuned', text);
  expect(findTunedConfiguration('m', 'here')).toBeNull();
  storeTunedConfiguration('m', 'here', configuration);
  expect(findTunedConfiguration('m', 'here')).toEqual(configuration);
});
