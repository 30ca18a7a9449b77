import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detectEntryFile } from '#core/model/entry-file.ts';
import { parseRoute } from '#links/route.ts';
import { languageTags } from '#words/language-tags.ts';
import { root } from './project-root.ts';
import { webManifest } from './web-manifest.ts';

const scope = new URL('https://assay.example/folder/');
const { icons, shortcuts, file_handlers: handlers, share_target: share } = webManifest;

test('has only URLs within the scope, of existing pages', () => {
  const urls = [...shortcuts.map(({ url }) => url), ...handlers.map(({ action }) => action)];
  for (const url of [...urls, webManifest.start_url, webManifest.id, share.action]) {
    expect(new URL(url, scope).href).toMatch(scope.href);
  }
  for (const url of urls) expect(parseRoute(new URL(url, scope).hash).page).not.toBe('unknown');
  expect(shortcuts.map(({ url }) => parseRoute(new URL(url, scope).hash).page)).toEqual([
    'run',
    'bench',
    'chat',
    'device',
  ]);
});

test('describes the app and every shortcut in each language of the app', () => {
  for (const localized of [
    webManifest.description_localized,
    ...shortcuts.map((shortcut) => shortcut.name_localized),
  ]) {
    expect(Object.keys(localized)).toEqual(expect.arrayContaining([...languageTags]));
  }
});

test('has only existing icons, one of them maskable', () => {
  for (const { src } of icons) expect(existsSync(join(root, 'public', src)), src).toBe(true);
  expect(icons.some((icon) => 'purpose' in icon)).toBe(true);
});

test('handles files by extension, as the specification requires, and opens all model files', () => {
  const accepted = handlers.flatMap(({ accept }) => Object.entries(accept as Record<string, readonly string[]>));
  for (const [type, extensions] of accepted) {
    expect(type).toMatch(/^[a-z]+\/[a-z-]+$/);
    for (const extension of extensions) expect(extension).toMatch(/^\.[a-z]+$/);
  }
  const models = Object.values(handlers[0]!.accept as Record<string, readonly string[]>).flat();
  expect(models).toEqual(['.onnx', '.gguf', '.tflite', '.safetensors']);
  for (const extension of models) expect(detectEntryFile([`x${extension}`])).not.toBeNull();
});
