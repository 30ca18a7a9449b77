import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';

export const modelStore: Text['models']['store'] = {
  title: 'Mga naka-store na model',
  none: 'Wala pang naka-store na model. Nananatili sa browser na ito ang model na dina-download mo, at bumubukas ito offline.',
  quota: (used, quota) => {
    if (quota === null)
      return 'Hindi iniuulat ng browser na ito kung gaano karami ang puwedeng i-store ng site na ito.';
    return used === null
      ? `Puwedeng mag-store ng ${format.bytes(quota)} ang site na ito; hindi alam kung gaano karami ang gamit nito.`
      : `Gumagamit ang site na ito ng ${format.bytes(used)} sa ${format.bytes(quota)}, kasama ang app at ang mga engine na naka-save para magamit offline.`;
  },
  persistent: 'Permanente: hindi ito kusang iki-clear ng browser.',
  clearable: 'Puwede itong i-clear ng browser kapag halos puno na ang disk.',
  memory:
    'Walang sino-store ang browser na ito, o ang pribadong window na ito: hanggang maisara lang ang tab tumatagal ang mga download.',
  cleared: (names) => `Na-clear ng browser ang ${names} mula noong huli mong pagbisita.`,
  lastUsed: (date) => `huling ginamit noong ${date}`,
  source: 'Mula sa',
  open: 'Buksan',
  verify: 'I-verify',
  pin: 'I-pin',
  unpin: 'I-unpin',
  pinned: 'naka-pin',
  export: 'I-save sa disk',
  missing: 'Wala na sa browser na ito ang mga file nito.',
  downloadAgain: 'I-download muli',
  dismiss: 'Alisin',
  remove: 'Burahin',
  confirmRemove: 'Burahin nang tuluyan',
  removeDeployed: (names) =>
    `Naka-deploy sa ${format.list(names.map(isolate))}: hindi na mabubuksan ang mga bersyong gumagamit ng model na ito kapag binura ito.`,
  cancelRemove: 'Kanselahin',
  checking: 'Bine-verify',
  intact: 'Na-verify: buo ang lahat ng file.',
  damaged: (names) => `Sira o wala: ${names}. I-download ito o piliin muli ang file.`,
  actionLabel: (action, name) => `${action}: ${name}`,
  pendingTitle: 'Mga download',
  resume: 'Ituloy',
  pause: 'I-pause',
  discard: 'Itapon',
  paused: 'Naka-pause o naputol. Naka-store ang bahaging na-download na.',
  fetching: (name) => `Dina-download ang ${name}`,
  downloadedBytes: (received, total, rate) =>
    [
      total === null ? format.bytes(received) : `${format.bytes(received)} sa ${format.bytes(total)}`,
      ...(rate === null ? [] : [`${format.bytes(rate)}/s`]),
    ].join(', '),
  notices: {
    'started-over': 'Nagbago ang file sa server: nagsisimula muli',
    retrying: 'Naputol ang koneksyon: sinusubukang muli',
    waiting: 'Hinihintay ang server o ang ibang tab',
    checking: 'Bine-verify ang hash',
  },
  linked: {
    remember: 'Tandaan ang lokasyon ng file',
    rememberHelp: 'Walang kopya: binubuksan ng listahan sa ibaba ang file mula sa disk mo, basta hindi ito inililipat.',
    remembered: (id) => `Natandaan bilang ${isolate(id)}.`,
    location: 'Direktang binubuksan mula sa disk mo',
    currentFile: (bytes, date) => `Ngayon ay ${format.bytes(bytes)}, binago noong ${date}.`,
    forget: 'Kalimutan',
  },
};
