import type { MeasuredChange, RemedyMode } from '#deploy/deployment.ts';
import type { RemedyId } from '#remedies/ladders.ts';
import type { InapplicableReason, Symptom } from '#remedies/remedy.ts';
import type { LadderResult } from '#remedies/run-ladder.ts';
import type { TrialVerdict } from '#remedies/trial.ts';
import { formatGain, type GainPhrases } from '../../gain-text.ts';
import { format } from '../format.ts';

const symptoms = {
  latency: 'High latency',
  memory: 'High memory use',
  accuracy: 'Low accuracy',
  errors: 'Errors',
} satisfies Record<Symptom, string>;

const names = {
  'more-threads': 'More threads',
  'tuned-configuration': 'Tuned configuration',
  'default-settings': 'Default engine settings',
  'other-device': 'Another engine or device',
  'freed-memory': 'Free memory between runs',
  'full-precision': 'Compute in float32',
  'smaller-input': 'Smaller input',
  'smaller-version': 'Smaller version of the model',
  'in-companion': 'Run in the companion',
  'other-version': 'Another version of the model',
  'roll-back': 'Roll back',
} satisfies Record<RemedyId, string>;

const verdicts = {
  'target-met': 'the target is met',
  gain: 'it helped',
  'no-gain': 'no improvement was shown',
  'not-measured': 'the improvement could not be measured',
  'outputs-broken': 'the outputs differ',
  'gate-fails': 'a gate no longer passes',
} satisfies Record<TrialVerdict, string>;

export const gainPhrases: GainPhrases = {
  changes: {
    latency: { better: (percent) => `${percent} faster`, worse: (percent) => `${percent} slower` },
    memory: { better: (percent) => `${percent} less memory`, worse: (percent) => `${percent} more memory` },
    accuracy: {
      better: (percent) => `${percent} more correct results`,
      worse: (percent) => `${percent} fewer correct results`,
    },
    errors: {
      better: (percent) => `${percent} more successful runs`,
      worse: (percent) => `${percent} fewer successful runs`,
    },
  },
  same: 'no change',
  withInterval: (change, low, high) => `${change} (95% interval: ${low} to ${high})`,
};

function value(symptom: Symptom, amount: number | null): string {
  if (amount === null) return 'not measured';
  if (symptom === 'latency') return format.duration(amount);
  return symptom === 'memory' ? format.bytes(amount) : format.percent(amount);
}

/** What a change did: `20 ms → 10 ms, 100% faster`. */
function measured(symptom: string, { before, after, gain }: MeasuredChange): string {
  const knownSymptom = symptom in symptoms ? (symptom as Symptom) : 'latency';
  const change = gain ? `, ${formatGain(knownSymptom, gain, gainPhrases, format.percent)}` : '';
  return `${value(knownSymptom, before)} → ${value(knownSymptom, after)}${change}`;
}

const nameOf = (remedy: string) => names[remedy as RemedyId] ?? remedy;

export const remedies = {
  title: 'Remedies',
  lead: 'Each step opens the model in another way, and measures it in alternation with the current version on this device. A step is kept only if it meets the target or is shown to help, without changing outputs or failing gates. Everything is logged, and kept steps can be undone.',
  symptom: 'Problem',
  symptoms,
  target: 'Target',
  targetHint: {
    latency: 'Median time of a run in milliseconds. Without a target, the first step that helps ends the search.',
    memory: 'Memory of the engine in MB. Without a target, the first step that helps ends the search.',
    accuracy: 'Correct results in %. Without a target, the first step that helps ends the search.',
    errors: 'Failed runs in %. Without a target, the first step that helps ends the search.',
  } satisfies Record<Symptom, string>,
  mode: 'After an alert',
  modes: {
    suggest: 'Suggest: list the steps, and run nothing',
    ask: 'Ask: measure the steps, and ask before one is kept',
    automatic: 'Automatic: measure the steps, and keep those that help',
  } satisfies Record<RemedyMode, string>,
  names,
  offers: (count: number) => (count === 1 ? '1 step to try' : `${format.whole(count)} steps to try`),
  inapplicable: {
    'no-thread-choice': 'the engine does not choose its threads on this device',
    'all-threads-used': 'all threads are in use',
    'not-tuned': 'the model was not tuned on this device',
    'already-tuned': 'the tuned configuration is in use',
    'no-other-device': 'no other engine or device opens the model here',
    'no-companion': 'no engine of a connected companion opens the model',
    'in-companion': 'it already runs in the companion',
    'default-settings': 'the default settings are in use',
    'no-memory-setting': 'the engine has no such setting, or already uses it',
    'full-precision': 'no setting lowers the precision',
    'no-free-size': 'the model has no free input size',
    'smallest-size': 'the input is already small',
    'needs-items': 'needs labelled items, to measure the loss of accuracy',
    'no-smaller-version': 'no smaller version has passed its gates; add one, or choose labelled items',
    'no-other-version': 'there is no other version',
    'no-earlier-version': 'no other version was current before',
  } satisfies Record<InapplicableReason, string>,
  data: 'Labelled items',
  dataHelp:
    'With labelled items, the steps are measured on up to 300 of them, and their accuracy is compared. Without any, generated inputs are used.',
  needsItems: 'This task runs several graphs, so its steps are measured on labelled items. Choose some first.',
  tryOne: 'Try this step',
  tryAll: 'Try the steps in order',
  running: 'Opening and measuring the next step',
  question: (remedy: string, outcome: string) => `${nameOf(remedy)} helps: ${outcome}. Keep this step?`,
  keep: 'Keep this step',
  decline: 'Discard this step',
  ends: {
    'target-met': 'The target is met.',
    improved: 'At least one step helped and was kept.',
    'nothing-helped': 'No step helped. Nothing was changed.',
  } satisfies Record<LadderResult['end'], string>,
  results: 'Steps of this search',
  columns: ['Step', 'Change', 'Outcome', 'Measured'],
  outcomes: {
    kept: 'kept',
    undone: (verdict: TrialVerdict) => `undone: ${verdicts[verdict]}`,
    declined: 'helps, but was declined',
    failed: (error: string) => `failed: ${error}`,
  },
  measured,
  version: (number: number) => `Version ${number}`,
  log: 'Remedies in use and tried',
  logEmpty: 'No remedy was tried yet.',
  undoNamed: (remedy: string) => `Undo: ${nameOf(remedy)}`,
  report: {
    title: 'Report for support',
    lead: 'The report contains the figures and codes below, and no names of models, files, deployments or people. Nothing is sent. Read the report before you pass it on.',
    details: 'Details: the whole report (JSON)',
    copy: 'Copy the report',
    save: 'Save the report',
  },
};

/** What remedies did, in the history of a deployment. */
export const remedyEvents = {
  kept: (version: string, remedy: string, outcome: string) =>
    `${version} became current as a remedy: ${nameOf(remedy)} (${outcome})`,
  tried: (remedy: string, why: string, outcome: string | null) =>
    `Remedy tried and undone: ${nameOf(remedy)}, ${why === 'declined' ? 'declined' : (verdicts[why as TrialVerdict] ?? why)}${outcome === null ? '' : ` (${outcome})`}`,
  undone: (version: string, remedy: string) => `Remedy undone: ${nameOf(remedy)}; ${version} is current again`,
};
