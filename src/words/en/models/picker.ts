import type { Mismatch } from '#state/picker/model-rows.ts';
import { format } from '../format.ts';
import { tasks } from '../run/tasks.ts';

/** Tasks in the catalogue that the app has no page for. */
const otherTasks: Readonly<Record<string, string>> = {
  'text-generation': 'Chat',
  'sentence-embedding': 'Sentence embedding',
  'speech-recognition': 'Speech recognition',
  'voice-activity': 'Voice activity detection',
  'face-detection': 'Face detection',
};

const tasksById: Readonly<Record<string, { readonly title: string }>> = tasks;
const taskName = (task: string) => tasksById[task]?.title ?? otherTasks[task] ?? task;

/** The choice of a model on the pages that open one. */
export const picker = {
  open: 'Choose a model',
  other: 'Change model',
  title: 'Choose a model',
  close: 'Close',
  search: 'Search models',
  task: 'Task',
  allTasks: 'All tasks',
  taskName,
  onThisDevice: 'On this device',
  inCompanion: 'Models of the companion',
  companionNote: 'The companion opens these models, in its native engines or on servers that you have added to it.',
  downloadable: 'Models to download',
  contact: (host: string) =>
    `Downloads contact only ${host} and the file server that it redirects to. “Unverified” models have not been tested by this project.`,
  otherModels: (count: number) => (count === 1 ? 'One model for other pages' : `${count} models for other pages`),
  none: 'No model matches.',
  noneListed:
    'No model for this page is bundled, stored or in the catalogue. Choose files, or enter the name of a model on the Hugging Face Hub.',
  elsewhere: (task: string) =>
    `Models for ${task.toLowerCase()} are on the Hugging Face Hub: enter the name of one under “Choose a model”, or download its files and choose them there.`,
  onHub: (host: string) => `Search ${host} in a new tab`,
  locations: {
    bundled: 'bundled',
    stored: 'stored',
    linked: 'opened directly from your disk',
    companion: 'in the folder of the companion',
    server: 'on a server',
    hub: null,
  },
  usedAt: (date: string) => `last used ${date}`,
  unverified: 'unverified',
  sizeUnknown: 'size not listed',
  fits: 'fits this device',
  doesNotFit: 'too large for this device',
  speed: (low: string, high: string) => `forecast here: ${low} to ${high} tokens/s`,
  speedUnknown: 'speed here: not measured',

  use: 'Open',
  useNamed: (name: string) => `Open ${name}`,
  download: 'Download and open',
  downloadNamed: (name: string) => `Download and open ${name}`,
  resume: 'Resume and open',
  resumeNamed: (name: string) => `Resume and open ${name}`,
  whenDone: 'Open when downloaded',
  pause: 'Pause',
  cancel: 'Cancel download',
  listing: 'Reading the list of its files',
  downloading: (name: string) => `Downloading ${name}`,
  received: (received: number, total: number | null) =>
    total === null ? format.bytes(received) : `${format.bytes(received)} of ${format.bytes(total)}`,

  mismatch: (mismatch: Mismatch) => {
    switch (mismatch.reason) {
      case 'other-task':
        return `For ${tasks[mismatch.task].title.toLowerCase()}`;
      case 'task-without-page':
        return 'Assay cannot run this task yet, but can benchmark the model';
      case 'text-model':
        return 'A language model: for Chat';
      case 'not-a-text-model':
        return 'Not a language model in a format that Chat opens';
      case 'no-engine':
        return 'No engine here opens this format';
      case 'library-missing':
        return 'The repository lacks the compiled library (.wasm) that WebLLM needs: open the model from files, together with its library';
      case 'not-optimisable':
        return 'Not an ONNX model, or weights that can become one';
      case 'without-graph':
        return 'No graph is read from files of this format';
      case 'only-in-companion':
        return 'Only the companion can read its files';
      case 'engine-not-ready':
        return 'The companion has no engine for it yet: see Native engines';
      case 'server-not-timed':
        return 'A server does not report which tokens it reuses. Evaluate measures the time of requests instead';
    }
  },

  otherSources: 'From files, Hugging Face or a URL',
  files: 'Choose files',
  filesHelp: 'Or drop files on the page. They are read on this device and never uploaded.',
  address: 'Hugging Face model, or URL',
  addressHint: 'organisation/name, organisation/name:file, or https://…',
  find: 'Find',
  found: 'Found',

  chooseAgain: (names: readonly string[]) => `Choose ${format.list(names)} again`,
  chooseAgainHelp:
    'The browser does not keep access to files after a page is closed or reloaded. The settings are unchanged. To open a file without choosing it again, remember its location on the Models page.',
  forget: 'Forget',
  reopen: (name: string) => `Open ${name}`,
  reopenHelp: 'The browser asks for permission to read this file again.',

  first: {
    title: 'Start with a small language model',
    lead: 'The model is downloaded once, stored in this browser and run on this device.',
    measure: 'Measure this device',
    measuring: 'Measuring this device (a few seconds)',
  },
  unused: (used: string, unused: readonly string[]) => `Opened ${used}. Not used: ${format.list(unused)}.`,
};
