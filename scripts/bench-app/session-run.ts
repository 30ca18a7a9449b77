import { median } from '#bench/statistics.ts';
import type { Figure } from './figure.ts';

const rounds = 8;
const runsPerTurn = 5;
const maxRatio = 1.03;

/** Our session, called from the page, against the library's own in a loop inside a worker: turn and turn about (R8). */
export const figure: Figure = {
  title: 'Our session.run against a bare onnxruntime-web loop',
  target: `<= ${maxRatio} x`,
  async measure(bench) {
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      const { ours, bare } = await page.evaluate(
        async ({ rounds, runsPerTurn }) => {
          const { openSession, seededInputs, startBare } = globalThis.lab;
          const options = { devices: ['wasm'], threads: 1 } as const;
          const session = await openSession({ subject: { kind: 'workload', id: 'conv' }, runtime: 'ort', options });
          const inputs = seededInputs(session.opened.facts.inputs);
          const worker = startBare();
          await worker.openConv(inputs);
          const times = { ours: [] as number[], bare: [] as number[] };
          const turns = {
            ours: async () => {
              const taken: number[] = [];
              for (let run = 0; run < runsPerTurn; run++) {
                const given = structuredClone(inputs); // the session takes the buffers
                const startMs = performance.now();
                await session.run(given);
                taken.push(performance.now() - startMs);
              }
              return taken;
            },
            bare: () => worker.runConv(runsPerTurn),
          };
          const warmUntilMs = performance.now() + 6_000; // R3: both, until the browser has compiled to its top tier
          while (performance.now() < warmUntilMs) {
            await turns.ours();
            await turns.bare();
          }
          for (let round = 0; round < rounds; round++) {
            for (const turn of ['ours', 'bare', 'bare', 'ours'] as const) times[turn].push(...(await turns[turn]()));
          }
          session.close();
          return times;
        },
        { rounds, runsPerTurn },
      );
      const value = median(ours) / median(bare);
      const details = { oursMs: median(ours), bareMs: median(bare), n: ours.length };
      return { value, unit: 'x', isReached: value <= maxRatio, details };
    } finally {
      await browser.close();
    }
  },
};
