import type { CapabilityId } from '#state/device/capabilities.svelte.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const units = {
  chat: 'tokeni',
  detection: 'fremu',
  classification: 'picha',
  embedding: 'maandishi',
} satisfies Record<CapabilityId, string>;

/** What this machine can run, in plain words. */
export const capabilities: Text['device']['capabilities'] = {
  title: 'Mashine hii inaweza kuendesha nini?',
  verdicts: {
    pending: 'Bado haijulikani',
    yes: 'Ndiyo',
    slow: 'Polepole',
    no: 'Hapana',
    'not-measured': 'Haijapimwa',
    disturbed: 'Haijapimwa',
  },
  names: {
    chat: 'Kupiga gumzo na modeli ya lugha yenye parameta bilioni 1',
    detection: 'Kutambua vitu kwenye video ya moja kwa moja (fremu 30 kwa sekunde)',
    classification: 'Kuainisha picha',
    embedding: 'Kutafuta maandishi kwa maana',
  },
  describe({ id, verdict, perS, measuredRuns }) {
    if (perS === null) {
      if (verdict === 'pending') return 'Jibu litatokana na upimaji ulio hapa chini.';
      if (verdict === 'no') return 'Haitoshi kwenye kumbukumbu iliyopo hapa.';
      if (verdict === 'disturbed') return 'Programu nyingine zilitumia CPU wakati wa upimaji: rudia zikiwa zimetulia.';
      return id === 'chat'
        ? 'Kasi ya modeli za lugha hupimwa peke yake.'
        : 'Hakuna makadirio ya injini ya modeli hii. Tambua vitu kwenye picha nne au zaidi, au kwa kamera, kwenye ukurasa wa Endesha, na kasi iliyopimwa itaonyeshwa hapa. Uendeshaji wa kwanza hauhesabiwi: una matayarisho ya injini.';
    }
    const { number } = format;
    if (measuredRuns !== null)
      return `Ilipimwa kwenye ukurasa wa Endesha: takriban ${units[id]} ${number(perS.expected)} kwa sekunde (${number(perS.low)} hadi ${number(perS.high)}, mara ${format.whole(measuredRuns)}).`;
    return `Takriban ${units[id]} ${number(perS.expected)} kwa sekunde (huenda ${number(perS.low)} hadi ${number(perS.high)}).`;
  },
  measure: 'Pima modeli za lugha (sekunde chache)',
  measuring: 'Inapima modeli za lugha',
  basis:
    'Makadirio kutokana na kasi zilizopimwa, au zilizopimwa kwenye ukurasa wa Endesha pale inapotajwa, kwa Llama 3.2 1B (Q4_K_M), modeli ya CenterNet iliyojumuishwa, MobileNetV2 kwa pikseli 224 × 224, na MiniLM-L6 kwa tokeni 128. “Ndiyo” ni angalau tokeni 10, fremu 30, picha 10 zilizoainishwa au maandishi 10 kwa sekunde; “Polepole” ni angalau sehemu ya kumi ya hapo, na “Hapana” ni chini yake, au modeli haitoshi kwenye kumbukumbu.',
};
