import { beforeEach, expect, test, vi } from 'vitest';

const stored = new Map<string, string>();
vi.mock('#records/local-storage.ts', () => ({
  readLocalText: (key: string) => stored.get(key) ?? null,
  writeLocalText: (key: string, value: string) => void stored.set(key, value),
  removeLocalText: (key: string) => void stored.delete(key),
}));

beforeEach(() => {
  stored.clear();
  vi.resetModules();
});

const load = async () => (await import('./grid-intensity.svelte.ts')).gridIntensity;
const power = { counters: [], missing: [], gridGramsPerKwh: null };

test('the stated carbon intensity is stored, and added to runs whose power was measured', async () => {
  const first = await load();
  expect(first.applyTo({ power })).toEqual({ power }); // nothing is assumed
  expect(first.setGramsPerKwh(385.5)).toBe(true);
  vi.resetModules();
  const later = await load();
  expect(later.gramsPerKwh).toBe(385.5);
  expect(later.applyTo({ power })).toEqual({ power: { ...power, gridGramsPerKwh: 385.5 } });
  expect(later.applyTo({})).toEqual({});
  expect(later.setGramsPerKwh(null)).toBe(true);
  expect(stored.size).toBe(0);
});

test.each([-1, 5001, Number.NaN])('a carbon intensity of %s is rejected', async (gramsPerKwh) => {
  const intensity = await load();
  expect(intensity.setGramsPerKwh(gramsPerKwh)).toBe(false);
  expect(intensity.gramsPerKwh).toBeNull();
});
