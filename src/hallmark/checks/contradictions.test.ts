import { beforeAll, expect, test } from 'vitest';
import { digestGateFile, parseGateFile } from '#gates/file/gate-file.ts';
import { presets } from '#gates/file/presets/index.ts';
import { createOtherRun, createSampleDigest, createSampleGateRun, createSampleRun } from '../hallmark.fixture.ts';
import type { Hallmark } from '../hallmark.ts';
import { countersign, createCountersignatureStatement, buildStatement, signHallmark } from '../sign/sign-hallmark.ts';
import { encodePayload } from '../statement/statement-payload.ts';
import { generateKeyPair, sign } from '../sign/signature.ts';
import type { CountersignatureStatement, HallmarkStatement } from '../statement/statement.ts';
import { verifyHallmark } from '../verify.ts';

/*
 * Forged statements, each with valid signatures. The values that no run can produce were taken from the definitions of
 * the gates (`src/gates/definitions`).
 */

let keys: CryptoKeyPair;
let otherKeys: CryptoKeyPair;
let own: Hallmark;

beforeAll(async () => {
  [keys, otherKeys] = await Promise.all([generateKeyPair(), generateKeyPair()]);
  own = await signHallmark(buildStatement(createSampleRun()), keys);
});

type Predicate = HallmarkStatement['predicate'];
type Change = (predicate: Predicate) => object;

async function findReason(signed: Hallmark): Promise<string> {
  const rejection = await verifyHallmark(signed).then(
    () => ({ facts: { reason: 'accepted' } }),
    (thrown: unknown) => thrown as { facts: { reason: string } },
  );
  return rejection.facts.reason;
}

async function forgeHallmark(change: Change): Promise<Hallmark> {
  const statement = buildStatement(createSampleRun());
  const predicate = { ...statement.predicate, ...change(statement.predicate) };
  const forged = JSON.parse(JSON.stringify({ ...statement, predicate })) as HallmarkStatement; // without undefined fields
  return { original: await sign(encodePayload(forged), keys), countersignatures: [] };
}

const withRun =
  (change: object): Change =>
  ({ run }) => ({ run: { ...run, ...change } });

const withGate =
  (id: string, change: object): Change =>
  ({ run }) => ({
    run: { ...run, gates: run.gates.map((gate) => (gate.gate === id ? { ...gate, ...change } : gate)) },
  });

const createInterval = (low: number, high: number, confidence = 0.95) => ({ interval: { low, high, confidence } });
const signature = { item: 'reviews', name: 'A. Person', note: 'yearly', signedAt: '2026-11-20T09:50:00Z' };
/** Fields of a gate that does not apply to the model, instead of a measurement. */
const inapplicable = {
  state: 'not-applicable',
  reason: { code: 'other-model-kind', facts: { kind: 'text' } },
  measured: undefined,
  interval: undefined,
  n: undefined,
};
const onlyWarnings: Change = ({ run }) => ({
  run: { ...run, gates: run.gates.map((gate) => ({ ...gate, severity: 'warn' as const })) },
});

test.each<[string, string, Change]>([
  ['no gates', 'no-required-gate', withRun({ gates: [], grade: null })],
  ['only gates that warn', 'no-required-gate', onlyWarnings],
  ['an unknown gate', 'gate-not-supported', withGate('memory', { gate: 'latencу' })],
  ['the other comparator', 'gate-not-as-defined', withGate('memory', { comparator: '>=', limit: 1 })],
  ['another unit', 'gate-not-as-defined', withGate('latency', { unit: 'count' })],
  ['a relative gate marked as absolute', 'gate-not-as-defined', withGate('speed-up', { isRelative: false })],
  ['a limit that a gate file cannot set', 'gate-not-as-defined', withGate('quality-ratio', { limit: -1 })],
  ['a reversed interval', 'gate-not-as-defined', withGate('latency', createInterval(18.6, 18.2))],
  ['an interval far from its value', 'gate-not-as-defined', withGate('latency', createInterval(1, 2))],
  ['ends of no confidence', 'gate-not-as-defined', withGate('latency', createInterval(18.2, 18.6, 0))],
  ['samples without an interval', 'gate-not-as-defined', withGate('latency', { interval: 'exact' })],
  ['a pass whose value misses the limit', 'state-contradicts-limit', withGate('quality-ratio', { measured: 0.9895 })],
  ['no samples', 'gate-not-as-defined', withGate('latency', { n: 0 })],
  ['a limit that every model meets', 'gate-not-as-defined', withGate('quality-ratio', { limit: 0 })],
  ['a score that allegedly does not apply', 'gate-not-as-defined', withGate('quality-ratio', inapplicable)],
  [
    'the first token of an image classifier',
    'gate-not-as-defined',
    withGate('latency', { gate: 'time-to-first-token' }),
  ],
  ['a negative time', 'gate-not-as-defined', withGate('latency', { measured: -1, ...createInterval(-2, 0) })],
  ['more items than the set has', 'gate-without-items', withGate('quality-ratio', { n: 10_000 })],
  ['no items', 'gate-without-items', ({ data }) => ({ data: { ...data!, items: 0 } })],
  ['no labelled dataset', 'gate-without-items', () => ({ data: undefined })],
  ['no baseline', 'gate-without-baseline', () => ({ baseline: undefined })],
  ['a grade above its quality ratio', 'grade-contradicts-gates', withRun({ grade: 999 })],
  [
    'a grade without a quality ratio',
    'grade-contradicts-gates',
    ({ run }) => ({ run: { ...run, gates: run.gates.filter(({ gate }) => gate !== 'quality-ratio') } }),
  ],
  [
    'a gate twice',
    'gate-repeated',
    ({ run }) => ({ run: { ...run, gates: [...run.gates, { ...run.gates[0]!, metric: 'top-5' }] } }),
  ],
  ['an item signed twice', 'item-repeated', () => ({ checklist: [signature, { ...signature, note: 'again' }] })],
  ['an empty note', 'name-invisible', () => ({ checklist: [{ ...signature, note: ' ' }] })],
  ['an item signed without a name', 'name-invisible', () => ({ checklist: [{ ...signature, name: '\u3164' }] })],
  ['an empty name', 'name-invisible', ({ data }) => ({ data: { ...data!, name: '' } })],
  // Hangul filler, the empty Braille pattern and a no-break space.
  [
    'an invisible name',
    'name-invisible',
    ({ baseline }) => ({ baseline: { ...baseline!, name: '\u3164\u2800\u00a0' } }),
  ],
])('rejects a hallmark with %s', async (_, reason, change) => {
  expect(await findReason(await forgeHallmark(change))).toBe(reason);
});

