import { mount, tick, unmount } from 'svelte';
import { expect, onTestFinished, test } from 'vitest';
import { parseRoute } from '#links/route.ts';
import { useLanguage } from '#words/text.ts';
import MoreMenu from './MoreMenu.svelte';

async function openMenu(): Promise<HTMLDetailsElement> {
  await useLanguage('en');
  const menu = mount(MoreMenu, { target: document.body });
  onTestFinished(() => unmount(menu));
  const details = document.querySelector('details')!;
  const toggled = new Promise((resolve) => details.addEventListener('toggle', resolve, { once: true }));
  details.querySelector('summary')!.click();
  await toggled;
  return details;
}

test('every link of the menu leads to a page', async () => {
  const details = await openMenu();
  const links = [...details.querySelectorAll('a')].map((link) => link.getAttribute('href')!);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => parseRoute(link).page === 'unknown')).toEqual([]);
});

test('Escape closes the menu and moves the focus to its button', async () => {
  const details = await openMenu();
  details.querySelector('a')!.focus();
  dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  await tick();
  expect(details.open).toBe(false);
  expect(document.activeElement).toBe(details.querySelector('summary'));
});

test('a click elsewhere closes the menu', async () => {
  const details = await openMenu();
  document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  await tick();
  expect(details.open).toBe(false);
});
