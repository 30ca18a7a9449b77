import { mount, unmount } from 'svelte';
import { expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import { languageTags } from '#words/language-tags.ts';
import { useLanguage } from '#words/text.ts';
import SiteHeader from './SiteHeader.svelte';
import '../theme.css';

test.each(languageTags)('every page can be opened from the header of a phone, in %s', async (language) => {
  await page.viewport(390, 844);
  await useLanguage(language);
  const header = mount(SiteHeader, { target: document.body });
  onTestFinished(() => unmount(header));
  document.querySelector('summary')!.click();
  const links = [...document.querySelectorAll('nav a')];
  expect(links.length).toBeGreaterThan(15);
  const outside = links.filter((link) => {
    const { left, right, width } = link.getBoundingClientRect();
    const centre = document.elementFromPoint((left + right) / 2, link.getBoundingClientRect().top + 5);
    return width === 0 || left < 0 || right > innerWidth || !link.contains(centre);
  });
  expect(outside.map(({ textContent }) => textContent)).toEqual([]);
});
