import { expose } from 'comlink';
import { measureClockStepUs } from '#bench/measure/clock.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { AppError } from '#core/errors/error.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import { measureCopyBytesPerS } from '#device/copy-speed.ts';
import { measureDispatchMs } from '#device/dispatch-latency.ts';
import type { MeasurementWorker, MatmulType } from '#device/measurement-worker.ts';
import { measureMatmul, openMatmul } from '#device/matmul.ts';
import { growHeap, allocateOnGpu } from '#device/memory-budget.ts';
import { measureStorage } from '#device/storage-speed.ts';
import { measureTextKernels } from '#device/text-kernels.ts';

let preparedMatmul: { readonly session: TensorSession; readonly type: MatmulType } | undefined;

const worker: MeasurementWorker = {
  async prepareMatmul(request) {
    const { ort } = await import('#runtimes/ort/index.ts');
    preparedMatmul = { session: await openMatmul(ort, request), type: request.type };
  },
  async measureMatmul(budgetMs) {
    if (!preparedMatmul) throw new AppError('internal', { why: 'no matrix multiplication was prepared' });
    return measureMatmul(preparedMatmul.session, preparedMatmul.type, budgetMs);
  },
  async measureTextKernels(requests, budgetMs) {
    const { wllama } = await import('#runtimes/wllama/index.ts');
    return measureTextKernels(wllama, requests, budgetMs);
  },
  measureCopyBytesPerS: async (budgetMs) => measureCopyBytesPerS(budgetMs),
  measureStorage,
  measureDispatchMs,
  measureClockStepUs: async () => measureClockStepUs(() => performance.now()),
  measureHeapBytes: async (maxBytes) => growHeap(maxBytes),
  measureGpuBytes: allocateOnGpu,
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
