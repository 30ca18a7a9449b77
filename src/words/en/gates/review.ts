import { checklist } from '../validation/checklist.ts';
import { compliance } from '../validation/compliance.ts';

/** The production checklist and the compliance facts of a model, which a person signs. */
export const review = {
  checklist: () => checklist,
  compliance: () => compliance,
  checklistTitle: 'Production checklist',
  complianceTitle: 'Compliance facts',
  complianceForm: 'Facts and form',
  complianceTable: 'Known facts',
  complianceLead: 'These facts are known from files and this run. Fill in the rest, save the form, and sign it.',
  stored: 'Your signatures and statements are stored with this gate run. Signed items become part of the hallmark.',
  notStored:
    'Your signatures and statements are lost when you leave this page, so save the document. They are stored only if the run has a gate file.',
  name: 'Your name',
  note: 'How it was done, or why it does not apply',
  sign: 'Sign',
  signItem: (item: string) => `Sign: ${item}`,
  noteFor: (item: string) => `Note on: ${item}`,
  needsName: 'Enter your name to sign items.',
  save: 'Save as Markdown',
};
