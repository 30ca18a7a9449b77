import type { GateResult } from '#core/gate/gate-outcome.ts';
import type { WatchedBy } from '#gates/monitoring-needs.ts';
import type { GateAgreement } from '#hallmark/compare/compare-runs.ts';
import type { FileMatch } from '#hallmark/compare/match-files.ts';
import type { SignedData, SignedRun } from '#hallmark/statement/statement.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { StatementId } from '#validation/compliance/facts.ts';
import type { VerifiedHallmark } from '#hallmark/verify.ts';
import { isolate } from '../../isolate.ts';
import { checklist } from '../validation/checklist.ts';
import { statements } from '../validation/compliance.ts';
import { robustness } from '../validation/robustness.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';
import { sinceHallmark } from './since-hallmark.ts';
import { tasks } from '../run/tasks.ts';

const { whole } = format;

/** Texts of hallmarks: the Verify page, the panel that signs, and `assay verify`. */
export const hallmark = {
  title: 'Verify a hallmark',
  lead: 'A hallmark is the signed result of gates: which model passed which limits, on which data and device. The hallmark is verified in this browser, without a server.',
  open: 'Link or contents of a hallmark file',
  openHelp: 'Paste a link with #/h/, choose a .hallmark.json file, or drop it anywhere on this page.',
  verify: 'Verify',
  choose: 'Choose a file',
  reading: 'Verifying the hallmark',
  titleWithModel: (model: string) => `Hallmark of ${isolate(model)}`,

  verdict: {
    label: 'Verdict',
    valid: 'Signature valid',
    marks: { pass: 'Passed', fail: 'Failed', undecided: 'Undecided' } satisfies Record<SignedRun['verdict'], string>,
    sentence: gateResults.verdict,
    grade: gateResults.grade,
    levels: {
      'self-attested': 'Self-attested: self-reported by one device.',
      reproduced: 'Reproduced: a run signed with another key agrees. One person can hold both keys.',
    } satisfies Record<VerifiedHallmark['level'], string>,
    wrongClock:
      'One of the signed runs is dated before 2025 or in the future, so a device’s clock is wrong, possibly this one’s.',
    levelMarks: { 'self-attested': 'self-attested', reproduced: 'reproduced' } satisfies Record<
      VerifiedHallmark['level'],
      string
    >,
  },

  facts: {
    label: 'What was signed',
    model: 'Model',
    task: 'Task',
    data: 'Labelled dataset',
    taskName: (task: string) => (tasks as Readonly<Record<string, { title: string }>>)[task]?.title ?? isolate(task),
    items: 'Scored items',
    time: (at: string) => format.date(at),
    baseline: 'Baseline',
    baselineFile: 'File of the baseline',
    parent: 'Made from',
    recipe: 'Recipe',
    gateFile: 'Gate file',
    gateFileValue: (sha256: string, readAt: string) => `${sha256}, read ${format.date(readAt)}`,
    engine: 'Engine',
    machine: 'Machine',
    method: 'Method version',
    startedAt: 'Run started',
    app: 'Assay version',
    hostileInputs: 'Hostile inputs',
    hostileOutcomes: (results: readonly HostileResult[]) =>
      results
        .map(({ input, outcome }) => `${robustness.hostile.inputs[input]}: ${robustness.hostile.outcomes[outcome]}`)
        .join('; '),
    /** What a person stated, not measured. */
    statement: (id: StatementId) => `${statements[id]} (stated)`,
    stated: (stated: string) => isolate(stated),
    key: 'Key',
    resource: (name: string, sha256: string, sizeBytes?: number) =>
      `${isolate(name)} (${sizeBytes === undefined ? '' : `${whole(sizeBytes)} bytes, `}SHA-256 ${sha256})`,
    dataItems: ({ items, failed, notRun, sample, baselineIsGroundTruth }: SignedData) =>
      [
        sample ? `${whole(items)}, a random sample of ${whole(sample.of)}` : whole(items),
        ...(failed > 0 ? [`${whole(failed)} could not be read or run`] : []),
        ...(notRun > 0 ? [`${whole(notRun)} did not run`] : []),
        ...(baselineIsGroundTruth ? ['labelled with the baseline’s predictions'] : []),
      ].join('; '),
    engineOf: ({ target }: SignedRun) =>
      `${engine.names[target.engine]} ${isolate(target.version)} on ${engine.devices[target.device]}, ${engine.threads(target.threads)}`,
    machineOf: ({ environment }: SignedRun) =>
      `${isolate(environment.kind === 'page' ? environment.browser : environment.cpu)}, ${isolate(environment.os)}, ${whole(environment.cores)} logical cores`,
  },

  gates: {
    title: 'Gates',
    caption: 'Result of every gate',
    columns: gateResults.markdown.columns,
    name: (result: GateResult) => isolate(gateResults.title(result)),
    outcome: gateResults.state,
    measured: (result: GateResult) => isolate(gateResults.measured(result)),
    limit: gateResults.required,
  },

  monitoring: {
    title: 'To be monitored in use',
    lead: 'These signed limits can be exceeded later even if the model does not change. A deployment in Assay can monitor them.',
    caption: 'Limits to be monitored, and how',
    columns: ['Gate', 'Limit', 'Monitored by'],
    by: {
      alerts: 'alert rules on each run',
      labels: 'inputs that a person labels, and the accuracy estimated in between',
      companion: 'the metrics of the companion',
    } satisfies Record<WatchedBy, string>,
    drift: ['Drift of the inputs', 'none', 'a comparison with inputs on which the model worked well'],
  },

  checklist: {
    title: 'Production checklist',
    lead: 'Signed items are stated by the person named, not measured. All others follow from the gates and digests above.',
    caption: 'Items of the production checklist that are not open',
    texts: () => checklist,
  },

  sinceHallmark: () => sinceHallmark,

  reproduced: {
    title: 'Runs on other devices',
    none: 'This hallmark has not been countersigned yet. Anyone with the model, the data and the gate file can repeat the run in Assay and add a signature.',
    sentence: (isReproduced: boolean): string => (isReproduced ? 'Reproduced.' : 'Not reproduced.'),
    agreement: {
      agrees: 'agrees',
      differs: 'differs',
      device: 'different result on this device',
      'not-compared': 'not compared',
    } satisfies Record<GateAgreement, string>,
    columns: { gate: 'Gate', first: 'Hallmark', other: 'This run', agreement: 'Comparison' },
    missing: 'missing',
    caption: (machine: string) => `Results on ${machine}`,
  },

  reproduce: {
    start: 'Reproduce this run',
    looking: 'Looking for the model',
    help: 'Opens Evaluate with the same task, gates and sample. You need the same model and data.',
    unknownTask: 'This version of Assay cannot repeat the run: it does not support the task.',
    title: (model: string) => `Reproduce the hallmark of ${isolate(model)}`,
    lead: 'If your run has the same model, data and gate file, and agrees, you can countersign the hallmark below the verdict.',
    component: 'Item',
    expected: 'In the hallmark',
    state: 'Here',
    caption: 'What must match the original run',
    components: { model: 'Model', baseline: 'Baseline', gates: 'Gate file', data: 'Data' },
    states: {
      same: 'The same',
      other: 'Different: choose the file with this SHA-256.',
      missing: 'Not chosen.',
      pending: 'Compared after the run.',
      additional: 'The measured model did not have this file.',
    },
  },

  meaning: {
    title: 'What this proves, and what it does not',
    proves: 'It proves',
    proofs: (keyId: string, level: VerifiedHallmark['level']) => [
      `Nothing in the hallmark was changed since it was signed with the key ${keyId.slice(0, 16)}….`,
      'The results follow from the limits that were signed. Compare your gate file below to check that its limits are the same.',
      ...(level === 'reproduced' ? ['The holder of another key signed results that agree with it.'] : []),
    ],
    doesNotProve: 'It does not prove',
    limits: (level: VerifiedHallmark['level']) => [
      'That the values are true. They are self-reported by this device, and its owner can change any software on it.',
      'Who signed it. A key is not a name: compare the key id with one from the signer.',
      'When it was signed. All times come from the device’s clock.',
      ...(level === 'reproduced'
        ? ['That a second person or device took part: one person can hold both keys and run both, or make up both.']
        : []),
    ],
  },

  files: {
    title: 'Check your own files',
    lead: 'Compare the model or gate file that you have with the one that was measured. Files are read on this device and are not uploaded.',
    choose: 'Choose model or gate files',
    checking: (file: string) => `Computing the SHA-256 of ${isolate(file)}`,
    model: (file: string, name: string) =>
      `${isolate(file)} is the measured ${file === name ? 'file' : `file ${isolate(name)}`}.`,
    gates: (file: string) => `${isolate(file)} is the gate file of this hallmark.`,
    baseline: (file: string) => `${isolate(file)} is the baseline of this hallmark.`,
    other: ({ file, sha256, expected }: Extract<FileMatch, { kind: 'other' }>) =>
      expected
        ? `${isolate(file)} is not the measured file of this name. Its SHA-256 is ${sha256}; the measured file${expected.sizeBytes === null ? '' : ` (${whole(expected.sizeBytes)} bytes)`} has ${expected.sha256}.`
        : `${isolate(file)} is not one of the files of this hallmark. Its SHA-256 is ${sha256}.`,
    complete: 'Every file of the measured model was found.',
    missing: (names: readonly string[]) => `Not checked: ${format.list(names.map(isolate))}.`,
  },

  stored: {
    title: 'Stored in this browser',
    item: (model: string, date: string) => `${isolate(model)}, ${date}`,
    summary: (verdict: SignedRun['verdict'], level: VerifiedHallmark['level'], isReceived: boolean) =>
      [gateResults.states[verdict], level, ...(isReceived ? ['received'] : [])].join(', '),
    delete: 'Delete',
    deleted: (model: string) => `Deleted the hallmark of ${isolate(model)}.`,
    undo: 'Undo',
    deleteNamed: (model: string) => `Delete the hallmark of ${isolate(model)}`,
  },

  sign: {
    title: 'Hallmark',
    lead: 'A signature makes later changes detectable. It is made in this browser, and nothing is sent.',
    countersignLead: (model: string) =>
      `This run agrees with the hallmark of ${isolate(model)}. Add your signature to show others that it was reproduced.`,
    key: 'Key',
    keys: { device: 'This browser’s key', fresh: 'New key for this hallmark' },
    keyHelp: {
      device:
        'All hallmarks signed with this key have the same key id, so anyone can see that they come from the same browser.',
      fresh: 'Nobody can link this hallmark to another by its key. The private key is discarded after signing.',
    },
    preview: 'Exactly what will be signed',
    previewHelp: 'Everyone who has the link can read this: file names, digests, values, browser and operating system.',
    sign: 'Sign the hallmark',
    countersign: 'Countersign the hallmark',
    signing: 'Signing',
    saved: 'The hallmark is stored on this device, and can be shared.',
    notSaved: 'The hallmark was not stored in this browser. Copy its link or save it as a file, or it will be lost.',
    share: 'Share the hallmark',
    saveFile: 'Save hallmark file',
    saveBadge: 'Save badge (SVG)',
    open: 'Open the hallmark',
    linkLength: (characters: string) => `The link has ${characters} characters and contains the whole hallmark.`,
  },

  badge: {
    name: 'hallmark',
    text: ({ verdict, grade }: Pick<SignedRun, 'verdict' | 'grade'>, level: VerifiedHallmark['level']) =>
      [
        gateResults.states[verdict],
        ...(verdict === 'pass' && grade !== null ? [`≥ ${grade / 10}% of baseline`] : []),
        ...(level === 'reproduced' ? ['reproduced'] : []),
      ].join(' · '),
    title: (model: string, verdict: string) => `Hallmark of ${model}: ${verdict}. Self-reported.`,
  },
};
