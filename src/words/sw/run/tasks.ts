import type { Text } from '../../language.ts';

/** Separate from the other texts of the page, because errors name tasks too. */
export const tasks: Text['run']['tasks'] = {
  'object-detection': {
    name: 'Vitu',
    title: 'Utambuzi wa vitu',
    lead: 'Hutambua vitu vya aina 80 za kila siku kwenye picha, video au kamera. Kwa modeli ya mkao ya YOLO, hutambua watu na viungo vyao.',
  },
  'image-classification': {
    name: 'Uainishaji',
    title: 'Uainishaji wa picha',
    lead: 'Hutaja kinachoonekana kwenye picha. Kwa madarasa 1,000, fungua modeli ya ImageNet.',
  },
  'face-detection': {
    name: 'Kupata nyuso',
    title: 'Kupata nyuso',
    lead: 'Hupata nyuso na alama zake muhimu kwenye picha, video au kamera, kwa YuNet, UltraFace au BlazeFace.',
  },
  'face-recognition': {
    name: 'Utambuzi wa nyuso',
    title: 'Utambuzi wa nyuso',
    lead: 'Hutambua watu uliowasajili na ambao wamekubali. Fungua kwa pamoja modeli ya kupata nyuso (YuNet au BlazeFace) na MobileFaceNet. Kila kitu hubaki kwenye kifaa hiki.',
  },
  ocr: {
    name: 'OCR',
    title: 'Utambuzi wa maandishi (OCR)',
    lead: 'Chagua kwa pamoja faili za modeli ya PP-OCR: ya kupata maandishi, ya kuyasoma, orodha yake ya herufi, na ya kutambua mwelekeo ikiwa ipo.',
  },
  segmentation: {
    name: 'Kutenga',
    title: 'Kutenga sehemu za picha',
    lead: 'Hutenga watu au vitu kutoka kwenye mandharinyuma: vikate, tia ukungu au badilisha mandharinyuma.',
  },
  digits: {
    name: 'Tarakimu',
    title: 'Utambuzi wa tarakimu',
    lead: 'Chora tarakimu moja, 0 hadi 9. Hutambuliwa unapoichora.',
  },
  'speech-recognition': {
    name: 'Usemi',
    title: 'Utambuzi wa usemi',
    lead: 'Fungua modeli ya Whisper: encoder yake, decoder iliyounganishwa, tokenizer.json na generation_config.json. Ukiongeza Silero VAD, sehemu zisizo na usemi huachwa. Faili za sauti huandikwa pamoja na nyakati, unazoweza kuzisahihisha na kuzihifadhi kama manukuu.',
  },
  'voice-activity': {
    name: 'Uwepo wa sauti',
    title: 'Uwepo wa sauti ya mtu',
    lead: 'Fungua Silero VAD ili kujua mtu anazungumza wakati gani kwenye faili ya sauti.',
  },
  'sentence-embedding': {
    name: 'Sentensi',
    title: 'Embedding za sentensi',
    lead: 'Hulinganisha maandishi kwa maana: fungua modeli ya sentence-transformers au Model2Vec ya ONNX pamoja na tokenizer.json yake.',
  },
  'text-classification': {
    name: 'Aina za maandishi',
    title: 'Uainishaji wa maandishi',
    lead: 'Huyapa maandishi lebo, kama vile hisia au mada yake: fungua modeli ya kuainisha ya ONNX pamoja na tokenizer.json na config.json yake, inayotaja lebo.',
  },
  'token-classification': {
    name: 'Majina',
    title: 'Uainishaji wa tokeni',
    lead: 'Huweka alama kwenye sehemu za maandishi zenye lebo, kama vile majina ya watu na mahali, au aina za maneno: fungua modeli ya kuainisha tokeni ya ONNX pamoja na tokenizer.json na config.json yake, inayotaja lebo.',
  },
  'raw-outputs': {
    name: 'Modeli yoyote',
    title: 'Matokeo ghafi',
    lead: 'Matokeo ghafi ya modeli yoyote inayopokea picha moja, ili kulinganisha modeli iliyogeuzwa au iliyokwantishwa na ile ya asili.',
  },
  'text-generation': {
    name: 'Utengenezaji wa maandishi',
    title: 'Utengenezaji wa maandishi',
    lead: 'Hujibu maswali na kuendeleza maandishi kwa modeli ya lugha.',
  },
};
