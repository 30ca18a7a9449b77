import { mount, unmount } from 'svelte';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { useLanguage } from '#words/text.ts';
import ErrorNote from './ErrorNote.svelte';

test('the alert appears together with its text and button, never empty', async () => {
  await useLanguage('en');
  const contents: string[] = [];
  const observer = new MutationObserver(() => {
    const alert = document.querySelector('[role=alert]');
    if (alert) contents.push(alert.textContent);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const error = new AppError('model-not-stored', { model: 'mine.onnx (0a1b2c3d)' });
  const note = mount(ErrorNote, { target: document.body, props: { error, retry: () => {} } });
  onTestFinished(() => {
    observer.disconnect();
    return unmount(note);
  });
  expect(document.querySelector('[role=alert]')).toBeNull();
  await expect.poll(() => document.querySelector('[role=alert]')).not.toBeNull();
  expect(contents[0]).toMatch(/is not stored in this browser\..*Try again/s);
});
