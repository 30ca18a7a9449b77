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

/** The items whose inputs are recorded, and how the model is opened. */
export interface RecordingRequest {
  readonly task: TaskId;
  readonly items: readonly EvaluationItem[];
  readonly device: 'wasm' | 'cpu';
  /** Sizes of free dimensions; missing ones get suggested sizes. */
  readonly dimensions: Dimensions;
}

/** The engine and file access of a host. */
export interface RecordingHost {
  /** An onnxruntime engine. */
  readonly runtime: Runtime;
  readonly reader: ItemReader;
  readonly signal?: AbortSignal;
  /** @param fraction of the items that have run, 0 to 1 */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Records the model inputs that a task computes from items, in order. Items that cannot be read or run are skipped.
 * @returns copies, owned by the caller
 * @throws AppError of the first item if none can be run | errors of `openForTask` and the engine
 */
export async function recordInputs(
  model: ModelFiles,
  { task, items, device, dimensions }: RecordingRequest,
  { runtime, reader, signal, onProgress }: RecordingHost,
): Promise<readonly Tensors[]> {
  const recordedInputs: Tensors[] = [];
  const sessions: TensorSession[] = [];
  const recordingRuntime: Runtime = {
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
          recordedInputs.push(structuredClone(inputs)); // a task may reuse the same arrays
          onProgress?.(Math.min(1, recordedInputs.length / items.length));
          return session.run(inputs);
        },
      };
    },
  };
  try {
    const opening = { subject: { kind: 'files' }, engine: 'ort', options: { devices: [device] }, dimensions } as const;
    const { input, pipeline } = await openForTask(task, recordingRuntime, model, opening);
    const evaluatedItems = await evaluateItems(items, {
      open: (item) => openItem(input, item, reader),
      digest: async () => ({ sha256: null }),
      run: (opened: Parameters<typeof pipeline.run>[0], options) => pipeline.run(opened, options),
      evaluation: { toOutcome: () => null },
    });
    signal?.throwIfAborted();
    const failedItem = evaluatedItems.find((item) => 'error' in item);
    if (recordedInputs.length === 0 && failedItem && 'error' in failedItem)
      throw new AppError(failedItem.error.code, failedItem.error.facts);
    return recordedInputs;
  } finally {
    for (const session of sessions) await session.close(); // frees the memory of the graphs for the next model
  }
}
