import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import {
  addVersion,
  setAlertRule,
  setKeepsInputs,
  startRollout,
  switchTo,
  type DeploymentChange,
} from '#deploy/change-deployment.ts';
import { setRemedyMode } from '#deploy/change-remedies.ts';
import type { Deployment } from '#deploy/deployment.ts';
import type { ShareTally } from '#deploy/rollout.ts';
import type { NewQueuedInput } from '#deploy/labelling/queued-input.ts';
import { sampleDeployment, sampleVersion } from '#deploy/deployment.fixture.ts';
import type { ReferenceWindow } from '#records/reference-windows.ts';
import type { RecentObservations } from '#monitor/recent-observations.ts';
import { countErrors, type MonitorWindow } from '#monitor/monitor-window.ts';
import { TDigest } from '#monitor/t-digest.ts';
import { tasks } from '#tasks/index.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { LiveDeployment } from './live-deployment.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
const runAutomatically = vi.hoisted(() => vi.fn());
vi.mock('../remedies/automatic-ladder.ts', () => ({ runAutomatically }));
vi.mock('./model-files.ts', () => ({ listModelFiles: async () => [] }));
vi.mock('./version-evidence.ts', () => ({ findGateRun: async () => null }));
const stored = vi.hoisted(() => ({
  deployment: null as unknown as Deployment,
  windows: [] as MonitorWindow[],
  tallies: [] as ShareTally[],
  observations: [] as RecentObservations[],
  queue: [] as NewQueuedInput[],
  reference: null as ReferenceWindow | null,
  isFull: false,
}));
vi.mock('#records/observation-records.ts', () => ({
  addObservations: async (added: RecentObservations) => void stored.observations.push(added),
  loadObservations: async () => ({ observations: stored.observations.flatMap((added) => added.observations) }),
}));
vi.mock('#records/reference-windows.ts', () => ({ loadReferenceWindow: async () => stored.reference }));
vi.mock('#records/labelling-records.ts', () => ({
  queueInput: async (added: NewQueuedInput) => void stored.queue.push(added),
}));
vi.mock('#records/deployment-records.ts', () => ({
  listDeployments: async () => [stored.deployment],
  changeDeployment: async (_: string, change: DeploymentChange) =>
    (stored.deployment = change(stored.deployment, Date.now())),
  addWindows: async (windows: readonly MonitorWindow[]) => {
    if (stored.isFull) throw new AppError('storage-failed', { reason: 'quota-exceeded' });
    stored.windows.push(...windows);
  },
  addTally: async (_id: string, _rollout: string, tally: ShareTally) => void stored.tallies.push(tally),
  loadTallies: async () => stored.tallies,
  loadHours: async () => stored.windows,
}));

type Guess = Parameters<typeof tasks.digits.table.toRows>[0];

const createGuess = (digit: number): Guess => ({
  digit,
  probabilities: Array.from({ length: 10 }, (_, index) => (index === digit ? 0.91 : 0.01)),
});
const gates = { maxErrorRate: 0.05, slowMs: 100, maxSlowRate: 0.1, minRuns: 1 };
const input = new File(['image'], 'image.png');
const withCandidate = addVersion(sampleVersion)(sampleDeployment, 2);
/** Starts the rollout of version 2. In the mode `gradual` it answers 5% of the inputs at first. */
const startTrial = (mode: 'gradual' | 'shadow', deployment = withCandidate) =>
  startRollout(2, mode, gates, 'r')(deployment, 3);
/** Random numbers for which the candidate or the current version answers: just below and at the share of 5%. */
const [toCandidate, toCurrent] = [0.049, 0.05];

/** A page with version 1 open, whose runs recognise a 3. */
function openDeployment(deployment: Deployment, random = 0): LiveDeployment<Guess> {
  stored.deployment = deployment;
  return new LiveDeployment<Guess>(deployment, 1, {
    task: tasks.digits,
    extractImageFeatures: async () => ({ brightness: 0.5 }),
    random: () => random,
  });
}
const runPage = async () => createTaskRun(createGuess(3));

/** Opens the candidate. */
async function openCandidate(): Promise<FakeSession> {
  await flushPromises();
  const session = new FakeSession('digits');
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}

beforeEach(() => {
  [stored.windows, stored.tallies, stored.isFull] = [[], [], false];
  [stored.observations, stored.queue, stored.reference] = [[], [], null];
});

test('runs of the page are counted with their latency, bytes and features', async () => {
  const live = openDeployment(sampleDeployment);
  expect(await live.run(input, {}, runPage)).toEqual(createTaskRun(createGuess(3)));
  await expect(
    live.run(input, {}, async () => {
      throw new AppError('out-of-memory');
    }),
  ).rejects.toMatchObject({ code: 'out-of-memory' });
  await flushPromises();
  await live.counts.store();
  const [window] = stored.windows;
  const { preMs, inferenceMs, postMs } = createTaskRun(createGuess(3)).timing;
  expect(window).toMatchObject({ version: 1, runs: 2, busyMs: preMs + inferenceMs + postMs, inputBytes: 10 });
  expect(countErrors(window!)).toBe(1);
  expect(TDigest.unpack(window!.digests['confidence']!).estimateQuantile(1)).toBeCloseTo(0.91, 6);
  expect(TDigest.unpack(window!.digests['brightness']!).count).toBe(1);
  live.close();
});

