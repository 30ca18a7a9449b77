import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SpeedReport } from '#core/report/report.ts';
import { median } from '#statistics/quantiles.ts';
import { root } from '../../project-root.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { SkippedError } from '../harness/skipped-error.ts';

const rounds = 3;

interface Setup {
  readonly host: 'page' | 'native';
  readonly name: string;
  /** Options of `assay bench`. */
  readonly args: readonly string[];
}

const createThreadArgs = (threads: number) => ['--threads', String(threads)];
const threadCount = availableParallelism();

const tensorSetups: readonly Setup[] = [
  { host: 'page', name: 'ort, wasm', args: ['--engine', 'ort', '--device', 'wasm', ...createThreadArgs(threadCount)] },
  { host: 'native', name: 'ort, cpu', args: ['--target', 'companion:ort:cpu', ...createThreadArgs(threadCount)] },
  {
    host: 'native',
    name: 'openvino, cpu, float32',
    args: ['--target', 'companion:openvino:cpu', ...createThreadArgs(threadCount)],
  },
];
const textSetups: readonly Setup[] = [
  {
    host: 'page',
    name: 'wllama, wasm',
    args: ['--engine', 'wllama', '--device', 'wasm', ...createThreadArgs(threadCount)],
  },
  {
    host: 'page',
    name: 'ort-text, wasm',
    args: ['--engine', 'ort-text', '--device', 'wasm', ...createThreadArgs(threadCount)],
  },
  { host: 'native', name: 'llama, cpu', args: ['--target', 'companion:llama:cpu', ...createThreadArgs(threadCount)] },
];

/**
 * Compares the fastest native engine with the fastest engine of the page for three models, by medians of interleaved
 * rounds.
 */
export const benchmark: PerfBenchmark = {
  title: 'Fastest native engine against the fastest in the page: yolox_nano, MobileNetV2 int8, SmolLM2-135M',
  target: 'measured',
  async measure(bench) {
    const subjects = [
      { name: 'yolox_nano', path: bench.testData('onnx-detect/yolox_nano.onnx'), setups: tensorSetups },
      {
        name: 'mobilenetv2-int8',
        path: bench.testData('onnx-classify/mobilenetv2-12-int8.onnx'),
        setups: tensorSetups,
      },
      { name: 'SmolLM2-135M', path: bench.testModel('SmolLM2-135M-Instruct.Q4_1.gguf'), setups: textSetups },
    ];
    const details: Record<string, unknown> = {};
    const speedUps: number[] = [];
    for (const { name, path, setups } of subjects) {
      const samples = new Map<string, number[]>();
      const failures: Record<string, string> = {};
      for (let round = 0; round < rounds; round++) {
        for (const setup of round % 2 === 0 ? setups : setups.toReversed()) {
          if (setup.name in failures) continue;
          const outcome = await runBench(path, setup.args);
          if (typeof outcome === 'string') failures[setup.name] = outcome;
          else samples.set(setup.name, [...(samples.get(setup.name) ?? []), outcome]);
        }
      }
      const times = setups.flatMap((setup) => {
        const ms = samples.get(setup.name);
        return ms ? [{ host: setup.host, name: setup.name, ms: median(ms), n: ms.length }] : [];
      });
      const findFastest = (host: Setup['host']) =>
        times.filter((time) => time.host === host).sort((a, b) => a.ms - b.ms)[0];
      const [page, native] = [findFastest('page'), findFastest('native')];
      const speedUp = page && native ? page.ms / native.ms : null;
      if (speedUp !== null) speedUps.push(speedUp);
      details[name] = { speedUp, times, failed: failures };
      bench.log(`${name}: ${JSON.stringify(details[name])}`);
    }
    if (speedUps.length === 0) throw new SkippedError('no model ran on a native engine and in the page');
    return { value: median(speedUps), unit: 'x', isReached: true, details };
  },
};

/** Measures the milliseconds per inference, or per generated token; returns the reason if it fails. */
function runBench(path: string, args: readonly string[]): Promise<number | string> {
  const nodeArgs = [join(root, 'scripts/assay.ts'), 'bench', '--model', path, ...args, '--quick', '--json'];
  const child = spawn(process.execPath, nodeArgs, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + String(chunk)).slice(-1000)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      if (output === '') resolve(errors.trim().split('\n').at(-1) ?? 'nothing printed');
      else resolve(readMedianTime((JSON.parse(output) as { readonly report: SpeedReport }).report));
    });
  });
}

function readMedianTime(report: SpeedReport): number {
  if (report.kind === 'tensor') return report.cells[0]!.steady.medianMs;
  return 1000 / report.cells.find(({ work }) => work === 'generation')!.medianTokensPerS;
}
