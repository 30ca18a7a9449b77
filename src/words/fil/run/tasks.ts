import type { tasks as en } from '../../en/run/tasks.ts';

/** Separate from the other texts of the page, because errors name tasks too. */
export const tasks: typeof en = {
  'object-detection': {
    name: 'Mga bagay',
    title: 'Pagtukoy ng mga bagay',
    lead: 'Tinutukoy ang mga bagay na kabilang sa 80 pang-araw-araw na class sa mga larawan, video, o sa camera. Gamit ang pose model ng YOLO, hinahanap nito ang mga tao at ang kanilang mga kasukasuan.',
  },
  'image-classification': {
    name: 'Pag-uuri',
    title: 'Pag-uuri ng larawan',
    lead: 'Pinapangalanan kung ano ang nasa larawan. Para sa 1,000 class, magbukas ng ImageNet classifier.',
  },
  'face-detection': {
    name: 'Mga mukha',
    title: 'Pagtukoy ng mukha',
    lead: 'Hinahanap ang mga mukha at ang mga landmark ng mga ito sa mga larawan, video, o sa camera, gamit ang YuNet, UltraFace, o BlazeFace.',
  },
  'face-recognition': {
    name: 'Pagkilala ng mukha',
    title: 'Pagkilala ng mukha',
    lead: 'Kinikilala ang mga taong in-enroll mo at pumayag dito. Buksan nang magkasama ang isang face detector (YuNet o BlazeFace) at ang MobileFaceNet. Nananatili ang lahat sa device na ito.',
  },
  ocr: {
    name: 'OCR',
    title: 'Pagkilala ng text (OCR)',
    lead: 'Piliin nang sabay-sabay ang mga file ng isang PP-OCR model: ang detector, ang recognizer, ang listahan nito ng mga karakter, at ang direction classifier kung mayroon.',
  },
  segmentation: {
    name: 'Segmentation',
    title: 'Segmentation',
    lead: 'Inihihiwalay ang mga tao o bagay sa background: gupitin, palabuin, o palitan.',
  },
  digits: {
    name: 'Mga digit',
    title: 'Pagkilala ng digit',
    lead: 'Gumuhit ng isang digit, 0 hanggang 9. Kinikilala ito habang gumuguhit ka.',
  },
  'speech-recognition': {
    name: 'Pananalita',
    title: 'Pagkilala sa pananalita',
    lead: 'Magbukas ng Whisper model: ang encoder, ang merged decoder, ang tokenizer.json, at ang generation_config.json nito. Kung kasama ang Silero VAD, nilalaktawan ang mga bahaging walang nagsasalita. Tina-transcribe ang mga audio file nang may mga oras, na puwede mong itama at i-save bilang subtitle.',
  },
  'voice-activity': {
    name: 'Boses',
    title: 'Aktibidad ng boses',
    lead: 'Buksan ang Silero VAD para malaman kung kailan may nagsasalita sa isang audio file.',
  },
  'sentence-embedding': {
    name: 'Mga pangungusap',
    title: 'Mga sentence embedding',
    lead: 'Naghahambing ng mga text ayon sa kahulugan: magbukas ng sentence-transformers o Model2Vec model sa ONNX kasama ang tokenizer.json nito.',
  },
  'text-classification': {
    name: 'Uri ng text',
    title: 'Pag-uuri ng text',
    lead: 'Binibigyan ng label ang mga text, gaya ng damdamin o paksa ng mga ito: magbukas ng classifier sa ONNX kasama ang tokenizer.json at ang config.json nito, na nagpapangalan sa mga label.',
  },
  'token-classification': {
    name: 'Mga entity',
    title: 'Pag-uuri ng token',
    lead: 'Minamarkahan ang mga bahagi ng text na may label, gaya ng pangalan ng mga tao at lugar, o bahagi ng pananalita: magbukas ng token classifier sa ONNX kasama ang tokenizer.json at ang config.json nito, na nagpapangalan sa mga label.',
  },
  'raw-outputs': {
    name: 'Anumang model',
    title: 'Mga hilaw na output',
    lead: 'Mga hilaw na output ng anumang model na tumatanggap ng isang larawan, para ihambing sa orihinal ang isang na-convert o quantized na model.',
  },
  'text-generation': {
    name: 'Pagbuo ng text',
    title: 'Pagbuo ng text',
    lead: 'Sumasagot sa mga tanong at nagtutuloy ng text gamit ang isang language model.',
  },
};
