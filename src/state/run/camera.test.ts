import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { Camera } from './camera.svelte.ts';
import { OpenModel } from './open-model.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));

class FakeTrack extends EventTarget {
  isStopped = false;

  readonly deviceId: string;

  constructor(deviceId: string) {
    super();
    this.deviceId = deviceId;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }

  stop(): void {
    this.isStopped = true;
  }
}

/** A video whose frames are triggered by the test. */
class FakeVideo {
  srcObject: unknown = null;
  playing = Promise.resolve();
  presentedFrames = 0;
  #onFrame: (() => void) | null = null;

  play(): Promise<void> {
    return this.playing;
  }

  requestVideoFrameCallback(onFrame: (nowMs: number, facts: { presentedFrames: number }) => void): void {
    this.#onFrame = () => onFrame(0, { presentedFrames: this.presentedFrames });
  }

  /** Presents frames; the last one is the next to run. */
  async presentFrames(count = 1): Promise<void> {
    this.presentedFrames += count;
    this.#onFrame?.();
    await flushPromises();
  }
}

const cameras = ['front', 'back'].map((deviceId) => ({ kind: 'videoinput', deviceId }));
let tracks: FakeTrack[];
let permission: Promise<void>;
let model: OpenModel;
let camera: Camera<string>;
let video: FakeVideo;

beforeEach(() => {
  tracks = [];
  permission = Promise.resolve();
  const getUserMedia = async ({ video: { deviceId } }: { video: { deviceId?: { exact: string } } }) => {
    await permission;
    const track = new FakeTrack(deviceId?.exact ?? 'back');
    tracks.push(track);
    return { getTracks: () => [track], getVideoTracks: () => [track] };
  };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia, enumerateDevices: async () => cameras } });
  vi.stubGlobal('createImageBitmap', async () => ({ width: 1280, height: 720, close() {} }));
  model = new OpenModel();
  camera = new Camera(model);
  video = new FakeVideo();
});

afterEach(() => camera.stop());

const start = () => camera.start(video as unknown as HTMLVideoElement);

function open(): void {
  const files = [new File([], 'model.onnx')];
  void model.open({ model: files, engine: 'ort', device: 'wasm', threads: null, task: 'object-detection' });
}

async function answerOpening(): Promise<FakeSession> {
  open();
  const session = new FakeSession();
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}

test('frames that arrive during a run are skipped, and each result has the size of its frame', async () => {
  const session = await answerOpening();
  void start();
  await flushPromises();
  expect(camera.state).toBe('live');
  await video.presentFrames();
  await video.presentFrames();
  expect(session.runs).toHaveLength(1);
  session.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  expect(camera).toMatchObject({
    run: createTaskRun('cat'),
    frameSize: { width: 1280, height: 720 },
    framesPerSecond: null,
  });
  expect(camera.droppedCount).toBe(0);
  await video.presentFrames(3); // two were skipped, and the newest runs
  expect(session.runs).toHaveLength(2);
  expect(camera.droppedCount).toBe(3); // with the one during the first run
});

test('stopping the camera during the permission prompt ends the stream', async () => {
  const asking = Promise.withResolvers<void>();
  permission = asking.promise;
  const starting = start();
  camera.stop();
  asking.resolve();
  await starting;
  expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true]);
  expect(camera).toMatchObject({ state: 'off', error: null });
});

test('a camera stopped before its video plays stays off', async () => {
  const playing = Promise.withResolvers<void>();
  video.playing = playing.promise;
  const starting = start();
  await flushPromises();
  expect(camera.state).toBe('starting');
  camera.stop();
  playing.resolve();
  await starting;
  expect(camera).toMatchObject({ state: 'off', error: null });
});

test('switching cameras starts the next one, and stops the previous one', async () => {
  await answerOpening();
  void start();
  await flushPromises();
  expect(camera.cameraIds).toEqual(['front', 'back']);
  void camera.switch(video as unknown as HTMLVideoElement);
  await flushPromises();
  expect(tracks.map(({ deviceId, isStopped }) => [deviceId, isStopped])).toEqual([
    ['back', true],
    ['front', false],
  ]);
});

test('a snapshot is the next frame with its own result, or null if the camera stops first', async () => {
  const session = await answerOpening();
  void start();
  await flushPromises();
  await video.presentFrames();
  const snapshot = camera.takeSnapshot();
  session.runs[0]?.answer(createTaskRun('the frame before'));
  await flushPromises();
  await video.presentFrames();
  session.runs[1]?.answer(createTaskRun('cat'));
  expect(await snapshot).toMatchObject({ image: { width: 1280 }, result: 'cat' });
  const another = camera.takeSnapshot();
  camera.stop();
  expect(await another).toBeNull();
});

test('the result of a frame in flight is discarded when the camera stops', async () => {
  const session = await answerOpening();
  void start();
  await flushPromises();
  await video.presentFrames();
  camera.stop();
  session.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  expect(camera).toMatchObject({ state: 'off', run: null, error: null });
});

test('opening another model keeps the camera live, and the next frame runs on that model', async () => {
  await answerOpening();
  void start();
  await flushPromises();
  await video.presentFrames();
  const session = await answerOpening();
  expect(camera).toMatchObject({ state: 'live', error: null });
  await video.presentFrames();
  session.runs[0]?.answer(createTaskRun('dog'));
  await flushPromises();
  expect(camera.run?.result).toBe('dog');
});

test('cancelling a model that the camera waits for stops the camera with the error', async () => {
  open();
  void start();
  await flushPromises();
  await video.presentFrames();
  model.cancel();
  await flushPromises();
  expect(camera).toMatchObject({ state: 'off', error: { code: 'aborted' } });
  expect(tracks[0]?.isStopped).toBe(true);
});

test('an unplugged camera stops with the reason', async () => {
  await answerOpening();
  void start();
  await flushPromises();
  tracks[0]?.dispatchEvent(new Event('ended'));
  expect(camera).toMatchObject({ state: 'off', error: { facts: { reason: 'camera-disconnected' } } });
});

test('a denied camera permission is reported with the reason', async () => {
  permission = Promise.reject(new DOMException('', 'NotAllowedError'));
  await start();
  expect(camera).toMatchObject({
    state: 'off',
    error: { code: 'camera-unavailable', facts: { reason: 'camera-permission-denied' } },
  });
});
