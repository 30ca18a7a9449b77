import type { MeasuredChange, RemedyMode } from '#deploy/deployment.ts';
import type { RemedyId } from '#remedies/ladders.ts';
import type { InapplicableReason, Symptom } from '#remedies/remedy.ts';
import type { LadderResult } from '#remedies/run-ladder.ts';
import type { TrialVerdict } from '#remedies/trial.ts';
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
  'default-settings': 'Default settings of the engine',
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
  gain: 'it helps',
  'no-gain': 'no gain was shown',
  'not-measured': 'the gain could not be measured',
  'outputs-broken': 'the outputs differ',
  'gate-fails': 'a gate no longer passes',
} satisfies Record<TrialVerdict, string>;

function value(symptom: Symptom, amount: number | null): string {
  if (amount === null) return 'not measured';
  if (symptom === 'latency') return format.duration(amount);
  return symptom === 'memory' ? format.memory(amount) : format.percent(amount);
}

/** What a change did: `20 ms → 10 ms, 2× (1.8 to 2.2)`. */
function measured(symptom: string, { before, after, gain }: MeasuredChange): string {
  const known = symptom in symptoms ? (symptom as Symptom) : 'latency';
  const times = gain
    ? `, ${format.number(gain.ratio)}× as good (${gain.interval.map(format.number).join(' to ')})`
    : '';
  return `${value(known, before)} → ${value(known, after)}${times}`;
}

const nameOf = (remedy: string) => names[remedy as RemedyId] ?? remedy;

export const remedies = {
  title: 'Remedies',
  lead: 'Each step is opened next to the current version and measured on this device, in alternation. It is kept only if it meets the target or is shown to help, with the same outputs and gates; otherwise it is closed again. Everything is logged, and what was kept can be undone.',
  symptom: 'Problem',
  symptoms,
  target: 'Target',
  targetHint: {
    latency: 'Median time of a run in milliseconds. Without a target, the first step that helps ends the search.',
    memory: 'Memory of the engine in MiB. Without a target, the first step that helps ends the search.',
    accuracy: 'Correct results in %. Without a target, the first step that helps ends the search.',
    errors: 'Failed runs in %. Without a target, the first step that helps ends the search.',
  } satisfies Record<Symptom, string>,
  mode: 'After an alert',
  modes: {
    suggest: 'Suggest: nothing runs by itself',
    ask: 'Ask: measure the steps, and ask before one is kept',
    automatic: 'Automatic: keep what helps',
  } satisfies Record<RemedyMode, string>,
  names,
  offers: (count: number) => (count === 1 ? '1 change to try' : `${format.whole(count)} changes to try`),
  inapplicable: {
    'no-thread-choice': 'the engine does not choose its threads on this device',
    'all-threads-used': 'all threads are in use',
    'not-tuned': 'the model was not tuned on this device',
    'already-tuned': 'the tuned configuration is in use',
    'no-other-device': 'no other engine or device opens the model here',
    'no-companion': 'no engine of a connected companion opens the model',
    'in-companion': 'it already runs in the companion',
    'default-settings': 'the default settings are in use',
    'no-memory-setting': 'the engine has no setting for it, or it is in use',
    'full-precision': 'no shorter type was chosen',
    'no-free-size': 'the model has no free input size',
    'smallest-size': 'the input is already small',
    'needs-items': 'needs labelled items, to measure what it costs',
    'no-smaller-version': 'no smaller version has passed its gates; add one, or choose labelled items',
    'no-other-version': 'there is no other version',
    'no-earlier-version': 'no other version has answered before',
  } satisfies Record<InapplicableReason, string>,
  data: 'Labelled items',
  dataHelp:
    'With labelled items, the steps are measured on up to 300 of them, and their accuracy is compared. Without, generated inputs are used.',
  needsItems: 'This task runs several graphs, so its steps are measured on labelled items. Choose some first.',
  tryOne: 'Try',
  tryAll: 'Try the steps in order',
  running: 'Opening and measuring the next step',
  question: (remedy: string, outcome: string) => `${nameOf(remedy)} helps: ${outcome}. Keep it?`,
  keep: 'Keep it',
  decline: 'Do not keep it',
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
  log: 'Remedies in force and tried',
  logEmpty: 'No remedy was tried yet.',
  undoOf: (remedy: string) => `${nameOf(remedy)}: undo`,
  report: {
    title: 'Report for someone who helps',
    lead: 'It contains the figures and codes below, and no names of models, files, deployments or people. Nothing is sent: copy or save it, and read it first.',
    copy: 'Copy the report',
    save: 'Save the report',
  },
};

/** What remedies did, in the history of a deployment. */
export const remedyEvents = {
  kept: (version: string, remedy: string, outcome: string) =>
    `${version} now answers as a remedy: ${nameOf(remedy)} (${outcome})`,
  tried: (remedy: string, why: string, outcome: string | null) =>
    `Remedy tried and undone: ${nameOf(remedy)}, ${why === 'declined' ? 'declined' : (verdicts[why as TrialVerdict] ?? why)}${outcome === null ? '' : ` (${outcome})`}`,
  undone: (version: string, remedy: string) => `Remedy undone: ${nameOf(remedy)}; ${version} answers again`,
};
