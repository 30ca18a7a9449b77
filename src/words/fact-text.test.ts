import { expect, test } from 'vitest';
import { createSampleReport, createSampleTextReport } from '#core/report/report.fixture.ts';
import { listReportFacts } from '#share/export/report-facts.ts';
import { reportFields } from '#share/report-link/report-fields.ts';
import { bench } from './en/bench/bench.ts';
import { engine } from './en/device/engine.ts';
import { format } from './en/format.ts';
import { gateResults } from './en/gates/gate-results.ts';
import { report } from './en/report/report.ts';
import { createFactWriter, createMarkdownWords } from './fact-text.ts';

const write = createFactWriter({ bench, engine, format, report });
const writeFacts = (sample: Parameters<typeof listReportFacts>[0]) => new Map(listReportFacts(sample).map(write));

test('every fact shown has a label, and every label belongs to a fact', () => {
  const listedPaths = reportFields.filter((field) => field.format !== undefined).map(({ path }) => path);
  expect(Object.keys(report.facts.labels).toSorted()).toEqual(listedPaths.toSorted());
});

test('formats the facts of a report, and omits those that it does not have', () => {
  const facts = writeFacts(createSampleReport({ settings: { memoryPattern: false } }));
  expect(facts.get('Engine')).toBe('ONNX Runtime');
  expect(facts.get('Backends that failed')).toBe('WebGPU: no adapter was found');
  expect(facts.get('Engine settings')).toBe('Memory pattern: Off');
  expect(facts.get('GPU')).toBe('google swiftshader (software)');
  expect(facts.get('Event-loop lag')).toBe('1 of 240 ticks late, max 131 ms');
  expect(facts.get('Download')).toBe('nothing downloaded');
  expect(facts.has('Weight type')).toBe(false);
});

test('R19: formats node placement with the fraction of each provider', () => {
  const placement = { WebGpuExecutionProvider: 98, CPUExecutionProvider: 2 };
  expect(writeFacts(createSampleReport({ placement })).get('Node placement')).toBe('WebGpu: 98 (98%), CPU: 2 (2%)');
});

test('the facts of a language model show what its timings include', () => {
  const facts = writeFacts(createSampleTextReport());
  expect(facts.get('Sampling')).toBe('included in the timings');
  expect(facts.get('Tokenising')).toBe('not included in the timings');
});

test('the Markdown of a report names the reference of its outputs, or why there is none', () => {
  const { agreement, textAgreement } = createMarkdownWords(
    { bench, engine, format, report },
    gateResults.reportedVerdict,
  );
  const compared = { verdict: 'expected', metric: 'cosine', value: 1, maxAbsDifference: 0 } as const;
  expect(agreement({ ...compared, reference: 'this-device-wasm' })).toBe(
    'as expected (cosine 1.000000 against WebAssembly on this device)',
  );
  expect(agreement({ verdict: 'not-measured', why: 'reference-failed: no kernel' })).toBe(
    'not compared: the reference could not be computed (no kernel)',
  );
  const same = { verdict: 'expected', tokens: 32, same: 30, margin: 0.004, reference: 'wllama on wasm' } as const;
  expect(textAgreement(same, '0.004')).toContain('30 of 32 greedy tokens equal those of wllama on wasm');
});

test('energy is written with its uncertainty, power and carbon, or with the reasons why there is none', () => {
  const counter = { source: 'rapl', name: 'package-0', joules: 0.6, uncertaintyJ: 0.006, watts: 30 };
  const energy = (value: unknown) => write({ path: 'energy', format: 'energy', value })[1];
  // 0.6 J are 1/6,000,000 kWh, which at 300 g/kWh is 50 µg.
  expect(energy({ counters: [counter], missing: [], gridGramsPerKwh: 300 })).toBe(
    '0.6 ± 0.006 J at 30 W, processor (RAPL): package-0; 50 µg CO2e at 300 g/kWh, as stated by the user',
  );
  const missing = [{ source: 'battery', reason: 'on-mains' }];
  expect(energy({ counters: [], missing, gridGramsPerKwh: null })).toBe(
    'not available: battery: the battery is not being discharged',
  );
});
