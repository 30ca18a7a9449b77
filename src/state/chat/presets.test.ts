import { beforeEach, expect, test, vi } from 'vitest';
import { Presets } from './presets.svelte.ts';

const stored = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
});
beforeEach(() => stored.clear());

test('presets are saved, renamed and deleted, and survive a reload', () => {
  const presets = new Presets();
  presets.save('Zebra', 'Be a zebra.');
  presets.save('Ape', 'Be an ape.');
  presets.rename('Zebra', 'Yak');
  expect(new Presets().presets).toEqual([
    { name: 'Ape', system: 'Be an ape.' },
    { name: 'Yak', system: 'Be a zebra.' },
  ]);
  expect([presets.isTaken('Yak'), presets.isTaken('Zebra')]).toEqual([true, false]);
  presets.delete('Ape');
  expect(new Presets().presets.map(({ name }) => name)).toEqual(['Yak']);
});

test.each(['{', '{}', '[1, {"name": "x"}]'])('the invalid stored presets %s are ignored', (data) => {
  new Presets().save('a', 'b');
  for (const key of stored.keys()) stored.set(key, data);
  expect(new Presets().presets).toEqual([]);
});
