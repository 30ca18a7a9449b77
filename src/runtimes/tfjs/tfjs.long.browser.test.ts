import { memory } from '@tensorflow/tfjs';
import type { DeviceId } from '#core/engine/engines.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { createContractModel } from './contract-model.fixture.ts';
import { tfjs } from './index.ts';

for (const device of ['javascript', 'webgl', 'webgpu'] satisfies DeviceId[])
  expectNoLeaks({ runtime: tfjs, device, model: createContractModel() }, () => memory().numBytes);
