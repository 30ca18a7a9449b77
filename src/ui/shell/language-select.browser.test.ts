import { mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import { useLanguage } from '#words/text.ts';
import LanguageSelect from './LanguageSelect.svelte';

test('languages are listed by their own names, and the choice is reported by its tag', async () => {
  await useLanguage('en');
  const chosenTags: string[] = [];
  const props = { tags: ['en', 'sw', 'zh'], value: 'system', onchoose: (choice: string) => chosenTags.push(choice) };
  const component = mount(LanguageSelect, { target: document.body, props });
  const select = document.querySelector('select');
  // Names from CLDR.
  expect([...(select?.options ?? [])].map(({ text, value }) => [value, text])).toEqual([
    ['system', 'Browser language'],
    ['en', 'English'],
    ['sw', 'Kiswahili'],
    ['zh', '中文'],
  ]);
  if (select) select.value = 'sw';
  select?.dispatchEvent(new Event('change', { bubbles: true }));
  expect(chosenTags).toEqual(['sw']);
  await unmount(component);
});
