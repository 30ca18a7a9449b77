import { flushSync, mount, unmount } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readTrends } from '#state/results/metric-trends.ts';
import type { RecordSummary } from '#state/results/record-summaries.ts';
import { loadText, text, useLanguage } from '#words/text.ts';
import TrendPanel from './TrendPanel.svelte';

// Replaced because the order in which reads end, and their failures, are tested.
vi.mock('#state/results/metric-trends.ts', { spy: true });

beforeAll(async () => {
  await useLanguage('en');
  await loadText('history', 'errors');
});

let reads: PromiseWithResolvers<Awaited<ReturnType<typeof readTrends>>>[];
let component: object;
/** The reactive props of the panel. */
const panelProps = new SvelteMap<'summaries', readonly RecordSummary[]>([['summaries', []]]);
const props = {
  get summaries() {
    return panelProps.get('summaries') ?? [];
  },
};
beforeEach(() => {
  reads = [];
  vi.mocked(readTrends).mockImplementation(() => {
    const read = Promise.withResolvers<Awaited<ReturnType<typeof readTrends>>>();
    reads.push(read);
    return read.promise;
  });
  component = mount(TrendPanel, { target: document.body, props });
  flushSync();
});
afterEach(() => unmount(component));

const readPanelText = () => document.querySelector('[data-testid="trend"]')?.textContent ?? '';
const createTrends = (unreadableCount: number) => ({ trends: [], unreadableCount });

test('a read that fails after newer trends were shown does not replace them', async () => {
  panelProps.set('summaries', []);
  flushSync();
  reads[1]!.resolve(createTrends(3));
  await expect.poll(readPanelText).toContain(text.history.trend.unreadable(3));
  reads[0]!.reject(new Error('late'));
  await new Promise((resolve) => setTimeout(resolve));
  expect(readPanelText()).toContain(text.history.trend.unreadable(3));
  expect(document.querySelector('[role="alert"]')).toBeNull();
});

test('a failed read is shown as an error, and Try again repeats it', async () => {
  reads[0]!.reject(new Error('the database is closed'));
  await expect.poll(() => document.querySelector('[role="alert"]')).not.toBeNull();
  expect(readPanelText()).not.toContain(text.history.trend.none);
  await vi.waitUntil(() => document.querySelector<HTMLButtonElement>('[role="alert"] button'));
  document.querySelector<HTMLButtonElement>('[role="alert"] button')!.click();
  flushSync();
  reads[1]!.resolve(createTrends(0));
  await expect.poll(readPanelText).toContain(text.history.trend.none);
});
