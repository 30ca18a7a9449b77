import { expect, test } from 'vitest';
import {
  devicesToTry,
  engineSettings,
  settingPairs,
  settingsFor,
  settingsOf,
  settingsOfKind,
  withSetting,
} from './engine-settings.ts';
import { engineIds, engines } from './engines.ts';

test('an engine has its settings on the devices of the table', () => {
  expect(settingsFor('tfjs', 'webgl')).toEqual(['precision']);
  expect(settingsFor('tfjs', 'wasm')).toEqual([]);
  expect(settingsFor('wllama', 'webgpu')).toContain('contextLength');
  expect(settingsOfKind('tensor')).toEqual(expect.arrayContaining(['graphOptimisation', 'memoryPattern', 'precision']));
  expect(settingsOfKind('tensor')).not.toContain('contextLength');
});

test('every setting is on devices that its engines have', () => {
  for (const { on } of Object.values(engineSettings)) {
    for (const engine of engineIds) {
      for (const device of on[engine] ?? []) expect(engines[engine].devices).toContain(device);
    }
  }
});

test('names and numbers of settings in links, and numbers of their choices, are unique', () => {
  const settings = Object.values(engineSettings);
  for (const field of ['link', 'codecNumber'] as const) {
    expect(new Set(settings.map((setting) => setting[field])).size).toBe(settings.length);
  }
  for (const setting of settings) {
    const numbers = setting.kind === 'choice' ? Object.values(setting.choices) : [];
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test('settings are spelled as links of version 0.1.0 spell them', () => {
  const settings = {
    precision: 'float16',
    memoryPattern: false,
    graphOptimisation: 'all',
    contextLength: 512,
  } as const;
  expect(settingPairs({ ...settings })).toEqual([
    ['graph', 'all'],
    ['memory', 'off'],
    ['precision', 'float16'],
    ['context', '512'],
  ]);
});

test('a setting that is left to the engine is left out', () => {
  const request = { effort: 'quick', memoryPattern: true, precision: undefined };
  expect(settingsOf(request as object)).toEqual({ memoryPattern: true });
  const from = { effort: 'quick', memoryPattern: true };
  expect(withSetting(from, 'memoryPattern', null)).toEqual({ effort: 'quick' });
  expect(withSetting(from, 'memoryPattern', false)).toEqual({ effort: 'quick', memoryPattern: false });
});

test('after the requested device, the fallback of the engine is tried where it has every requested setting', () => {
  expect(devicesToTry('ort', 'webgpu')).toEqual(['webgpu', 'wasm']);
  expect(devicesToTry('ort', 'wasm')).toEqual(['wasm']);
  expect(devicesToTry('webllm', 'webgpu')).toEqual(['webgpu']);
  expect(devicesToTry('ort', 'webgpu', { graphOptimisation: 'basic' })).toEqual(['webgpu', 'wasm']);
  expect(devicesToTry('tfjs', 'webgl', { precision: 'float16' })).toEqual(['webgl']);
});
