import { expect, test } from 'vitest';
import type { ProgressCallOptions } from '#bridge/call-options.ts';
import { AppError } from '#core/errors/error.ts';
import { ModelLoader } from './model-loader.svelte.ts';

class FakeHandle {
  readonly opened: string;
  isClosed = false;

  constructor(opened: string) {
    this.opened = opened;
  }

  close(): void {
    this.isClosed = true;
  }
}

class FakeModel extends ModelLoader<FakeHandle> {
  open(open: (options: ProgressCallOptions) => Promise<FakeHandle>): Promise<AppError | null> {
    return this.load(open);
  }

  use(): Promise<FakeHandle> {
    return this.waitForHandle();
  }
}

/** Rejects when it is stopped, as the bridge does. */
function waitForAbort({ signal }: ProgressCallOptions): Promise<FakeHandle> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new AppError('aborted')));
  });
}

test('a call waits for the model to open, and opening another model closes it', async () => {
  const model = new FakeModel();
  await expect(model.use()).rejects.toMatchObject({ code: 'model-unknown' });
  const first = new FakeHandle('first');
  const opening = model.open(async ({ onProgress }) => {
    onProgress?.({ phase: 'fetch', fraction: 0.5, remainingMs: null });
    return first;
  });
  expect(model).toMatchObject({
    isOpening: true,
    opened: null,
    progress: { phase: 'fetch', fraction: 0.5, remainingMs: null },
  });
  expect(await model.use()).toBe(first);
  expect(await opening).toBeNull();
  expect(model).toMatchObject({ isOpening: false, opened: 'first', error: null });

  await model.open(async () => new FakeHandle('second'));
  expect(model.opened).toBe('second');
  expect(first.isClosed).toBe(true);
});

test('a superseded open reports nothing, and its session is closed', async () => {
  const model = new FakeModel();
  const late = Promise.withResolvers<FakeHandle>();
  const first = model.open(() => late.promise);
  const second = model.open(waitForAbort);
  const handle = new FakeHandle('first');
  late.resolve(handle);
  expect(await first).toBeNull();
  expect(handle.isClosed).toBe(true);
  expect(model).toMatchObject({ isOpening: true, opened: null, error: null });

  model.close();
  expect(await second).toBeNull();
  expect(model).toMatchObject({ isOpening: false, opened: null, error: null });
});

test('an error or cancellation remains, and waiting calls reject with it, until another model opens', async () => {
  const model = new FakeModel();
  const opening = model.open(waitForAbort);
  model.cancel();
  expect(await opening).toMatchObject({ code: 'aborted' });
  expect(model).toMatchObject({ isOpening: false, opened: null, error: { code: 'aborted' } });
  await expect(model.use()).rejects.toMatchObject({ code: 'aborted' });

  expect(await model.open(() => Promise.reject(new RangeError('no room')))).toMatchObject({ code: 'internal' });
  expect(model.error).toMatchObject({ code: 'internal', facts: { why: 'no room' } });
  expect(await model.open(async () => new FakeHandle('again'))).toBeNull();
  expect(model).toMatchObject({ opened: 'again', error: null });
});
