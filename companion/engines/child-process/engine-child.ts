import { loadEngine, type NativeEngineId } from '../load-engine.ts';
import { serveEngine } from './serve-engine.ts';

// The process of one engine, started by `engine-process.ts`.
serveEngine((id) => loadEngine(id as NativeEngineId));
