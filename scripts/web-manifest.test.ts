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

test('every address is within the scope, and every page exists', () => {
  const addresses = [...shortcuts.map(({ url }) => url), ...handlers.map(({ action }) => action)];
  for (const address of [...addresses, webManifest.start_url, webManifest.id, share.action]) {
    expect(new URL(address, scope).href).toMatch(scope.href);
  }
  for (const address of addresses) expect(parseRoute(new URL(address, scope).hash).page).not.toBe('unknown');
  expect(shortcuts.map(({ url }) => parseRoute(new URL(url, scope).hash).page)).toEqual([
    'run',
    'bench',
    'chat',
    'device',
  ]);
});

test('the description and every shortcut are in each language of the app', () => {
  for (const localized of [
    webManifest.description_localized,
    ...shortcuts.map((shortcut) => shortcut.name_localized),
  ]) {
    expect(Object.keys(localized)).toEqual(expect.arrayContaining([...languageTags]));
  }
});

test('every icon exists, one of them maskable', () => {
  for (const { src } of icons) expect(existsSync(join(root, 'public', src)), src).toBe(true);
  expect(icons.some((icon) => 'purpose' in icon)).toBe(true);
});

test('the app handles files by extension, as the specification requires, and opens all model files', () => {
  const accepted = handlers.flatMap(({ accept }) => Object.entries(accept as Record<string, readonly string[]>));
  for (const [type, endings] of accepted) {
    expect(type).toMatch(/^[a-z]+\/[a-z-]+$/);
    for (const ending of endings) expect(ending).toMatch(/^\.[a-z]+$/);
  }
  const models = Object.values(handlers[0]!.accept as Record<string, readonly string[]>).flat();
  expect(models).toEqual(['.onnx', '.gguf', '.tflite', '.safetensors']);
  for (const ending of models) expect(detectEntryFile([`x${ending}`])).not.toBeNull();
});
