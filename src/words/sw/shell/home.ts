import type { Text } from '../../language.ts';
import { browserAndOs } from '../device/browser-and-os.ts';
import { format } from '../format.ts';

const threads = (count: number) => (count === 1 ? 'Uzi 1' : `Nyuzi ${format.whole(count)}`);

export const home: Text['home'] = {
  title: 'Assay',
  heading: 'Jaribu modeli za AI kwenye kifaa chako mwenyewe',
  lead: 'Assay huendesha modeli ndani ya ukurasa huu, huzipima kwa njia isiyobadilika na kukagua matokeo yake. Unachopata ni kiungo ambacho mtu yeyote anaweza kukifungua na kurudia upimaji.',
  deviceSummary: 'Kifaa hiki',
  browserAndOs,
  capabilities: (basic, whole) => [
    { mark: threads(basic.threads), isAvailable: basic.threads > 1 },
    { mark: 'Msimbo wa kasi wa CPU', isAvailable: basic.wasm.simd },
    { mark: whole?.gpu?.software ? 'GPU ya polepole' : 'GPU', isAvailable: whole && whole.gpu !== null },
    { mark: 'Usahihi nusu (f16)', isAvailable: whole && (whole.gpu?.features.includes('shader-f16') ?? false) },
    { mark: 'Hifadhi', isAvailable: whole && whole.storage.opfs },
  ],
  unavailable: 'haipatikani',
  verdict(basic, whole) {
    if (!basic.wasm.simd)
      return 'Kivinjari hiki hakina SIMD, ambayo injini zinaihitaji. Kisasishe ili uweze kuendesha modeli.';
    const count = format.whole(basic.threads);
    const processor = `Modeli huendeshwa kwenye CPU, kwa ${basic.threads === 1 ? 'uzi' : 'nyuzi'} ${count} kwenye viini ${format.whole(basic.cores)}`;
    if (!whole) return `${processor}.`;
    if (!whole.gpu) return `${processor}. Kivinjari hiki hakina GPU ya kutumia.`;
    if (whole.gpu.software)
      return `${processor}. WebGPU inaigwa na programu tu: matokeo ni sahihi, lakini ni ya polepole.`;
    return `${processor}, au kwenye GPU kupitia WebGPU.`;
  },
  isolate: 'Pakia upya mara moja ili kutumia viini vyote',
  check: 'Ukaguzi kamili wa kifaa',
  checkNote: 'sekunde chache, baada ya injini kupakiwa',
  actions: [
    {
      href: '#/run?task=object-detection&sample=1',
      title: 'Tambua vitu',
      description:
        'Hupata watu, mbwa, vikombe na aina nyingine 77 za vitu kwenye picha, na kuviwekea visanduku na lebo. Anza na picha ya mfano, kisha utumie picha zako au kamera.',
      cost: 'Hupakua 7 MB kwa wingi, mara moja',
      linkLabel: 'Jaribu mfano',
    },
    {
      href: '#/run?task=digits',
      title: 'Tambua tarakimu',
      description:
        'Chora kwa kidole au kipanya. Mtandao mdogo, uliofunzwa na mradi huu kwa utaratibu ulio wazi kwa umma, hutambua tarakimu unapoichora.',
      cost: 'Hupakua 16 MB kwa wingi, mara moja',
      linkLabel: 'Chora',
    },
    {
      href: '#/chat',
      title: 'Piga gumzo na modeli',
      description: 'Pakua modeli ndogo ya lugha na uzungumze nayo. Unachoandika hakiondoki kwenye kifaa hiki.',
      cost: 'Hupakua 10 MB kwa wingi, mara moja, pamoja na modeli utakayoichagua',
      linkLabel: 'Piga gumzo',
    },
    {
      href: '#/bench?workload=conv&effort=quick&auto=1',
      title: 'Pima kasi ya kifaa hiki',
      description: 'Hupima kifaa hiki kwa takriban sekunde kumi, na kukupa kiungo cha kukilinganisha na vingine.',
      cost: 'Hupakua 16 MB kwa wingi, mara moja',
      linkLabel: 'Pima kasi',
    },
  ],
  openModel: {
    title: 'Je, modeli yako itafanya kazi hapa?',
    description:
      'Taja modeli iliyo kwenye Hugging Face Hub au uchague faili: ONNX, GGUF, TFLite, TF.js au MLC. Assay husoma kichwa chake na kukuonyesha ni modeli gani, kama inatosha kwenye kifaa hiki na itakuwa na kasi gani, kabla hujaipakua.',
    linkLabel: 'Kagua modeli',
    native: 'Kwenye kompyuta, modeli hiyo hiyo inaweza pia kuendeshwa nje ya kivinjari:',
    nativeLinkLabel: 'tumia injini asilia',
  },
  evaluate: {
    title: 'Kupita au kushindwa, kwa faili zako mwenyewe',
    description:
      'Weka vikomo vya usahihi, kasi na ukubwa, kisha uendeshe modeli kwenye faili zako zenye lebo. Uamuzi unaweza kutiwa sahihi ili wengine waweze kuuthibitisha.',
    linkLabel: 'Tathmini modeli',
    more: [
      { href: '#/teach', label: 'Fundisha modeli aina zako' },
      { href: '#/optimise', label: 'Fanya modeli iwe ndogo au ya kasi zaidi' },
      { href: '#/deployments', label: 'Sambaza modeli na uzifuatilie' },
      { href: '#/verify', label: 'Thibitisha muhuri' },
    ],
  },
  privacy: {
    title: 'Faragha',
    points: [
      'Picha, michoro na faili za modeli husomwa ndani ya kichupo hiki na hazitumwi popote.',
      'Hakuna akaunti, vidakuzi, takwimu za matumizi wala chochote kutoka tovuti nyingine.',
      'Kiungo kina yale tu yanayoonyeshwa kabla hujakinakili.',
      'Baada ya kutembelea mara moja, kurasa zote hufanya kazi nje ya mtandao. Kwa hilo, Assay huhifadhi injini na modeli zake za mfano chinichini: 40 MB, au hadi 67 MB ikiwa kuna WebGPU.',
    ],
  },
};
