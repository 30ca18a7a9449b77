import { describeSelfTest } from './self-test.fixture.ts';

await describeSelfTest('openvino', 'ort');
await describeSelfTest('llama', 'llama-vulkan');
