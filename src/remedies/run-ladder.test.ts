import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Version } from '#deploy/deployment.ts';
import type { RemedyId } from './ladders.ts';
import type { Change, Setup, Situation } from './remedy.ts';
import { runLadder, type LadderHost, type LadderRequest } from './run-ladder.ts';
import type { Trial } from './trial.ts';

const setup: Setup = { engine: 'ort', device: 'wasm', threads: 1, settings: {}, dimensions: {} };
const version: Version = {
  number: 1,
  link: '',
  model: 'digits',
  files: [],
  engine: 'ort',
  device: 'wasm',
  threads: 1,
  note: '',
  addedAtMs: 0,
};
const start: Situation = {
  version,
  setup,
  gates: null,
  others: [],
  rollbackTarget: null,
  maxThreads: 4,
  targets: [],
  tuned: null,
  hasItems: false,
};

/**
 * A device on which a model takes 80 ms on one thread, and half as long with each doubling of the threads.
 * @param adjustTrial changes what a trial measures
 */
class FakeDevice implements LadderHost {
  situation: Situation;
  readonly kept: string[] = [];
  readonly undone: string[] = [];
  readonly #adjustTrial: (trial: Trial, change: Change) => Trial;
  readonly #hasConsent: boolean;

  constructor(
    situation: Partial<Situation> = {},
    adjustTrial: (trial: Trial, change: Change) => Trial = (trial) => trial,
    hasConsent = true,
  ) {
    this.situation = { ...start, ...situation };
    this.#adjustTrial = adjustTrial;
    this.#hasConsent = hasConsent;
  }

  async readSituation() {
    return this.situation;
  }

  async measure(change: Change) {
    if (change.kind !== 'setup') throw new AppError('internal');
    if (change.setup.device === 'webgpu') throw new AppError('device-lost');
    const timeMs = ({ threads, settings }: Setup) => (80 / (threads ?? 1)) * (settings.graphOptimisation ? 2 : 1);
    const [before, after] = [timeMs(this.situation.setup), timeMs(change.setup)];
    const ratio = before / after;
    const figure = (value: number) => ({ value, interval: [value * 0.95, value * 1.05] as const });
    const gain = { ratio, interval: [ratio * 0.95, ratio * 1.05] as const };
    return this.#adjustTrial(
      { before: figure(before), after: figure(after), gain, outputs: 'agree', gates: null },
      change,
    );
  }

  async confirm() {
    return this.#hasConsent;
  }

  keep: LadderHost['keep'] = async ({ remedy, change }) => {
    this.kept.push(remedy);
    if (change.kind !== 'setup') return;
    const threads = change.setup.threads ?? 1;
    this.situation = { ...this.situation, setup: change.setup, version: { ...version, threads } };
  };

  logUndone: LadderHost['logUndone'] = async ({ remedy }) => void this.undone.push(remedy);
}

const run = (
  host: LadderHost,
  target: number | null,
  only?: LadderRequest['only'],
  signal = new AbortController().signal,
) => runLadder({ symptom: 'latency', target, ...(only && { only }) }, host, { signal });

test('more threads bring a deployment that runs on one thread back to its target', async () => {
  const host = new FakeDevice();
  const { end, steps } = await run(host, 30);
  expect(end).toBe('target-met');
  expect(steps).toMatchObject([{ remedy: 'more-threads', outcome: 'kept', verdict: 'target-met' }]);
  expect([host.kept, host.situation.setup.threads]).toEqual([['more-threads'], 4]);
});

test('steps add up until the target is met', async () => {
  const host = new FakeDevice({ setup: { ...setup, settings: { graphOptimisation: 'disabled' } } });
  const { end } = await run(host, 25);
  expect([end, host.kept]).toEqual(['target-met', ['more-threads', 'default-settings']]);
});

test('without a target, the ladder ends at the first step that helps', async () => {
  const host = new FakeDevice({ setup: { ...setup, settings: { graphOptimisation: 'disabled' } } });
  const { end } = await run(host, null);
  expect([end, host.kept]).toEqual(['improved', ['more-threads']]);
});

test('a gain whose interval includes 1 is undone', async () => {
  const host = new FakeDevice({}, (trial) => ({ ...trial, gain: { ratio: 1.1, interval: [0.98, 1.2] } }));
  const { end, steps } = await run(host, null, ['more-threads']);
  expect([end, host.kept]).toEqual(['nothing-helped', []]);
  expect(host.undone).toEqual(['more-threads', 'more-threads']);
  expect(steps).toMatchObject([{ verdict: 'no-gain' }, { verdict: 'no-gain' }]);
});

test.each([
  ['outputs-broken', { outputs: 'broken' }],
  ['gate-fails', { gates: { before: 'pass', after: 'undecided' } }],
  ['gate-fails', { gates: { before: null, after: 'fail' } }],
  ['not-measured', { gain: null }],
] as const)('a faster change is undone: %s', async (verdict, changed) => {
  const host = new FakeDevice({}, (trial) => ({ ...trial, ...changed }));
  const { steps } = await run(host, null, ['more-threads']);
  expect(steps[0]).toMatchObject({ outcome: 'undone', verdict });
  expect(host.kept).toEqual([]);
});

test('a change that does not help is undone even if it meets a target that was already met', async () => {
  const host = new FakeDevice({}, (trial) => ({ ...trial, gain: { ratio: 1, interval: [0.9, 1.1] } }));
  const { end, steps } = await run(host, 1000, ['more-threads']);
  expect([end, steps[0]]).toMatchObject(['nothing-helped', { verdict: 'no-gain' }]);
});

test('a change that cannot be opened is logged as failed, and the next one is tried', async () => {
  const webgpu: Setup = { ...setup, device: 'webgpu' };
  const faster: Setup = { ...setup, device: 'javascript', threads: 2 };
  const host = new FakeDevice({ targets: [setup, webgpu, faster] });
  const { steps } = await run(host, null, ['other-device']);
  expect(steps).toMatchObject([{ outcome: 'failed', error: 'device-lost' }, { outcome: 'kept' }]);
});

test('if a person declines a change that helps, the current version stays', async () => {
  const host = new FakeDevice({}, undefined, false);
  const { end, steps } = await run(host, null, ['more-threads']);
  expect([end, steps[0]?.outcome, host.kept]).toEqual(['nothing-helped', 'declined', []]);
});

test('a ladder without applicable steps states the reason for each step', async () => {
  const host = new FakeDevice({ maxThreads: 1 });
  const { end, steps } = await run(host, null);
  expect(end).toBe('nothing-helped');
  const reasons = steps.map((step) => [step.remedy, step.outcome === 'inapplicable' && step.reason]);
  expect(Object.fromEntries(reasons)).toEqual({
    'more-threads': 'all-threads-used',
    'tuned-configuration': 'not-tuned',
    'default-settings': 'default-settings',
    'other-device': 'no-other-device',
    'smaller-version': 'no-smaller-version',
    'smaller-input': 'no-free-size',
    'in-companion': 'no-companion',
    'roll-back': 'no-earlier-version',
  } satisfies Partial<Record<RemedyId, string>>);
});

test('cancelling ends the ladder and keeps nothing', async () => {
  const controller = new AbortController();
  const host = new FakeDevice({}, (trial) => {
    controller.abort(new AppError('aborted'));
    return trial;
  });
  await expect(run(host, null, undefined, controller.signal)).rejects.toMatchObject({ code: 'aborted' });
  expect(host.kept).toEqual([]);
});
