import { expect, test } from 'vitest';
import type { TraceEvent } from '#core/engine/engine-trace.ts';
import { analyseProfile } from './analyse-profile.ts';
import { findBottlenecks } from './bottlenecks.ts';
import { toChromeTrace, toNodeData, toProfileCsv } from './export-profile.ts';
import { parseOrtTrace } from './ort-trace.ts';
import { toMeanRun } from './layer-times.ts';
import { selectLastRuns } from './record-profile.ts';
import type { RecordedProfile } from './recorded-profile.ts';

// Three lines of onnxruntime-web 1.30.0 for yolox_nano and, with WebGPU, for mnist, with rounded times.
const ortProfile = `[
{"cat" : "Session","pid" :42,"tid" :7,"dur" :1000,"ts" :0,"ph" : "X","name" :"model_run","args" : {}},
{"cat" : "Node","pid" :42,"tid" :7,"dur" :400,"ts" :100,"ph" : "X","name" :"Conv_41_kernel_time","args" : {"parameter_size" : "6976","output_size" : "2768896","activation_size" : "2076672","provider" : "CPUExecutionProvider","op_name" : "Conv"}},
{"cat" : "Api","pid" :-1,"tid" :-1,"dur" :250,"ts" :5000,"ph" : "X","name" :"Convolution28_token_1&Conv&Conv2dMM","args" : {"shapes" : ""}}
]`;

const createEvent = (kind: TraceEvent['kind'], name: string, startUs: number, durationUs: number): TraceEvent => ({
  kind,
  name,
  operator: 'Conv',
  provider: 'CPUExecutionProvider',
  startUs,
  durationUs,
  thread: 1,
});

const createRecording = (events: readonly TraceEvent[], changes: Partial<RecordedProfile> = {}): RecordedProfile => ({
  engine: 'ort',
  device: 'wasm',
  threads: 1,
  events,
  plainRunsMs: [],
  profiledRunsMs: [],
  opening: null,
  nodes: [],
  heapBytes: null,
  ...changes,
});

const unknown = { gflops: null, bytesPerS: null };
const noRoofs = { cpu: unknown, gpu: unknown };
const allOptions = { hasGpu: true, maxThreads: 4, isOptimisable: true, hasFreeSizes: false, heapBytes: null };

test('the runs, nodes and shaders of a profile of onnxruntime are read, with the bytes of a node', () => {
  const [run, node, shader] = parseOrtTrace(ortProfile);
  expect(run).toMatchObject({ kind: 'run', durationUs: 1000 });
  expect(node).toMatchObject({
    kind: 'node',
    name: 'Conv_41',
    operator: 'Conv',
    bytes: { weights: 6976, read: 2_076_672, written: 2_768_896 },
  });
  expect(shader).toMatchObject({ kind: 'gpu', name: 'Convolution28_token_1', operator: 'Conv', durationUs: 250 });
});

test.each([
  ['text that is not JSON', 'not a profile', 'not-a-profile'],
  ['another JSON file', '{"traceEvents":[]}', 'not-a-profile'],
  ['a profile without a run', '[{"cat":"Session","name":"x","ts":1,"dur":1,"args":{}}]', 'profile-without-nodes'],
])('%s is rejected with its name', (_, text, reason) => {
  expect(() => parseOrtTrace(text, 'a.json')).toThrow(
    expect.objectContaining({ code: 'input-invalid', facts: { name: 'a.json', reason } }),
  );
});

test('the time of a node inside a branch is subtracted from the branch', () => {
  const report = analyseProfile(
    createRecording([
      createEvent('run', '', 0, 1000),
      createEvent('node', 'If', 0, 900),
      createEvent('node', 'inner', 100, 600),
    ]),
    noRoofs,
  );
  expect(report.nodes.map(({ name, ms }) => [name, ms])).toEqual([
    ['inner', 0.6],
    ['If', 0.3],
  ]);
  expect(report.nodesFraction).toBeCloseTo(0.9);
});

// Computed by hand by the roofline of Williams et al. 2009: 2 MFLOP take 0.2 ms at 10 GFLOP/s, 8 MB take 0.8 ms at 10
// GB/s.
test('the limit of a node is the larger of compute and memory time', () => {
  const nodes = [{ name: 'a', operator: 'Conv', flops: 2_000_000, weightBytes: 1_000_000, activationBytes: 7_000_000 }];
  const events = [createEvent('run', '', 0, 2000), createEvent('node', 'a', 0, 1600)];
  const roofs = { cpu: { gflops: 10, bytesPerS: 10e9 }, gpu: unknown };
  const [node] = analyseProfile(createRecording(events, { nodes }), roofs).nodes;
  expect(node).toMatchObject({ bound: 'memory', gflops: 1.25, bytesPerS: 5e9, fraction: 0.8 });
  expect(node!.attained).toBeCloseTo(0.5);
});

