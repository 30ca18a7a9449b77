import { checklist } from './checklist.ts';
import { compliance } from './compliance.ts';

/** The production checklist and the compliance facts of a model, which a person signs. */
export const review = {
  checklist: () => checklist,
  compliance: () => compliance,
  checklistTitle: 'Production checklist',
  complianceTitle: 'Compliance facts',
  complianceTable: 'What is known',
  complianceLead: 'What is known from files and this run. Fill in the rest, save the form, and sign it.',
  kept: 'Signatures and statements are kept until you leave this page or evaluate again: save the document.',
  name: 'Your name',
  note: 'How it was done, or why it does not apply',
  sign: 'Sign',
  signItem: (item: string) => `Sign: ${item}`,
  noteFor: (item: string) => `Note on: ${item}`,
  needsName: 'Enter your name to sign items.',
  save: 'Save as Markdown',
};
