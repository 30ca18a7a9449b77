import { expect, test } from 'vitest';
import {
  listDevicesToTry,
  engineSettings,
  listSettingPairs,
  listSupportedSettings,
  pickEngineSettings,
  listSettingsOfKind,
  changeSetting,
} from './engine-settings.ts';
import { engineIds, engines } from './engines.ts';

test('lists the settings of an engine on each device', () => {
  expect(listSupportedSettings('tfjs', 'webgl')).toEqual(['precision']);
  expect(listSupportedSettings('tfjs', 'wasm')).toEqual([]);
  expect(listSupportedSettings('wllama', 'webgpu')).toContain('contextLength');
  expect(listSettingsOfKind('tensor')).toEqual(
    expect.arrayContaining(['graphOptimisation', 'memoryPattern', 'precision']),
  );
  expect(listSettingsOfKind('tensor')).not.toContain('contextLength');
});

test('settings list only devices of their engines', () => {
  for (const { devices } of Object.values(engineSettings)) {
    for (const engine of engineIds) {
      for (const device of devices[engine] ?? []) expect(engines[engine].devices).toContain(device);
    }
  }
});

test('link names and codec numbers of settings, and codec numbers of choices, are unique', () => {
  const settings = Object.values(engineSettings);
  for (const field of ['link', 'codecNumber'] as const) {
    expect(new Set(settings.map((setting) => setting[field])).size).toBe(settings.length);
  }
  for (const setting of settings) {
    const numbers = setting.kind === 'choice' ? Object.values(setting.choices) : [];
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test('formats settings as in links of version 0.1.0', () => {
  const settings = {
    precision: 'float16',
    memoryPattern: false,
    graphOptimisation: 'all',
    contextLength: 512,
  } as const;
  expect(listSettingPairs({ ...settings })).toEqual([
    ['graph', 'all'],
    ['memory', 'off'],
    ['precision', 'float16'],
    ['context', '512'],
  ]);
});

test('omits unset settings', () => {
  const request = { effort: 'quick', memoryPattern: true, precision: undefined };
  expect(pickEngineSettings(request as object)).toEqual({ memoryPattern: true });
  const settings = { effort: 'quick', memoryPattern: true };
  expect(changeSetting(settings, 'memoryPattern', null)).toEqual({ effort: 'quick' });
  expect(changeSetting(settings, 'memoryPattern', false)).toEqual({ effort: 'quick', memoryPattern: false });
});

test('tries the fallback device after the requested one only if it supports every requested setting', () => {
  expect(listDevicesToTry('ort', 'webgpu')).toEqual(['webgpu', 'wasm']);
  expect(listDevicesToTry('ort', 'wasm')).toEqual(['wasm']);
  expect(listDevicesToTry('webllm', 'webgpu')).toEqual(['webgpu']);
  expect(listDevicesToTry('ort', 'webgpu', { graphOptimisation: 'basic' })).toEqual(['webgpu', 'wasm']);
  expect(listDevicesToTry('ort', 'gpu')).toEqual(['gpu', 'cpu']);
  expect(listDevicesToTry('tfjs', 'webgl', { precision: 'float16' })).toEqual(['webgl']);
});
