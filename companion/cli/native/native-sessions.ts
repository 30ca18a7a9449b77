import { totalmem } from 'node:os';
import type { Peer } from '../../gateway/access/peer.ts';
import { ModelMemory } from '../../gateway/sessions/model-memory.ts';
import { ModelStore } from '../../gateway/sessions/model-store.ts';
import type { SessionResources } from '../../gateway/sessions/peer-sessions.ts';
import { servePeer } from '../../gateway/sessions/serve-peer.ts';
import { hostedEngines } from './hosted-engines.ts';

/** The part of the memory that open models may use together. Heuristic, not measured. */
const memoryFraction = 0.5;

/** The models that pages have open in native engines. */
export interface NativeSessions {
  /** Answers a page until it disconnects. */
  serve(peer: Peer): Promise<void>;
  /** Ends the engines. */
  close(): Promise<void>;
}

/** @param folder the companion's own, for model files */
export function nativeSessions(folder: string): NativeSessions {
  const engines = hostedEngines();
  const resources: SessionResources = {
    engines,
    store: new ModelStore(folder),
    memory: new ModelMemory(memoryFraction * totalmem()),
    readHardware: async () => (await import('../../hardware/hardware.ts')).readHardware(folder),
  };
  return { serve: (peer) => servePeer(peer, resources), close: () => engines.close() };
}
