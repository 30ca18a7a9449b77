import type { Deployment, DeploymentEvent } from '#deploy/deployment.ts';
import type { LiveComparison, LiveGateOutcome, RejectionReason } from '#deploy/judge-rollout.ts';
import type { LiveGateFault, Rollout } from '#deploy/rollout.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { monitor } from './monitor.ts';
import { remedies, remedyEvents } from './remedies.ts';

const version = (number: number) => `version ${number}`;
const share = (fraction: number) => format.percent(fraction);
const runs = (count: number) => (count === 1 ? '1 run' : `${format.whole(count)} runs`);
const versions = (count: number) => (count === 1 ? '1 version' : `${format.whole(count)} versions`);

const rejections: Readonly<Record<RejectionReason, string>> = {
  'error-rate': 'too many of its runs failed',
  'slow-rate': 'too many of its runs were slow',
  'more-errors': 'it failed more often than the current version',
  'more-slow': 'it was slow more often than the current version',
  gates: 'it did not pass its gates on labelled items',
};

const modes = {
  shadow: 'Shadow: both versions run, and only the current one’s results are used',
  gradual: 'Gradual: the candidate handles a growing share of the inputs',
} satisfies Record<Rollout['mode'], string>;

const events = { errors: 'Failed runs', slow: 'Slow runs' } satisfies Record<LiveGateOutcome['event'], string>;

