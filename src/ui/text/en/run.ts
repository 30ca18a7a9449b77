import type { TaskId } from '#core/model.ts';

export const run = {
  title: {
    'object-detection': 'Find objects',
    'image-classification': 'Name a picture',
    digits: 'Read a digit',
  } satisfies Record<TaskId, string>,
  lead: {
    'object-detection': 'Give it a picture or the camera. It marks what it knows of 80 everyday things.',
    'image-classification':
      'Bring a classifier and pictures, one or a folder full. It names what each shows, of 1,000 ImageNet classes.',
    digits: 'Write one digit, 0 to 9. It answers while you draw.',
  } satisfies Record<TaskId, string>,
  taskSwitch: 'What to run',
  tasks: {
    'object-detection': 'Objects',
    'image-classification': 'Picture classes',
    digits: 'Digits',
  } satisfies Record<TaskId, string>,
  badLink: { title: 'This run cannot be set up' },

  picture: {
    label: 'Pictures',
    choose: 'Choose pictures',
    drop: 'Or drop or paste them, or a folder of them, anywhere on this page.',
    dropNow: 'Drop to run',
    sample: 'Use the sample',
    sampleName: 'desk.webp',
    camera: 'Use the camera',
    alt: (name: string) => `The picture ${name}`,
    list: 'Pictures of this run',
    show: (name: string) => `Show ${name}`,
    remove: (name: string) => `Remove ${name}`,
    again: 'Run again',
    clear: 'Remove all',
    stop: 'Stop',
    count: (done: string, all: string) => `${done} of ${all} pictures done`,
    state: { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed' },
    empty: 'Nothing to look at yet.',
  },

  detections: {
    title: 'Found',
    none: 'Nothing above the threshold.',
    nothing: 'Nothing that it knows.',
    threshold: 'Show from',
    thresholdHelp: 'Filters what is shown and exported. Nothing is run again.',
    hidden: (count: string) => `${count} below the threshold`,
    found: (list: string) => `Found: ${list}.`,
    counted: (label: string, count: number) => (count === 1 ? label : `${count} × ${label}`),
    box: (width: string, height: string, x: string, y: string) => `${width} × ${height} px at ${x}, ${y}`,
  },

  classes: {
    title: 'It shows',
    nothing: 'No picture named yet.',
    answer: (label: string, share: string) => `${label}, ${share}`,
    folder: 'Choose a folder',
    needsModel: 'Choose model files below first: a classifier in ONNX or TFLite.',
  },

  export: {
    title: 'Take it along',
    json: 'Save JSON',
    csv: 'Save CSV',
    copy: 'Copy JSON',
  },

  timing: {
    title: 'Time of this run',
    total: 'Total',
    preMs: 'Before: decode, resize',
    inferenceMs: 'Inference',
    postMs: 'After: read the outputs',
    note: 'One run, timed once. For figures that hold, measure it.',
  },

  camera: {
    label: 'Camera, with what is found in it',
    start: 'Start the camera',
    stop: 'Stop the camera',
    starting: 'Waiting for the camera. The browser may ask for permission.',
    rate: (perSecond: string) => `${perSecond} frames a second`,
    privacy: 'Frames stay in this tab.',
  },

  draw: {
    label: 'Drawing area for one digit',
    help: 'Draw with a pointer or a finger. With keys: arrows move the pen, Space puts it down or lifts it, Backspace takes back a stroke, Escape clears.',
    undo: 'Undo',
    clear: 'Clear',
    upload: 'Read pictures instead',
    empty: 'Draw here',
    answer: 'Answer',
    answers: (digit: string, share: string) => `${digit}, with ${share}`,
    noAnswer: 'Nothing to read yet.',
    probabilities: 'Probability of each digit',
    uploaded: 'Pictures read',
  },

  settings: {
    title: 'Run it differently',
    chooseModel: 'Choose model files',
    chooseModelHelp:
      'One .onnx or .tflite file, or a TensorFlow.js model.json with its .bin files. They are read here, not uploaded.',
    threadsHelp: 'Threads count on WebAssembly only.',
    link: 'The address of this page repeats these settings.',
    bench: 'Measure this model',
    source: (name: string, licence: string, source: string) => `${name}, licence ${licence}. ${source}`,
  },
};
