import { expect, test } from 'vitest';
import type { Progress } from '#core/report/progress.ts';
import type { TextSession, TextTiming, TimedTextRequest } from '#core/engine/text-session.ts';
import type { Clock } from './clock.ts';
import { measureText } from './measure-text.ts';

class FakeClock implements Clock {
  readonly timeOrigin = 1_700_000_000_000;
  ms = 0;

  now(): number {
    this.ms += 0.0001;
    return Math.floor(this.ms / 0.005) * 0.005;
  }

  delay(ms: number): Promise<void> {
    this.ms += ms;
    return Promise.resolve();
  }
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

interface Engine {
  readonly promptTokenMs?: number;
  readonly generatedTokenMs?: number;
  /** The number of tokens that the tokenizer adds before every text. */
  readonly addedTokens?: number;
  readonly contextLength?: number;
  readonly reuses?: boolean;
}

/** Creates an engine with one token per letter and leading tokens; a call takes 1 ms that it does not count. */
function createFakeEngine(clock: FakeClock, engine: Engine = {}) {
  const { promptTokenMs = 1, generatedTokenMs = 4, addedTokens = 1, contextLength = 2048, reuses = true } = engine;
  const requests: TimedTextRequest[] = [];
  let cachedPrompt = '';
  const time = async (request: TimedTextRequest): Promise<TextTiming> => {
    const { prompt, tokens, reuseContext } = request;
    requests.push(request);
    let prefixLength = 0;
    if (reuseContext && reuses)
      while (prefixLength < prompt.length - 1 && prompt[prefixLength] === cachedPrompt[prefixLength]) prefixLength++;
    const reusedTokens = prefixLength > 0 ? prefixLength + addedTokens : 0;
    const promptTokens = prompt.length + addedTokens - reusedTokens;
    cachedPrompt = prompt;
    const timing = { promptMs: promptTokens * promptTokenMs, decodeMs: (tokens - 1) * generatedTokenMs };
    clock.ms += timing.promptMs + timing.decodeMs + 1;
    return { reusedTokens, promptTokens, decodeTokens: tokens - 1, ...timing };
  };
  const facts = { device: 'wasm', contextLength, createMs: 0, timed: { sampling: 'inside', tokenising: 'outside' } };
  const session = { facts, time, getVocabulary: async () => letters, memory: async () => ({ wasmHeapBytes: 65_536 }) };
  return { session: session as unknown as TextSession, requests }; // other members are not used
}

async function measureFake(engine: Engine = {}, effort: 'quick' | 'standard' = 'quick') {
  const clock = new FakeClock();
  const { session, requests } = createFakeEngine(clock, engine);
  const updates: Progress[] = [];
  const options = { clock, orderSeed: 1, onProgress: (progress: Progress) => void updates.push(progress) };
  return { result: await measureText(session, 'm', effort, options), requests, updates };
}

test('R20: prompt and generation rates are computed from the timings of the engine', async () => {
  const { result } = await measureFake({ promptTokenMs: 1, generatedTokenMs: 4 });
  const rates = Object.fromEntries(result.cells.map(({ name, medianTokensPerS }) => [name, medianTokensPerS]));
  expect(rates).toEqual({
    pp128: expect.closeTo(1000, 6),
    tg32: expect.closeTo(250, 6),
    'pp128 @ d256': expect.closeTo(1000, 6),
    'tg32 @ d256': expect.closeTo(250, 6),
  });
  expect(result.cells[0]?.steady.inferencesPerSample).toBe(128);
  expect(result.memory).toEqual({ wasmHeapBytes: 65_536 }); // R26
});

test('R20: prompts have exactly the tokens of their cell, including tokens that the tokenizer adds', async () => {
  const { requests } = await measureFake({ addedTokens: 2 });
  const prompts = new Set(requests.map(({ prompt, tokens }) => `${prompt.length} ${tokens}`));
  // The calibration; pp128; tg32 from one letter; the context of 256; pp128 and tg32 after it.
  expect(prompts).toEqual(new Set(['16 9', '126 1', '1 33', '254 1', '382 1', '254 33']));
});

test('R20: time to first token includes the time of the call that the engine does not count', async () => {
  const { result } = await measureFake({ promptTokenMs: 1 });
  expect(result.firstToken.promptTokens).toBe(128);
  expect(result.firstToken.steady.medianMs).toBeCloseTo(129, 1);
  expect(result.firstToken.steady.samplesMs).toHaveLength(result.cells[0]!.steady.samplesMs.length);
});

test('R20: a slow device is measured with fewer tokens, and the reduction is reported', async () => {
  const { result } = await measureFake({ promptTokenMs: 40, generatedTokenMs: 60 });
  expect(result.cells.map(({ name }) => name)).toEqual(['pp32', 'tg16', 'pp32 @ d64', 'tg16 @ d64']);
  expect(result.isReduced).toBe(true);
});

test('R20: cells with a filled context are omitted if the engine cannot reuse context', async () => {
  const { result } = await measureFake({ reuses: false });
  expect(result.cells.map(({ name }) => name)).toEqual(['pp128', 'tg32']);
});

test('R5: a standard run of a language model takes five samples of each cell and 10 s', async () => {
  const { result } = await measureFake({ promptTokenMs: 15, generatedTokenMs: 60 }, 'standard');
  const samples = Object.fromEntries(result.cells.map(({ name, steady }) => [name, steady.n]));
  expect(samples['pp512']).toBe(5); // each sample takes 7.7 s
  expect(samples['tg128']).toBe(5);
});

test('R14: every sample of a language model has a span in epoch milliseconds', async () => {
  const { result } = await measureFake();
  for (const [index, spans] of result.spans.entries()) {
    expect(spans).toHaveLength(result.cells[index]!.steady.n);
    for (const [start, end] of spans) expect(end - start).toBeGreaterThan(100);
  }
});

test('rejects a prompt whose words are split into several tokens', async () => {
  await expect(measureFake({ addedTokens: 9 })).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { reason: 'no-words' },
  });
});

