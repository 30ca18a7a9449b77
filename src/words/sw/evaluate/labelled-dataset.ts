import type * as en from '../../en/evaluate/labelled-dataset.ts';
import { format } from '../format.ts';

/** A number after its noun in the singular or the plural: `faili 1`, `picha 12`. */
const count = (n: number, one: string, several: string) => `${n === 1 ? one : several} ${format.whole(n)}`;

/** Texts about the user's own labelled data. */
export const labelledDataset: typeof en.labelledDataset = {
  layouts: {
    'class-folders': 'folda kwa kila darasa',
    table: 'jedwali (CSV, TSV au JSONL)',
    coco: 'COCO JSON',
    yolo: 'faili za maandishi za YOLO',
    voc: 'Pascal VOC XML',
    masks: 'maski kwa kila picha',
    transcripts: 'maandishi ya faili za sauti',
    'tagged-words': 'maneno yenye tagi (CoNLL)',
    'plain-text': 'maandishi ya kawaida',
    unlabelled: 'hakuna lebo',
  },

  labelKinds: {
    class: 'madarasa',
    boxes: 'visanduku',
    mask: 'maski',
    text: 'maandishi',
    pair: 'jozi za sentensi',
    tags: 'tagi za maneno',
  },

  roles: {
    file: 'Faili',
    text: 'Maandishi',
    label: 'Darasa',
    answer: 'Maandishi yanayotarajiwa',
    otherText: 'Maandishi ya pili',
    similarity: 'Ufanano',
  },

  problems: {
    unlabelled: (n) => ({
      what: `${count(n, 'Faili', 'Faili')} ${n === 1 ? 'haina lebo na imeachwa nje' : 'hazina lebo na zimeachwa nje'}.`,
      fix: 'Ongeza lebo zake ikiwa ni sehemu ya seti.',
    }),
    'file-missing': (n) => ({
      what: `${count(n, 'Lebo', 'Lebo')} ${n === 1 ? 'inataja' : 'zinataja'} faili zisizopo kwenye folda, au zilizopo zaidi ya mara moja.`,
      fix: 'Chagua folda yenye faili hizo, au sahihisha majina kwenye lebo.',
    }),
    'label-empty': (n) => ({
      what: `${count(n, 'Safu mlalo au faili', 'Safu mlalo au faili')} ${n === 1 ? 'haina lebo inayofaa na imeachwa nje' : 'hazina lebo inayofaa na zimeachwa nje'}.`,
      fix: 'Jaza lebo, au chagua safu wima nyingine.',
    }),
    'labels-differ': (n) => ({
      what: `${count(n, 'Faili', 'Faili')} ${n === 1 ? 'ina lebo kadhaa zinazotofautiana, na imeachwa nje' : 'zina lebo kadhaa zinazotofautiana, na zimeachwa nje'}.`,
      fix: 'Acha lebo sahihi pekee ya kila faili.',
    }),
    'label-file-invalid': (n) => ({
      what: `${count(n, 'Faili', 'Faili')} ${n === 1 ? 'ya lebo haisomeki' : 'za lebo hazisomeki'}; vipengee vyake vimeachwa nje.`,
      fix: 'Hamisha lebo upya.',
    }),
    'label-line-invalid': (n) => ({
      what: `${count(n, 'Faili', 'Faili')} ${n === 1 ? 'ya lebo ina' : 'za lebo zina'} mstari usiosomeka; vipengee vyake vimeachwa nje.`,
      fix: 'Andika katika kila mstari namba ya darasa na thamani nne kuanzia 0 hadi 1: kitovu, upana na urefu.',
    }),
    'box-invalid': (n) => ({
      what: `${count(n, 'Kisanduku', 'Visanduku')} ${n === 1 ? 'hakina eneo au darasa, na kimeachwa nje' : 'havina eneo au darasa, na vimeachwa nje'}.`,
      fix: 'Sahihisha au ondoa visanduku hivi.',
    }),
    'annotation-id-unknown': (n) => ({
      what: `${count(n, 'Maelezo', 'Maelezo')} yana image_id au category_id ambayo faili haiitaji, na yameachwa nje.`,
      fix: 'Hamisha faili upya pamoja na picha na kategoria zote.',
    }),
    'class-unknown': (n) => ({
      what: `${count(n, 'Faili', 'Faili')} ${n === 1 ? 'ya lebo ina' : 'za lebo zina'} namba ya darasa isiyo na jina; vipengee vyake vimeachwa nje.`,
      fix: 'Ongeza jina kwenye data.yaml au classes.txt.',
    }),
    'classes-unnamed': (n) => ({
      what: `${count(n, 'Darasa', 'Madarasa')} ${n === 1 ? 'lina' : 'yana'} namba pekee, kwa sababu hakuna faili inayoyataja majina.`,
      fix: 'Ongeza data.yaml au classes.txt ikiwa namba hizo si za modeli.',
    }),
    'label-file-ignored': (n) => ({
      what: `${count(n, 'Faili', 'Faili')} ${n === 1 ? 'ya maandishi ina jina la picha' : 'za maandishi zina majina ya picha'}, lakini mistari yake mingi si lebo za YOLO, kwa hivyo picha zinahesabiwa kuwa hazina lebo.`,
      fix: 'Andika katika kila mstari namba ya darasa na thamani nne kuanzia 0 hadi 1. Ili kuona mistari yenye makosa, chagua YOLO kuwa mpangilio.',
    }),
    'no-label-file': (n) => ({
      what: `${count(n, 'Picha', 'Picha')} ${n === 1 ? 'haina faili ya lebo na inahesabiwa kuwa picha isiyo na vitu' : 'hazina faili za lebo na zinahesabiwa kuwa picha zisizo na vitu'}.`,
      fix: 'Ongeza faili za lebo ikiwa zina vitu.',
    }),
    'file-changed': (n) => ({
      what: `${count(n, 'Faili', 'Faili')} ${n === 1 ? 'imebadilika' : 'zimebadilika'} tathmini ikiendelea.`,
      fix: 'Endesha upya wakati hakuna programu nyingine inayoandika kwenye folda.',
    }),
    'class-rare': (n) => ({
      what: `${count(n, 'Darasa', 'Madarasa')} ${n === 1 ? 'lina' : 'yana'} vipengee visivyozidi sehemu ya kumi ya vile vya darasa lenye vingi zaidi.`,
      fix: 'Soma alama za kila darasa, au usahihi uliosawazishwa: usahihi wa jumla hausemi mengi kuhusu madarasa adimu.',
    }),
    'single-folder': (n) => ({
      what: `${count(n, 'Folda', 'Folda')} ${n === 1 ? 'ina' : 'zina'} faili zote, na haieleweki kama jina lake ndilo darasa la faili hizo. Zinahesabiwa kuwa hazina lebo.`,
      fix: 'Ikiwa ndilo, chagua “folda kwa kila darasa” kuwa mpangilio.',
    }),
    'path-repeated': (n) => ({
      what: `${count(n, 'Njia', 'Njia')} ${n === 1 ? 'ni ya' : 'ni za'} faili kadhaa, ambazo majina yake hutofautiana tu kwa jinsi alama ya lafudhi ilivyoandikwa. Moja ya kila kundi husomwa.`,
      fix: 'Badilisha majina ya nyingine.',
    }),
    duplicate: (n) => ({
      what: `${count(n, 'Kipengee', 'Vipengee')} ${n === 1 ? 'kina' : 'vina'} baiti na lebo sawa na kingine.`,
      fix: 'Ondoa nakala, ili kipengee chochote kisihesabiwe mara mbili.',
    }),
    'duplicate-labels-differ': (n) => ({
      what: `${count(n, 'Kipengee', 'Vipengee')} ${n === 1 ? 'kina' : 'vina'} baiti sawa na kingine, lakini lebo tofauti.`,
      fix: 'Acha nakala yenye lebo sahihi: angalau moja kati yake ina makosa.',
    }),
    'size-unknown': (n) => ({
      what: `${count(n, 'Faili', 'Faili')} si picha ${n === 1 ? 'inayosomeka na imeachwa nje' : 'zinazosomeka na zimeachwa nje'}.`,
      fix: 'Ifungue kwa programu nyingine ili kuikagua, au ihifadhi kama PNG au JPEG.',
    }),
  },
};
