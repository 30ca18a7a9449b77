import { testRuntimeContract, type ContractSubject } from '../tensor-contract.fixture.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { loadBuild } from './litert-builds.ts';
import { createContractModel, createCorruptModels } from './contract-model.fixture.ts';
import { litert } from './index.ts';

// The library uses the build of its first session for all later ones, so each number of threads is tested in a separate
// file and therefore a separate page.
const { engine } = await loadBuild('simd');

const subject = {
  runtime: litert,
  device: 'wasm',
  options: { threads: 1 },
  model: createContractModel(),
  fixedShapeReason: 'LiteRT compiles a TFLite model for the sizes in its file',
  corrupt: createCorruptModels(),
} satisfies ContractSubject;
testRuntimeContract(subject);
expectNoLeaks(subject, () => engine.liteRtWasm.HEAPU8.byteLength);
