import type { Text } from '../../language.ts';
import { browserAndOs } from '../device/browser-and-os.ts';
import { count } from '../format.ts';

const threads = (number: number) => count(number, 'thread');

export const home: Text['home'] = {
  title: 'Assay',
  heading: 'Subukan ang mga AI model sa sarili mong device',
  lead: 'Pinapatakbo ng Assay ang mga model sa loob ng page na ito, sinusukat ang mga ito sa takdang paraan, at sinusuri ang mga output nito. Isang link ang resulta, na puwedeng buksan at ulitin ng kahit sino.',
  deviceSummary: 'Ang device na ito',
  browserAndOs,
  capabilities: (basic, whole) => [
    { mark: threads(basic.threads), isAvailable: basic.threads > 1 },
    { mark: 'Mabilis na CPU code', isAvailable: basic.wasm.simd },
    { mark: whole?.gpu?.software ? 'Mabagal na GPU' : 'GPU', isAvailable: whole && whole.gpu !== null },
    { mark: 'Half precision', isAvailable: whole && (whole.gpu?.features.includes('shader-f16') ?? false) },
    { mark: 'Storage', isAvailable: whole && whole.storage.opfs },
  ],
  unavailable: 'hindi available',
  verdict(basic, whole) {
    if (!basic.wasm.simd)
      return 'Walang SIMD ang browser na ito, na kailangan ng mga engine. I-update ito para makapagpatakbo ng mga model.';
    const processor = `Tumatakbo ang mga model sa CPU, gamit ang ${threads(basic.threads)} sa ${count(basic.cores, 'core')}`;
    if (!whole) return `${processor}.`;
    if (!whole.gpu) return `${processor}. Walang GPU na magagamit ang browser na ito.`;
    if (whole.gpu.software) return `${processor}. Software lang ang WebGPU: tama, pero mabagal.`;
    return `${processor}, o sa GPU sa pamamagitan ng WebGPU.`;
  },
  isolate: 'Mag-reload nang isang beses para magamit ang lahat ng core',
  check: 'Buong pagsusuri ng device',
  checkNote: 'ilang segundo, kapag na-load na ang mga engine',
  actions: [
    {
      href: '#/run?task=object-detection&sample=1',
      title: 'Tumukoy ng mga bagay',
      description:
        'Hinahanap ang mga tao, aso, tasa, at 77 iba pang class sa isang larawan, na may mga kahon at label. Magsimula sa sample, saka gamitin ang sarili mong mga larawan o ang camera.',
      cost: 'Isang beses na download na hanggang 7 MB',
      linkLabel: 'Subukan ang sample',
    },
    {
      href: '#/run?task=digits',
      title: 'Kumilala ng mga digit',
      description:
        'Gumuhit gamit ang daliri o mouse. Isang maliit na network, na sinanay ng project na ito gamit ang pampublikong recipe, ang kumikilala sa digit habang gumuguhit ka.',
      cost: 'Isang beses na download na hanggang 16 MB',
      linkLabel: 'Gumuhit',
    },
    {
      href: '#/chat',
      title: 'Makipag-chat sa model',
      description:
        'Mag-download ng maliit na language model at kausapin ito. Hindi lalabas sa device na ito ang anumang isusulat mo.',
      cost: 'Isang beses na download na hanggang 10 MB, at ng model na pipiliin mo',
      linkLabel: 'Makipag-chat',
    },
    {
      href: '#/bench?workload=conv&effort=quick&auto=1',
      title: 'I-benchmark ang device na ito',
      description:
        'Sinusukat ang device na ito sa loob ng mga sampung segundo, at binibigyan ka ng link para maihambing ito sa iba.',
      cost: 'Isang beses na download na hanggang 16 MB',
      linkLabel: 'I-benchmark',
    },
  ],
  openModel: {
    title: 'Tatakbo kaya rito ang model mo?',
    description:
      'Maglagay ng pangalan ng model sa Hugging Face Hub o pumili ng file: ONNX, GGUF, TFLite, TF.js, o MLC. Binabasa ng Assay ang header nito at ipinapakita kung ano ito, kung kasya ito sa device na ito, at kung gaano ito kabilis tatakbo, bago mo pa ito i-download.',
    linkLabel: 'Suriin ang isang model',
    native: 'Sa isang computer, puwede ring tumakbo sa labas ng browser ang model ding iyon:',
    nativeLinkLabel: 'gumamit ng mga native engine',
  },
  evaluate: {
    title: 'Pasado o bagsak, sa sarili mong mga file',
    description:
      'Magtakda ng mga limit sa accuracy, bilis, at laki, at patakbuhin ang model sa sarili mong mga file na may label. Puwedeng lagdaan ang hatol para ma-verify ng iba.',
    linkLabel: 'Mag-evaluate ng model',
    more: [
      { href: '#/teach', label: 'Turuan ang isang model ng mga class mo' },
      { href: '#/optimise', label: 'Paliitin o pabilisin ang model' },
      { href: '#/deployments', label: 'Mag-deploy ng mga model at subaybayan ang mga ito' },
      { href: '#/verify', label: 'Mag-verify ng hallmark' },
    ],
  },
  privacy: {
    title: 'Privacy',
    points: [
      'Binabasa sa tab na ito ang mga larawan, guhit, at model file, at hindi ipinapadala kahit saan.',
      'Walang account, walang cookies, walang analytics, walang anuman mula sa ibang site.',
      'Ang laman lang ng link ay ang ipinapakita bago mo ito kopyahin.',
      'Pagkatapos ng isang pagbisita, gumagana offline ang lahat ng page. Para rito, sine-save ng Assay sa background ang mga engine at sample na model nito: 40 MB, o hanggang 67 MB kapag may WebGPU.',
    ],
  },
};
