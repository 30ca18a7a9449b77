import { expose } from 'comlink';
import type { PassphraseWorker } from '#bridge/passphrase-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { deriveKey } from './passphrase/derive-key.ts';

const worker: PassphraseWorker = { deriveKey };

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
