import { gpuBufferBytes } from '../allocated-bytes.fixture.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { contractModel } from './contract-model.fixture.ts';
import { ort } from './index.ts';

expectNoLeaks({ runtime: ort, device: 'webgpu', model: contractModel() }, gpuBufferBytes());