test('the time of a GPU node is the time of its shaders, not of their submission', () => {
  const events = [
    createEvent('run', '', 0, 1000),
    createEvent('node', 'conv', 0, 10),
    createEvent('gpu', 'conv', 5000, 300),
    createEvent('gpu', 'conv', 5300, 200),
  ];
  const [node] = analyseProfile(createRecording(events), noRoofs).nodes;
  expect(node).toMatchObject({ isOnGpu: true, ms: 0.5 });
});

test('overhead and variation are computed from the interleaved runs', () => {
  const runs = { plainRunsMs: [10, 10, 10], profiledRunsMs: [11, 12, 13] };
  const report = analyseProfile(createRecording([createEvent('run', '', 0, 11_000)], runs), noRoofs);
  expect(report.overhead).toBeCloseTo(0.2);
  expect(report.variation).toBe(0);
});

test('only runs after the warm-up are selected, on either clock', () => {
  const warmUp = [createEvent('run', '', 0, 10), createEvent('node', 'a', 1, 5), createEvent('gpu', 'a', 900, 7)];
  const last = [createEvent('run', '', 20, 10), createEvent('node', 'a', 21, 6), createEvent('gpu', 'a', 950, 8)];
  expect(selectLastRuns([...warmUp, ...last], 1)).toEqual(last);
});

test('a node is a bottleneck above 10% of a run, with the remedies that apply', () => {
  const events = [
    createEvent('run', '', 0, 1000),
    createEvent('node', 'large', 0, 890),
    createEvent('node', 'small', 900, 100),
  ];
  const report = analyseProfile(createRecording(events), noRoofs);
  const [first, ...others] = findBottlenecks(report, allOptions);
  expect(first).toMatchObject({ cause: { code: 'node', name: 'large' }, fraction: 0.89, limit: 0.1 });
  expect(first?.cures).toEqual(['webgpu', 'threads', 'int8']);
  expect(others).toEqual([]);
  const onAllThreads = { ...report, threads: 4 };
  expect(findBottlenecks(onAllThreads, { ...allOptions, hasGpu: false })[0]?.cures).toEqual(['int8']);
});

test('time outside the nodes, variation and memory are bottlenecks above their limits', () => {
  const runs = { plainRunsMs: [10, 20, 30], profiledRunsMs: [10, 20, 30], heapBytes: 95 };
  const report = analyseProfile(
    createRecording([createEvent('run', '', 0, 1000), createEvent('node', 'a', 0, 50)], runs),
    noRoofs,
  );
  const codes = findBottlenecks(report, { ...allOptions, heapBytes: 100 }).map(({ cause }) => cause.code);
  expect(codes).toEqual(['outside-nodes', 'memory', 'variation']);
});

// Field names of Chrome's "Trace Event Format" and of Model Explorer's custom node data.
test('a profile is exported as a trace, as CSV and as node data', () => {
  const events = [createEvent('run', '', 0, 1000), createEvent('node', '=a', 0, 500)];
  const report = analyseProfile(createRecording(events), noRoofs);
  const trace = JSON.parse(toChromeTrace(events, report)) as { traceEvents: { ph: string; ts?: number }[] };
  expect(trace.traceEvents.filter(({ ph }) => ph === 'X')).toEqual([
    expect.objectContaining({ cat: 'run', ts: 0, dur: 1000 }),
    expect.objectContaining({ cat: 'node', name: '=a', ts: 0, dur: 500, args: expect.anything() }),
  ]);
  expect(toProfileCsv(report).split('\r\n')[1]).toMatch(/^'=a,Conv,CPUExecutionProvider,0\.5,0\.5,/);
  expect(JSON.parse(toNodeData(report))).toMatchObject({ results: { '=a': { value: 0.5 } } });
});

// Computed by hand: runs of 10, 2 and 4 us have the running means 10, 6 and 5.33, which the engine reports in whole
// microseconds.
test('for an engine that reports means over all runs, earlier runs are subtracted', () => {
  const layer = { name: 'a', operator: 'Conv', kernel: 'jit_f32' };
  const fused = { name: 'b', operator: 'Relu', kernel: 'undef' };
  const trace = {
    format: 'layers',
    layers: [layer, fused],
    meansUs: [
      [10, 0],
      [6, 0],
      [5, 0],
    ],
  } as const;
  const events = toMeanRun(trace, 2);
  expect(events).toEqual([
    { kind: 'node', name: 'a', operator: 'Conv', provider: 'jit_f32', startUs: 0, durationUs: 2.5, thread: 0 },
  ]);
  const report = analyseProfile(createRecording(events, { plainRunsMs: [1, 1], profiledRunsMs: [1, 3] }), noRoofs);
  expect(report).toMatchObject({ runs: 2, runMs: 2, nodesMs: 0.0025 });
});
