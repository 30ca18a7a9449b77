import type { DeviceFacts, BasicDeviceFacts } from '#device/device-facts.ts';
import { browserAndOs } from '../device/browser-and-os.ts';
import { format } from '../format.ts';

/** One mark of the row of hallmarks. */
export interface Mark {
  readonly mark: string;
  /** `null` if not known yet. */
  readonly isAvailable: boolean | null;
}

const threads = (count: number) => (count === 1 ? '1 thread' : `${format.whole(count)} threads`);

export const home = {
  title: 'Assay',
  heading: 'Test AI models on your own device',
  lead: 'Assay runs models inside this page, measures them by a fixed method and checks their outputs. The result is a link that anyone can open and run again.',
  deviceSummary: 'This device',
  browserAndOs,
  /** `whole` is `null` until the facts about graphics and storage are read. */
  capabilities: (basic: BasicDeviceFacts, whole: DeviceFacts | null): Mark[] => [
    { mark: threads(basic.threads), isAvailable: basic.threads > 1 },
    { mark: 'Fast CPU code', isAvailable: basic.wasm.simd },
    { mark: whole?.gpu?.software ? 'Slow GPU' : 'GPU', isAvailable: whole && whole.gpu !== null },
    { mark: 'Half precision', isAvailable: whole && (whole.gpu?.features.includes('shader-f16') ?? false) },
    { mark: 'Storage', isAvailable: whole && whole.storage.opfs },
  ],
  unavailable: 'not available',
  verdict(basic: BasicDeviceFacts, whole: DeviceFacts | null): string {
    if (!basic.wasm.simd) return 'This browser lacks SIMD, which the engines need. Update it to run models.';
    const processor = `Models run on the CPU, with ${threads(basic.threads)} on ${format.whole(basic.cores)} cores`;
    if (!whole) return `${processor}.`;
    if (!whole.gpu) return `${processor}. No GPU is available to this browser.`;
    if (whole.gpu.software) return `${processor}. WebGPU runs in software only, which is slow.`;
    return `${processor}, or on the GPU through WebGPU.`;
  },
  isolate: 'Reload once to use all cores',
  check: 'Full device check',
  checkNote: 'a few seconds, once the engines are loaded',
  actions: [
    {
      href: '#/run?task=object-detection&sample=1',
      title: 'Detect objects',
      description:
        'Finds people, dogs, cups and 77 other classes in an image, with boxes and labels. Start with the sample, then use your own images or the camera.',
      cost: 'Downloads at most 7 MB once',
      linkLabel: 'Try the sample',
    },
    {
      href: '#/run?task=digits',
      title: 'Recognise digits',
      description:
        'Draw with a finger or the mouse. A small network, trained by this project with a public recipe, recognises the digit as you draw.',
      cost: 'Downloads at most 16 MB once',
      linkLabel: 'Draw',
    },
    {
      href: '#/chat',
      title: 'Chat with a model',
      description: 'Download a small language model and talk to it. Nothing that you write leaves this device.',
      cost: 'Downloads at most 10 MB once, and the model of your choice',
      linkLabel: 'Chat',
    },
    {
      href: '#/bench?workload=conv&effort=quick&auto=1',
      title: 'Benchmark this device',
      description: 'Measures this device in about ten seconds, and gives you a link to compare it with others.',
      cost: 'Downloads at most 16 MB once',
      linkLabel: 'Benchmark',
    },
  ],
  openModel: {
    title: 'Will your model run here?',
    description:
      'Name a model on the Hugging Face Hub or choose a file: ONNX, GGUF, TFLite, TF.js or MLC. Assay reads its header and shows what it is, whether it fits this device and how fast it will run, before you download it.',
    linkLabel: 'Check a model',
    native: 'On a computer, the same model can also run outside the browser:',
    nativeLinkLabel: 'use native engines',
  },
  evaluate: {
    title: 'Pass or fail, on your own files',
    description:
      'Set limits for accuracy, speed and size, and run a model on your own labelled files. The verdict can be signed, so that others can verify it.',
    linkLabel: 'Evaluate a model',
    more: [
      { href: '#/teach', label: 'Teach a model your own classes' },
      { href: '#/optimise', label: 'Make a model smaller or faster' },
      { href: '#/deployments', label: 'Deploy models and monitor them' },
      { href: '#/verify', label: 'Verify a hallmark' },
    ],
  },
  privacy: {
    title: 'Privacy',
    points: [
      'Images, drawings and model files are read in this tab and never uploaded.',
      'No account, no cookies, no analytics, nothing from other sites.',
      'A link contains only what is shown before you copy it.',
      'After one visit all pages work offline. For that, Assay saves its engines and sample models in the background: 40 MB, or up to 67 MB with WebGPU.',
    ],
  },
};