test('each input adds an observation of the version that answered, with the features of its image', async () => {
  const live = openDeployment(sampleDeployment);
  await live.run(input, {}, runPage);
  await flushPromises();
  await live.counts.store();
  expect(stored.observations).toMatchObject([{ deployment: 'a', version: 1 }]);
  expect(stored.observations[0]!.observations[0]).toMatchObject({
    category: '3',
    numbers: { brightness: 0.5, confidence: 0.91 },
  });
  expect(stored.observations[0]!.observations[0]!.classes![0]).toEqual({ label: '3', probability: 0.91 });
  live.close();
});

describe('inputs to label', () => {
  const unsure: Guess = { digit: 3, probabilities: [0.05, 0.4, 0, 0.55, 0, 0, 0, 0, 0, 0] };
  const close = { ...unsure, probabilities: [0, 0.48, 0, 0.52, 0, 0, 0, 0, 0, 0] };
  /** Random numbers for which an input is not kept or kept at random: at and just below the fraction of 5%. */
  const [notSampled, sampled] = [0.05, 0.049];
  const vague = { ...unsure, probabilities: [0.1, 0.3, 0.1, 0.4, 0.1, 0, 0, 0, 0, 0] };
  const withConsent = setKeepsInputs(true)(sampleDeployment, 3);
  const runAndListReasons = async (deployment: Deployment, result: Guess, random: number) => {
    const earlierCount = stored.queue.length;
    const live = openDeployment(deployment, random);
    await live.run(input, {}, async () => createTaskRun(result));
    live.close();
    return stored.queue.slice(earlierCount).map(({ reason }) => reason);
  };

  test('are kept if the model is unsure of them, and a few at random', async () => {
    expect(await runAndListReasons(withConsent, unsure, notSampled)).toEqual([]);
    expect(await runAndListReasons(withConsent, vague, notSampled)).toEqual(['low-confidence']);
    expect(await runAndListReasons(withConsent, close, notSampled)).toEqual(['small-margin']);
    expect(await runAndListReasons(withConsent, unsure, sampled)).toEqual(['random']);
    expect(stored.queue[0]).toMatchObject({ deployment: 'a', version: 1, input });
    expect(stored.queue[0]!.classes[0]).toEqual({ label: '3', probability: 0.4 });
  });

  test('are not kept without consent', async () => {
    expect(await runAndListReasons(sampleDeployment, vague, sampled)).toEqual([]);
  });

  test('are kept if a candidate in shadow mode predicts another class', async () => {
    const live = openDeployment(startTrial('shadow', addVersion(sampleVersion)(withConsent, 2)), notSampled);
    const session = await openCandidate();
    await live.run(input, {}, runPage);
    await flushPromises();
    session.runs.at(-1)?.answer(createTaskRun(createGuess(7)));
    await expect.poll(() => stored.queue).toHaveLength(1);
    expect(stored.queue).toMatchObject([{ reason: 'disagreement', version: 1, candidate: { version: 2, label: '7' } }]);
    live.close();
  });
});

test('a candidate answers its share of the inputs, and its runs are counted separately', async () => {
  const live = openDeployment(startTrial('gradual'), toCandidate);
  const session = await openCandidate();
  const answer = live.run(input, {}, runPage);
  await flushPromises();
  session.runs.at(-1)?.answer(createTaskRun(createGuess(7)));
  expect((await answer).result).toEqual(createGuess(7));
  await live.counts.store();
  expect(stored.tallies).toMatchObject([{ share: 0.05, candidate: { runs: 1 }, current: { runs: 0 } }]);
  expect(stored.windows).toMatchObject([{ version: 2, runs: 1 }]);
  live.close();
  await flushPromises();
  expect(session.isClosed).toBe(true);
});

test('the current version answers the other inputs', async () => {
  const live = openDeployment(startTrial('gradual'), toCurrent);
  await openCandidate();
  expect((await live.run(input, {}, runPage)).result).toEqual(createGuess(3));
  await live.counts.store();
  expect(stored.tallies).toMatchObject([{ candidate: { runs: 0 }, current: { runs: 1 } }]);
  live.close();
});

test('if the candidate fails, the current version answers, and the failure is counted', async () => {
  const live = openDeployment(startTrial('gradual'), toCandidate);
  const session = await openCandidate();
  const answer = live.run(input, {}, runPage);
  await flushPromises();
  session.runs.at(-1)?.fail(new AppError('device-lost'));
  expect((await answer).result).toEqual(createGuess(3));
  await live.counts.store();
  expect(stored.tallies).toMatchObject([{ candidate: { runs: 1, errors: 1 }, current: { runs: 0 } }]);
  live.close();
});

