import type { Text } from '../../language.ts';
import { checklist } from '../validation/checklist.ts';
import { compliance } from '../validation/compliance.ts';

/** The production checklist and the compliance facts of a model, which a person signs. */
export const review: Text['review'] = {
  checklist: () => checklist,
  compliance: () => compliance,
  checklistTitle: 'Checklist para sa production',
  complianceTitle: 'Impormasyon para sa compliance',
  complianceForm: 'Impormasyon at form',
  complianceTable: 'Ano ang alam na',
  complianceLead:
    'Ang mga alam na mula sa mga file at sa run na ito. Punan ang iba pa, i-save ang form, at lagdaan ito.',
  stored:
    'Naka-store kasama ng run na ito ng mga gate ang nilalagdaan at isinasaad mo. Bahagi ng hallmark ang mga nilagdaang item.',
  notStored:
    'Mawawala ang nilalagdaan at isinasaad mo kapag umalis ka sa page na ito: i-save ang document. Kung may gate file, naka-store ito.',
  name: 'Pangalan mo',
  note: 'Paano ito ginawa, o bakit hindi ito nalalapat',
  sign: 'Lagdaan',
  signItem: (item) => `Lagdaan: ${item}`,
  noteFor: (item) => `Tala sa: ${item}`,
  needsName: 'Ilagay ang pangalan mo para makalagda sa mga item.',
  save: 'I-save bilang Markdown',
};
