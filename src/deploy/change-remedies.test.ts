import { expect, test } from 'vitest';
import { addVersion, switchTo, type DeploymentChange } from './change-deployment.ts';
import { findRemedyToUndo, keepRemedy, setRemedyMode, undoRemedy } from './change-remedies.ts';
import { findRollbackTarget, type Deployment } from './deployment.ts';
import { sampleDeployment, sampleVersion } from './deployment.fixture.ts';

const apply = (deployment: Deployment, ...changes: readonly DeploymentChange[]) =>
  changes.reduce((before, next, at) => next(before, at + 2), deployment);
const remedy = { remedy: 'more-threads', symptom: 'latency', measured: { before: 20, after: 10, gain: null } };

test('each remedy adds the new current version, and remedies are undone one by one, the last one first', () => {
  const first = apply(sampleDeployment, keepRemedy({ ...sampleVersion, threads: 2 }, 1, remedy));
  expect(first).toMatchObject({ current: 2, versions: [{ threads: 1 }, { threads: 2 }] });
  const both = apply(
    first,
    keepRemedy({ ...sampleVersion, threads: 4 }, 2, { ...remedy, remedy: 'tuned-configuration' }),
  );
  expect([both.current, findRemedyToUndo(both)?.remedy]).toEqual([3, 'tuned-configuration']);
  const undone = apply(both, undoRemedy());
  expect([undone.current, findRemedyToUndo(undone)?.remedy]).toEqual([2, 'more-threads']);
  const allUndone = apply(undone, undoRemedy());
  expect([allUndone.current, findRemedyToUndo(allUndone)]).toEqual([1, null]);
  expect(() => apply(allUndone, undoRemedy())).toThrow('no-earlier-version');
});

test('an existing version can be a remedy, and a rollback returns to the version before it', () => {
  const two = apply(sampleDeployment, addVersion(sampleVersion), keepRemedy(2, 1, remedy));
  expect([two.current, two.versions.length, findRollbackTarget(two)?.number]).toEqual([2, 2, 1]);
  expect(findRollbackTarget(apply(two, undoRemedy()))).toBeNull();
});

test('a remedy that was measured against a version other than the current one is refused', () => {
  const switched = apply(sampleDeployment, addVersion(sampleVersion), switchTo(2));
  expect(() => apply(switched, keepRemedy(sampleVersion, 1, remedy))).toThrow('not-current-version');
  expect(() => apply(sampleDeployment, keepRemedy(7, 1, remedy))).toThrow('version-removed');
});

test('after a person has switched to another version, no remedy is left to undo', () => {
  const switched = apply(sampleDeployment, keepRemedy(sampleVersion, 1, remedy), switchTo(1));
  expect(findRemedyToUndo(switched)).toBeNull();
});

test('the mode of the remedies is part of the deployment', () => {
  expect([sampleDeployment.remedyMode, apply(sampleDeployment, setRemedyMode('automatic')).remedyMode]).toEqual([
    undefined,
    'automatic',
  ]);
});
