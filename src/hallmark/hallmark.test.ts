import { beforeAll, expect, test } from 'vitest';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { decideGateState } from '#core/gate/gate-outcome.ts';
import { createSeededRandom } from '#core/random.ts';
import { gateIds, getGate } from '#gates/index.ts';
import { readChecklist } from './statement/read-checklist.ts';
import { fromHallmarkFile, toHallmarkFile } from './file/hallmark-file.ts';
import {
  createOtherRun,
  createSampleChecklist,
  createSampleDigest,
  createSampleGateRun,
  sampleGates,
  sampleHostileInputs,
  createSampleRun,
  createSampleStatements,
} from './hallmark.fixture.ts';
import type { Hallmark } from './hallmark.ts';
import { fromHallmarkLink, toHallmarkLink } from './file/hallmark-link.ts';
import {
  countersign,
  createCountersignatureStatement,
  buildStatement,
  signHallmark,
  type EvaluatedRun,
} from './sign/sign-hallmark.ts';
import { encodePayload, readPayload } from './statement/statement-payload.ts';
import { generateKeyPair } from './sign/signature.ts';
import { hallmarkType, type HallmarkStatement } from './statement/statement.ts';
import { verifyHallmark } from './verify.ts';

/** Bytes in the largest QR code, version 40 at level L (ISO/IEC 18004:2024, table 7). */
const maxQrBytes = 2_953;

let keys: CryptoKeyPair;
let otherKeys: CryptoKeyPair;
let hallmark: Hallmark;

beforeAll(async () => {
  [keys, otherKeys] = await Promise.all([generateKeyPair(), generateKeyPair()]);
  hallmark = await signHallmark(buildStatement(createSampleRun()), keys);
});

test('the statement has the form of in-toto, and contains the measurements of the run', () => {
  const { gateFile, run, data } = buildStatement(createSampleRun()).predicate;
  expect(buildStatement(createSampleRun())).toMatchObject({
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'urn:x-assay:hallmark:1',
    subject: [
      {
        name: 'mobilenet-v2-int8.onnx',
        digest: { sha256: createSampleDigest(1) },
        annotations: { sizeBytes: 3_655_033 },
      },
    ],
  });
  expect(gateFile).toEqual({ digest: { sha256: createSampleDigest(4) }, readAt: '2026-11-20T09:40:00Z' });
  expect(data?.sample).toEqual({ of: 50_000, seed: 20_261_120 });
  expect([run.startedAt, run.method, run.verdict, run.grade]).toEqual(['2026-11-20T09:41:00Z', '3.1.0', 'pass', 990]);
  const { margin: _margin, ...first } = sampleGates[0] as { margin?: number };
  expect(run.gates[0]).toEqual(first);
  expect(run.gates[9]).toEqual(sampleGates[9]);
});

test('a hallmark of ten gates is verified from its link and its file, which have the same content', async () => {
  const link = await toHallmarkLink(hallmark);
  expect(link.length).toBeLessThanOrEqual(2_900);
  const file = await toHallmarkFile(hallmark);
  for (const copy of [await fromHallmarkLink(`https://assay.example/${link}`), await fromHallmarkFile(file)]) {
    expect(copy).toEqual(hallmark);
    expect(await verifyHallmark(copy)).toMatchObject({
      statement: buildStatement(createSampleRun()),
      level: 'self-attested',
      countersignatures: [],
    });
  }
});

test('a signed checklist, hostile inputs and ten gates fit a hallmark link of 2,900 characters', async () => {
  const checklist = createSampleChecklist();
  const review = { statements: createSampleStatements(), hostileInputs: sampleHostileInputs };
  const signed = await signHallmark(buildStatement(createSampleRun({ checklist, ...review })), keys);
  const link = await toHallmarkLink(signed);
  expect(link.length).toBeLessThanOrEqual(2_900);
  const { statement } = await verifyHallmark(await fromHallmarkLink(link));
  expect(statement.predicate).toMatchObject({ checklist, ...review });
  const states = readChecklist(statement).map(({ id, state }) => [id, state]);
  // In the sample, the quality and latency gates pass, power was not measured, and no gate needs a load test.
  expect(states.slice(0, 4)).toEqual([
    ['quality', 'met'],
    ['performance', 'met'],
    ['security', 'signed'],
    ['load', 'signed'],
  ]);
  expect(states).toContainEqual(['lineage', 'met']);
  expect(states).toContainEqual(['reviews', 'signed']);
});

