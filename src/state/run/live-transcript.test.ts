import { expect, test, vi } from 'vitest';
import type { AudioInput } from '#bridge/session-contract.ts';
import { AppError } from '#core/errors/error.ts';
import type { OpenModel } from './open-model.svelte.ts';
import { LiveTranscript } from './live-transcript.svelte.ts';
import type { SoundRecording } from './record-sound.ts';

/** A recording that the test extends, and a model whose results the test provides. */
function setup() {
  let [length, hasEnded] = [0, false];
  let nextPart = Promise.withResolvers<void>();
  const recording: SoundRecording = {
    waitForNextPart: () => nextPart.promise,
    readSamples: async () => new Float32Array(length),
    lastPartAtMs: 0,
    get hasEnded() {
      return hasEnded;
    },
    stop: vi.fn(async () => new Blob(['sound'], { type: 'audio/webm;codecs=opus' })),
  };
  const advance = () => {
    nextPart.resolve();
    nextPart = Promise.withResolvers();
  };
  const calls: { readonly seconds: number; readonly answer: (segments: readonly [number, string][]) => void }[] = [];
  const run = ({ audio }: AudioInput) => {
    const answer = Promise.withResolvers<unknown>();
    calls.push({
      seconds: (audio as Float32Array).length / 16_000,
      answer: (pairs) => {
        const segments = pairs.map(([startS, text]) => ({ startS, text }));
        answer.resolve({ result: { text: pairs.map(([, text]) => text).join(' '), language: 'en', segments } });
      },
    });
    return answer.promise;
  };
  const onRecording = vi.fn<(file: File) => void>();
  const live = new LiveTranscript({
    model: { run } as unknown as OpenModel,
    language: () => null,
    onRecording,
    record: async () => recording,
  });
  return {
    live,
    recording,
    onRecording,
    calls,
    speak(seconds: number) {
      length = seconds * 16_000;
      advance();
    },
    disconnect() {
      hasEnded = true;
      advance();
    },
  };
}

test('speech is transcribed while it continues, and complete segments of long audio only once', async () => {
  const { live, calls, speak } = setup();
  void live.start();
  await expect.poll(() => live.state).toBe('live');
  speak(1);
  await expect.poll(() => calls.length).toBe(1);
  calls[0]!.answer([[0, 'One']]);
  await expect.poll(() => live.text).toBe('One');
  expect(live.delayMs).not.toBeNull();
  speak(16);
  await expect.poll(() => calls.length).toBe(2);
  expect(calls[1]!.seconds).toBe(16);
  calls[1]!.answer([
    [0, 'One two.'],
    [12, 'Three'],
  ]);
  await expect.poll(() => live.text).toBe('One two. Three');
  speak(18);
  await expect.poll(() => calls.length).toBe(3);
  expect(calls[2]!.seconds).toBe(6); // from the last segment on
  calls[2]!.answer([[0, 'three four.']]);
  await expect.poll(() => live.text).toBe('One two. three four.');
  live.cancel();
});

test('a stopped recording is passed on, and a cancelled one is not', async () => {
  const { live, onRecording, recording } = setup();
  void live.start();
  await expect.poll(() => live.state).toBe('live');
  live.cancel();
  expect([live.state, onRecording.mock.calls.length]).toEqual(['off', 0]);
  void live.start();
  await expect.poll(() => live.state).toBe('live');
  await live.stop();
  expect(onRecording.mock.calls[0]![0]).toMatchObject({ name: expect.stringMatching(/\.webm$/), size: 5 });
  expect(recording.stop).toHaveBeenCalledTimes(2);
});

test('a denied or disconnected microphone is reported with an error', async () => {
  const denied = new LiveTranscript({
    model: {} as OpenModel,
    language: () => null,
    onRecording: () => {},
    record: () => Promise.reject(new AppError('microphone-unavailable', { reason: 'no-microphone' })),
  });
  await denied.start();
  expect(denied).toMatchObject({ state: 'off', error: { facts: { reason: 'no-microphone' } } });
  const { live, disconnect } = setup();
  const running = live.start();
  await expect.poll(() => live.state).toBe('live');
  disconnect();
  await running;
  expect(live).toMatchObject({ state: 'off', error: { code: 'microphone-unavailable' } });
});
