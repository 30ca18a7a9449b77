import { runtimeContract } from '../tensor-contract.fixture.ts';
import { loadBuild } from './builds.ts';
import { contractModel, corruptModels } from './contract-model.fixture.ts';
import { litert } from './index.ts';

// The library uses the build of its first session for all sessions, so each number of threads is tested in its own file
// and thus its own page.
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