test('a hallmark is rejected if the files of its baseline do not match its digest', async () => {
  const createFile = (name: string, hex: string) => ({
    name,
    digest: { sha256: hex.repeat(64) },
    annotations: { sizeBytes: 9 },
  });
  const files = [createFile('model.json', 'a'), createFile('group1-shard1of1.bin', 'b')];
  // Computed by sha256sum of the two lines, sorted.
  const sha256 = '2121578729159cfc9d4c27e47b481763e3eee7846b8f5f4303de890ab169d779';
  const createRun = (digest: string) =>
    createSampleRun({ baseline: { name: 'model.json', digest: { sha256: digest } }, baselineFiles: files });
  const signed = await signHallmark(buildStatement(createRun(sha256)), keys);
  const { statement } = await verifyHallmark(await fromHallmarkLink(await toHallmarkLink(signed)));
  expect(statement.predicate.baselineFiles).toEqual(files);
  const other = await signHallmark(buildStatement(createRun(createSampleDigest(22))), keys);
  await expect(verifyHallmark(other)).rejects.toMatchObject({ facts: { reason: 'baseline-files' } });
});

test('a repeated hostile input or statement is rejected', () => {
  const [input] = sampleHostileInputs;
  const [statement] = createSampleStatements();
  const repeated = expect.objectContaining({ facts: expect.objectContaining({ reason: 'item-repeated' }) as object });
  expect(() => buildStatement(createSampleRun({ hostileInputs: [input!, input!] }))).toThrow(repeated);
  expect(() => buildStatement(createSampleRun({ statements: [statement!, statement!] }))).toThrow(repeated);
});

test('a hallmark that another device reproduces carries its countersignature in link and file', async () => {
  const statement = createCountersignatureStatement(await verifyHallmark(hallmark), createOtherRun());
  const signed = await countersign(hallmark, statement, otherKeys);
  const link = await toHallmarkLink(signed);
  expect(link.length).toBeLessThanOrEqual(maxQrBytes);
  for (const copy of [await fromHallmarkLink(link), await fromHallmarkFile(await toHallmarkFile(signed))]) {
    const verified = await verifyHallmark(copy);
    expect(verified.level).toBe('reproduced');
    expect(verified.countersignatures[0]?.run.environment.os).toBe('Windows');
    expect(verified.countersignatures[0]?.agreement.gates.map((gate) => gate.agreement)).toEqual([
      ...Array.from({ length: 9 }, () => 'agrees'),
      'not-compared',
    ]);
  }
});

test('the sample of a run has the verdict of its gates', () => {
  const failing = sampleGates.map((gate) => ({ ...gate, state: 'fail' as const })) as typeof sampleGates;
  expect(createSampleGateRun().verdict).toBe('pass');
  expect(createSampleGateRun({ results: failing }).verdict).toBe('fail');
  expect(createSampleGateRun({ results: [sampleGates.at(-1)!] }).verdict).toBe('undecided'); // its severity is `warn`
});

test('a slower device still reproduces a hallmark, but another score, verdict, gate file or model does not', async () => {
  const verified = await verifyHallmark(hallmark);
  const slower = { state: 'fail', measured: 50, interval: { low: 49, high: 51, confidence: 0.95 } };
  const createSlowResults = (severity: string) =>
    sampleGates.map((gate) => (gate.gate === 'latency' ? { ...gate, ...slower, severity } : gate)) as never;
  const warned = buildStatement(
    createSampleRun({ gates: createSampleGateRun({ results: withWarnings(sampleGates) }) }),
  );
  const repeated = createOtherRun({ gates: createSampleGateRun({ results: createSlowResults('warn') }) });
  expect(() => createCountersignatureStatement({ ...verified, statement: warned }, repeated)).not.toThrow();
  const rejected: readonly (readonly [EvaluatedRun, string])[] = [
    [createOtherRun({}, 1.04), 'not-reproduced'],
    [createOtherRun({ gates: createSampleGateRun({ results: createSlowResults('error') }) }), 'not-reproduced'],
    [
      createSampleRun({
        gates: createSampleGateRun({ gateFile: { sha256: '00'.repeat(32), readAt: '2026-11-20T09:40:00Z' } }),
      }),
      'run-not-comparable',
    ],
    [createSampleRun({ files: [{ name: 'other.onnx', digest: { sha256: '11'.repeat(32) } }] }), 'run-not-comparable'],
    [createSampleRun({ data: { ...createSampleRun().data!, sample: { of: 500, seed: 1 } } }), 'run-not-comparable'],
  ];
  for (const [run, reason] of rejected) {
    expect(() => createCountersignatureStatement(verified, run)).toThrow(
      expect.objectContaining({ code: 'hallmark-invalid', facts: expect.objectContaining({ reason }) }),
    );
  }
});

