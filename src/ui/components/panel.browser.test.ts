import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import Panel from './Panel.svelte';

let panel: object | null = null;
afterEach(async () => {
  if (panel) await unmount(panel);
  panel = null;
});

const snippet = (html: string) => createRawSnippet(() => ({ render: () => html }));
const getInput = () => document.querySelector<HTMLInputElement>('input')!;

async function mountCollapsiblePanel() {
  await page.viewport(360, 800);
  panel = mount(Panel, {
    target: document.body,
    props: { title: 'Phases', isCollapsible: true, aside: snippet('<b>badge</b>'), children: snippet('<input>') },
  });
  flushSync();
}

test('a collapsed panel shows its title row, and opens with its title', async () => {
  await mountCollapsiblePanel();
  expect([document.querySelector('b')?.checkVisibility(), getInput().checkVisibility()]).toEqual([true, false]);
  const button = document.querySelector<HTMLButtonElement>('h2 button')!;
  expect(button.getAttribute('aria-expanded')).toBe('false');
  button.click();
  flushSync();
  expect([button.getAttribute('aria-expanded'), getInput().checkVisibility()]).toEqual(['true', true]);
});

test('input in a panel is retained when the screen becomes wide', async () => {
  await mountCollapsiblePanel();
  getInput().value = 'entered';
  await page.viewport(1280, 800);
  await expect.poll(() => getInput().checkVisibility()).toBe(true);
  expect(getInput().value).toBe('entered');
});
