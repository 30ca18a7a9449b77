import type { Runtime, TensorSession } from '#core/engine/runtime.ts';
import { AppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { evaluateItems } from '#evaluate/run/evaluate-items.ts';
import type { TaskId } from '#tasks/index.ts';
import { openItem } from './evaluate-task.ts';
import type { ItemReader } from './item-reader.ts';
import { openForTask } from './task-session.ts';

/** Items whose inputs are recorded, and how the model is opened. */
export interface RecordingRequest {
  readonly task: TaskId;
  readonly items: readonly EvaluationItem[];
  readonly device: 'wasm' | 'cpu';
  /** Sizes of free dimensions; suggested ones for those that are missing. */
  readonly dimensions: Dimensions;
}

/** What a host provides. */
export interface RecordingHost {
  /** An engine of onnxruntime. */
  readonly runtime: Runtime;
  readonly reader: ItemReader;
  readonly signal?: AbortSignal;
  /** Gets the fraction of the items that have run, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * The model inputs that a task computes from items, in order. Items that cannot be read or run are left out.
 * @returns copies, which belong to the caller
 * @throws AppError the error of the first item if none can be run, and what `openForTask` and the engine throw
 */
export async function recordInputs(
  model: ModelFiles,
  { task, items, device, dimensions }: RecordingRequest,
  { runtime, reader, signal, onProgress }: RecordingHost,
): Promise<readonly Tensors[]> {
  const recorded: Tensors[] = [];
  const sessions: TensorSession[] = [];
  const recording: Runtime = {
    id: runtime.id,
    async open(files, options) {
      const session = await runtime.open(files, options);
      sessions.push(session);
      return {
        kind: session.kind,
        facts: session.facts,
        memory: () => session.memory(),
        close: () => session.close(),
        run: (inputs) => {
          signal?.throwIfAborted();
          recorded.push(structuredClone(inputs)); // a task may reuse the same arrays
          onProgress?.(Math.min(1, recorded.length / items.length));
          return session.run(inputs);
        },
      };
    },
  };
  try {
    const opening = { subject: { kind: 'files' }, engine: 'ort', options: { devices: [device] }, dimensions } as const;
    const { input, pipeline } = await openForTask(task, recording, model, opening);
    const evaluated = await evaluateItems(items, {
      open: (item) => openItem(input, item, reader),
      digest: async () => ({ sha256: null }),
      run: (opened: Parameters<typeof pipeline.run>[0], options) => pipeline.run(opened, options),
      evaluation: { toOutcome: () => null },
    });
    signal?.throwIfAborted();
    const failed = evaluated.find((item) => 'error' in item);
    if (recorded.length === 0 && failed && 'error' in failed) throw new AppError(failed.error.code, failed.error.facts);
    return recorded;
  } finally {
    for (const session of sessions) await session.close(); // its memory is used for the next model
  }
}
