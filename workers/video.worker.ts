import { expose } from 'comlink';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import type { VideoWorker } from '#bridge/video-contract.ts';
import { annotateVideo } from './video/annotate-video.ts';

const worker: VideoWorker = { annotate: annotateVideo };

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
