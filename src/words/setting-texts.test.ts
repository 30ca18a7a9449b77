import { expect, test } from 'vitest';
import { engine } from './en/device/engine.ts';
import { engine as chinese } from './zh-Hans/device/engine.ts';
import { listSettingTexts } from './setting-texts.ts';

test('settings are named by their texts, in the order of the settings and not of the object', () => {
  const settings = { contextLength: 512, graphOptimisation: 'extended', memoryPattern: false } as const;
  expect(listSettingTexts(settings, engine.settings, engine.settingIs)).toEqual([
    'Graph optimisation: Extended',
    'Memory pattern: Off',
    'Context (tokens): 512',
  ]);
  expect(listSettingTexts({ memoryPattern: false }, chinese.settings, chinese.settingIs)[0]).toMatch(/^[^:]+：[^:]+$/);
});
