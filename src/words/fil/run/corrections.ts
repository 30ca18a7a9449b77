import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const { whole, percent } = format;

export const corrections: Text['corrections'] = {
  title: 'Itama ang model na ito',
  lead: 'Sabihin kung aling mga sagot ang mali, at matututo rito ang huling layer ng model sa maliliit na hakbang. Ginagamit lang ang isang update kung napatunayang mas mahusay ito. Ang mga feature ng mga larawan ang naka-store sa browser na ito, hindi kailanman ang mga larawan.',
  start: 'Simulan ang pagtatama',
  opening: 'Binubuksan ang model',
  reading: (done, total) => `Binabasa ang larawan ${whole(done)} sa ${whole(total)}`,
  learning: 'Natututo',
  notAdaptable:
    'Hindi maiaangkop ang huling layer ng model na ito: hindi ito fully connected layer na float32 na may mga kilalang class. Binibigyan ng Magturo ang model ng layer na maiaangkop.',
  teach: 'Buksan ang Magturo',
  notRun: 'Magpatakbo muna ng larawan, saka sabihin kung tama ang sagot.',
  answered: (label) => `Sagot ng model: ${label}`,
  confirm: 'Tama iyan',
  trueLabel: 'Hindi, ito ay',
  correct: 'Itama',
  counts: (session, replay, test) =>
    `${count(session, 'bagong pagtatama')}. ${whole(replay)} nauna ang pag-aaralan muli, ${whole(test)} ang itinabi para sa mga test.`,
  needed: (count, min) =>
    `${whole(count)} sa ${whole(min)} bagong pagtatama na kailangan para matuto, kasama ang mga kinumpirmang sagot.`,
  chooseClass: 'Para itama ang sagot, ilagay ang tamang class.',
  unknownClass: (label, count) =>
    `Walang class na “${label}” ang model. Ilagay ang isa sa ${whole(count)} class nito; sa Magturo nakakapagdagdag ng mga bagong class.`,
  addFolder: 'Magdagdag ng mga larawang may label',
  folderHelp:
    'Isang folder para sa bawat class, na pinangalanan gaya ng sa model. Itinatabi ang kalahati ng mga larawan: ipinapakita ng mga ito kung humihina ang isang class dahil sa update, kaya walang pinsala ang mga maling pagtatama.',
  learn: 'Matuto mula sa mga pagtatama',
  forget: 'Burahin ang lahat ng pagtatama',
  accepted: 'Mas mahusay ang update at ginagamit na.',
  refused: 'Hindi ginagamit ang update.',
  refusals: (refusal) => {
    switch (refusal.reason) {
      case 'too-few-corrections':
        return `May ${count(refusal.count, 'bagong pagtatama')}. Kailangan ng hindi bababa sa ${whole(refusal.needed)}, kasama ang mga sagot na kinumpirma.`;
      case 'too-few-test-items':
        return `${refusal.label}: ${whole(refusal.count)} sa ${whole(refusal.needed)} larawang itinabi noon. Magdagdag ng mga larawang may label ng class na ito, para mapansin kung humihina ito.`;
      case 'worse-than-before':
        return 'Mas mali ang magiging sagot sa mga larawang itinabi bago ang sesyong ito. Suriin ang mga bagong pagtatama: sumasalungat ang mga label nito sa dati nang alam.';
      case 'not-shown-better':
        return `Sa mga itinabing larawan, ${whole(refusal.gained)} ang nadagdag at ${whole(refusal.lost)} ang nawala, na maaaring nagkataon lang (p = ${refusal.p.toFixed(2)}). Magdagdag ng mga pagtatama.`;
    }
  },
  compared: {
    earlier: ({ before, after }) =>
      `Mga larawang itinabi noon: ${percent(before)} ang tama, ngayon ay ${percent(after)}.`,
    session: ({ before, after }) =>
      `Mga itinabing pagtatama ng sesyong ito: ${percent(before)} ang tama, ngayon ay ${percent(after)}.`,
  },
  change: (fraction) => `Nagbago ang mga weight ng layer nang ${percent(fraction)} ng norm ng mga ito.`,
  adopted: (version, name) => `Ito na ngayon ang bersyon ${whole(version)} ng “${name}”.`,
  adoptedWithoutDeployment: 'Naka-store ito bilang sariling model, at bukas dito.',
  openDeployment: 'Buksan ang deployment',
  undo: 'I-undo: bumalik sa naunang model',
};
