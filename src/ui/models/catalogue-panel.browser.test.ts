import { mount, tick, unmount } from 'svelte';
import { expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import { bundledModels } from '#state/shell/bundled-models.ts';
import { hubCatalogue } from '#state/shell/hub-catalogue.ts';
import { Models } from '#state/models/models.svelte.ts';
import { loadText, useLanguage } from '#words/text.ts';
import CataloguePanel from './CataloguePanel.svelte';
import '../theme.css';

const modelCount = bundledModels.length + hubCatalogue.length;

async function mountPanel(width: number): Promise<() => HTMLElement[]> {
  await page.viewport(width, 844);
  await useLanguage('en');
  await loadText('models', 'picker');
  const panel = mount(CataloguePanel, { target: document.body, props: { models: new Models() } });
  onTestFinished(() => unmount(panel));
  await tick();
  return () => [...document.querySelectorAll<HTMLElement>('ul[aria-label] > li')];
}

test('a phone shows the first models, and all of them on request, with the focus on the next', async () => {
  const listRows = await mountPanel(390);
  expect(listRows()).toHaveLength(6);
  expect(document.body.scrollHeight).toBeLessThan(2 * 844);
  [...document.querySelectorAll('button')].at(-1)!.click();
  await expect.poll(() => listRows().length).toBe(modelCount);
  expect(listRows()[6]?.contains(document.activeElement)).toBe(true);
});

test('the list is filtered by task', async () => {
  const listRows = await mountPanel(1280);
  expect(listRows()).toHaveLength(modelCount);
  const select = document.querySelector('select')!;
  select.value = 'speech-recognition';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await tick();
  expect(listRows().map(({ innerText }) => innerText.split('\n')[0])).toEqual([
    'Whisper base',
    'Whisper tiny (English)',
  ]);
});

test('every row states its engine and its licence', async () => {
  const listRows = await mountPanel(1280);
  const facts = listRows().map((row) => [...row.querySelectorAll('li')].map(({ innerText }) => innerText.trim()));
  expect(facts.filter((texts) => texts.length < 3 || texts.includes(''))).toEqual([]);
});