/** Sets the severity of the latency to `warn`. */
const withWarnings = (results: typeof sampleGates) =>
  results.map((gate) => (gate.gate === 'latency' ? { ...gate, severity: 'warn' as const } : gate));

test.each([
  [
    'a model file without a digest',
    createSampleRun({ files: [{ name: 'a.onnx', digest: { sha256: '' } }] }),
    'digest-missing',
  ],
  ['no file', createSampleRun({ files: [] }), 'no-subject'],
  [
    'a verdict that its gates contradict',
    createSampleRun({ gates: createSampleGateRun({ verdict: 'fail' }) }),
    'verdict-contradicts-gates',
  ],
  [
    'a gate file read after the start',
    createSampleRun({
      gates: createSampleGateRun({ gateFile: { sha256: createSampleDigest(4), readAt: '2026-11-20T09:42:00Z' } }),
    }),
    'gates-after-start',
  ],
  [
    'a passed gate beyond its limit',
    createSampleRun({ gates: createSampleGateRun({ results: [{ ...sampleGates[4]!, limit: 10 }] }) }),
    'state-contradicts-limit',
  ],
  [
    'a repeated gate',
    createSampleRun({ gates: createSampleGateRun({ results: [sampleGates[3]!, sampleGates[3]!] }) }),
    'gate-repeated',
  ],
])('a run with %s cannot be signed', (_, run, reason) => {
  expect(() => buildStatement(run)).toThrow(
    expect.objectContaining({ code: 'hallmark-invalid', facts: expect.objectContaining({ reason }) }),
  );
});

/** The gates that need no labelled dataset, and apply to the model. */
const measurable = gateIds.filter(
  (id) => !['quality-ratio', 'quality', 'error-rate'].includes(id) && getGate(id).modelKind !== 'text',
);

/** Creates a run with random texts, digests, numbers and gates. */
function createRandomRun(seed: number): EvaluatedRun {
  const random = createSeededRandom(seed);
  const drawInteger = (max: number) => Math.floor(random() * max);
  const hex = () => Array.from({ length: 64 }, () => drawInteger(16).toString(16)).join('');
  const characters = ['a', 'Z', '0', ' ', '"', '\\', '/', 'é', '✓', '𝒙', '\u0000', '\u202e', '\n', '\ud800', '<', '&'];
  const text = (max: number) =>
    Array.from({ length: drawInteger(max) }, () => characters[drawInteger(characters.length)]).join('');
  const value = () => (random() - 0.5) * 10 ** (drawInteger(40) - 20);
  const resource = () => ({ name: `a${text(200)}`, digest: { sha256: hex() } });
  const results = Array.from({ length: 1 + drawInteger(measurable.length) }, (_, index) => {
    const gate = measurable[index]!;
    const { unit, comparator, isRelative } = getGate(gate);
    const head = {
      gate,
      severity: index > 0 && random() < 0.5 ? 'warn' : 'error',
      unit,
      comparator,
      limit: random(),
      isRelative,
      ...(random() < 0.5 && { metric: text(20) }),
    } as const;
    if (random() < 0.3) {
      const facts = { [`k${text(5)}`]: value(), name: text(30) };
      return { ...head, state: 'not-measured', reason: { code: text(20), ...(random() < 0.5 && { facts }) } } as const;
    }
    const measured = Math.abs(value());
    const width = random();
    const interval = { low: measured - width, high: measured + width, confidence: 0.95 };
    const state = decideGateState(head, { measured, interval });
    return { ...head, state, measured, interval, n: 1_000 + drawInteger(2 ** 40), margin: 0 } as const;
  });
  const states = new Set(results.filter(({ severity }) => severity === 'error').map(({ state }) => state));
  const verdict = states.has('fail')
    ? 'fail'
    : states.size === 0 || states.has('not-measured') || states.has('inconclusive')
      ? 'undecided'
      : 'pass';
  return {
    files: Array.from({ length: 1 + drawInteger(4) }, resource),
    gates: {
      gateFile: { sha256: hex(), readAt: '2026-01-01T00:00:00Z' },
      results,
      verdict,
      grade: null, // without the gate `quality-ratio`
    },
    report: {
      ...createSampleRun().report,
      settings: random() < 0.5 ? {} : { graphOptimisation: 'basic' },
      environment:
        random() < 0.5
          ? {
              kind: 'native',
              program: text(20),
              cpu: text(20),
              os: text(9),
              cores: drawInteger(99),
              clockStepUs: random(),
            }
          : createSampleRun().report.environment,
    },
    ...(random() < 0.5 && {
      data: {
        ...resource(),
        layout: text(9),
        items: drawInteger(1e6),
        failed: drawInteger(9),
        notRun: drawInteger(9),
        baselineIsGroundTruth: random() < 0.5,
      },
    }),
    baseline: resource(),
    ...(random() < 0.5 && { parent: resource(), recipe: resource() }),
  };
}