test('the estimated remaining time of a text benchmark is within 30% of the actual time', async () => {
  const clock = new FakeClock();
  const estimates: [remainingMs: number, atMs: number][] = [];
  const onProgress = ({ remainingMs }: Progress) => remainingMs !== null && estimates.push([remainingMs, clock.ms]);
  const { session } = createFakeEngine(clock, { promptTokenMs: 8, generatedTokenMs: 40 });
  await measureText(session, 'm', 'quick', { clock, orderSeed: 1, onProgress });
  const answersMs = 2 * (16 * 8 + 32 * 40); // two answers after the cells, for the agreement
  const endMs = clock.ms + answersMs;
  const isInaccurate = ([remainingMs, atMs]: [number, number]) =>
    Math.abs(remainingMs - (endMs - atMs)) > 0.3 * (endMs - atMs);
  expect(estimates.length).toBeGreaterThan(20);
  expect(estimates.filter(isInaccurate)).toEqual([]);
});

test('the remaining time excludes the setup of a cell after its context is filled', async () => {
  const { updates } = await measureFake({ promptTokenMs: 1 });
  const [before, after] = updates.filter(({ phase, detail }) => phase === 'first' && detail === 'pp128 @ d256');
  expect(before!.remainingMs! - after!.remainingMs!).toBeCloseTo(256, 6);
});

test('reports increasing progress of a text benchmark, with the name of every cell', async () => {
  const { updates, result } = await measureFake();
  const fractions = updates.map(({ fraction }) => fraction).filter((fraction) => fraction !== null);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  const cellNames = new Set(updates.map(({ detail }) => detail).filter(Boolean));
  expect(cellNames).toEqual(new Set(result.cells.map(({ name }) => name)));
});