export const deployments = {
  title: 'Deployments',
  lead: 'A deployment is a named place for a model. It remembers which version of the model is current, tries new versions alongside it, and monitors how they run. Everything stays in this browser.',
  badLink: 'Invalid deployment link',
  empty: 'No deployments yet. Run a model, then deploy it from the Run page.',
  emptyAction: 'Run a model',
  missing: 'There is no such deployment in this browser. It may have been deleted.',
  all: 'All deployments',
  item: (model: string, number: number, count: number) => `${model} (${version(number)} of ${versions(count)})`,
  alerts: (count: number) => (count === 1 ? '1 alert' : `${format.whole(count)} alerts`),
  sections: 'Sections of this deployment',
  run: 'Run',
  running: {
    title: 'Deployment',
    lead: 'Deploy this model under a name, to try new versions alongside it and to monitor how it runs here.',
    name: 'Name',
    create: 'Deploy',
    add: (name: string) => `Add as a new version of “${name}”`,
    added: 'Added. The new version does not handle inputs yet.',
    stores: (size: string) =>
      `Deploying first stores a copy of the chosen files in this browser (${size}), so that the deployment can open them again. Files that are already stored are not copied.`,
    storing: (done: string, total: string) => `Storing a copy: ${done} of ${total}`,
    gatesFailed: (sentences: readonly string[]) =>
      `This model failed its gates:\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\nDeploy it anyway?`,
    keepInputs: 'Store inputs to label',
    keepInputsHelp: (count: number, size: string) =>
      `Stores inputs that the model is unsure of, and a few drawn at random, in this browser until you delete them: at most ${format.whole(count)} inputs and ${size}.`,
    saving: 'Reading the model’s files',
    answers: (name: string, number: number) => `Version ${number} of “${name}” is current and monitored.`,
    gradual: (number: number, fraction: number) =>
      `Version ${number} is on trial: it handles ${share(fraction)} of the inputs.`,
    shadow: (number: number) => `Version ${number} runs in shadow mode: its results are not used.`,
    open: 'Open the deployment',
    versionError: 'The other version cannot be opened, so this one handles all inputs.',
    storageError: 'Monitoring data cannot be stored in this browser.',
  },
  lifecycle: {
    title: 'Life cycle of this version',
    assessed: 'Assessed',
    optimised: 'Optimised',
    gated: 'Gated',
    deployed: 'Deployed',
    watched: 'Monitored',
    noEvaluation: 'No evaluation on labelled items in this browser',
    evaluated: (at: number) => `Evaluated on ${format.date(at)}`,
    asIs: 'Not optimised in this browser',
    madeBy: (scheme: string | null, at: number) =>
      `Made on ${format.date(at)} ${scheme === null ? 'by passes that preserve results' : `with the scheme ${scheme}`}`,
    parent: (sha256: string) => `from the model with SHA-256 ${sha256.slice(0, 12)}…`,
    noGates: 'No gates were run on this version in this browser',
    verdict: { pass: 'All gates passed', fail: 'A gate failed', undecided: 'The gates were undecided' },
    hallmark: (at: number) => `Hallmark of ${format.date(at)}`,
    addedAt: (at: number) => `Added on ${format.date(at)}`,
    runs: (count: number) => `${runs(count)} monitored`,
    checklist: 'Production checklist',
    estimated: (accuracy: number, error: number) =>
      `Estimated accuracy: ${format.percent(accuracy)} ± ${format.number(100 * error)} points`,
    unwatched: 'No runs monitored yet',
    open: 'Open',
    evaluate: 'Evaluate this version',
  },
  versions: {
    adaptedFrom: (number: number, corrections: number) =>
      corrections === 1
        ? `Learned from 1 correction of ${version(number)}`
        : `Learned from ${format.whole(corrections)} corrections of ${version(number)}`,
    title: 'Versions',
    note: 'Note',
    number: (number: number) => `Version ${number}`,
    current: 'current',
    candidate: 'on trial',
    threads: (count: number) => (count === 1 ? '1 thread' : `${format.whole(count)} threads`),
    switchTo: 'Switch to this version',
    run: 'Run alone',
    remove: 'Remove',
    of: (number: number) => ` ${version(number)}`,
    rollBack: (number: number) => `Roll back to version ${number}`,
    noRollback: 'There is no earlier version to roll back to.',
    rehearse: 'Rehearse the rollback',
    rehearsing: 'Opening the version',
    rehearseHelp: 'Opens the earlier version and closes it again. The current version keeps running.',
    modelMissing: (number: number) => `The model of ${version(number)} is no longer in this browser, so it cannot run.`,
    chooseAgain: (names: readonly string[]) => `Choose ${format.list(names.map(isolate))} again`,
    downloadAgain: 'Download it on the Models page',
    addHelp: 'To add a version, run its model and choose “Add as a new version” on the Run page.',
  },
  rollout: {
    title: 'Try a version alongside the current one',
    lead: 'Inputs are assigned at random, and live gates promote or reject the candidate. You can check the results at any time: that does not make a wrong decision more likely.',
    candidate: 'Candidate',
    mode: 'Mode',
    modes,
    maxErrorRate: 'Maximum rate of failed runs (%)',
    slowMs: 'Slow-run threshold (ms)',
    slowHint: (ms: number | null) =>
      ms === null
        ? 'Not measured yet for the current version.'
        : `95% of the current version’s runs take less than ${format.duration(ms)}.`,
    maxSlowRate: 'Maximum rate of slow runs (%)',
    minRuns: 'Minimum number of runs at each share',
    faults: {
      maxErrorRate: 'Enter a percentage of failed runs above 0 and below 100.',
      slowMs: 'Enter the time above which a run is slow, in milliseconds.',
      maxSlowRate: 'Enter a percentage of slow runs above 0 and below 100.',
      minRuns: 'Enter a whole number of runs, at least 1.',
    } satisfies Record<LiveGateFault, string>,
    start: 'Start the trial',
    stop: 'Stop the trial',
    promote: 'Promote the candidate now',
    noCandidate:
      'There is no other version. Run another model, and add it on the Run page as a new version of this deployment.',
    now: ({ mode, candidate, share: now }: Rollout) =>
      mode === 'shadow'
        ? `Version ${candidate} runs in shadow mode.`
        : `Version ${candidate} handles ${share(now)} of the inputs.`,
    steps: {
      wait: 'Too few runs to decide.',
      'raise-share': 'All gates pass: the share is raised at the next run.',
      promote: 'All gates pass: the candidate is promoted at the next run.',
      reject: 'A gate fails: the candidate is rejected at the next run.',
    },
    gates: 'Live gates of the candidate',
    gateColumns: ['Gate', 'Limit', 'Measured', '95% interval (valid at any time)', 'State'],
    comparison: 'Candidate and current version',
    comparisonColumns: ['Event', 'Evidence that it has more', 'Evidence that it has fewer', 'Verdict'],
    evidenceHelp: (threshold: number) =>
      `“It” is the candidate. A verdict needs evidence of ${format.whole(threshold)}. Equally good versions reach that in at most 5% of trials, over both events.`,
    events,
    fraction: share,
    measured: (count: number, n: number) => (n === 0 ? 'no runs' : `${format.whole(count)} of ${format.whole(n)}`),
    interval: ([low, high]: LiveGateOutcome['interval']) => `${share(low)} to ${share(high)}`,
    states: { pass: 'pass', fail: 'fail', inconclusive: 'too few runs' } satisfies Record<
      LiveGateOutcome['state'],
      string
    >,
    verdicts: { more: 'more often', fewer: 'less often', undecided: 'undecided' } satisfies Record<
      LiveComparison['verdict'],
      string
    >,
    agreement: (mean: number, n: number) =>
      `The results agree by ${share(mean)}, over ${n === 1 ? '1 input' : `${format.whole(n)} inputs`}.`,
  },
  review: {
    title: 'Reviews',
    every: 'Review every',
    never: 'No scheduled reviews',
    days: (days: number) => `${format.whole(days)} days`,
    due: 'A review is due.',
    clockBack: 'This device’s clock shows a time before the last review, so one of the two is wrong. A review is due.',
    next: (at: number) => `The next review is due on ${format.date(at)}.`,
    note: 'What did you find?',
    record: 'Record the review',
  },
  history: {
    title: 'History',
    clockNote: 'Events in the order in which they happened. Dates come from this device’s clock.',
    columns: ['Date', 'What happened'],
    date: (at: number) => format.date(at),
    event(event: DeploymentEvent): string {
      const name = `Version ${event.version}`;
      switch (event.kind) {
        case 'added':
          return `${name} was added`;
        case 'removed':
          return `${name} was removed`;
        case 'switched':
          return `${name} became current`;
        case 'rolled-back':
          return `Rolled back to ${version(event.version)}`;
        case 'rollout-started':
          return `${name} is on trial ${event.mode === 'shadow' ? 'in shadow mode' : 'on a share of the inputs'}`;
        case 'share-raised':
          return `${name} handles ${share(event.share)} of the inputs`;
        case 'promoted':
          return `${name} passed its gates and was promoted`;
        case 'rejected':
          return `${name} was rejected: ${rejections[event.why as RejectionReason] ?? event.why}`;
        case 'rollout-stopped':
          return `The trial of ${version(event.version)} was stopped`;
        case 'rehearsed':
          return 'ms' in event.outcome
            ? `Rollback to ${version(event.version)} rehearsed: it opened in ${format.duration(event.outcome.ms)}`
            : `Rollback to ${version(event.version)} rehearsed: it could not be opened`;
        case 'reviewed':
          return event.note === '' ? `${name} was reviewed` : `${name} was reviewed: ${event.note}`;
        case 'alert-raised':
          return `Alert: ${monitor.rule(event.rule)} (${monitor.ruleValue(event.rule, event.value)})`;
        case 'alert-cleared':
          return `Alert ended: ${monitor.rule(event.rule)} (${monitor.ruleValue(event.rule, event.value)})`;
        case 'remedy-kept':
          return remedyEvents.kept(name, event.remedy, remedies.measured(event.symptom, event.measured));
        case 'remedy-tried': {
          const outcome = event.measured && remedies.measured(event.symptom, event.measured);
          return remedyEvents.tried(event.remedy, event.why, outcome);
        }
        case 'remedy-undone':
          return remedyEvents.undone(name, event.remedy);
      }
    },
  },
  settings: {
    title: 'This deployment',
    name: 'Name',
    deleteMonitoring: 'Delete the monitoring data',
    deleteMonitoringConfirm: 'Delete all monitoring data of this deployment? Export it first if you need it.',
    remove: 'Delete the deployment',
    removeConfirm: ({ name }: Deployment) =>
      `Delete “${name}” with its history and all monitoring data? The models remain stored.`,
  },
};
