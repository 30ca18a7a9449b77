import type { Text } from '../../language.ts';
import { count as countOf } from '../format.ts';
import { tasks } from './tasks.ts';

export const run: Text['run'] = {
  bundledClasses:
    'Sampung class ang alam ng kasamang model: eroplano, kotse, ibon, pusa, usa, aso, palaka, kabayo, barko, at trak.',
  taskSwitch: 'Task',
  tasks,
  badLink: { title: 'Hindi valid na link ng run' },

  image: {
    choose: 'Pumili ng mga larawan',
    drop: 'O mag-paste ng mga larawan, o i-drop ang mga ito o isang folder, saanman sa page na ito.',
    chooseWithVideo: 'Pumili ng mga larawan o ng video',
    dropWithVideo:
      'O mag-paste ng mga larawan, o i-drop ang mga ito, ang isang folder, o ang isang video, saanman sa page na ito.',
    dropNow: 'I-drop para patakbuhin',
    sample: 'Gamitin ang sample',
    camera: 'Gamitin ang camera',
    save: 'I-save ang larawan (PNG)',
    snapshot: 'I-save ang kuha (PNG)',
    cameraName: 'camera',
    alt: (name) => `Larawan ${name}`,
    list: 'Mga file ng run na ito',
    show: (name) => `Ipakita ang ${name}`,
    remove: (name) => `Alisin ang ${name}`,
    runAgain: 'Patakbuhin muli',
    clear: 'Alisin lahat',
    stop: 'Ihinto',
    count: (done, all) => `${done} sa ${countOf(all, 'file')} ang tapos`,
    state: { waiting: 'Naghihintay', running: 'Tumatakbo', done: 'Tapos', failed: 'Pumalya' },
    empty: 'Wala pang larawan.',
    folder: 'Pumili ng folder',
    needsModel: 'Pumili muna ng model.',
    waitsForModel: 'Pumili ng model para mapatakbo ang larawang ito.',
  },

  detections: {
    title: 'Mga natukoy',
    noneAboveThreshold: 'Walang bagay na lampas sa threshold.',
    none: 'Walang natukoy na bagay.',
    threshold: 'Threshold ng confidence',
    thresholdHelp: 'Sinasala ang ipinapakita at ine-export, nang walang panibagong run.',
    maxOverlap: 'Threshold ng IoU',
    defaultMaxOverlap: 'Default ng model',
    maxOverlapHelp:
      'Non-maximum suppression: sa mga kahong mas malaki ang pagpapatong kaysa rito, ang pinakamahusay ang natitira. Binubuksan muli ng pagbabago ang model.',
    hidden: (count) => `${count} ang mababa sa threshold`,
    found: (list) => `Natukoy: ${list}.`,
    counted: (label, count) => (count === 1 ? label : `${count} × ${label}`),
    keypoints: (certain: string, all: string) => `${certain} sa ${all} keypoint`,
    box: (width, height, x, y) => `${width} × ${height} px sa ${x}, ${y}`,
  },

  audio: {
    choose: 'Pumili ng mga audio file',
    drop: 'O i-drop ang mga ito, o ang isang folder, saanman sa page na ito.',
    empty: 'Wala pang audio.',
    waitsForModel: 'Pumili ng model para mapatakbo ang file na ito.',
    speed: (factor) => `${factor} × ng totoong oras`,
  },

  voice: {
    title: 'Pananalita',
    found: (speech, all) => `May nagsasalita sa ${speech} ng ${all}`,
    progress: (done, all) => `Nasuri ang ${done} ng ${all}`,
    regions: 'Mga bahaging may nagsasalita',
    region: (start, end) => `${start} s hanggang ${end} s`,
  },

  microphone: {
    start: 'Gamitin ang mikropono',
    starting: 'Hinihintay ang mikropono. Baka humingi ng pahintulot ang browser.',
    stop: 'Ihinto at i-transcribe ang recording',
    text: 'Nasabi na',
    delay: (time) => `nahuhuli nang ${time}`,
    privacy: 'Nananatili sa tab na ito ang recording.',
  },

  speech: {
    title: 'Transcript',
    language: 'Wikang sinasalita',
    detect: 'Tukuyin',
    detected: (language) => `Wika: ${language}, natukoy`,
    specified: (language) => `Wika: ${language}`,
    none: 'Walang nahanap na pananalita.',
    player: (name) => `Player ng ${name}`,
    progress: (done, all) => `Na-transcribe ang ${done} ng ${all}`,
    segments: 'Mga segment',
    play: (time) => `I-play mula ${time}`,
    segmentText: (time) => `Text mula ${time}`,
    save: (format) => `I-save ang ${format}`,
    copy: 'Kopyahin ang text',
  },

  ocr: {
    title: 'Text',
    none: 'Walang nahanap na text.',
    found: (count) => `${countOf(count, 'bahaging may text')}.`,
    confidence: 'Confidence',
    copy: 'Kopyahin ang text',
  },

  classes: {
    title: 'Mga nangungunang class',
    notRun: 'Wala pang resulta.',
    demo: (classes) =>
      `${countOf(classes, 'class')} lang ang alam ng maliit na demo model na ito, at isa sa mga iyon ang itatawag nito sa bawat larawan. Para sa mga litrato, gumamit ng model na may 1,000 class.`,
    chooseOther: 'Pumili ng model',
    answer: (label, fraction) => `${label}, ${fraction}`,
  },

  sentences: {
    mode: 'Paraan',
    modes: {
      rank: 'I-rank ayon sa pagkakatulad sa isang pangungusap',
      label: 'Piliin ang pinakamagkatulad na label (zero-shot)',
    },
    labels: 'Mga label',
    labelsHint:
      'Dalawa o higit pa, na pinaghihiwalay ng kuwit. Hindi probabilidad ang cosine similarity ng isang text at ng label nito.',
    query: 'Pangungusap o tanong',
    lines: 'Mga text na paghahambingan nito',
    linesHint: 'Isa bawat linya. I-paste ang mga ito, o mag-drop ng text file.',
    compare: 'Ihambing',
    file: 'Pumili ng text file',
    embedding: 'Ine-embed ang mga text',
    notRun: 'Ililista ang mga text ayon sa pagkakatulad ng kahulugan.',
    rank: 'Ranggo',
    similarity: 'Cosine similarity',
    text: 'Text',
    ranked: (count, number) => (number === 1 ? '1 text' : `${countOf(count, 'text')}, pinakamagkatulad muna`),
    best: (shown, all) => `Ang ${shown} pinakamagkatulad sa ${countOf(all, 'text')}`,
  },

  texts: {
    lines: 'Mga text',
    run: 'Patakbuhin',
    running: 'Pinapatakbo ang mga text',
    notRun: 'Wala pang resulta.',
    truncated: (count, number, tokens) =>
      number === 1
        ? `1 text ang lampas sa maximum ng model: ang unang ${countOf(tokens, 'token')} lang nito ang binasa.`
        : `${countOf(count, 'text')} ang lampas sa maximum ng model: ang unang ${countOf(tokens, 'token')} lang ng bawat isa ang binasa.`,
    first: (shown, all) => `Ang unang ${shown} sa ${countOf(all, 'text')}; nasa mga export ang lahat`,
    results: (count, number) => (number === 1 ? '1 text' : countOf(count, 'text')),
  },

  textLabels: {
    label: 'Label',
    score: 'Score',
    labels: 'Mga label ng text',
  },

  entities: {
    aggregation: 'Pagsasama',
    aggregationHelp:
      'Kung paano nagiging label ng mga salita at entity ang label ng mga token. Binabago nito ang ipinapakita at ine-export, nang hindi muling pinapatakbo.',
    aggregations: {
      simple: 'Simple: pagsamahin ang magkakatabing token na iisa ang class',
      first: 'First: label ng unang token ang label ng bawat salita',
      average: 'Average: label ng mean ng mga token ang label ng bawat salita',
      max: 'Max: label ng pinakatiyak na token ang label ng bawat salita',
      none: 'None: bawat token nang hiwalay',
    },
    none: 'Walang nahanap na entity.',
    entity: 'Entity',
    marked: 'Mga text na may markang entity',
    found: (count: string) => `${count} entity`,
    first: (shown: string, all: string) => `Ang unang ${shown} sa ${all} entity; nasa mga export ang lahat`,
  },

  rawOutputs: {
    title: 'Mga output',
    output: 'Output',
    shape: 'Shape',
    min: 'Pinakamababa',
    max: 'Pinakamataas',
    mean: 'Mean',
  },

  segments: {
    title: 'Mga segment',
    none: 'Walang nahanap na foreground.',
    areaFraction: (label, fraction) => `${label}, ${fraction} ng larawan`,
    effect: 'Ipakita',
    effects: {
      mask: 'Mask sa ibabaw ng larawan',
      'cut-out': 'Ginupit',
      blur: 'Malabong background',
      colour: 'Kulay ng background',
      image: 'Larawan sa background',
    },
    colour: 'Kulay',
    chooseImage: 'Pumili ng larawan para sa background',
  },

  export: {
    title: 'I-export',
    json: 'I-save ang JSON',
    csv: 'I-save ang CSV',
    copy: 'Kopyahin ang JSON',
  },

  timing: {
    title: 'Mga oras',
    total: 'Kabuuan',
    preMs: 'Pre-processing',
    inferenceMs: 'Inference',
    postMs: 'Post-processing',
    graphRuns: (count) => countOf(count, 'run ng graph'),
    note: 'Isang run, minsanang inorasan. Para sa maaasahang mga oras, i-benchmark ang model.',
  },

  camera: {
    label: 'Camera, na may mga resulta',
    start: 'Simulan ang camera',
    stop: 'Ihinto ang camera',
    switch: 'Lumipat ng camera',
    starting: 'Hinihintay ang camera. Baka humingi ng pahintulot ang browser.',
    rate: (perSecond) => `${perSecond} fps`,
    dropped: (count) => `${countOf(count, 'frame')} ang nilaktawan: ang pinakabago ang pinapatakbo`,
    privacy: 'Nananatili sa tab na ito ang mga frame.',
  },

  video: {
    label: (name) => `Video ${name}, na may mga resulta`,
    state: {
      off: '',
      opening: 'Binubuksan ang video',
      running: 'Tinutukoy ang nasa bawat frame',
      paused: 'Naka-pause',
      stopped: 'Inihinto',
      done: 'Tapos',
      failed: 'Pumalya',
    },
    pause: 'I-pause',
    resume: 'Ituloy',
    stop: 'Ihinto',
    close: 'Isara ang video',
    facts: (width, height, duration) => `${width} × ${height} px, ${duration}`,
    frames: (count) => `${countOf(count, 'frame')} ang tapos`,
    rate: (perSecond) => `${perSecond} fps sa karaniwan`,
    tracked: (track, label) => `#${track} ${label}`,
    cannotPlay:
      'Hindi mai-play ng browser ang file na ito, pero nababasa ang mga frame nito. Kumpleto ang mga resulta.',
    saveVideo: 'I-save ang video na may anotasyon',
    saving: 'Isinusulat ang video',
    lostAudio: (codecs) => `Na-save nang wala ang tunog nito: hindi kayang isulat ng browser na ito ang ${codecs}.`,
  },

  faces: {
    title: 'Mga tao',
    consent:
      'Panghabambuhay na pagkakakilanlan ng tao ang mukha niya. I-enroll lang ang mga taong pumayag dito. Mula sa bawat larawang ie-enroll mo, isang vector ang sino-store sa device na ito, naka-encrypt gamit ang passphrase mo; hindi sino-store ang mismong larawan, at walang ipinapadala.',
    agreed: 'Pumayag dito ang lahat ng ie-enroll ko.',
    passphrase: 'Passphrase',
    passphraseHelp: 'Hindi bababa sa 8 karakter. Hindi ito mababawi.',
    create: 'Simulan ang pag-enroll',
    locked: 'Naka-encrypt ang mga taong na-enroll.',
    unlock: 'I-unlock',
    opening: 'Binubuo ang key mula sa passphrase',
    lock: 'I-lock',
    deleteAll: 'Burahin ang lahat ng mukha',
    empty: 'Wala pang naka-enroll. Magpatakbo ng larawan, at bigyan ng pangalan ang mga mukha nito.',
    images: (count) => countOf(count, 'larawan'),
    remove: (name) => `Alisin si ${name}`,
    inImage: 'Mga mukha sa larawang ito',
    noFaces: 'Walang nahanap na mukha.',
    name: (number) => `Pangalan ng mukha ${number}`,
    enrol: 'I-enroll',
    unknown: 'Hindi kilala',
    known: (name, distance) => `${name}, distansya ${distance}`,
    maxDistance: 'Pinakamalaking distansya',
    maxDistanceHelp:
      'Cosine distance ng dalawang mukha, 0 hanggang 2. Hindi kilala ang mukhang mas malayo rito sa lahat.',
    roc: (falseMatches, misses) =>
      `Sa mga na-enroll na larawan, itinuturing na iisa ng pinakamahusay na distansya ang ${falseMatches} ng mga pares ng magkaibang tao, at hindi nito nakikilala ang ${misses} ng mga pares ng iisang tao.`,
    noRoc:
      'Para mapili ang distansya mula sa sarili mong mga larawan, mag-enroll ng dalawang tao, na ang isa ay may dalawa o higit pang larawan.',
    useBest: (distance) => `Gamitin ang pinakamahusay na distansya, ${distance}`,
    rocTable: 'Lahat ng distansya kasama ang mga error',
    falseMatchRate: 'Rate ng maling pagtutugma',
    falseNonMatchRate: 'Rate ng hindi pagkilala',
    distance: 'Distansya',
  },

  draw: {
    label: 'Guhitan para sa isang digit',
    help: 'Gumuhit gamit ang pointer o daliri. Keyboard: ginagalaw ng mga arrow ang panulat, ibinababa o itinataas ito ng Space, inaalis ng Backspace ang huling guhit, ini-clear ng Escape ang lahat.',
    undo: 'I-undo',
    clear: 'I-clear',
    upload: 'Gumamit na lang ng mga larawan',
    empty: 'Gumuhit dito',
    answer: 'Hula',
    answers: (digit, fraction) => `${digit}, probability ${fraction}`,
    notRun: 'Wala pang hula.',
    probabilities: 'Probability ng bawat digit',
    uploaded: 'Mga larawan',
  },

  settings: {
    title: 'Model at engine',
    chooseModel: 'Pumili ng mga model file',
    chooseModelHelp:
      'Isang .onnx o .tflite file, o isang model.json ng TensorFlow.js kasama ang mga .bin file nito. Binabasa ang mga ito sa device na ito, hindi ina-upload.',
    sizesHelp: 'Hindi itinatakda ng model at ng task ang mga laking ito. Nire-resize ang mga larawan ayon sa mga ito.',
    link: 'Bahagi ng URL ng page na ito ang mga setting na ito.',
    bench: 'I-benchmark ang model na ito',
    graphs: (roles) => `Mga graph: ${roles}`,
    agreement: (before, score, count) =>
      `Pagtutugma sa mga resulta ng ${before}: ${score} (${countOf(count, 'larawan')})`,
    source: (name, licence, source) => `${name}, lisensyang ${licence}. ${source}`,
  },
};
