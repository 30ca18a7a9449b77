import type { InferenceSession } from 'onnxruntime-web';
import { expect, inject, test } from 'vitest';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { coverOrt } from '#planner/coverage/ort-coverage.ts';
import { selectBuild, loadBuild } from './ort-builds.ts';
import { recordLog, listenToConsole } from './ort-log.ts';

const testData = inject('testData');

const providers: Readonly<Record<string, string>> = {
  WebGpuExecutionProvider: 'webgpu',
  CPUExecutionProvider: 'wasm',
};

async function fetchBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/@fs${testData}/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Reads the device of each node from the log. If all nodes run on one provider, the log does not list them. */
function readDevices(lines: readonly string[]): (name: string) => string | undefined {
  const devices = new Map<string, string>();
  let current = '';
  let deviceOfAll: string | undefined;
  for (const line of lines) {
    const [, scope, provider] = /(All nodes|Node\(s\)) placed on \[(\w+)\]/.exec(line) ?? [];
    if (provider) current = providers[provider] ?? provider;
    if (scope === 'All nodes') deviceOfAll = current;
    const [, name] = /VerifyEachNodeIsAssignedToAnEp\]\s+\w+ \((.*)\)/.exec(line) ?? [];
    if (name) devices.set(name, current);
  }
  return (name) => devices.get(name) ?? deviceOfAll;
}

interface Comparison {
  readonly compared: number;
  readonly wrong: readonly string[];
}

/** Nodes that optimisation replaced are not compared, because the log only lists their replacements. */
function compare(facts: ModelFacts, getDevice: (name: string) => string | undefined): Comparison {
  const compared = coverOrt(facts, 'webgpu').nodes.flatMap((node) => {
    const reported = getDevice(node.name);
    return reported === undefined || node.place === 'folded' ? [] : [{ ...node, reported }];
  });
  const wrong = compared.filter(({ place, reported }) => place !== reported);
  return {
    compared: compared.length,
    wrong: wrong.map(({ operator, name, place, reported }) => `${operator} ${name}: ${place}, reported ${reported}`),
  };
}

test.skipIf(!testData)(
  'the coverage of all ONNX test models equals the log of the engine (needs ASSAY_TEST_DATA)',
  async () => {
    const files = new TextDecoder()
      .decode(await fetchBytes('FILES.tsv'))
      .split('\n')
      .map((row) => row.split('\t')[0]!);
    const library = await loadBuild(selectBuild('webgpu'));
    library.env.wasm.numThreads = 1;
    let isFirst = true;
    let compared = 0;
    const wrong: string[] = [];
    for (const file of files.filter((name) => name.endsWith('.onnx'))) {
      const bytes = await fetchBytes(file);
      const facts = await readFacts(toByteSource(bytes), file);
      const create = () =>
        library.InferenceSession.create(bytes, {
          executionProviders: ['webgpu'],
          logSeverityLevel: 0,
          graphOptimizationLevel: 'disabled',
        });
      const startCreation = () => (isFirst ? listenToConsole(create) : create());
      let session: InferenceSession | null = null;
      const [, lines] = await recordLog(async () => (session = await startCreation().catch(() => null)));
      isFirst = false;
      await (session as InferenceSession | null)?.release();
      const comparison = compare(facts, readDevices(lines));
      compared += comparison.compared;
      wrong.push(...comparison.wrong.map((line) => `${file}: ${line}`));
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(3500);
  },
  600_000,
);
