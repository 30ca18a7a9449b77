import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { count, format } from '../format.ts';

const nodesText = (nodes: number) => count(nodes, 'node');

const placeName: Text['models']['coverage']['place'] = (place) => {
  if (place === null) return 'wala kahit saan';
  if (place === 'folded') return 'kino-compute sa pagbukas';
  return place === 'webnn' ? 'WebNN' : engine.devices[place];
};

/** Where an engine runs each node of a model. */
export const coverage: Text['models']['coverage'] = {
  title: 'Coverage',
  lead: 'Kung saan pinapatakbo ng bawat engine ang mga node ng model na ito, ayon sa header nito: walang dina-download o pinapatakbo.',
  target: ({ engine: id, place }) => `${engine.names[id]}, ${placeName(place)}`,
  all: (nodes) => `lahat ng ${nodesText(nodes)}`,
  some: (nodes, of) => `${format.whole(nodes)} sa ${nodesText(of)}`,
  rejected: (nodes) => `Tinatanggihan ng engine ang model: wala itong kernel para sa ${nodesText(nodes)}.`,
  folded: (nodes) => `At ${nodesText(nodes)} na minsan lang kino-compute, kapag binuksan ang model.`,
  copies: ({ in: toDevice, out }) =>
    `Mga kopya sa bawat run: ${format.whole(toDevice)} papunta sa device, ${format.whole(out)} pabalik.`,
  fallbacks: (nodes) => `${nodesText(nodes)} na wala sa target na ito, at kung bakit`,
  columns: {
    operator: 'Operator',
    nodes: 'Mga node',
    place: 'Tumatakbo sa',
    why: 'Bakit',
    example: 'Unang node',
  },
  place: placeName,
  basis: {
    tested: 'Nasubukan: tinanong ang engine tungkol sa bawat operator, opset, at type.',
    published: 'Mula sa listahan ng mga operator ng engine; hindi nasubukan.',
  },
  reason(reason) {
    switch (reason.code) {
      case 'operator':
        return 'walang kernel para sa operator na ito';
      case 'opset':
        return `walang kernel para sa opset ${reason.opset}`;
      case 'type':
        return `walang kernel para sa ${reason.type} bilang ${reason.port} ${reason.index + 1}`;
    }
  },
};
