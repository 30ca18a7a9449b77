import { afterEach, expect, test, vi } from 'vitest';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeTextSession, createLastStep, openTextCalls } from '../fakes/text-handle.fixture.ts';
import { TextModel, type TextChoice } from './text-model.svelte.ts';

vi.mock('#bridge/text-handle.ts', () => import('../fakes/text-handle.fixture.ts'));
vi.mock('../device/device-measurements.ts', () => ({
  withDeviceMeasurements: (_: unknown, open: (measurements: object) => unknown) => open({}),
}));
vi.mock('../companion/open-in-companion.ts', () => ({
  isInCompanion: (device: string | null) => device === 'llama-cpu',
  requireCompanionAccess: async () => ({}),
}));
const reconnectListeners = vi.hoisted(() => new Set<() => void>());
vi.mock('../companion/companion.svelte.ts', () => ({
  companion: {
    onReconnect: (listener: () => void) => {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
  },
}));

const choice = { subject: { kind: 'model', id: 'companion:a.gguf' }, engine: null, threads: null } as const;
const createChoice = (device: string) => ({ ...choice, device }) as unknown as TextChoice;
const reconnect = async () => {
  for (const listener of reconnectListeners) listener();
  await flushPromises();
};

let model: TextModel;
async function open(device: string): Promise<FakeTextSession> {
  model = new TextModel();
  void model.open(createChoice(device));
  await flushPromises();
  const session = new FakeTextSession();
  openTextCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}
afterEach(() => model.close());

test('a model in the companion opens again by itself when the companion is back', async () => {
  await open('llama-cpu');
  await reconnect();
  expect(openTextCalls).toHaveLength(2);
  expect(model.isOpening).toBe(true);
});

test('a model in the browser stays open when the companion is back', async () => {
  await open('wasm');
  await reconnect();
  expect(openTextCalls).toHaveLength(1);
});

test('a closed model does not open again', async () => {
  await open('llama-cpu');
  model.close();
  await reconnect();
  expect(openTextCalls).toHaveLength(1);
});

test('an answer in progress is not replaced by a model that opens again', async () => {
  const session = await open('llama-cpu');
  const answer = model.generate({} as Parameters<TextModel['generate']>[0], new AbortController().signal);
  const step = answer.next();
  await flushPromises();
  await reconnect();
  expect(openTextCalls).toHaveLength(1);
  session.steps.at(-1)?.answer(createLastStep(''));
  expect((await step).done).toBe(true);
});
