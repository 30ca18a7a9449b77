import { expect, test, vi } from 'vitest';
import { openForTask } from '#sessions/task-session.ts';
import { textGeneration } from '#tasks/scored-tasks.ts';
import { loadLocalModel } from './local-files.ts';
import { openNativeModel, type NativeOpening } from './native-model.ts';
import { openTarget } from './open-target.ts';

vi.mock('./open-target.ts');
vi.mock('./local-files.ts');
vi.mock('#sessions/task-session.ts');

test.each([
  ['a task', 'ort', 'digits'],
  ['a language model', 'llama', textGeneration],
] as const)('an interrupt ends the process of an engine that opens the model of %s', async (_, engine, task) => {
  const open = vi.fn<() => Promise<never>>(() => new Promise(() => {}));
  const close = vi.fn<() => Promise<void>>(async () => {});
  vi.mocked(openForTask).mockImplementation(open);
  vi.mocked(openTarget).mockResolvedValue({ tensors: () => ({}), text: () => ({ open }), close } as never);
  vi.mocked(loadLocalModel).mockResolvedValue({ model: { id: 'digits' } } as never);
  const controller = new AbortController();
  const opening = openNativeModel({
    target: { engine, device: 'cpu' } as NativeOpening['target'],
    model: { kind: 'model', id: 'digits', engine: 'ort', engineIds: [] },
    task,
    settings: {},
    threads: null,
    dimensions: {},
    signal: controller.signal,
  });
  const ending = expect(opening).rejects.toMatchObject({ code: 'aborted' });
  await vi.waitFor(() => expect(open).toHaveBeenCalled());
  expect(close).not.toHaveBeenCalled();
  controller.abort();
  await ending;
  expect(close).toHaveBeenCalledOnce();
});
