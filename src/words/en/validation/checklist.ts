import type { ChecklistState, FilledChecklistItem } from '#validation/checklist/checklist.ts';
import type { ChecklistEvidence, ChecklistGroup, ChecklistItemId } from '#validation/checklist/checklist-items.ts';
import type { ChecklistWords } from '#validation/checklist/checklist-markdown.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';

const items = {
  quality: 'The model is nearly as accurate as its baseline (at least 95%), on data of your own',
  performance: 'Latency, throughput and memory meet their targets on the devices of your users',
  security: 'The model file was examined for vulnerabilities, and all findings were resolved',
  load: 'The model was tested under the expected load',
  failures: 'Invalid input and failures were tested, and the app recovers from them',
  'monitoring-ready': 'Monitoring and alerts are set up',
  'rollback-tested': 'Rollback to the previous version was tested and documented',
  'parallel-release': 'The new version runs alongside the old one, and traffic can be switched (blue-green)',
  'gradual-traffic': 'Traffic is shifted gradually (canary)',
  dashboards: 'Dashboards show live metrics',
  'performance-baseline': 'The measured performance is stored, to compare later runs with it',
  'error-limits': 'An acceptable error rate is defined',
  'rollback-triggers': 'Exceeding a threshold triggers an automatic rollback',
  drift: 'Changes of inputs and predictions over time (drift) are detected',
  slowdown: 'Alerts fire on latency regressions',
  resources: 'CPU, memory and energy use are monitored',
  'user-experience': 'How users experience the model is measured',
  lineage: 'The source model and data of every version are recorded',
  reviews: 'Dates are set for regular reviews of the model',
} satisfies Record<ChecklistItemId, string>;

const states = {
  met: 'met',
  'not-met': 'not met',
  signed: 'signed',
  open: 'open',
} satisfies Record<ChecklistState, string>;

const evidence = {
  'hostile-inputs': 'hostile inputs such as NaN and wrong sizes give an error or a finite answer',
  'stored-report': 'the report of this run is stored',
  'error-limit': 'the gate file limits errors and fails the run on them',
  hallmark: 'the hallmark names the SHA-256 of model and data',
  'alert-rules': 'a deployment of this model has alert rules',
  'latency-alert': 'an alert rule of a deployment monitors the latency',
  'rollback-rehearsed': 'the rollback of a deployment was rehearsed, and the earlier version opened',
  'second-version': 'a deployment has another version, to which it can switch',
  'gradual-rollout': 'a deployment tried this model on a growing share of the inputs',
  'live-gates': 'a rollout of this model had limits beyond which it ends automatically',
  'monitored-runs': 'runs of this model are monitored in a deployment',
  'waits-monitored': 'a deployment monitors how long results take, including waits and cancelled runs',
  'drift-reference': 'a reference of this model is stored, with which a deployment compares its inputs',
  'reviews-scheduled': 'a deployment of this model is reviewed regularly',
} satisfies Record<ChecklistEvidence, string>;

function source({ state, gates: results, evidence: code, signature }: FilledChecklistItem): string {
  const measured = results.map(gateResults.sentence).join(' ');
  const signed =
    signature &&
    `Stated by ${isolate(signature.name)} on ${format.date(signature.signedAt)}, not measured: ${isolate(signature.note)}`;
  if (state === 'signed') return [measured, signed].filter(Boolean).join(' ');
  if (measured) return measured;
  if (code && state === 'met') return `Met here: ${evidence[code]}.`;
  if (code && state === 'not-met') return `Not met here: the requirement is that ${evidence[code]}.`;
  if (code) return `No evidence here yet that ${evidence[code]}. If you do it elsewhere, describe how, and sign.`;
  return 'Describe how you do it, and sign.';
}

/** Texts of the production checklist. */
export const checklist = {
  heading: (model: string) => `Production checklist for ${model}`,
  groups: {
    before: 'Before the release',
    release: 'During the release',
    operation: 'In operation',
  } satisfies Record<ChecklistGroup, string>,
  columns: ['Item', 'State', 'Shown by'],
  item: ({ id }: FilledChecklistItem) => items[id],
  state: ({ state }: FilledChecklistItem) => states[state],
  source,
  summary: (filled: readonly FilledChecklistItem[]) => {
    const count = (state: ChecklistState) => format.whole(filled.filter((item) => item.state === state).length);
    return `${count('met')} met by measurement, ${count('signed')} signed by a person, ${count('not-met')} not met, ${count('open')} open.`;
  },
} satisfies ChecklistWords;
