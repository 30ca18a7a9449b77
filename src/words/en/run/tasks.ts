import type { ScoredTaskId } from '#tasks/scored-tasks.ts';

/** Separate from the other texts of the page, because errors name tasks too. */
export const tasks = {
  'object-detection': {
    name: 'Detection',
    title: 'Object detection',
    lead: 'Detects objects of 80 everyday classes in images, videos or the camera. With a YOLO pose model, it finds people and their joints.',
  },
  'image-classification': {
    name: 'Classification',
    title: 'Image classification',
    lead: 'Names what an image shows. For 1,000 classes, open an ImageNet classifier.',
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
    lead: 'Reads the text in images. Choose the files of a PP-OCR model together: detector, recogniser, character list, and the direction classifier if there is one.',
  },
  segmentation: {
    name: 'Segmentation',
    title: 'Segmentation',
    lead: 'Separates people or objects from the background, to cut them out or to blur or replace the background.',
  },
  digits: {
    name: 'Digits',
    title: 'Digit recognition',
    lead: 'Draw one digit, 0 to 9. It is recognised as you draw.',
  },
  'speech-recognition': {
    name: 'Speech',
    title: 'Speech recognition',
    lead: 'Transcribes audio files with timestamps, which you can correct and save as subtitles. Open a Whisper model: its encoder, merged decoder, tokenizer.json and generation_config.json. Add Silero VAD to skip parts without speech.',
  },
  'voice-activity': {
    name: 'Voice activity',
    title: 'Voice activity',
    lead: 'Finds the parts of an audio file in which someone speaks. Open Silero VAD.',
  },
  'sentence-embedding': {
    name: 'Sentences',
    title: 'Sentence embeddings',
    lead: 'Compares texts by meaning. Open a sentence-transformers or Model2Vec model in ONNX together with its tokenizer.json.',
  },
  'text-classification': {
    name: 'Text classes',
    title: 'Text classification',
    lead: 'Assigns labels to texts, such as sentiment or topic. Open a classifier in ONNX with its tokenizer.json and its config.json, which names the labels.',
  },
  'token-classification': {
    name: 'Entities',
    title: 'Token classification',
    lead: 'Labels parts of texts, such as names of people and places, or parts of speech. Open a token classifier in ONNX with its tokenizer.json and its config.json, which names the labels.',
  },
  'raw-outputs': {
    name: 'Any model',
    title: 'Raw outputs',
    lead: 'Shows the raw outputs of any model that takes one image, for example to compare a quantised model with its original.',
  },
  'text-generation': {
    name: 'Text generation',
    title: 'Text generation',
    lead: 'Answers questions and continues text with a language model.',
  },
} satisfies Record<ScoredTaskId, { readonly name: string; readonly title: string; readonly lead: string }>;
