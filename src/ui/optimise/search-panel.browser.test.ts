import { deleteDB } from 'idb';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeTrial, type OptimisationTrial } from '#records/trial-records.ts';
import { Optimise } from '#state/optimise/optimise.svelte.ts';
import { loadText, useLanguage } from '#words/text.ts';
import SearchPanel from './SearchPanel.svelte';

const createTrial = (scheme: string, sizeBytes: number, cosine: number): OptimisationTrial => ({
  parent: 'p',
  recipe: scheme,
  scheme,
  data: '',
  triedAt: sizeBytes,
  outcome: { kind: 'made', sizeBytes, sha256: '', medianMs: 4, intervalMs: null, speedUp: null, cosine, score: null },
});

let optimise: Optimise;
let component: object;
beforeEach(async () => {
  await useLanguage('en');
  await loadText('optimise', 'errors');
  await storeTrial(createTrial('float16', 2_000_000, 0.9999));
  await storeTrial(createTrial('weight-only', 1_000_000, 0.9));
  optimise = new Optimise(new URLSearchParams());
  await optimise.search.load('p');
  component = mount(SearchPanel, { target: document.body, props: { optimise } });
  flushSync();
});
afterEach(async () => {
  await unmount(component);
  optimise.close();
  await deleteDB('assay-optimisations', { blocked: () => {} });
});

const findPoint = (name: string) => document.querySelector<SVGElement>(`svg [role="button"][aria-label="${name}"]`)!;
const findSelection = () => document.querySelector<HTMLElement>('[data-testid="selected-trial"]')!;

test('a click on a point shows the figures and the verdict of its scheme', () => {
  expect(findSelection().textContent.trim()).toBe('');
  const point = findPoint('Convert to float16: 2 MB and 4 ms');
  point.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  flushSync();
  expect(point.getAttribute('aria-pressed')).toBe('true');
  for (const shown of ['Convert to float16', '2 MB', '4 ms', 'cosine 0.99990', 'chosen'])
    expect(findSelection().textContent).toContain(shown);
});

test.each(['Enter', ' '])('the key “%s” selects the focused point, whose scheme can then be used', (key) => {
  const point = findPoint('Quantise weights in blocks: 1 MB and 4 ms');
  point.focus();
  expect(document.activeElement).toBe(point);
  point.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  flushSync();
  expect(findSelection().textContent).toContain('loses too much quality');
  findSelection().querySelector('button')!.click();
  expect(optimise.setup.link.scheme).toBe('weight-only');
});
