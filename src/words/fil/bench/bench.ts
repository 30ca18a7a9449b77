import type { Text } from '../../language.ts';
import { loadCurve } from './load-curve.ts';
import { matrix } from './matrix.ts';

export const bench: Text['bench'] = {
  title: 'Benchmark',
  lead: 'Sukatin ang isang model sa device na ito sa takdang paraan, suriin ang mga output nito laban sa reference, at ibahagi ang resulta bilang link.',
  badLink: 'Hindi valid na benchmark link',

  settings: {
    title: 'Mga setting ng benchmark',
    plainTitle: 'Model at mga setting',
    kind: 'Model',
    kinds: { workload: 'Standard', model: 'Kasama o naka-store', files: 'File mo' },
    workload: 'Workload',
    workloads: {
      conv: 'Isang larawang 224 × 224. Sa mga command: conv.',
      encoder: 'Ang arkitektura ng MiniLM-L6, 128 token. Sa mga command: encoder.',
      decoder:
        'Walong layer ng arkitekturang SmolLM2-135M, isang token, na walang laman ang context at sa lalim na 512. Sa mga command: decoder.',
    },
    workloadHelp:
      'Mga totoong arkitektura na may random na weight mula sa seed, binubuo rito: magkakapareho sa bawat device, walang ida-download. Hindi nakadepende ang bilis sa mga value ng weight.',
    model: 'Kasama o naka-store na model',
    file: 'Pumili ng model file',
    fileHelp:
      'Isang .onnx, .tflite, o .gguf file, isang model.json ng TensorFlow.js kasama ang mga .bin file nito, o lahat ng file ng isang MLC model. Binabasa sa device na ito, hindi kailanman ina-upload.',
    fileNeeded: 'Piliin ang file na susukatin. Mga setting ang laman ng link, hindi ang file.',
    otherFileNeeded: 'Pumili ng ibang file na susukatin.',
    chosen: (names, size) => `${names}, ${size}`,
    openedBy: (engine) => `binubuksan ng ${engine}`,
    effort: 'Tagal ng run',
    efforts: {
      quick: { name: 'Mabilis', description: 'Hanggang 10 sample, sa loob ng 3 segundo. Magaspang na tantiya lang.' },
      standard: { name: 'Standard', description: 'Hindi bababa sa 30 sample at 10 segundo bawat test.' },
      full: { name: 'Buo', description: 'Hindi bababa sa 130 sample at isang minuto bawat test: sapat para sa p95.' },
    },
    textEfforts: {
      quick:
        'Mga prompt na 128 token at sagot na 32, na walang laman ang context at sa lalim na 256. Hanggang 15 segundo ang bawat isa sa apat na test na ito; mas tumatagal sa mabagal na device ang pagpuno sa context at pagsusuri sa mga output. Magaspang na tantiya lang.',
      standard:
        'Mga prompt na 512 token at sagot na 128, na walang laman ang context at sa lalim na 1,024. Hindi bababa sa 5 sample ang bawat isa.',
      full: 'Mga prompt na 512 token at sagot na 128, na walang laman ang context at sa lalim na 1,024. Hindi bababa sa 10 sample at isang minuto ang bawat test.',
    },
    textEffortsHelp:
      'Mas kaunting token ang gamit ng mababagal na device at maiikling context; nilalaktawan ng napakabagal na device ang mga test na may punong context.',
    sizesHelp:
      'Hindi itinatakda ng model ang mga laki at integer input na ito. Nakadepende sa mga ito ang dami ng gawain, kaya naka-store ang mga ito kasama ng resulta.',
  },
  loadCurve,
  matrix,
  done: (subject, speed) => `Tapos: nasukat ang ${subject}, median na ${speed}.`,
  run: 'Patakbuhin ang benchmark',
  profile: 'Tingnan kung saan napupunta ang oras, bawat node',
  tune: 'Hanapin ang pinakamabilis na mga setting ng engine para sa model na ito',
  runAgain: 'Patakbuhin muli',
  keepVisible:
    'Panatilihing nakikita ang tab na ito: pinababagal ng mga browser ang mga nakatagong page, kaya hindi isinasama ang mga sample na nakuha habang nakatago ito.',

  received: {
    title: 'Inihahambing sa natanggap na resulta',
    lead: 'Kapag tapos na ang run, ipapakita nang magkatabi ang dalawang resulta.',
    model: (id, size) => `${id}, ${size}`,
    sha256: 'SHA-256',
    file: 'Nakasaad sa link ang pangalan ng model, pero wala roon ang mismong model. Piliin sa ibaba ang file na may ganitong SHA-256; susuriin ito bago ang run.',
    otherMethod: (method) =>
      `Sinukat ito sa paraang ${method}. Ipapakita sa tabi nito ang resulta ng kasalukuyang paraan, pero hindi puwedeng paghambingin ang dalawang bilis.`,
    forget: 'Sukatin nang hindi inihahambing',
  },

  running: {
    title: 'Nagsusukat',
    starting: 'Binabasa ang mga kakayahan ng device',
    otherTab: 'May ibang tab na nagsusukat; hinihintay itong matapos',
    phase: (phase, cell) => (cell === '' ? phase : `${phase} ·\u00a0${cell}`),
    liveCount: (count, median) => `${count} sample, kamakailang median na ${median}`,
  },
  forecastCheck: (low, high, measured, isInside) =>
    `Pagtataya mula sa header ng model: ${low} hanggang ${high}. Nasukat: ${measured}, ${isInside ? 'pasok' : 'labas'} sa saklaw. Isasaalang-alang ito sa mga susunod na pagtataya rito.`,
};
