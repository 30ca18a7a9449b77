import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { checklist } from '../validation/checklist.ts';
import { statements } from '../validation/compliance.ts';
import { robustness } from '../validation/robustness.ts';
import { engine } from '../device/engine.ts';
import { count, format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';
import { sinceHallmark } from './since-hallmark.ts';
import { tasks } from '../run/tasks.ts';

const { whole } = format;

const levelMarks = { 'self-attested': 'sariling patotoo', reproduced: 'naulit' };

/** Texts of hallmarks: the Verify page, the panel that signs, and `assay verify`. */
export const hallmark: Text['hallmark'] = {
  title: 'Mag-verify ng hallmark',
  lead: 'Ang hallmark ay nilagdaang resulta ng mga gate: kung aling model ang pumasa sa aling mga limit, sa aling data at device. Sinusuri ito rito, nang walang server.',
  open: 'Link o laman ng isang hallmark file',
  openHelp: 'Mag-paste ng link na may #/h/, pumili ng .hallmark.json file, o i-drop ito saanman sa page na ito.',
  verify: 'I-verify',
  choose: 'Pumili ng file',
  reading: 'Bine-verify ang hallmark',
  titleWithModel: (model) => `Hallmark ng ${isolate(model)}`,

  verdict: {
    label: 'Hatol',
    valid: 'Valid ang lagda',
    marks: { pass: 'Pasado', fail: 'Bagsak', undecided: 'Walang pasya' },
    sentence: gateResults.verdict,
    grade: gateResults.grade,
    levels: {
      'self-attested': 'Sariling patotoo: ayon sa sariling ulat ng isang device.',
      reproduced:
        'Naulit: tumutugma ang isang run na nilagdaan gamit ang ibang key. Puwedeng iisang tao ang may hawak ng dalawang key.',
    },
    wrongClock:
      'Ang petsa ng isa sa mga run nito ay bago ang 2025 o nasa hinaharap, kaya mali ang orasan ng isang device, posibleng ng device na ito.',
    levelMarks,
  },

  facts: {
    label: 'Ano ang nilagdaan',
    model: 'Model',
    task: 'Task',
    data: 'Dataset na may label',
    taskName: (task) => (tasks as Readonly<Record<string, { title: string }>>)[task]?.title ?? isolate(task),
    items: 'Mga item na may score',
    time: (at) => format.date(at),
    baseline: 'Baseline',
    baselineFile: 'File ng baseline',
    parent: 'Ginawa mula sa',
    recipe: 'Recipe',
    gateFile: 'Gate file',
    gateFileValue: (sha256, readAt) => `${sha256}, binasa noong ${format.date(readAt)}`,
    engine: 'Engine',
    machine: 'Machine',
    method: 'Bersyon ng paraan',
    startedAt: 'Simula ng run',
    app: 'Bersyon ng Assay',
    hostileInputs: 'Mga mapanirang input',
    hostileOutcomes: (results) =>
      results
        .map(({ input, outcome }) => `${robustness.hostile.inputs[input]}: ${robustness.hostile.outcomes[outcome]}`)
        .join('; '),
    statement: (id) => `${statements[id]} (isinaad)`,
    stated: (stated) => isolate(stated),
    key: 'Key',
    resource: (name, sha256, sizeBytes) =>
      `${isolate(name)} (${sizeBytes === undefined ? '' : `${count(sizeBytes, 'byte')}, `}SHA-256 ${sha256})`,
    dataItems: ({ items, failed, notRun, sample, baselineIsGroundTruth }) =>
      [
        sample ? `${whole(items)}, random na sample mula sa ${whole(sample.of)}` : whole(items),
        ...(failed > 0 ? [`${whole(failed)} ang hindi nabasa o napatakbo`] : []),
        ...(notRun > 0 ? [`${whole(notRun)} ang hindi napatakbo`] : []),
        ...(baselineIsGroundTruth ? ['mga hula ng baseline ang label'] : []),
      ].join('; '),
    engineOf: ({ target }) =>
      `${engine.names[target.engine]} ${isolate(target.version)} sa ${engine.devices[target.device]}, ${engine.threads(target.threads)}`,
    machineOf: ({ environment }) =>
      `${isolate(environment.kind === 'page' ? environment.browser : environment.cpu)}, ${isolate(environment.os)}, ${count(environment.cores, 'logical core')}`,
  },

  gates: {
    title: 'Mga gate',
    caption: 'Resulta ng bawat gate',
    columns: gateResults.markdown.columns,
    name: (result) => isolate(gateResults.title(result)),
    outcome: gateResults.state,
    measured: (result) => isolate(gateResults.measured(result)),
    limit: gateResults.required,
  },

  monitoring: {
    title: 'Susubaybayan habang ginagamit',
    lead: 'Puwedeng malampasan sa kalaunan ang mga nilagdaang limit na ito kahit hindi nagbabago ang model. Binabantayan ang mga ito ng isang deployment sa Assay.',
    caption: 'Mga limit na susubaybayan, at kung paano',
    columns: ['Gate', 'Limit', 'Sinusubaybayan ng'],
    by: {
      alerts: 'mga rule para sa alerto sa bawat run',
      labels: 'mga input na nilalagyan ng tao ng label, at ang tinatayang accuracy sa pagitan',
      companion: 'mga metric ng companion',
    },
    drift: ['Drift ng mga input', 'wala', 'paghahambing sa mga input kung saan maayos gumana ang model'],
  },

  checklist: {
    title: 'Checklist para sa production',
    lead: 'Isinaad ng taong nakapangalan ang mga nilagdaang item, hindi sinukat. Mula sa mga gate at digest sa itaas ang lahat ng iba pa.',
    caption: 'Mga item ng checklist para sa production na hindi na bukas',
    texts: () => checklist,
  },

  sinceHallmark: () => sinceHallmark,

  reproduced: {
    title: 'Mga run sa ibang device',
    none: 'Wala pang karagdagang lagda ang hallmark na ito. Puwedeng ulitin sa Assay ng sinumang may model, data, at gate file ang run at magdagdag ng lagda.',
    sentence: (isReproduced) => (isReproduced ? 'Naulit.' : 'Hindi naulit.'),
    agreement: {
      agrees: 'tumutugma',
      differs: 'naiiba',
      device: 'ibang resulta sa device na ito',
      'not-compared': 'hindi naihambing',
    },
    columns: { gate: 'Gate', first: 'Hallmark', other: 'Run na ito', agreement: 'Paghahambing' },
    missing: 'wala',
    caption: (machine) => `Mga resulta sa ${machine}`,
  },

  reproduce: {
    start: 'Ulitin ito',
    looking: 'Hinahanap ang model',
    help: 'Binubuksan ang I-evaluate nang may parehong task, mga gate, at sample. Kailangan mo ng parehong model at data.',
    unknownTask: 'Hindi mauulit ng bersyong ito ng Assay ang run: hindi nito suportado ang task.',
    title: (model) => `Ulitin ang hallmark ng ${isolate(model)}`,
    lead: 'Kung pareho ang model, data, at gate file ng run mo, at tumutugma ito, puwede mong dagdagan ng lagda ang hallmark sa ibaba ng hatol.',
    component: 'Item',
    expected: 'Nasa hallmark',
    state: 'Narito',
    caption: 'Ano ang dapat tumugma sa orihinal na run',
    components: { model: 'Model', baseline: 'Baseline', gates: 'Gate file', data: 'Data' },
    states: {
      same: 'Pareho',
      other: 'Magkaiba: piliin ang file na may ganitong SHA-256.',
      missing: 'Hindi napili.',
      pending: 'Ihahambing pagkatapos ng run.',
      additional: 'Wala nito ang model na sinukat.',
    },
  },

  meaning: {
    title: 'Ano ang pinatutunayan nito, at ano ang hindi',
    proves: 'Pinatutunayan nito',
    proofs: (keyId, level) => [
      `Na walang nabago rito mula nang lagdaan ito gamit ang key na ${keyId.slice(0, 16)}….`,
      'Na ang mga resulta ay sumusunod sa mga limit na nilagdaan. Ihambing sa ibaba ang gate file mo para matiyak na pareho ang mga limit.',
      ...(level === 'reproduced' ? ['Na lumagda ang may hawak ng ibang key sa mga resultang tumutugma rito.'] : []),
    ],
    doesNotProve: 'Hindi nito pinatutunayan',
    limits: (level) => [
      'Na totoo ang mga value. Ayon sa sariling ulat ng device na ito ang mga iyon, at puwedeng baguhin ng may-ari nito ang anumang software roon.',
      'Kung sino ang lumagda. Hindi pangalan ang key: ihambing ang key id sa ibinigay sa iyo.',
      'Kung kailan ito nilagdaan. Mula sa orasan ng device ang lahat ng oras.',
      ...(level === 'reproduced'
        ? [
            'Na may ikalawang tao o device na nakibahagi: puwedeng hawakan ng iisang tao ang dalawang key at patakbuhin ang dalawa, o imbentuhin ang dalawa.',
          ]
        : []),
    ],
  },

  files: {
    title: 'Suriin ang sarili mong mga file',
    lead: 'Ihambing ang hawak mong model o gate file sa nasukat. Binabasa ang mga file sa device na ito at hindi ina-upload.',
    choose: 'Pumili ng mga model file o gate file',
    checking: (file) => `Kino-compute ang SHA-256 ng ${isolate(file)}`,
    model: (file, name) =>
      `Ang ${isolate(file)} ang nasukat na ${file === name ? 'file' : `file na ${isolate(name)}`}.`,
    gates: (file) => `Ang ${isolate(file)} ang gate file ng hallmark na ito.`,
    baseline: (file) => `Ang ${isolate(file)} ang baseline ng hallmark na ito.`,
    other: ({ file, sha256, expected }) =>
      expected
        ? `Hindi ang ${isolate(file)} ang nasukat na file na ganito ang pangalan. ${sha256} ang SHA-256 nito; ${expected.sha256} ang sa nasukat na file${expected.sizeBytes === null ? '' : ` (${count(expected.sizeBytes, 'byte')})`}.`
        : `Hindi kabilang ang ${isolate(file)} sa mga file ng hallmark na ito. ${sha256} ang SHA-256 nito.`,
    complete: 'Nahanap ang bawat file ng nasukat na model.',
    missing: (names) => `Hindi nasuri: ${format.list(names.map(isolate))}.`,
  },

  stored: {
    title: 'Naka-store sa browser na ito',
    item: (model, date) => `${isolate(model)}, ${date}`,
    summary: (verdict, level, isReceived) =>
      [gateResults.states[verdict], levelMarks[level], ...(isReceived ? ['natanggap'] : [])].join(', '),
    delete: 'Burahin',
    deleted: (model) => `Binura ang hallmark ng ${isolate(model)}.`,
    undo: 'I-undo',
    deleteNamed: (model) => `Burahin ang hallmark ng ${isolate(model)}`,
  },

  sign: {
    title: 'Hallmark',
    lead: 'Dahil sa lagda, makikita ang anumang pagbabago pagkatapos. Walang ipinapadala: sa browser na ito ginagawa ang lagda.',
    countersignLead: (model) =>
      `Tumutugma ang run na ito sa hallmark ng ${isolate(model)}. Idagdag ang lagda mo para maipakita sa iba na naulit ito.`,
    key: 'Key',
    keys: { device: 'Key ng browser na ito', fresh: 'Bagong key para sa hallmark na ito' },
    keyHelp: {
      device:
        'Iisa ang key id ng lahat ng hallmark na nilagdaan gamit ito, kaya makikita ng kahit sino na galing ang mga ito sa iisang browser.',
      fresh:
        'Walang makakapag-ugnay ng hallmark na ito sa iba sa pamamagitan ng key nito. Itinatapon ang private key pagkatapos lumagda.',
    },
    preview: 'Eksaktong lalagdaan',
    previewHelp:
      'Mababasa ito ng lahat ng may link: mga pangalan ng file, digest, value, browser, at operating system.',
    sign: 'Lagdaan',
    countersign: 'Magdagdag ng lagda',
    signing: 'Nilalagdaan',
    saved: 'Naka-store sa device na ito, at puwedeng ibahagi.',
    notSaved:
      'Hindi na-store ang hallmark sa browser na ito. Kopyahin ang link nito o i-save ito bilang file, kundi ay mawawala ito.',
    share: 'Ibahagi ang hallmark',
    saveFile: 'I-save bilang file',
    saveBadge: 'I-save ang badge (SVG)',
    open: 'Buksan ang hallmark',
    linkLength: (characters) => `May ${count(characters, 'karakter')} ang link at laman nito ang buong hallmark.`,
  },

  badge: {
    name: 'hallmark',
    text: ({ verdict, grade }, level) =>
      [
        gateResults.states[verdict],
        ...(verdict === 'pass' && grade !== null ? [`≥ ${grade / 10}% ng baseline`] : []),
        ...(level === 'reproduced' ? [levelMarks.reproduced] : []),
      ].join(' · '),
    title: (model, says) => `Hallmark ng ${model}: ${says}. Ayon sa sariling ulat.`,
  },
};
