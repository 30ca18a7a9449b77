import { fileURLToPath } from 'node:url';
import { EngineHost } from './engine-host.ts';
import { createTensorRuntime } from './remote-tensor-session.ts';

// A program whose engine runs an endless loop. It prints the engine's process id and waits to be killed.
const program = fileURLToPath(new URL('./faulty-child.fixture.ts', import.meta.url));
const host = new EngineHost('ort', { program });
const files = new Map([['a.onnx', new Uint8Array(1)]]);
const session = await createTensorRuntime(host).open(
  { id: 'endless loop', entry: 'a.onnx', files },
  { devices: ['cpu'] },
);
const running = session.run({ x: { dtype: 'float32', shape: [1], data: new Float32Array(1) } });
setTimeout(() => console.log(host.pid), 200);
await running;
