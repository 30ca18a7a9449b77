import { expect, test, vi } from 'vitest';
import type { Forecast } from '#planner/forecast-result.ts';
import { ability } from './abilities.svelte.ts';

vi.mock('#bridge/inspect-handle.ts', () => import('../fake-handles.fixture.ts'));
vi.mock('./cached-device-profile.svelte.ts', () => ({ cachedDeviceProfile: {} }));

function forecast(expectedMs: number): Forecast {
  const range = { expectedMs, lowMs: expectedMs / 2, highMs: expectedMs * 2 };
  return { known: true, per: 'run', groups: [], basis: 'calibrated', runIs: { code: 'per-run' }, ...range };
}
const rated = (expectedMs: number) => ({ fit: { verdict: 'fits' as const }, forecast: forecast(expectedMs) });

// Real time is 30 images per second, and a tenth of that is slow; reading speed is 10 tokens per second.
test.each([
  ['detection', 25, 'yes'],
  ['detection', 100, 'slow'],
  ['detection', 400, 'no'],
  ['chat', 50, 'yes'],
  ['chat', 500, 'slow'],
] as const)('%s at %i ms each: %s', (id, ms, verdict) => {
  expect(ability(id, rated(ms), {})).toEqual({
    id,
    verdict,
    perS: { expected: 1000 / ms, low: 500 / ms, high: 2000 / ms },
  });
});

test('a model that does not fit cannot run, and without undisturbed measurements there is no answer', () => {
  expect(ability('chat', { fit: { verdict: 'does-not-fit' }, forecast: null }, {}).verdict).toBe('no');
  expect(ability('chat', { fit: { verdict: 'fits' }, forecast: null }, {}).verdict).toBe('not-measured');
  expect(ability('detection', rated(25), { isDisturbed: true })).toMatchObject({ verdict: 'disturbed', perS: null });
});
