import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';

export const modelStore: Text['models']['store'] = {
  title: 'Modeli zilizohifadhiwa',
  none: 'Bado hakuna modeli zilizohifadhiwa. Modeli unayoipakua hubaki kwenye kivinjari hiki na hufunguka nje ya mtandao.',
  quota: (used, quota) => {
    if (quota === null) return 'Kivinjari hiki hakitaji kiasi ambacho tovuti hii inaruhusiwa kuhifadhi.';
    return used === null
      ? `Tovuti hii inaruhusiwa kuhifadhi ${format.bytes(quota)}; kiasi inachotumia hakijulikani.`
      : `Tovuti hii inatumia ${format.bytes(used)} kati ya ${format.bytes(quota)}, pamoja na programu na injini zilizohifadhiwa kwa matumizi ya nje ya mtandao.`;
  },
  persistent: 'Hifadhi ya kudumu: kivinjari hakiifuti chenyewe.',
  clearable: 'Kivinjari kinaweza kuifuta diski ikikaribia kujaa.',
  memory:
    'Kivinjari hiki, au dirisha hili la faragha, hakihifadhi chochote: vilivyopakuliwa hudumu hadi kichupo kifungwe.',
  cleared: (names) => `Kivinjari kimefuta ${names} tangu ulipotembelea mara ya mwisho.`,
  lastUsed: (date) => `ilitumika mwisho ${date}`,
  source: 'Kutoka',
  open: 'Fungua',
  verify: 'Thibitisha',
  pin: 'Bandika juu',
  unpin: 'Bandua',
  pinned: 'imebandikwa',
  export: 'Hifadhi kwenye diski',
  missing: 'Faili zake hazipo tena kwenye kivinjari hiki.',
  downloadAgain: 'Pakua tena',
  dismiss: 'Ondoa',
  remove: 'Futa',
  confirmRemove: 'Futa kabisa',
  removeDeployed: (names) =>
    `Inatumika katika usambazaji ${format.list(names.map(isolate))}: matoleo yenye modeli hii hayataweza kufunguliwa ikifutwa.`,
  cancelRemove: 'Ghairi',
  checking: 'Inathibitisha',
  intact: 'Imethibitishwa: faili zote ziko sawa.',
  damaged: (names) => `Zimeharibika au hazipo: ${names}. Ipakue au uchague faili tena.`,
  actionLabel: (action, name) => `${action}: ${name}`,
  pendingTitle: 'Vinavyopakuliwa',
  resume: 'Endelea',
  pause: 'Sitisha',
  discard: 'Tupa',
  paused: 'Kumesitishwa au kukatizwa. Sehemu iliyopakuliwa hadi sasa imehifadhiwa.',
  fetching: (name) => `Inapakua ${name}`,
  downloadedBytes: (received, total, rate) =>
    [
      total === null ? format.bytes(received) : `${format.bytes(received)} kati ya ${format.bytes(total)}`,
      ...(rate === null ? [] : [`${format.bytes(rate)}/s`]),
    ].join(', '),
  notices: {
    'started-over': 'Faili iliyo kwenye seva imebadilika: inaanza upya',
    retrying: 'Muunganisho umekatika: inajaribu tena',
    waiting: 'Inasubiri seva au kichupo kingine',
    checking: 'Inathibitisha hash',
  },
  linked: {
    remember: 'Kumbuka mahali pa faili',
    rememberHelp: 'Bila nakala: orodha iliyo hapa chini hufungua faili kutoka kwenye diski yako, mradi haijahamishwa.',
    remembered: (id) => `Imekumbukwa kama ${isolate(id)}.`,
    location: 'Hufunguliwa moja kwa moja kutoka kwenye diski yako',
    currentFile: (bytes, date) => `Sasa ni ${format.bytes(bytes)}, ilibadilishwa ${date}.`,
    forget: 'Sahau',
  },
};
