import { checklist } from '../validation/checklist.ts';
import { compliance } from '../validation/compliance.ts';

/** The production checklist and the compliance facts of a model, which a person signs. */
export const review = {
  checklist: () => checklist,
  compliance: () => compliance,
  checklistTitle: 'Production checklist',
  complianceTitle: 'Compliance facts',
  complianceForm: 'Facts and form',
  complianceTable: 'What is known',
  complianceLead: 'What is known from files and this run. Fill in the rest, save the form, and sign it.',
  stored: 'What you sign and state is stored with this run of gates. Signed items are part of the hallmark.',
  notStored:
    'What you sign and state is lost when you leave this page: save the document. With a gate file, it is stored.',
  name: 'Your name',
  note: 'How it was done, or why it does not apply',
  sign: 'Sign',
  signItem: (item: string) => `Sign: ${item}`,
  noteFor: (item: string) => `Note on: ${item}`,
  needsName: 'Enter your name to sign items.',
  save: 'Save as Markdown',
};
