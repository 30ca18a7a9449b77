import { expect, test } from 'vitest';
import { pseudoLocale } from './pseudo-locale.fixture.ts';
import { en } from './en/index.ts';
import { loadText, text, useLanguage } from './text.ts';

const languages = { en: async () => en, xx: async () => pseudoLocale };

test('changing the language reloads every loaded area, and later areas are loaded in it', async () => {
  await useLanguage('en', languages);
  await loadText('home');
  expect(text.home.heading).toBe('Test AI models on your own device');
  expect(document.documentElement.lang).toBe('en');

  await useLanguage('xx', languages);
  expect(text.shell.skip).toBe('[Skip to content]');
  expect(text.home.heading).toBe('[Test AI models on your own device]');
  expect(text.shell.timeLeft('3 s')).toBe('[about 3 s left]');
  expect(document.documentElement.lang).toBe('xx');

  await loadText('chat', 'home');
  expect(text.chat.title).toMatch(/^\[/);
});

test('an unavailable language falls back to English', async () => {
  await useLanguage('xx', { en: languages.en });
  expect(text.shell.skip).toBe('Skip to content');
  expect(document.documentElement.lang).toBe('en');
});

test('an area that failed to load is loaded again by the next call', async () => {
  let calls = 0;
  const report = () => (++calls === 1 ? Promise.reject(new Error('offline')) : en.report());
  await useLanguage('en', { en: async () => ({ ...en, report }) });
  await expect(loadText('report')).rejects.toThrow('offline');
  await loadText('report');
  expect(text.report).toBe(await en.report());
});

test('an area that is requested while the language changes is loaded in the new one', async () => {
  await useLanguage('en', languages);
  const early = loadText('tune');
  const change = useLanguage('xx', languages);
  await Promise.all([early, change, loadText('profile')]);
  expect(text.tune.title).toMatch(/^\[/);
  expect(text.profile.title).toMatch(/^\[/);
});

test('a language that cannot be loaded changes nothing', async () => {
  await useLanguage('en', languages);
  const sw = () => Promise.reject(new Error('offline'));
  await expect(useLanguage('sw', { ...languages, sw })).rejects.toThrow('offline');
  await loadText('review');
  expect(text.shell.skip).toBe('Skip to content');
  expect(text.review).toBe(await en.review());
  expect(document.documentElement.lang).toBe('en');
});
