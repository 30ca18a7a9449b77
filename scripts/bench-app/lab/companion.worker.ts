import { expose } from 'comlink';
import type { Tensor } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { createCompanionRuntime } from '#runtimes/companion/index.ts';

/** The URLs of the companion and of a WebSocket echo server. */
export interface ServerUrls {
  readonly companion: string;
  readonly token: string;
  readonly echo: string;
}

/** Calls a model in the companion that returns its input, and a WebSocket echo server. */
const client = {
  /**
   * Measures alternating round trips.
   * @param floats the number of values of the input
   * @returns the milliseconds of each round trip
   */
  async time({ companion, token, echo }: ServerUrls, floats: number, repeats: number) {
    const access = { url: companion, origin: location.origin, app: '', credential: { kind: 'token', token } } as const;
    const runtime = createCompanionRuntime('ort', { access, onProgress: () => {} });
    const session = await runtime.open(buildIdentityModel(), { devices: ['cpu'], threads: 1 });
    const socket = await openSocket(echo);
    const x: Tensor = { dtype: 'float32', shape: [1, floats], data: new Float32Array(floats) };
    const works = {
      companion: async () => (await session.run({ x }))['y']!.data.length === floats,
      echo: async () => {
        const received = new Promise<MessageEvent>((resolve) =>
          socket.addEventListener('message', resolve, { once: true }),
        );
        socket.send(x.data as Float32Array<ArrayBuffer>);
        return ((await received).data as ArrayBuffer).byteLength === 4 * floats;
      },
    };
    const times: Record<keyof typeof works, number[]> = { companion: [], echo: [] };
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const name of ['companion', 'echo', 'echo', 'companion'] as const) {
        const startMs = performance.now();
        if (!(await works[name]())) throw new Error(`${name} returned other bytes`);
        if (repeat >= repeats / 10) times[name].push(performance.now() - startMs); // the first round trips are the warm-up
      }
    }
    socket.close();
    await session.close();
    return times;
  },
};

function buildIdentityModel() {
  const graph = createGraphBuilder('identity');
  graph.node('Identity', [graph.input('x', 'float32', [1, 'n'])], {}, 'y');
  graph.output('y', 'float32', [1, 'n']);
  const files = new Map([['identity.onnx', writeOnnx(graph.model(17))]]);
  return { id: 'identity', entry: 'identity.onnx', files };
}

function openSocket(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => reject(new Error(`nothing answers at ${url}`)));
  });
}

export type CompanionClient = typeof client;

expose(client);
