import { testRuntimeContract, type ContractSubject } from '../tensor-contract.fixture.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { loadBuild } from './litert-builds.ts';
import { contractModel, corruptModels } from './contract-model.fixture.ts';
import { litert } from './index.ts';

// The library uses the build of its first session for all sessions, so each number of threads is tested in its own file
// and thus its own page.
const { engine } = await loadBuild('simd');

const subject = {
  runtime: litert,
  device: 'wasm',
  options: { threads: 1 },
  model: contractModel(),
  fixed: 'LiteRT compiles a TFLite model for the sizes in its file',
  corrupt: corruptModels(),
} satisfies ContractSubject;
testRuntimeContract(subject);
expectNoLeaks(subject, () => engine.liteRtWasm.HEAPU8.byteLength);
