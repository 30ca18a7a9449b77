import type { DeviceFacts, InstantFacts } from '#device/facts.ts';
import { format } from './format.ts';

/** One mark of the row of hallmarks: short on the punch, spelt out below. */
export interface Mark {
  readonly mark: string;
  readonly label: string;
  /** null: not known yet. */
  readonly struck: boolean | null;
}

const threads = (count: number) => (count === 1 ? '1 thread' : `${format.whole(count)} threads`);

export const home = {
  title: 'Assay',
  heading: 'Put AI models to the test, on this very device',
  lead: 'Assay runs models inside this page, times them by a fixed method and checks their answers. You get a result that anyone can run again from a link.',
  certificate: 'This device',
  where: (facts: InstantFacts) => `${facts.browser} on ${facts.os}`,
  /** `whole` is null while the browser is still being asked about graphics and storage. */
  marks: (instant: InstantFacts, whole: DeviceFacts | null): Mark[] => [
    { mark: `×${format.whole(instant.threads)}`, label: 'threads', struck: instant.threads > 1 },
    { mark: 'SIMD', label: 'vectors', struck: instant.wasm.simd },
    { mark: 'GPU', label: 'WebGPU', struck: whole && whole.gpu !== null && !whole.gpu.software },
    { mark: 'f16', label: 'half floats', struck: whole && (whole.gpu?.features.includes('shader-f16') ?? false) },
    { mark: 'OPFS', label: 'storage', struck: whole && whole.storage.opfs },
  ],
  notStruck: 'not here',
  verdict(instant: InstantFacts, whole: DeviceFacts | null): string {
    if (!instant.wasm.simd) return 'This browser lacks SIMD, which the engines need. Please update it to run models.';
    const processor = `Models run on the processor, with ${threads(instant.threads)} on ${format.whole(instant.cores)} cores`;
    if (!whole) return `${processor}.`;
    if (!whole.gpu) return `${processor}. There is no graphics adapter for WebGPU.`;
    if (whole.gpu.software) return `${processor}. WebGPU is there in software only: right, but slow.`;
    return `${processor}, or on the graphics processor through WebGPU.`;
  },
  isolate: 'Reload once to use all cores',
  check: 'Check it in full',
  checkNote: 'takes about 4 s',
  actions: [
    {
      href: '#/run?task=object-detection&sample=1',
      title: 'Find things in a picture',
      what: 'People, dogs, cups and 77 other kinds of things, boxed and named. On a sample at first, then on your own picture or the camera.',
      cost: 'Fetches 5 MB once',
      go: 'Try the sample',
    },
    {
      href: '#/run?task=digits',
      title: 'Write a digit',
      what: 'Draw with a finger or the mouse. A small network, trained in the open by this project, reads along as you draw.',
      cost: 'Fetches 14 MB once',
      go: 'Draw',
    },
    {
      href: '#/chat',
      title: 'Talk to a model',
      what: 'Open a GGUF file of your own, from where it lies, and chat with it. The time to its first word and its pace stand under every answer.',
      cost: 'Fetches 2 MB once; you bring the model',
      go: 'Chat',
    },
    {
      href: '#/bench',
      title: 'Measure this device',
      what: 'Real architectures with made-up weights: nothing to download, the same sums everywhere, answers checked against a reference.',
      cost: 'Fetches 14 MB once, then runs 10 s or more',
      go: 'Measure',
    },
  ],
  privacy: {
    title: 'What stays here',
    points: [
      'Pictures, drawings and model files are read in this tab and go nowhere.',
      'No account, no cookies, no statistics, nothing from other sites.',
      'A link holds only what it shows you before you copy it.',
      'After one visit everything on this page works with the network off.',
    ],
  },
};
