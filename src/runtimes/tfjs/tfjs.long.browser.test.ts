import { memory } from '@tensorflow/tfjs';
import type { DeviceId } from '#core/engine/engines.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { contractModel } from './contract-model.fixture.ts';
import { tfjs } from './index.ts';

for (const device of ['javascript', 'webgl', 'webgpu'] satisfies DeviceId[])
  expectNoLeaks({ runtime: tfjs, device, model: contractModel() }, () => memory().numBytes);