test('a candidate that fails on every input is rejected automatically', async () => {
  const live = openDeployment(startTrial('gradual'), toCandidate);
  const session = await openCandidate();
  for (let count = 0; count < 5; count++) {
    const answer = live.run(input, {}, runPage);
    await flushPromises();
    session.runs.at(-1)?.fail(new AppError('device-lost'));
    await answer;
  }
  await live.counts.store();
  await flushPromises();
  expect(stored.deployment).toMatchObject({ current: 1, rollout: null });
  expect(stored.deployment.history.at(-1)?.event).toMatchObject({ kind: 'rejected', why: 'error-rate' });
  expect(live.deployment.rollout).toBeNull();
  expect(session.isClosed).toBe(true);
  live.close();
});

test('in shadow mode the current version answers, and the agreement of the candidate is recorded', async () => {
  const live = openDeployment(startTrial('shadow'));
  const session = await openCandidate();
  expect((await live.run(input, {}, runPage)).result).toEqual(createGuess(3));
  await flushPromises();
  session.runs.at(-1)?.answer(createTaskRun(createGuess(3)));
  await flushPromises();
  await live.run(input, {}, runPage); // waits until the agreement is computed
  await live.counts.store();
  expect(stored.tallies).toMatchObject([
    { share: 0, candidate: { runs: 1 }, current: { runs: 1 }, compared: 1, agreement: 1 },
  ]);
  live.close();
});

test('a candidate that cannot be opened leaves every input to the current version', async () => {
  const live = openDeployment(startTrial('gradual'), toCandidate);
  await flushPromises();
  openCalls.at(-1)?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect((await live.run(input, {}, runPage)).result).toEqual(createGuess(3));
  expect(live.versionError?.code).toBe('out-of-memory');
  await live.counts.store();
  expect(stored.tallies).toEqual([]);
  live.close();
});

test('counts that cannot be stored are stored once there is space, and the error is shown until then', async () => {
  const live = openDeployment(startTrial('gradual'), toCurrent);
  await openCandidate();
  stored.isFull = true;
  await live.run(input, {}, runPage);
  await live.counts.store();
  expect(live.counts.storageError?.facts.reason).toBe('quota-exceeded');
  await live.run(input, {}, runPage);
  stored.isFull = false;
  await live.counts.store();
  expect(live.counts.storageError).toBeNull();
  expect(stored.windows).toMatchObject([{ version: 1, runs: 2 }]);
  expect(stored.tallies).toMatchObject([{ current: { runs: 2 } }]);
  live.close();
});

test('the current version answers after a switch, or the page’s version if the current one cannot be opened', async () => {
  const live = openDeployment(switchTo(2)(withCandidate, 3));
  const session = await openCandidate();
  const answer = live.run(input, {}, runPage);
  await flushPromises();
  session.runs.at(-1)?.answer(createTaskRun(createGuess(7)));
  expect((await answer).result).toEqual(createGuess(7));
  live.close();
  const other = openDeployment(switchTo(2)(withCandidate, 3));
  await flushPromises();
  openCalls.at(-1)?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect((await other.run(input, {}, runPage)).result).toEqual(createGuess(3));
  other.close();
  await flushPromises();
  expect(stored.windows.map((window) => [window.version, window.runs])).toEqual([
    [2, 1],
    [1, 1],
  ]);
});

test.each([
  ['automatic remedies', 1, 'automatic'],
  ['remedies that ask first', 0, 'ask'],
  ['no remedies', 0, undefined],
] as const)('with %s, an alert starts %i ladders', async (_, ladderCount, mode) => {
  runAutomatically.mockClear();
  const rule = {
    id: 'r',
    kind: 'threshold',
    measure: 'runs',
    side: 'above',
    limit: 0,
    clearLimit: 0,
    hours: 1,
  } as const;
  const withRule = setAlertRule(rule)(sampleDeployment, 3);
  const live = openDeployment(mode ? setRemedyMode(mode)(withRule, 4) : withRule);
  await live.run(input, {}, runPage);
  await live.counts.store();
  await vi.dynamicImportSettled();
  expect(stored.deployment.raisedAlerts).toEqual(['r']);
  expect(runAutomatically).toHaveBeenCalledTimes(ladderCount);
  live.close();
});

test('drift of the inputs raises the alert of its rule while the page runs', async () => {
  const rule = {
    id: 'd',
    kind: 'drift',
    measure: 'confidence',
    side: 'below',
    limit: 0.01,
    clearLimit: 0.1,
    hours: 1,
  } as const;
  const observations = Array.from({ length: 40 }, (_, index) => ({
    numbers: { brightness: 0.1 + index / 1000, confidence: 0.5 + index / 1000 },
    category: '7',
  }));
  stored.reference = { task: 'digits', model: 'digits', keptAt: 1, observations };
  const live = openDeployment(setAlertRule(rule)(sampleDeployment, 3));
  for (let run = 0; run < 30; run++) await live.run(input, {}, runPage);
  await flushPromises();
  await live.counts.store();
  expect(stored.deployment.raisedAlerts).toEqual(['d']);
  expect(stored.deployment.history.at(-1)!.event).toMatchObject({ kind: 'alert-raised', rule });
  live.close();
});
