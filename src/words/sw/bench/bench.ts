import type { Text } from '../../language.ts';
import { loadCurve } from './load-curve.ts';
import { matrix } from './matrix.ts';

export const bench: Text['bench'] = {
  title: 'Upimaji wa kasi',
  lead: 'Pima modeli kwenye kifaa hiki kwa njia isiyobadilika, linganisha matokeo yake na rejea, kisha ushiriki tokeo kama kiungo.',
  badLink: 'Kiungo batili cha upimaji wa kasi',

  settings: {
    title: 'Mipangilio ya upimaji wa kasi',
    plainTitle: 'Modeli na mipangilio',
    kind: 'Modeli',
    kinds: { workload: 'Ya kawaida', model: 'Iliyojumuishwa au iliyohifadhiwa', files: 'Faili yako' },
    workload: 'Mzigo wa kazi',
    workloads: {
      conv: 'Picha moja ya 224 × 224. Katika amri: conv.',
      encoder: 'Usanifu wa MiniLM-L6, tokeni 128. Katika amri: encoder.',
      decoder:
        'Matabaka manane ya usanifu wa SmolLM2-135M, tokeni moja, kwa muktadha mtupu na kwa kina cha 512. Katika amri: decoder.',
    },
    workloadHelp:
      'Usanifu halisi wenye uzito wa nasibu kutokana na mbegu maalumu, unaotengenezwa hapa: ni ule ule kwenye kila kifaa, bila cha kupakua. Kasi haitegemei thamani za uzito.',
    model: 'Modeli iliyojumuishwa au iliyohifadhiwa',
    file: 'Chagua faili ya modeli',
    fileHelp:
      'Faili ya .onnx, .tflite au .gguf, model.json ya TensorFlow.js pamoja na faili zake za .bin, au faili zote za modeli ya MLC. Husomwa kwenye kifaa hiki, hazitumwi popote.',
    fileNeeded: 'Chagua faili ya kupima. Kiungo kina mipangilio, si faili.',
    otherFileNeeded: 'Chagua faili nyingine ya kupima.',
    chosen: (names, size) => `${names}, ${size}`,
    openedBy: (engine) => `inafunguliwa na ${engine}`,
    effort: 'Urefu wa upimaji',
    efforts: {
      quick: { name: 'Haraka', description: 'Hadi sampuli 10, ndani ya sekunde 3. Makadirio ya juujuu pekee.' },
      standard: { name: 'Kawaida', description: 'Angalau sampuli 30 na sekunde 10 kwa kila jaribio.' },
      full: { name: 'Kamili', description: 'Angalau sampuli 130 na dakika moja kwa kila jaribio: zinatosha kwa p95.' },
    },
    textEfforts: {
      quick:
        'Prompti za tokeni 128 na majibu ya tokeni 32, kwa muktadha mtupu na kwa kina cha 256. Hadi sekunde 15 kwa kila moja ya majaribio haya manne; kujaza muktadha na kukagua matokeo huchukua muda zaidi kwenye kifaa cha polepole. Makadirio ya juujuu pekee.',
      standard:
        'Prompti za tokeni 512 na majibu ya tokeni 128, kwa muktadha mtupu na kwa kina cha 1,024. Angalau sampuli 5 za kila moja.',
      full: 'Prompti za tokeni 512 na majibu ya tokeni 128, kwa muktadha mtupu na kwa kina cha 1,024. Angalau sampuli 10 na dakika moja kwa kila jaribio.',
    },
    textEffortsHelp:
      'Vifaa vya polepole na miktadha mifupi hutumia tokeni chache; vifaa vya polepole sana huruka majaribio yenye muktadha uliojazwa.',
    sizesHelp:
      'Modeli huacha wazi ukubwa na maingizo haya ya namba kamili. Kiasi cha kazi hutegemea thamani hizo, kwa hivyo huhifadhiwa pamoja na tokeo.',
  },
  loadCurve,
  matrix,
  done: (subject, speed) => `Imekamilika: ${subject} imepimwa, mediani ${speed}.`,
  run: 'Anza kupima',
  profile: 'Ona muda unatumika wapi, nodi kwa nodi',
  tune: 'Tafuta mipangilio ya injini yenye kasi zaidi kwa modeli hii',
  runAgain: 'Pima tena',
  keepVisible:
    'Acha kichupo hiki kikiwa wazi: vivinjari hupunguza kasi ya kurasa zilizofichwa, kwa hivyo sampuli zilizochukuliwa zikiwa zimefichwa huachwa nje.',

  received: {
    title: 'Italinganishwa na tokeo ulilopokea',
    lead: 'Upimaji ukikamilika, matokeo yote mawili huonyeshwa bega kwa bega.',
    model: (id, size) => `${id}, ${size}`,
    sha256: 'SHA-256',
    file: 'Kiungo kinataja modeli, lakini hakina modeli yenyewe. Chagua faili yenye SHA-256 hii hapa chini; hukaguliwa kabla ya upimaji.',
    otherMethod: (method) =>
      `Lilipimwa kwa njia ya upimaji ${method}. Tokeo la njia ya sasa huonyeshwa kando yake, lakini kasi hizo mbili haziwezi kulinganishwa.`,
    forget: 'Pima bila kulinganisha',
  },

  running: {
    title: 'Inapima',
    starting: 'Inasoma uwezo wa kifaa',
    otherTab: 'Kichupo kingine kinapima; inasubiri kikamilike',
    phase: (phase, cell) => (cell === '' ? phase : `${phase} ·\u00a0${cell}`),
    liveCount: (count, median) => `Sampuli ${count}, mediani ya hivi karibuni ${median}`,
  },
  forecastCheck: (low, high, measured, isInside) =>
    `Makadirio kutokana na kichwa cha modeli: ${low} hadi ${high}. Kilichopimwa: ${measured}, ${isInside ? 'ndani' : 'nje'} ya wigo. Makadirio yajayo hapa yatazingatia hili.`,
};
