import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const units = {
  chat: 'token/s',
  detection: 'frame/s',
  classification: 'larawan/s',
  embedding: 'text/s',
};

/** What this machine can run, in plain words. */
export const capabilities: Text['device']['capabilities'] = {
  title: 'Ano ang kayang patakbuhin ng machine na ito?',
  verdicts: {
    pending: 'Hindi pa alam',
    yes: 'Oo',
    slow: 'Mabagal',
    no: 'Hindi',
    'not-measured': 'Hindi nasukat',
    disturbed: 'Hindi nasukat',
  },
  names: {
    chat: 'Makipag-chat sa language model na may 1 bilyong parameter',
    detection: 'Tumukoy ng mga bagay sa live na video (30 frame bawat segundo)',
    classification: 'Mag-uri ng mga larawan',
    embedding: 'Maghanap ng mga text ayon sa kahulugan',
  },
  describe({ id, verdict, perS, measuredRuns }) {
    if (perS === null) {
      if (verdict === 'pending') return 'Manggagaling ang sagot sa pagsukat sa ibaba.';
      if (verdict === 'no') return 'Hindi ito kasya sa memory na available dito.';
      if (verdict === 'disturbed')
        return 'May ibang program na gumamit ng CPU habang nagsusukat: ulitin ito kapag wala nang ginagawa ang mga iyon.';
      return id === 'chat'
        ? 'Hiwalay na sinusukat ang bilis ng mga language model.'
        : 'Walang pagtataya para sa engine ng model na ito. Tumukoy ng mga bagay sa apat o higit pang larawan, o gamit ang camera, sa page na Patakbuhin, at ipapakita rito ang nasukat na bilis. Hindi binibilang ang unang run: kasama roon ang warm-up.';
    }
    const { number } = format;
    if (measuredRuns !== null)
      return `Nasukat sa page na Patakbuhin: mga ${number(perS.expected)} ${units[id]} (${number(perS.low)} hanggang ${number(perS.high)} sa ${count(measuredRuns, 'run')}).`;
    return `Mga ${number(perS.expected)} ${units[id]} (malamang na ${number(perS.low)} hanggang ${number(perS.high)}).`;
  },
  measure: 'Sukatin ang mga language model (ilang segundo)',
  measuring: 'Sinusukat ang mga language model',
  basis:
    'Mga pagtataya mula sa mga nasukat na bilis, o nasukat sa page na Patakbuhin kung saan nakasaad, para sa Llama 3.2 1B (Q4_K_M), sa kasamang detector na CenterNet, sa MobileNetV2 sa 224 × 224 pixel, at sa MiniLM-L6 na may 128 token. Ang “Oo” ay hindi bababa sa 10 token, 30 frame, 10 nauring larawan, o 10 text bawat segundo; ang “Mabagal” ay hindi bababa sa ikasampu niyon, at ang “Hindi” ay mas mababa pa, o hindi kasya sa memory ang model.',
};
