import type { SessionWorker } from '#bridge/contract.ts';
export type { SessionWorker };
