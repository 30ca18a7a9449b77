import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { deleteConversation, storeConversations, listConversations } from '#records/conversation-records.ts';
import { storeForecastCheck, listForecastChecks } from '#records/forecast-records.ts';

// Data as version 0.1.0 (commit 2dc6ee1) stored it, with its names and shapes, not written by current code.

/** `src/state/conversations.ts`, with the usage type of `src/core/engine/text-session.ts` in that version. */
const conversation = {
  id: '12-34-56-78',
  updatedAt: 1_760_000_000_000,
  system: 'Answer briefly.',
  turns: [
    { role: 'user', content: 'What is the capital of France?' },
    {
      role: 'assistant',
      content: 'Paris.',
      usage: {
        promptTokens: 31,
        tokens: 3,
        ttftMs: 812.4,
        prefillTokensPerS: 41.2,
        decodeTokensPerS: 15.8,
        ended: 'model',
      },
      model: 'org/name:small.gguf',
    },
  ],
} as const;

/** `src/state/forecast-record.ts` */
const forecast = {
  model: 'mobilenetv2.onnx',
  runtime: 'ort',
  device: 'wasm',
  threads: 2,
  expectedMs: 20,
  lowMs: 12,
  highMs: 35,
  measuredMs: 30,
  ratio: 1.5,
  at: 1_760_000_000_000,
} as const;

test('conversations stored by 0.1.0 are listed and can be continued and deleted', async () => {
  const old = await openDB('assay-chat', 1, {
    upgrade: (database) => void database.createObjectStore('conversations', { keyPath: 'id' }),
  });
  await old.put('conversations', conversation);
  await old.put('conversations', { ...conversation, id: 'newer', updatedAt: conversation.updatedAt + 1, turns: [] });
  old.close();

  expect((await listConversations()).map(({ id }) => id)).toEqual(['newer', conversation.id]);
  expect((await listConversations())[1]).toEqual(conversation);
  await storeConversations([
    {
      ...conversation,
      turns: [...conversation.turns, { role: 'user', content: 'And of Kenya?' }],
    },
  ]);
  await deleteConversation('newer');
  expect((await listConversations()).map(({ turns }) => turns.length)).toEqual([3]);
});

test('forecasts stored by 0.1.0 are listed latest first, and the oldest are deleted first', async () => {
  const old = await openDB('assay-forecasts', 1, {
    upgrade: (database) => void database.createObjectStore('tested', { autoIncrement: true }),
  });
  for (let index = 0; index < 200; index++) await old.add('tested', { ...forecast, at: forecast.at + index });
  old.close();

  expect(await listForecastChecks()).toHaveLength(200);
  const { runtime: engine, ...others } = forecast;
  const check = { ...others, engine };
  expect((await listForecastChecks())[199]).toEqual(check);
  await storeForecastCheck({ ...check, at: 0 });
  const stored = await listForecastChecks();
  expect([stored.length, stored[0]?.at, stored[199]?.at]).toEqual([200, 0, forecast.at + 1]);
});

test('theme and hub stored by 0.1.0 are used, with the language of the browser', async () => {
  localStorage.setItem('assay.theme', 'dark'); // src/state/preferences.svelte.ts
  localStorage.setItem('assay.hub', 'https://hub.example');
  const { preferences } = await import('./preferences.svelte.ts');
  expect(preferences).toMatchObject({ theme: 'dark', hub: 'https://hub.example', language: 'system' });
});

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

test.each([
  ['an hour ago is used', hourMs, true],
  ['less than a week ago is used', weekMs - hourMs, true],
  ['more than a week ago is not used', weekMs + hourMs, false],
])('a device profile stored by 0.1.0 %s', async (_, ageMs, isUsed) => {
  const { deviceFacts } = await import('../device/device-facts.svelte.ts');
  const { browser, threads } = deviceFacts.basic;
  // src/state/known-profile.svelte.ts, with the profile that src/advise/device-profile.ts had.
  const profile = {
    threads,
    gflopsOneThread: 24.1,
    gflopsThreads: 44,
    gpu: { gflops: null, hasHalf: false, software: true, dispatchMs: 0.2 },
    copyBytesPerS: 8e9,
    heapBytes: 4 * 2 ** 30,
    gpuBytes: null,
  };
  localStorage.setItem('assay.profile', JSON.stringify({ browser, threads, measuredAt: Date.now() - ageMs, profile }));
  const { loadStoredProfile } = await import('../device/cached-device-profile.svelte.ts');
  expect(loadStoredProfile()?.profile).toEqual(isUsed ? profile : undefined);
});