test('the link of any statement rebuilds exactly its signed bytes (60 random statements)', async () => {
  for (let seed = 0; seed < 60; seed++) {
    const payload = encodePayload(buildStatement(createRandomRun(seed)));
    const signed = { payload, publicKey: new Uint8Array(65), signature: new Uint8Array(64) };
    const link = await toHallmarkLink({ original: signed, countersignatures: [] });
    expect((await fromHallmarkLink(link)).original.payload, `seed ${seed}`).toEqual(payload);
  }
});

test('only the exact bytes of a statement are accepted as a payload', () => {
  const statement = buildStatement(createSampleRun());
  const text = toCanonicalJson(statement);
  const read = (changed: string) => () =>
    readPayload<HallmarkStatement>(new TextEncoder().encode(changed), hallmarkType, 'hallmark');
  expect(read(text)()).toEqual(statement);
  const expectReason = (reason: string, field?: string) =>
    expect.objectContaining({ facts: expect.objectContaining({ reason, ...(field && { field }) }) });
  const changes: readonly (readonly [string, string, string, string?])[] = [
    ['"grade":990', '"grade":990,"note":"x"', 'statement-field', 'predicate.run.note'],
    ['"n":40', '"n":40.5', 'statement-field', 'predicate.run.gates'],
    ['"n":40', '"n":1e999', 'statement-field', 'predicate.run.gates'],
    ['"limit":2,', '"limit":"2",', 'statement-field', 'predicate.run.gates'],
    ['"cores":2', '"cores":2.0', 'statement-form'],
    ['"cores":2', '"cores":1,"cores":2', 'statement-form'],
    ['"cores":2', '"cores": 2', 'statement-form'],
    ['"method":"3.1.0",', '', 'statement-field', 'predicate.run.method'],
    ['"threads":2', '"threads":-2', 'statement-field', 'predicate.run.target.threads'],
    ['"kind":"page"', '"kind":"oven"', 'statement-field', 'predicate.run.environment.kind'],
    [hallmarkType, 'urn:x-assay:hallmark:2', 'statement-type'],
    ['{"_type"', '{_type', 'statement-not-json'],
    ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1', 'statement-field', '_type'],
  ];
  for (const [from, to, reason, field] of changes) {
    expect(text).toContain(from);
    expect(read(text.replace(from, to)), to).toThrow(expectReason(reason, field));
  }
});

test('a link without a hallmark is rejected as such, and an empty one as a link', async () => {
  await expect(fromHallmarkLink('https://assay.example/#/bench')).rejects.toMatchObject({ code: 'hallmark-invalid' });
  await expect(fromHallmarkLink('#/h/')).rejects.toMatchObject({ code: 'link-invalid' });
});
