import { trackGpuBufferBytes } from '../allocated-bytes.fixture.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { createContractModel } from './contract-model.fixture.ts';
import { ort } from './index.ts';

expectNoLeaks({ runtime: ort, device: 'webgpu', model: createContractModel() }, trackGpuBufferBytes());
