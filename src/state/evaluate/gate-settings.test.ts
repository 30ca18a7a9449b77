import { expect, test } from 'vitest';
import { presetIds } from '#gates/file/presets/index.ts';
import { GateSettings } from './gate-settings.svelte.ts';

const getSeverities = (settings: GateSettings) =>
  Object.fromEntries(settings.entries.flatMap(({ id, setting }) => (setting ? [[id, setting.severity]] : [])));

test('without a file every gate is off, and nothing is evaluated', () => {
  const settings = new GateSettings();
  expect([getSeverities(settings), settings.faults, settings.isReady, settings.takeSnapshot()]).toEqual([
    {},
    [],
    false,
    null,
  ]);
});

test.each(presetIds)('preset %s fills the JSON and the table', (id) => {
  const settings = new GateSettings();
  settings.usePreset(id);
  expect(settings.faults).toEqual([]);
  expect(settings.takeSnapshot()?.settings.length).toBe(Object.keys(getSeverities(settings)).length);
});

test('a gate is turned on at its default limit, changed, and turned off in the JSON', () => {
  const settings = new GateSettings();
  settings.setSeverity('latency', 'error');
  expect(JSON.parse(settings.text)).toEqual({
    version: 1,
    gates: { latency: { severity: 'error', limit: 100, unit: 'ms', source: 'rail-response', minSamples: 5 } },
  });
  settings.setLimit('latency', 40);
  settings.setSeverity('latency', 'warn');
  expect(JSON.parse(settings.text)).toEqual({
    version: 1,
    gates: { latency: { severity: 'warn', limit: 40, unit: 'ms', minSamples: 5 } },
  });
  settings.setSeverity('latency', 'off');
  expect(settings.text).toBe('');
});

test('a limit outside the range of its unit is a fault, and nothing is evaluated', () => {
  const settings = new GateSettings();
  settings.setSeverity('quality', 'error');
  settings.setLimit('quality', 70);
  expect(settings.faults).toMatchObject([{ reason: 'gate-limit', gate: 'quality', value: '70' }]);
  expect(settings.takeSnapshot()).toBeNull();
});

test('options of the JSON survive changes in the table', () => {
  const settings = new GateSettings();
  const latency = { severity: 'warn', limit: 33, unit: 'ms', percentile: 'p90', source: 'our camera' };
  settings.text = JSON.stringify({ version: 1, gates: { latency } });
  settings.setSeverity('hosts-contacted', 'error');
  expect(JSON.parse(settings.text)).toMatchObject({ gates: { latency } });
});

test('a snapshot of the gate file contains the time at which it was taken', () => {
  const settings = new GateSettings();
  settings.setSeverity('hosts-contacted', 'error');
  const before = Date.now();
  const readAt = Date.parse(settings.takeSnapshot()!.readAt);
  expect(readAt).toBeGreaterThanOrEqual(before);
  expect(readAt).toBeLessThanOrEqual(Date.now());
});

test('opening a saved file and saving it again does not change it', () => {
  const settings = new GateSettings();
  settings.usePreset('production');
  const saved = settings.savedText;
  expect(saved).toBe(`${settings.text}\n`);
  settings.text = saved;
  expect(settings.savedText).toBe(saved);
});
