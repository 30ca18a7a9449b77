import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { FrameRun } from '#core/task/task.ts';
import type { ResultTracker, VideoFacts } from '#core/task/video.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { OpenModel } from './open-model.svelte.ts';
import { Video } from './video.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));

/** Repeats each result with the minimum score. */
class FakeTracker implements ResultTracker<string> {
  readonly frames: string[] = [];
  readonly #minScore: number;

  constructor(minScore: number) {
    this.#minScore = minScore;
  }

  add(result: string): void {
    this.frames.push(`${result} from ${this.#minScore}`);
  }
}

const facts: VideoFacts = { width: 320, height: 240, durationSeconds: 0.2, codec: 'vp9' };
const frame = (timeSeconds: number, result: string): FrameRun<string> => ({ timeSeconds, run: createTaskRun(result) });
const [file, other] = ['video.webm', 'other.webm'].map((name) => new File([name], name, { type: 'video/webm' })) as [
  File,
  File,
];
let session: FakeSession;
let video: Video<string>;
const onEnd = vi.fn();

beforeEach(async () => {
  onEnd.mockClear();
  const model = new OpenModel();
  const task = { loadTracker: async () => FakeTracker, table: { columns: [], toRows: () => [] } };
  video = new Video(model, task, 0.25, onEnd);
  void model.open({
    model: { id: 'first', engineIds: ['ort'] },
    engine: null,
    device: 'wasm',
    threads: null,
    task: 'object-detection',
  });
  await flushPromises();
  session = new FakeSession();
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  void video.open(file);
  await flushPromises();
  session.videos.at(-1)?.answer(facts);
  await flushPromises();
});

async function answer(...frames: readonly (FrameRun<string> | null)[]) {
  for (const frame of frames) {
    session.frames.at(-1)?.answer(frame);
    await flushPromises();
  }
}

test('every frame runs in order, one at a time, and the results are tracked', async () => {
  expect(session.frames).toHaveLength(1);
  await answer(frame(0, 'a'), frame(0.1, 'b'));
  expect(video.findResultAt(0.05)).toBe('a from 0.25');
  expect(video.findResultAt(0.0999)).toBe('b from 0.25'); // rounded by the player
  expect(session.frames).toHaveLength(3);
  await answer(null);
  expect(video.state).toBe('done');
  expect(video.frames).toEqual([
    { timeSeconds: 0, result: 'a from 0.25' },
    { timeSeconds: 0.1, result: 'b from 0.25' },
  ]);
  expect(onEnd).toHaveBeenCalledOnce();
});

test('a paused video requests no frame', async () => {
  video.pause();
  await answer(frame(0, 'a'));
  expect(session.frames).toHaveLength(1);
  expect(video.state).toBe('paused');
  video.resume();
  await flushPromises();
  expect(session.frames).toHaveLength(2);
});

test('a video that is stopped during a pause retains the results so far', async () => {
  await answer(frame(0, 'a'));
  video.pause();
  await answer(frame(0.1, 'b'));
  video.stop();
  await flushPromises();
  expect([video.state, video.frameCount, session.frames.length]).toEqual(['stopped', 2, 2]);
  expect(onEnd).not.toHaveBeenCalled();
});

test('the frame in progress is discarded when another video is opened', async () => {
  void video.open(other);
  await answer(frame(0, 'of the first'));
  session.videos.at(-1)?.answer(facts);
  await flushPromises();
  await answer(frame(0, 'of the other'), null);
  expect(session.videos.map(({ request }) => request)).toEqual([file, other]);
  expect(video.frames.map(({ result }) => result)).toEqual(['of the other from 0.25']);
});

test('another minimum score tracks the results again, without another run', async () => {
  await answer(frame(0, 'a'), null);
  video.setMinScore(0.5);
  expect(video.frames.map(({ result }) => result)).toEqual(['a from 0.5']);
  expect(session.frames).toHaveLength(2);
});

test('a frame that cannot be read is reported, and the results before it remain', async () => {
  await answer(frame(0, 'a'));
  session.frames.at(-1)?.fail(new AppError('file-unreadable', { file: 'video.webm', why: 'damaged' }));
  await flushPromises();
  expect([video.state, video.error?.code, video.frameCount]).toEqual(['failed', 'file-unreadable', 1]);
});
