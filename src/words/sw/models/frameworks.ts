import type { Text } from '../../language.ts';
import { format } from '../format.ts';

/** The matrices of the guide for choosing a framework. */
export const frameworks: Text['models']['frameworks'] = {
  title: 'Kuchagua framework kwa mfumo unaolengwa',
  lead: 'Majedwali manne kutoka mwongozo “Edge AI development workflow synthesis”. Ni maoni ya mwongozo huo; ulichokipima kwenye Assay kiko kwenye safu mlalo ya mwisho ya jedwali la kwanza.',
  names: {
    'llama-cpp': 'llama.cpp',
    olive: 'Microsoft Olive (ONNX)',
    openvino: 'OpenVINO',
    mlx: 'Apple MLX',
  },
  ratings: {
    excellent: 'bora sana',
    good: 'nzuri',
    moderate: 'ya wastani',
    basic: 'ya msingi',
    limited: 'finyu',
    'apple-only': 'Apple pekee',
    'ios-excellent': 'bora sana kwenye iOS',
    'language-models': 'hasa modeli za lugha',
    'all-models': 'modeli zote',
    simple: 'rahisi',
    automated: 'ya kiotomatiki',
  },
  requirementsCaption: 'Kwa mahitaji',
  requirement: 'Hitaji',
  requirements: {
    'cross-platform': 'Mifumo mingi',
    enterprise: 'Kuunganishwa na mifumo ya kampuni',
    mobile: 'Usambazaji kwenye simu',
    'real-time': 'Inferensi ya wakati halisi',
    models: 'Aina za modeli',
    ease: 'Urahisi wa matumizi',
  },
  measured: 'Iliyopimwa hapa',
  measurement: (count, fastestMs, tokensPerS) =>
    [
      count === 1 ? 'tokeo moja' : `matokeo ${format.whole(count)}`,
      ...(fastestMs === null ? [] : [`inferensi fupi zaidi ${format.duration(fastestMs)}`]),
      ...(tokensPerS === null ? [] : [`tokeni nyingi zaidi ${format.number(tokensPerS)} kwa sekunde`]),
    ].join('; '),
  notMeasured: 'haikupimwa',
  useCasesCaption: 'Kwa matumizi',
  useCase: 'Matumizi',
  useCases: {
    language: {
      name: 'Modeli za lugha',
      'llama-cpp': 'bora kwa CPU na mifumo yote',
      olive: 'kwa michakato ya kampuni yenye otomatiki',
      openvino: 'kwa maunzi ya Intel, pamoja na NNCF',
      mlx: 'kwa Apple silicon yenye kumbukumbu ya pamoja',
    },
    multimodal: {
      name: 'Modeli za aina nyingi za data',
      'llama-cpp': 'hasa maandishi',
      olive: 'kwa michakato changamano',
      openvino: 'picha, sauti na maandishi',
      mlx: 'uwezo unaokua',
    },
  },
  platformsCaption: 'Kwa mfumo wa maunzi',
  platformColumns: {
    platform: 'Mfumo',
    primary: 'Chaguo la kwanza',
    secondary: 'Chaguo la pili',
    features: 'Sifa',
  },
  platforms: {
    intel: { name: 'CPU au GPU ya Intel', features: 'ubanaji kwa NNCF' },
    nvidia: { name: 'GPU ya NVIDIA', features: 'CUDA' },
    apple: { name: 'Apple silicon', features: 'Metal, kumbukumbu ya pamoja' },
    'arm-mobile': { name: 'Simu au kompyuta kibao ya ARM', features: 'vitegemezi vichache' },
    'edge-tpu': {
      name: 'Edge TPU',
      features: 'inahitaji modeli iliyokusanywa kwa ajili yake na kikusanyaji cha Edge TPU cha TensorFlow Lite',
    },
    'embedded-arm': { name: 'ARM iliyopachikwa', features: 'huchukua nafasi ndogo' },
  },
  workflowsCaption: 'Kwa mchakato wa kazi, bora kwanza',
  workflow: 'Mchakato wa kazi',
  rank: (place) => format.whole(place),
  workflows: {
    prototyping: 'Majaribio ya haraka',
    production: 'Matumizi halisi katika kampuni',
  },
};
