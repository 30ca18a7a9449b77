import type { ScoredTaskId } from '#tasks/scored-tasks.ts';

/** Separate from the other texts of the page, because errors name tasks too. */
export const tasks = {
  'object-detection': {
    name: 'Detection',
    title: 'Object detection',
    lead: 'Detects objects of 80 everyday classes in images, videos or the camera. With a pose model of YOLO, finds people and their joints.',
  },
  'image-classification': {
    name: 'Classification',
    title: 'Image classification',
    lead: 'Names what an image shows. The bundled model knows ten classes: airplane, automobile, bird, cat, deer, dog, frog, horse, ship and truck. For 1,000 classes, open an ImageNet classifier.',
  },
  'face-detection': {
    name: 'Face detection',
    title: 'Face detection',
    lead: 'Finds faces and their landmarks in images, videos or the camera, with YuNet, UltraFace or BlazeFace.',
  },
  'face-recognition': {
    name: 'Face recognition',
    title: 'Face recognition',
    lead: 'Recognises people whom you have enrolled with their consent. Open a face detector (YuNet or BlazeFace) and MobileFaceNet together. Everything stays on this device.',
  },
  ocr: {
    name: 'OCR',
    title: 'Text recognition (OCR)',
    lead: 'Choose the files of a PP-OCR model together: detector, recogniser, its key list, and the direction classifier if there is one.',
  },
  segmentation: {
    name: 'Segmentation',
    title: 'Segmentation',
    lead: 'Separates people or objects from the background: cut out, blur or replace.',
  },
  digits: {
    name: 'Digits',
    title: 'Digit recognition',
    lead: 'Draw one digit, 0 to 9. It is recognised as you draw.',
  },
  'speech-recognition': {
    name: 'Speech',
    title: 'Speech recognition',
    lead: 'Open a Whisper model: its encoder, merged decoder, tokenizer.json and generation_config.json. With Silero VAD next to them, parts without speech are left out. Audio files are transcribed with times, which you can correct and save as subtitles.',
  },
  'voice-activity': {
    name: 'Voice activity',
    title: 'Voice activity',
    lead: 'Open Silero VAD to find when someone speaks in an audio file.',
  },
  'sentence-embedding': {
    name: 'Sentences',
    title: 'Sentence embeddings',
    lead: 'Compares texts by meaning: open a sentence-transformers or Model2Vec model in ONNX together with its tokenizer.json.',
  },
  'text-classification': {
    name: 'Text classes',
    title: 'Text classification',
    lead: 'Assigns labels to texts, such as their sentiment or topic: open a classifier in ONNX with its tokenizer.json and config.json, which names the labels.',
  },
  'token-classification': {
    name: 'Entities',
    title: 'Token classification',
    lead: 'Marks the parts of texts that have a label, such as names of people and places, or parts of speech: open a token classifier in ONNX with its tokenizer.json and config.json, which names the labels.',
  },
  'raw-outputs': {
    name: 'Any model',
    title: 'Raw outputs',
    lead: 'Raw outputs of any model that takes one image, to compare a converted or quantised model with its original.',
  },
  'text-generation': {
    name: 'Text generation',
    title: 'Text generation',
    lead: 'Answers questions and continues text with a language model.',
  },
} satisfies Record<ScoredTaskId, { readonly name: string; readonly title: string; readonly lead: string }>;
