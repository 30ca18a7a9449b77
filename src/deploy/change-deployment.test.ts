import { expect, test } from 'vitest';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import * as change from './change-deployment.ts';
import { findRollbackTarget, type Deployment } from './deployment.ts';
import { sampleVersion } from './deployment.fixture.ts';
import { findNextReview } from './review-schedule.ts';
import { findGateFault, type LiveGates } from './rollout.ts';

const gates: LiveGates = { maxErrorRate: 0.05, slowMs: 100, maxSlowRate: 0.1, minRuns: 20 };
const day = 86_400_000;

const apply = (deployment: Deployment, ...changes: readonly change.DeploymentChange[]) =>
  changes.reduce((before, next, at) => next(before, at + 2), deployment);
const created = change.createDeployment({ id: 'a', name: 'My digits', task: 'digits' }, sampleVersion, 1);
const three = apply(created, change.addVersion(sampleVersion), change.addVersion(sampleVersion));
const listEventKinds = ({ history }: Deployment) => history.map(({ event }) => event.kind);

test('repeated rollbacks return to the previously active versions in turn', () => {
  const switched = apply(three, change.switchTo(2), change.switchTo(3));
  const once = apply(switched, change.rollBack());
  expect([once.current, findRollbackTarget(once)?.number]).toEqual([2, 1]);
  const twice = apply(once, change.rollBack());
  expect([twice.current, findRollbackTarget(twice)]).toEqual([1, null]);
  expect(() => apply(twice, change.rollBack())).toThrow('no-earlier-version');
});

test('a rollback skips a version that was removed', () => {
  const switched = apply(three, change.switchTo(2), change.switchTo(3), change.removeVersion(2));
  expect(apply(switched, change.rollBack()).current).toBe(1);
});

test('rollback and version numbers still work after 600 events, of which the oldest are dropped', () => {
  const switched = apply(three, change.switchTo(2), change.removeVersion(3));
  const rehearsed = change.recordEvent({ kind: 'rehearsed', version: 1, outcome: { ms: 5 } });
  const busy = apply(switched, ...Array<change.DeploymentChange>(600).fill(rehearsed));
  expect([busy.history.length, busy.history.at(-1)?.atMs]).toEqual([500, 601]);
  expect(apply(busy, change.rollBack()).current).toBe(1);
  expect(apply(busy, change.addVersion(sampleVersion)).versions.at(-1)!.number).toBe(4);
});

test('a version of a stored history without its first switch can be rolled back to', () => {
  const rolledBack = apply(three, change.switchTo(2), change.rollBack());
  const truncated = { ...rolledBack, history: rolledBack.history.slice(-1) };
  expect(findRollbackTarget(truncated)).toBeNull();
  expect(findRollbackTarget(apply(truncated, change.switchTo(3)))?.number).toBe(1);
});

test('the number of a removed version is not reused', () => {
  const removed = apply(three, change.removeVersion(3), change.addVersion(sampleVersion));
  expect(removed.versions.map(({ number }) => number)).toEqual([1, 2, 4]);
});

test('a rollout passes through all shares until it is promoted', () => {
  let now = apply(three, change.startRollout(2, 'gradual', gates, 'r'));
  for (const share of [0.25, 0.5, 1]) {
    now = apply(now, change.applyStep('r', now.rollout!.share, { kind: 'raise-share', share }));
    expect(now).toMatchObject({ current: 1, rollout: { share } });
  }
  now = apply(now, change.applyStep('r', 1, { kind: 'promote' }));
  expect(now).toMatchObject({ current: 2, rollout: null });
  expect(listEventKinds(now).slice(-2)).toEqual(['share-raised', 'promoted']);
  expect(apply(now, change.rollBack()).current).toBe(1);
});

test('rejecting a candidate keeps the current version and records the reason', () => {
  const started = apply(three, change.startRollout(2, 'gradual', gates, 'r'));
  const rejected = apply(started, change.applyStep('r', 0.05, { kind: 'reject', why: 'more-errors' }));
  expect(rejected).toMatchObject({ current: 1, rollout: null });
  expect(rejected.history.at(-1)?.event).toEqual({ kind: 'rejected', version: 2, why: 'more-errors' });
});

test('if two tabs decide the same step, only the first changes the deployment', () => {
  const started = apply(three, change.startRollout(2, 'gradual', gates, 'r'));
  const step = change.applyStep('r', 0.05, { kind: 'raise-share', share: 0.25 });
  const once = apply(started, step);
  expect(apply(once, step)).toBe(once);
  expect(apply(once, change.applyStep('other', 0.25, { kind: 'promote' }))).toBe(once);
});

test.each([
  ['a version that was removed', change.switchTo(9), 'version-removed'],
  ['the removal of the current version', change.removeVersion(1), 'version-in-use'],
  ['a rollout of the current version', change.startRollout(1, 'shadow', gates, 'r'), 'version-in-use'],
  ['the end of a rollout that has ended', change.stopRollout('r'), 'rollout-ended'],
])('%s is refused', (_, refused, reason) => {
  expect(() => apply(three, refused)).toThrow(reason);
});

test('an alert is recorded when it begins and when it ends, once each', () => {
  const rule: AlertRule = {
    id: 'errors',
    kind: 'threshold',
    measure: 'error-rate',
    side: 'above',
    limit: 0.2,
    clearLimit: 0.1,
    hours: 1,
  };
  const raised = change.setAlertState(rule, true, 0.3);
  const now = apply(created, change.setAlertRule(rule), raised, raised, change.setAlertState(rule, false, 0));
  expect(listEventKinds(now)).toEqual(['added', 'switched', 'alert-raised', 'alert-cleared']);
  expect(apply(created, raised)).toBe(created); // the rule was removed in another tab
});

test('a review is due after its interval, and immediately if the clock was set back', () => {
  const scheduled = apply(created, change.setReviews(30));
  expect(findNextReview(created, 1)).toBeNull();
  expect(findNextReview(scheduled, 29 * day)).toEqual({ dueAtMs: 1 + 30 * day, isDue: false, isClockBack: false });
  expect(findNextReview(scheduled, 31 * day)?.isDue).toBe(true);
  expect(findNextReview(scheduled, 0)).toMatchObject({ isDue: true, isClockBack: true });
  const reviewed = change.recordEvent({ kind: 'reviewed', version: 1, note: '' })(scheduled, 31 * day);
  expect(findNextReview(reviewed, 32 * day)).toMatchObject({ dueAtMs: 61 * day, isDue: false });
});

test('gates that cannot decide a rollout are reported as faults', () => {
  expect(findGateFault(gates)).toBeNull();
  expect(findGateFault({ ...gates, maxErrorRate: 0 })).toBe('maxErrorRate');
  expect(findGateFault({ ...gates, slowMs: Number.NaN })).toBe('slowMs');
  expect(findGateFault({ ...gates, maxSlowRate: 1 })).toBe('maxSlowRate');
  expect(findGateFault({ ...gates, minRuns: 0.5 })).toBe('minRuns');
});
