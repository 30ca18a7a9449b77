import type { Text } from '../../language.ts';
import { tasks } from './tasks.ts';

export const run: Text['run'] = {
  bundledClasses:
    'Modeli iliyojumuishwa inajua madarasa kumi: airplane (eropleni), automobile (gari), bird (ndege), cat (paka), deer (swala), dog (mbwa), frog (chura), horse (farasi), ship (meli) na truck (lori).',
  taskSwitch: 'Kazi',
  tasks,
  badLink: { title: 'Kiungo batili cha uendeshaji' },

  image: {
    choose: 'Chagua picha',
    drop: 'Au bandika picha, au zidondoshe au dondosha folda popote kwenye ukurasa huu.',
    chooseWithVideo: 'Chagua picha au video',
    dropWithVideo: 'Au bandika picha, au dondosha picha, folda au video popote kwenye ukurasa huu.',
    dropNow: 'Dondosha ili kuendesha',
    sample: 'Tumia picha ya mfano',
    camera: 'Tumia kamera',
    save: 'Hifadhi picha (PNG)',
    snapshot: 'Hifadhi picha ya sasa (PNG)',
    cameraName: 'kamera',
    alt: (name) => `Picha ${name}`,
    list: 'Faili za uendeshaji huu',
    show: (name) => `Onyesha ${name}`,
    remove: (name) => `Ondoa ${name}`,
    runAgain: 'Endesha tena',
    clear: 'Ondoa zote',
    stop: 'Simamisha',
    count: (done, all) => `Faili ${done} kati ya ${all} zimekamilika`,
    state: { waiting: 'Inasubiri', running: 'Inaendeshwa', done: 'Imekamilika', failed: 'Imeshindwa' },
    empty: 'Bado hakuna picha.',
    folder: 'Chagua folda',
    needsModel: 'Chagua modeli kwanza.',
    waitsForModel: 'Chagua modeli ili kuendesha picha hii.',
  },

  detections: {
    title: 'Vitu vilivyotambuliwa',
    noneAboveThreshold: 'Hakuna vitu vinavyozidi kizingiti.',
    none: 'Hakuna vitu vilivyotambuliwa.',
    threshold: 'Kizingiti cha uhakika',
    thresholdHelp: 'Huchuja kinachoonyeshwa na kinachohamishwa, bila kuendesha upya.',
    maxOverlap: 'Kizingiti cha IoU',
    defaultMaxOverlap: 'Chaguomsingi la modeli',
    maxOverlapHelp:
      'Non-maximum suppression: kati ya visanduku vinavyopishana zaidi ya hapa, kilicho bora hubaki. Mabadiliko hufungua modeli upya.',
    hidden: (count) => `${count} chini ya kizingiti`,
    found: (list) => `Vilivyotambuliwa: ${list}.`,
    counted: (label, count) => (count === 1 ? label : `${label} × ${count}`),
    keypoints: (certain: string, all: string) => `alama ${certain} kati ya ${all} za mwili`,
    box: (width, height, x, y) => `${width} × ${height} px katika ${x}, ${y}`,
  },

  audio: {
    choose: 'Chagua faili za sauti',
    drop: 'Au zidondoshe, au dondosha folda, popote kwenye ukurasa huu.',
    empty: 'Bado hakuna sauti.',
    waitsForModel: 'Chagua modeli ili kuendesha faili hii.',
    speed: (factor) => `mara ${factor} ya muda halisi`,
  },

  voice: {
    title: 'Usemi',
    found: (speech, all) => `Usemi ni ${speech} kati ya ${all}`,
    progress: (done, all) => `Imechunguza ${done} kati ya ${all}`,
    regions: 'Sehemu zenye usemi',
    region: (start, end) => `sekunde ${start} hadi ${end}`,
  },

  microphone: {
    start: 'Tumia maikrofoni',
    starting: 'Inasubiri maikrofoni. Huenda kivinjari kikaomba ruhusa.',
    stop: 'Simamisha na uandike rekodi',
    text: 'Yaliyosemwa hadi sasa',
    delay: (time) => `nyuma kwa ${time}`,
    privacy: 'Rekodi hubaki kwenye kichupo hiki.',
  },

  speech: {
    title: 'Maandishi ya usemi',
    language: 'Lugha inayozungumzwa',
    detect: 'Tambua',
    detected: (language) => `Lugha: ${language}, imetambuliwa`,
    specified: (language) => `Lugha: ${language}`,
    none: 'Hakuna usemi uliopatikana.',
    player: (name) => `Kicheza sauti cha ${name}`,
    progress: (done, all) => `Imeandika ${done} kati ya ${all}`,
    segments: 'Sehemu',
    play: (time) => `Cheza kuanzia ${time}`,
    segmentText: (time) => `Maandishi kuanzia ${time}`,
    save: (format) => `Hifadhi ${format}`,
    copy: 'Nakili maandishi',
  },

  ocr: {
    title: 'Maandishi',
    none: 'Hakuna maandishi yaliyopatikana.',
    found: (count, number) => (number === 1 ? 'Sehemu 1 ya maandishi.' : `Sehemu ${count} za maandishi.`),
    confidence: 'Uhakika',
    copy: 'Nakili maandishi',
  },

  classes: {
    title: 'Madarasa yanayoongoza',
    notRun: 'Bado hakuna tokeo.',
    demo: (classes) =>
      `Modeli hii ndogo ya maonyesho inajua madarasa ${classes} tu, na huweka kila picha katika mojawapo. Kwa picha za kawaida, tumia modeli ya madarasa 1,000.`,
    chooseOther: 'Chagua modeli',
    answer: (label, fraction) => `${label}, ${fraction}`,
  },

  sentences: {
    mode: 'Njia',
    modes: {
      rank: 'Panga kwa ufanano na sentensi',
      label: 'Chagua lebo inayofanana zaidi (zero-shot)',
    },
    labels: 'Lebo',
    labelsHint: 'Angalau mbili, zikitenganishwa kwa koma. Ufanano wa kosini wa maandishi na lebo yake si uwezekano.',
    query: 'Sentensi au swali',
    lines: 'Maandishi ya kulinganisha nayo',
    linesHint: 'Moja katika kila mstari. Yabandike, au dondosha faili ya maandishi.',
    compare: 'Linganisha',
    file: 'Chagua faili ya maandishi',
    embedding: 'Inatengeneza embedding za maandishi',
    notRun: 'Maandishi yataorodheshwa kwa ufanano wa maana yake.',
    rank: 'Nafasi',
    similarity: 'Ufanano wa kosini',
    text: 'Maandishi',
    ranked: (count, number) => (number === 1 ? 'Maandishi 1' : `Maandishi ${count}, yanayofanana zaidi kwanza`),
    best: (shown, all) => `Maandishi ${shown} yanayofanana zaidi kati ya ${all}`,
  },

  texts: {
    lines: 'Maandishi',
    run: 'Endesha',
    running: 'Inaendesha maandishi',
    notRun: 'Bado hakuna tokeo.',
    truncated: (count, number, tokens) =>
      number === 1
        ? `Maandishi 1 yanazidi kima cha juu cha modeli: tokeni ${tokens} za kwanza pekee ndizo zilizosomwa.`
        : `Maandishi ${count} yanazidi kima cha juu cha modeli: tokeni ${tokens} za kwanza pekee za kila moja ndizo zilizosomwa.`,
    first: (shown, all) => `Maandishi ${shown} ya kwanza kati ya ${all}; faili zinazohamishwa zina yote`,
    results: (count) => `Maandishi ${count}`,
  },

  textLabels: {
    label: 'Lebo',
    score: 'Alama',
    labels: 'Lebo za maandishi',
  },

  entities: {
    aggregation: 'Ujumlishaji',
    aggregationHelp:
      'Jinsi lebo za tokeni zinavyokuwa lebo za maneno na majina. Hubadilisha kinachoonyeshwa na kuhamishwa, bila kuendesha tena.',
    aggregations: {
      simple: 'Simple: unganisha tokeni jirani za darasa moja',
      first: 'First: kila neno lina lebo ya tokeni yake ya kwanza',
      average: 'Average: kila neno lina lebo ya wastani wa tokeni zake',
      max: 'Max: kila neno lina lebo ya tokeni yake yenye uhakika zaidi',
      none: 'None: kila tokeni peke yake',
    },
    none: 'Hakuna jina lililopatikana.',
    entity: 'Jina',
    marked: 'Maandishi yenye majina yaliyowekwa alama',
    found: (count: string, number: number) => (number === 1 ? 'jina 1' : `majina ${count}`),
    first: (shown: string, all: string) => `Majina ${shown} ya kwanza kati ya ${all}; faili zilizohamishwa zina yote`,
  },

  rawOutputs: {
    title: 'Matokeo',
    output: 'Tokeo',
    shape: 'Umbo',
    min: 'Kima cha chini',
    max: 'Kima cha juu',
    mean: 'Wastani',
  },

  segments: {
    title: 'Sehemu',
    none: 'Hakuna kilichotengwa na mandharinyuma.',
    areaFraction: (label, fraction) => `${label}, ${fraction} ya picha`,
    effect: 'Onyesha',
    effects: {
      mask: 'Maski juu ya picha',
      'cut-out': 'Kilichokatwa',
      blur: 'Mandharinyuma yenye ukungu',
      colour: 'Rangi ya mandharinyuma',
      image: 'Picha ya mandharinyuma',
    },
    colour: 'Rangi',
    chooseImage: 'Chagua picha ya mandharinyuma',
  },

  export: {
    title: 'Hamisha',
    json: 'Hifadhi JSON',
    csv: 'Hifadhi CSV',
    copy: 'Nakili JSON',
  },

  timing: {
    title: 'Muda',
    total: 'Jumla',
    preMs: 'Uchakataji wa awali',
    inferenceMs: 'Inferensi',
    postMs: 'Uchakataji wa mwisho',
    graphRuns: (count) => `grafu imeendeshwa mara ${count}`,
    note: 'Uendeshaji mmoja, uliopimwa mara moja. Kwa vipimo vya kutegemewa, pima kasi ya modeli.',
  },

  camera: {
    label: 'Kamera, pamoja na matokeo',
    start: 'Washa kamera',
    stop: 'Zima kamera',
    switch: 'Badilisha kamera',
    starting: 'Inasubiri kamera. Huenda kivinjari kikaomba ruhusa.',
    rate: (perSecond) => `fremu ${perSecond} kwa sekunde`,
    dropped: (count, number) =>
      number === 1
        ? 'Fremu 1 imerukwa: iliyo mpya zaidi ndiyo huendeshwa'
        : `Fremu ${count} zimerukwa: iliyo mpya zaidi ndiyo huendeshwa`,
    privacy: 'Fremu hubaki kwenye kichupo hiki.',
  },

  video: {
    label: (name) => `Video ${name}, pamoja na matokeo`,
    state: {
      off: '',
      opening: 'Inafungua video',
      running: 'Inatambua katika kila fremu',
      paused: 'Imesitishwa',
      stopped: 'Imesimamishwa',
      done: 'Imekamilika',
      failed: 'Imeshindwa',
    },
    pause: 'Sitisha',
    resume: 'Endelea',
    stop: 'Simamisha',
    close: 'Funga video',
    facts: (width, height, duration) => `${width} × ${height} px, ${duration}`,
    frames: (count, number) => (number === 1 ? 'Fremu 1 imekamilika' : `Fremu ${count} zimekamilika`),
    rate: (perSecond) => `fremu ${perSecond} kwa sekunde kwa wastani`,
    tracked: (track, label) => `#${track} ${label}`,
    cannotPlay: 'Kivinjari hakiwezi kucheza faili hii, lakini fremu zake zinasomeka. Matokeo ni kamili.',
    saveVideo: 'Hifadhi video yenye alama',
    saving: 'Inaandika video',
    lostAudio: (codecs) => `Imehifadhiwa bila sauti yake: kivinjari hiki hakiwezi kuandika ${codecs}.`,
  },

  faces: {
    title: 'Watu',
    consent:
      'Uso humtambulisha mtu maisha yake yote. Sajili tu watu waliokubali. Kwa kila picha unayoisajili, vekta huhifadhiwa kwenye kifaa hiki, ikiwa imesimbwa kwa kaulisiri yako; picha yenyewe haihifadhiwi, na hakuna kinachotumwa.',
    agreed: 'Kila mtu ninayemsajili amekubali.',
    passphrase: 'Kaulisiri',
    passphraseHelp: 'Angalau herufi 8. Haiwezi kurejeshwa.',
    create: 'Anza kusajili',
    locked: 'Watu waliosajiliwa wamesimbwa kwa njia fiche.',
    unlock: 'Fungua',
    opening: 'Inatengeneza ufunguo kutokana na kaulisiri',
    lock: 'Funga',
    deleteAll: 'Futa nyuso zote',
    empty: 'Bado hakuna mtu aliyesajiliwa. Endesha picha, kisha uzipe nyuso zake majina.',
    images: (count, number) => (number === 1 ? 'Picha 1' : `Picha ${count}`),
    remove: (name) => `Ondoa ${name}`,
    inImage: 'Nyuso kwenye picha hii',
    noFaces: 'Hakuna uso uliopatikana.',
    name: (number) => `Jina la uso wa ${number}`,
    enrol: 'Sajili',
    unknown: 'Hajulikani',
    known: (name, distance) => `${name}, umbali ${distance}`,
    maxDistance: 'Umbali wa juu zaidi',
    maxDistanceHelp: 'Umbali wa kosini kati ya nyuso mbili, 0 hadi 2. Uso ulio mbali zaidi na watu wote haujulikani.',
    roc: (falseMatches, misses) =>
      `Kwenye picha zilizosajiliwa, umbali bora huchukulia ${falseMatches} ya jozi za watu tofauti kuwa mtu mmoja, na hukosa ${misses} ya jozi za mtu mmoja.`,
    noRoc:
      'Ili kuchagua umbali kwa kutumia picha zako mwenyewe, sajili watu wawili, mmoja wao akiwa na picha mbili au zaidi.',
    useBest: (distance) => `Tumia umbali bora, ${distance}`,
    rocTable: 'Umbali wote na makosa yake',
    falseMatchRate: 'Kiwango cha kuchanganya watu',
    falseNonMatchRate: 'Kiwango cha kukosa watu',
    distance: 'Umbali',
  },

  draw: {
    label: 'Eneo la kuchora tarakimu moja',
    help: 'Chora kwa kielekezi au kidole. Kibodi: vishale husogeza kalamu, Space huishusha au kuiinua, Backspace huondoa mstari wa mwisho, Escape hufuta yote.',
    undo: 'Tendua',
    clear: 'Futa',
    upload: 'Tumia picha badala yake',
    empty: 'Chora hapa',
    answer: 'Utabiri',
    answers: (digit, fraction) => `${digit}, uwezekano ${fraction}`,
    notRun: 'Bado hakuna utabiri.',
    probabilities: 'Uwezekano wa kila tarakimu',
    uploaded: 'Picha',
  },

  settings: {
    title: 'Modeli na injini',
    chooseModel: 'Chagua faili za modeli',
    chooseModelHelp:
      'Faili moja ya .onnx au .tflite, au model.json ya TensorFlow.js pamoja na faili zake za .bin. Husomwa kwenye kifaa hiki, hazitumwi popote.',
    sizesHelp: 'Modeli na kazi huacha ukubwa huu wazi. Picha hubadilishwa ukubwa ili zilingane nao.',
    link: 'Mipangilio hii ni sehemu ya URL ya ukurasa huu.',
    bench: 'Pima kasi ya modeli hii',
    graphs: (roles) => `Grafu: ${roles}`,
    agreement: (before, score, count) => `Ulinganifu na matokeo ya ${before}: ${score} (picha ${count})`,
    source: (name, licence, source) => `${name}, leseni ${licence}. ${source}`,
  },
};
