import { tasks } from './tasks.ts';

export const run = {
  taskSwitch: 'Task',
  tasks,
  badLink: { title: 'Invalid run link' },

  image: {
    choose: 'Choose images',
    drop: 'Or paste images, or drop them or a folder, anywhere on this page.',
    dropNow: 'Drop to run',
    sample: 'Use the sample',
    camera: 'Use the camera',
    save: 'Save image (PNG)',
    snapshot: 'Save snapshot (PNG)',
    cameraName: 'camera',
    alt: (name: string) => `Image ${name}`,
    list: 'Images of this run',
    show: (name: string) => `Show ${name}`,
    remove: (name: string) => `Remove ${name}`,
    again: 'Run again',
    clear: 'Remove all',
    stop: 'Stop',
    count: (done: string, all: string) => `${done} of ${all} images done`,
    state: { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed' },
    empty: 'No image yet.',
    folder: 'Choose a folder',
    needsModel: 'Choose a model first.',
    waitsForModel: 'Choose a model to run this image.',
  },

  detections: {
    title: 'Detections',
    none: 'No objects above the threshold.',
    nothing: 'No objects detected.',
    threshold: 'Confidence threshold',
    thresholdHelp: 'Filters what is shown and exported, without another run.',
    hidden: (count: string) => `${count} below the threshold`,
    found: (list: string) => `Detected: ${list}.`,
    counted: (label: string, count: number) => (count === 1 ? label : `${count} × ${label}`),
    box: (width: string, height: string, x: string, y: string) => `${width} × ${height} px at ${x}, ${y}`,
  },

  ocr: {
    title: 'Text',
    nothing: 'No text found.',
    found: (count: string, number: number) => (number === 1 ? '1 text region.' : `${count} text regions.`),
    copy: 'Copy text',
  },

  classes: {
    title: 'Top classes',
    nothing: 'No result yet.',
    answer: (label: string, fraction: string) => `${label}, ${fraction}`,
  },

  sentences: {
    query: 'Sentence or question',
    lines: 'Texts to compare it with',
    linesHint: 'One per line. Paste them, or drop a text file.',
    compare: 'Compare',
    file: 'Choose a text file',
    embedding: 'Embedding the texts',
    none: 'The texts will be listed by their similarity in meaning.',
    rank: 'Rank',
    similarity: 'Cosine similarity',
    text: 'Text',
    ranked: (count: string, number: number) => (number === 1 ? '1 text' : `${count} texts, the most similar first`),
    best: (shown: string, all: string) => `The ${shown} most similar of ${all} texts`,
  },

  rawOutputs: {
    title: 'Outputs',
    output: 'Output',
    shape: 'Shape',
    min: 'Minimum',
    max: 'Maximum',
    mean: 'Mean',
  },

  segments: {
    title: 'Segments',
    nothing: 'No foreground found.',
    areaOf: (label: string, fraction: string) => `${label}, ${fraction} of the image`,
    effect: 'Show',
    effects: {
      mask: 'Mask over the image',
      'cut-out': 'Cut out',
      blur: 'Blurred background',
      colour: 'Background colour',
      image: 'Background image',
    },
    colour: 'Colour',
    chooseImage: 'Choose a background image',
  },

  export: {
    title: 'Export',
    json: 'Save JSON',
    csv: 'Save CSV',
    copy: 'Copy JSON',
  },

  timing: {
    title: 'Timing',
    total: 'Total',
    preMs: 'Pre-processing',
    inferenceMs: 'Inference',
    postMs: 'Post-processing',
    graphRuns: (count: string) => `${count} graph runs`,
    note: 'A single run, timed once. For reliable timings, benchmark the model.',
  },

  camera: {
    label: 'Camera, with results',
    start: 'Start the camera',
    stop: 'Stop the camera',
    switch: 'Switch camera',
    starting: 'Waiting for the camera. The browser may ask for permission.',
    rate: (perSecond: string) => `${perSecond} fps`,
    privacy: 'Frames stay in this tab.',
  },

  draw: {
    label: 'Drawing area for one digit',
    help: 'Draw with a pointer or a finger. Keyboard: arrows move the pen, Space puts it down or lifts it, Backspace removes the last stroke, Escape clears.',
    undo: 'Undo',
    clear: 'Clear',
    upload: 'Use images instead',
    empty: 'Draw here',
    answer: 'Prediction',
    answers: (digit: string, fraction: string) => `${digit}, probability ${fraction}`,
    noAnswer: 'No prediction yet.',
    probabilities: 'Probability of each digit',
    uploaded: 'Images',
  },

  settings: {
    title: 'Model and engine',
    chooseModel: 'Choose model files',
    chooseModelHelp:
      'One .onnx or .tflite file, or a TensorFlow.js model.json with its .bin files. They are read on this device, not uploaded.',
    sizesHelp: 'The model and the task leave these sizes open. Images are resized to them.',
    threadsHelp: 'Threads apply to WebAssembly only; TensorFlow.js runs on one thread there.',
    link: "These settings are part of this page's URL.",
    bench: 'Benchmark this model',
    graphs: (roles: string) => `Graphs: ${roles}`,
    agreement: (before: string, score: string, inputs: number, count: string) =>
      `Agreement with the results of ${before}: ${score} (${count} ${inputs === 1 ? 'image' : 'images'})`,
    source: (name: string, licence: string, source: string) => `${name}, licence ${licence}. ${source}`,
  },
};