test('accepts a gate that does not apply to the kind of model', async () => {
  const addInapplicable: Change = ({ run }) => ({
    run: { ...run, gates: [...run.gates, { ...run.gates[4]!, gate: 'time-to-first-token', ...inapplicable }] },
  });
  expect(await findReason(await forgeHallmark(addInapplicable))).toBe('accepted');
});

test('rejects the digest of a preset with other gates, without its file', async () => {
  const sha256 = await digestGateFile(parseGateFile(JSON.stringify(presets.strict)));
  const { gateFile } = createSampleGateRun();
  const run = createSampleRun({ gates: createSampleGateRun({ gateFile: { ...gateFile, sha256 } }) });
  expect(await findReason(await signHallmark(buildStatement(run), keys))).toBe('gates-differ-from-file');
});

test('reports a run before 2025 or more than a day in the future as a wrong clock', async () => {
  const forgeAt = (startedAt: string) =>
    forgeHallmark(({ run, gateFile }) => ({
      gateFile: { ...gateFile, readAt: '1999-01-01T00:00:00Z' },
      run: { ...run, startedAt },
    }));
  const now = Date.parse('2026-11-29T12:00:00Z');
  const detectWrongClock = async (startedAt: string) =>
    (await verifyHallmark(await forgeAt(startedAt), now)).hasWrongClock;
  expect(await detectWrongClock('2024-12-31T23:59:00Z')).toBe(true);
  expect(await detectWrongClock('2025-01-01T00:00:00Z')).toBe(false);
  expect(await detectWrongClock('2026-11-30T11:00:00Z')).toBe(false);
  expect(await detectWrongClock('2026-11-30T13:00:00Z')).toBe(true);
});

/** Returns the level of a hallmark with a countersignature forged with another key, or the reason for its rejection. */
async function forgeCountersignature(
  change: (predicate: CountersignatureStatement['predicate']) => object,
): Promise<string> {
  const statement = createCountersignatureStatement(await verifyHallmark(own), createOtherRun());
  const predicate = { ...statement.predicate, ...change(statement.predicate) };
  const signed = await countersign(own, { ...statement, predicate }, otherKeys);
  const reason = await findReason(signed);
  return reason === 'accepted' ? (await verifyHallmark(signed)).level : reason;
}

test('a reproduction is rejected if it is a copy, is earlier, or uses other files', async () => {
  const { run, gateFile } = buildStatement(createSampleRun()).predicate;
  const digest = { sha256: createSampleDigest(9) };
  expect(await forgeCountersignature(() => ({}))).toBe('reproduced');
  expect(await forgeCountersignature(() => ({ run, gateFile }))).toBe('same-run');
  expect(
    await forgeCountersignature((predicate) => ({
      gateFile,
      run: { ...predicate.run, startedAt: '2026-11-20T09:40:00Z' },
    })),
  ).toBe('run-earlier');
  expect(await forgeCountersignature(({ data }) => ({ data: { ...data!, digest } }))).toBe('run-not-comparable');
  expect(await forgeCountersignature(({ baseline }) => ({ baseline: { ...baseline!, digest } }))).toBe(
    'run-not-comparable',
  );
  expect(await forgeCountersignature(() => ({ gateFile: { ...gateFile, digest } }))).toBe('run-not-comparable');
  expect(await forgeCountersignature(({ files }) => ({ files: [{ ...files[0]!, digest }] }))).toBe(
    'run-not-comparable',
  );
  expect(() =>
    createCountersignatureStatement(
      { statement: buildStatement(createSampleRun()), sha256: '', keyId: '' },
      createSampleRun(),
    ),
  ).toThrow(expect.objectContaining({ facts: expect.objectContaining({ reason: 'same-run' }) as object }));
});

test('a run with other gates, another verdict, or on far fewer items does not agree', async () => {
  const changeGate = (id: string, change: object) =>
    forgeCountersignature(({ run }) => ({
      run: { ...run, gates: run.gates.map((gate) => (gate.gate === id ? { ...gate, ...change } : gate)) },
    }));
  expect(await changeGate('quality-ratio', { n: 950 })).toBe('reproduced');
  expect(await changeGate('quality-ratio', { n: 100 })).toBe('self-attested');
  expect(await changeGate('memory', { limit: 1e12 })).toBe('self-attested');
  expect(await forgeCountersignature(({ run }) => ({ run: { ...run, gates: run.gates.slice(0, -1) } }))).toBe(
    'self-attested',
  );
  expect(
    await forgeCountersignature(({ run }) => ({
      run: {
        ...run,
        verdict: 'fail',
        gates: run.gates.map((gate) =>
          gate.gate === 'latency' ? { ...gate, state: 'fail', measured: 50, ...createInterval(49, 51) } : gate,
        ),
      },
    })),
  ).toBe('self-attested');
});
