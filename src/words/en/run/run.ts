import { tasks } from './tasks.ts';

export const run = {
  /** Added to the introduction of image classification while its bundled model is chosen. */
  bundledClasses:
    'The bundled model knows ten classes: airplane, automobile, bird, cat, deer, dog, frog, horse, ship and truck.',
  taskSwitch: 'Task',
  tasks,
  badLink: { title: 'Invalid run link' },

  image: {
    choose: 'Choose images',
    drop: 'Or paste images, or drop images or a folder anywhere on this page.',
    chooseWithVideo: 'Choose images or a video',
    dropWithVideo: 'Or paste images, or drop images, a folder or a video anywhere on this page.',
    dropNow: 'Drop to run',
    sample: 'Use the sample',
    camera: 'Use the camera',
    save: 'Save image (PNG)',
    snapshot: 'Save snapshot (PNG)',
    cameraName: 'camera',
    alt: (name: string) => `Image ${name}`,
    list: 'Files of this run',
    show: (name: string) => `Show ${name}`,
    remove: (name: string) => `Remove ${name}`,
    runAgain: 'Run again',
    clear: 'Remove all',
    stop: 'Stop',
    count: (done: string, all: string) => `${done} of ${all} files done`,
    state: { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed' },
    empty: 'No image yet.',
    folder: 'Choose a folder',
    needsModel: 'Choose a model first.',
    waitsForModel: 'Choose a model to run on this image.',
  },

  detections: {
    title: 'Detections',
    noneAboveThreshold: 'No objects above the threshold.',
    none: 'No objects detected.',
    threshold: 'Confidence threshold',
    thresholdHelp: 'Filters what is shown and exported, without another run.',
    maxOverlap: 'IoU threshold',
    defaultMaxOverlap: 'Model default',
    maxOverlapHelp:
      'Non-maximum suppression: of boxes that overlap by more than this, only the best is kept. Changing it reopens the model.',
    hidden: (count: string) => `${count} below the threshold`,
    found: (list: string) => `Detected: ${list}.`,
    counted: (label: string, count: number) => (count === 1 ? label : `${count} × ${label}`),
    keypoints: (certain: string, all: string) => `${certain} of ${all} keypoints`,
    box: (width: string, height: string, x: string, y: string) => `${width} × ${height} px at ${x}, ${y}`,
  },

  audio: {
    choose: 'Choose audio files',
    drop: 'Or drop files or a folder anywhere on this page.',
    empty: 'No audio yet.',
    waitsForModel: 'Choose a model to run on this file.',
    speed: (factor: string) => `${factor} × real time`,
  },

  voice: {
    title: 'Speech',
    found: (speech: string, all: string) => `Speech in ${speech} of ${all}`,
    progress: (done: string, all: string) => `Analysed ${done} of ${all}`,
    regions: 'Speech segments',
    region: (start: string, end: string) => `${start} s to ${end} s`,
  },

  microphone: {
    start: 'Use the microphone',
    starting: 'Waiting for the microphone. The browser may ask for permission.',
    stop: 'Stop and transcribe the recording',
    text: 'Spoken so far',
    delay: (time: string) => `${time} behind`,
    privacy: 'The recording stays in this tab.',
  },

  speech: {
    title: 'Transcript',
    language: 'Language spoken',
    detect: 'Detect',
    detected: (language: string) => `Language: ${language}, detected`,
    specified: (language: string) => `Language: ${language}`,
    none: 'No speech found.',
    player: (name: string) => `Player for ${name}`,
    progress: (done: string, all: string) => `Transcribed ${done} of ${all}`,
    segments: 'Segments',
    play: (time: string) => `Play from ${time}`,
    segmentText: (time: string) => `Text from ${time}`,
    save: (format: string) => `Save ${format}`,
    copy: 'Copy text',
  },

  ocr: {
    title: 'Text',
    none: 'No text found.',
    found: (count: string, number: number) => (number === 1 ? '1 text region.' : `${count} text regions.`),
    confidence: 'Confidence',
    copy: 'Copy text',
  },

  classes: {
    title: 'Top classes',
    notRun: 'No result yet.',
    demo: (classes: number) =>
      `This small demo model knows only ${classes} classes, and assigns every image to one of them. For photographs, use a model with 1,000 classes.`,
    chooseOther: 'Choose a model',
    answer: (label: string, fraction: string) => `${label}, ${fraction}`,
  },

  sentences: {
    mode: 'Method',
    modes: {
      rank: 'Rank by similarity to a sentence',
      label: 'Choose the most similar label (zero-shot)',
    },
    labels: 'Labels',
    labelsHint:
      'At least two, separated by commas. The cosine similarity of a text and its label is not a probability.',
    query: 'Sentence or question',
    lines: 'Texts to compare it with',
    linesHint: 'One per line. Paste them, or drop a text file.',
    compare: 'Compare',
    file: 'Choose a text file',
    embedding: 'Embedding the texts',
    notRun: 'The texts will be listed by how similar they are in meaning.',
    rank: 'Rank',
    similarity: 'Cosine similarity',
    text: 'Text',
    ranked: (count: string, number: number) => (number === 1 ? '1 text' : `${count} texts, the most similar first`),
    best: (shown: string, all: string) => `The ${shown} most similar of ${all} texts`,
  },

  texts: {
    lines: 'Texts',
    run: 'Run',
    running: 'Processing the texts',
    notRun: 'No result yet.',
    truncated: (count: string, number: number, tokens: string) =>
      number === 1
        ? `1 text is longer than the maximum of the model: only its first ${tokens} tokens were read.`
        : `${count} texts are longer than the maximum of the model: only their first ${tokens} tokens were read.`,
    first: (shown: string, all: string) => `The first ${shown} of ${all} texts; exports contain all of them`,
    results: (count: string, number: number) => (number === 1 ? '1 text' : `${count} texts`),
  },

  textLabels: {
    label: 'Label',
    score: 'Score',
    labels: 'Labels of the text',
  },

  entities: {
    aggregation: 'Aggregation',
    aggregationHelp:
      'How token labels are combined into labels of words and entities. Changing it updates results and exports without another run.',
    aggregations: {
      simple: 'Simple: join neighbouring tokens of one class',
      first: 'First: each word has the label of its first token',
      average: 'Average: each word has the label with the highest mean score over its tokens',
      max: 'Max: each word has the label of its most confident token',
      none: 'None: list each token separately',
    },
    none: 'No entities found.',
    entity: 'Entity',
    marked: 'Texts with their entities',
    found: (count: string, number: number) => (number === 1 ? '1 entity' : `${count} entities`),
    first: (shown: string, all: string) => `The first ${shown} of ${all} entities; exports contain all of them`,
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
    none: 'No foreground found.',
    areaFraction: (label: string, fraction: string) => `${label}, ${fraction} of the image`,
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
    dropped: (count: string, number: number) =>
      number === 1
        ? '1 frame skipped: only the newest frame is processed'
        : `${count} frames skipped: only the newest frame is processed`,
    privacy: 'Frames stay in this tab.',
  },

  video: {
    label: (name: string) => `Video ${name}, with results`,
    state: {
      off: '',
      opening: 'Opening the video',
      running: 'Detecting in each frame',
      paused: 'Paused',
      stopped: 'Stopped',
      done: 'Done',
      failed: 'Failed',
    },
    pause: 'Pause',
    resume: 'Resume',
    stop: 'Stop',
    close: 'Close the video',
    facts: (width: string, height: string, duration: string) => `${width} × ${height} px, ${duration}`,
    frames: (count: string, number: number) => (number === 1 ? '1 frame done' : `${count} frames done`),
    rate: (perSecond: string) => `${perSecond} fps on average`,
    tracked: (track: number, label: string) => `#${track} ${label}`,
    cannotPlay: 'The browser cannot play this file, but its frames can be read. The results are complete.',
    saveVideo: 'Save annotated video',
    saving: 'Writing the video',
    lostAudio: (codecs: string) => `Saved without its sound: this browser cannot write ${codecs}.`,
  },

  faces: {
    title: 'People',
    consent:
      'A face identifies a person for life. Enrol only people who have agreed to it. For each image, this device stores one vector, encrypted with your passphrase. The image itself is not stored, and nothing is uploaded.',
    agreed: 'Everyone I enrol has agreed to it.',
    passphrase: 'Passphrase',
    passphraseHelp: 'At least 8 characters. It cannot be recovered.',
    create: 'Start enrolling',
    locked: 'The enrolled people are encrypted.',
    unlock: 'Unlock',
    opening: 'Deriving the key from the passphrase',
    lock: 'Lock',
    deleteAll: 'Delete all faces',
    empty: 'Nobody is enrolled yet. Run the model on an image, then name the faces in it.',
    images: (count: string, number: number) => (number === 1 ? '1 image' : `${count} images`),
    remove: (name: string) => `Remove ${name}`,
    inImage: 'Faces in this image',
    noFaces: 'No face found.',
    name: (number: string) => `Name of face ${number}`,
    enrol: 'Enrol',
    unknown: 'Unknown',
    known: (name: string, distance: string) => `${name}, distance ${distance}`,
    maxDistance: 'Maximum distance',
    maxDistanceHelp:
      'Cosine distance between two faces, from 0 to 2. A face that is farther than this from everyone is unknown.',
    roc: (falseMatchRate: string, falseNonMatchRate: string) =>
      `On the enrolled images, the best distance has a false match rate of ${falseMatchRate} and a false non-match rate of ${falseNonMatchRate}.`,
    noRoc:
      'To derive the maximum distance from your own images, enrol at least two people, one of them with two or more images.',
    useBest: (distance: string) => `Use the best distance, ${distance}`,
    rocTable: 'All distances with their errors',
    falseMatchRate: 'False match rate',
    falseNonMatchRate: 'False non-match rate',
    distance: 'Distance',
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
    notRun: 'No prediction yet.',
    probabilities: 'Probability of each digit',
    uploaded: 'Images',
  },

  settings: {
    title: 'Model and engine',
    chooseModel: 'Choose model files',
    chooseModelHelp:
      'One .onnx or .tflite file, or a TensorFlow.js model.json with its .bin files. They are read on this device, not uploaded.',
    sizesHelp: 'Neither the model nor the task fixes these sizes. Images are resized to them.',
    link: 'These settings are part of this page’s URL.',
    bench: 'Benchmark this model',
    graphs: (roles: string) => `Graphs: ${roles}`,
    agreement: (before: string, score: string, count: string, number: number) =>
      `Agreement with the results of ${before}: ${score} (${count} ${number === 1 ? 'image' : 'images'})`,
    source: (name: string, licence: string, source: string) => `${name}, licence ${licence}. ${source}`,
  },
};
