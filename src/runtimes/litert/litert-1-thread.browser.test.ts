import { runtimeContract } from '../tensor-contract.fixture.ts';
import { loadBuild } from './builds.ts';
import { contractModel, corruptModels } from './contract-model.fixture.ts';
import { litert } from './index.ts';

// The library uses the build of its first session for all, so each number of threads has a file, and thus a page, of
// its own.
const { engine } = await loadBuild('simd');

runtimeContract({
  runtime: litert,
  device: 'wasm',
  options: { threads: 1 },
  model: contractModel(),
  fixed: 'LiteRT compiles a TFLite model for the sizes that its file states',
  heldBytes: () => engine.liteRtWasm.HEAPU8.byteLength,
  corrupt: corruptModels(),
});
