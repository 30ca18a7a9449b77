import type { Text } from '../../language.ts';
import { checklist } from '../validation/checklist.ts';
import { compliance } from '../validation/compliance.ts';

/** The production checklist and the compliance facts of a model, which a person signs. */
export const review: Text['review'] = {
  checklist: () => checklist,
  compliance: () => compliance,
  checklistTitle: 'Orodha ya ukaguzi kabla ya matumizi halisi',
  complianceTitle: 'Maelezo ya uzingatiaji wa kanuni',
  complianceForm: 'Maelezo na fomu',
  complianceTable: 'Yanayojulikana',
  complianceLead:
    'Yanayojulikana kutokana na faili na uendeshaji huu. Jaza yaliyobaki, hifadhi fomu, kisha uitie sahihi.',
  stored:
    'Unayotia sahihi na kutaja huhifadhiwa pamoja na ukaguzi huu wa vigezo. Vipengee vilivyotiwa sahihi ni sehemu ya muhuri.',
  notStored:
    'Unayotia sahihi na kutaja hupotea ukiondoka kwenye ukurasa huu: hifadhi hati. Ukitumia faili ya vigezo, huhifadhiwa.',
  name: 'Jina lako',
  note: 'Jinsi kilivyofanywa, au kwa nini hakihusiki',
  sign: 'Tia sahihi',
  signItem: (item) => `Tia sahihi: ${item}`,
  noteFor: (item) => `Dokezo kuhusu: ${item}`,
  needsName: 'Weka jina lako ili kutia sahihi vipengee.',
  save: 'Hifadhi kama Markdown',
};
