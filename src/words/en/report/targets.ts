import type { EnergySource, NoEnergyReason } from '#core/engine/hardware.ts';
import type { Agreement } from '#core/report/tensor-report.ts';
import type { TextCell } from '#core/report/text-report.ts';
import type { AvailableTarget } from '#state/targets/target-list.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { facts } from './report-facts.ts';

const { missing: noEnergy, sources: energySources } = facts.energy;

type Compared = Exclude<Agreement, { verdict: 'not-measured' }>['verdict'];

/** The page that compares one model on the engines of the page and of the companion. */
export const targets = {
  title: 'Page and native engines, side by side',
  lead: 'Runs one model in this page and in the native engines of this computer, under the same conditions and in alternation, and compares speed and outputs.',
  badLink: 'Invalid engine comparison link',

  model: 'Model and engines',
  noModel: 'Choose a model first.',
  choice: {
    page: 'In this page',
    native: 'Natively, on this computer',
    none: 'No native engine that opens this model is connected.',
    connect: 'Native engines',
    fewer: 'Choose two or more engines.',
  },
  name: ({ host, engine, device, provider }: AvailableTarget) =>
    `${engineWords.names[engine]}${provider === undefined ? '' : ` (${provider})`}, ${host === 'page' ? '' : 'native '}${engineWords.devices[device]}`,

  start: 'Compare engines',
  repeat: 'Compare again',
  keepVisible: 'Keep this page visible, and do not use the computer for anything else until it is done.',
  waits: 'Another tab is measuring. This comparison starts when it is done.',
  step: (name: string, done: number, steps: number) => `${name}: step ${done + 1} of ${steps}`,

  result: {
    rates: {
      generation: (rate: string) => `${rate} tokens/s`,
      prompt: (rate: string) => `Prompt: ${rate} tokens/s`,
    } satisfies Record<TextCell['work'], (rate: string) => string>,
    firstToken: (time: string) => `First token: ${time}`,
    split: (engine: string, transport: string) => `${engine} in the engine, ${transport} transport`,
    transport: (time: string) => `Transport of the first token: ${time}`,
    noTransport: 'too short to measure',
    transportNote:
      'The time of one inference includes transport between this page and the engine. An engine of the page runs in a worker, so it has transport as well. Rates in tokens/s are measured in the engine.',
    order: 'Every engine was measured twice, once in each order. The samples of both rounds count.',
    noisy: 'Noisy: do not rely on this speed. Close other programs and compare again.',
    busy: 'Other programs used the processor during the comparison, so these speeds may be too low and their order wrong. Close them and compare again.',
    answer: (verdict: string) => `Answer: ${verdict}`,
    reference: 'the others are compared with it',
    answers: {
      identical: 'identical',
      expected: 'agrees',
      investigate: 'differs, check the quality',
      broken: 'disagrees',
    } satisfies Record<Compared, string>,
    notCompared: 'not compared',
    texts: 'Answers to the same prompt',
    textsNote: 'Engines round differently, so equally good answers can diverge at some word.',
    sameText: 'the same text',
    otherText: (characters: number) => `the first ${format.whole(characters)} characters are the same`,
    report: 'Report',
    compareWith: (name: string) => `Compare with ${name}`,
    share: 'Page and native engine compared',
  },

  energy: {
    title: 'Energy',
    missing: (source: EnergySource, reason: NoEnergyReason) =>
      `${energySources[source]}: not available, ${noEnergy[reason]}`,
    page: 'In the page: not available, because a page cannot read energy counters.',
    perInference: (joules: string, uncertainty: string) => `${joules} ± ${uncertainty} J per inference`,
    perToken: (joules: string, uncertainty: string) => `${joules} ± ${uncertainty} J per token`,
    watts: (watts: string) => `${watts} W`,
    counter: (source: EnergySource, name: string) => `${energySources[source]}: ${name}`,
    caption:
      'Mean power of the whole computer during the run, times the median duration: idle power and other programs are included.',
    columns: ['Engine', 'Energy', 'Power', 'Measured by'],
  },

  details: {
    title: 'How each was run',
    caption: 'Version, threads and loading time by engine',
    columns: ['Engine', 'Version', 'Threads', 'Loaded in'],
  },

  recommendation: {
    title: 'What to use when',
    onlyPage:
      'Only engines of the page were measured. Connect the companion to compare them with the native engines of this computer.',
    onlyNative:
      'Only native engines were measured. Choose an engine of the page as well, to see whether native engines are worth it.',
    faster: (native: string, factor: string, page: string) =>
      `${native} is ${factor} times as fast as ${page}, transport included. Use it for many inputs or large models on this computer, and the page where no other program can be installed.`,
    slower: (page: string, factor: string, native: string) =>
      `${page} is ${factor} times as fast as ${native}, transport included. Use the page for this model.`,
    same: (page: string, native: string) =>
      `${page} and ${native} are about equally fast, transport included. Use the page, which needs no other program.`,
    differs: (name: string) => `The answers of ${name} disagree, so its speed is no reason to use it.`,
  },
};
