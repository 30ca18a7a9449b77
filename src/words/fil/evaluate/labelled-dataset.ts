import type { labelledDataset as en } from '../../en/evaluate/labelled-dataset.ts';
import { count } from '../format.ts';

/** Texts about the user's own labelled data. */
export const labelledDataset: typeof en = {
  layouts: {
    'class-folders': 'isang folder sa bawat class',
    table: 'isang table (CSV, TSV, o JSONL)',
    coco: 'COCO JSON',
    yolo: 'mga YOLO text file',
    voc: 'Pascal VOC XML',
    masks: 'isang mask sa bawat larawan',
    transcripts: 'mga transcript ng mga audio file',
    'tagged-words': 'mga salitang may tag (CoNLL)',
    'plain-text': 'plain text',
    unlabelled: 'walang label',
  },

  labelKinds: {
    class: 'mga class',
    boxes: 'mga kahon',
    mask: 'mga mask',
    text: 'mga text',
    pair: 'mga pares ng pangungusap',
    tags: 'mga tag ng salita',
  },

  roles: {
    file: 'File',
    text: 'Text',
    label: 'Class',
    answer: 'Inaasahang text',
    otherText: 'Ikalawang text',
    similarity: 'Pagkakatulad',
  },

  problems: {
    unlabelled: (n) => ({
      what: `Walang label ang ${count(n, 'file')}, kaya hindi isinama.`,
      fix: 'Idagdag ang mga label kung kabilang ang mga file sa set.',
    }),
    'file-missing': (n) => ({
      what: `May ${count(n, 'label')} para sa file na wala sa folder, o higit sa isa roon.`,
      fix: 'Piliin ang folder na may laman ng mga file, o itama ang mga pangalan sa mga label.',
    }),
    'label-empty': (n) => ({
      what: `Walang magagamit na label ang ${count(n, 'row o file')}, kaya hindi isinama.`,
      fix: 'Punan ang label, o pumili ng ibang column.',
    }),
    'labels-differ': (n) => ({
      what: `May ilang magkakaibang label ang ${count(n, 'file')}, kaya hindi isinama.`,
      fix: 'Itira ang tamang label ng bawat file.',
    }),
    'label-file-invalid': (n) => ({
      what: `Hindi mabasa ang ${count(n, 'label file')}; hindi isinama ang mga item.`,
      fix: 'I-export muli ang mga label.',
    }),
    'label-line-invalid': (n) => ({
      what: `May linyang hindi mabasa sa ${count(n, 'label file')}; hindi isinama ang mga item.`,
      fix: 'Isulat sa bawat linya ang numero ng class at apat na value mula 0 hanggang 1: gitna, lapad, at taas.',
    }),
    'box-invalid': (n) => ({
      what: `Walang lawak o walang class ang ${count(n, 'kahon')}, kaya hindi isinama.`,
      fix: 'Itama o alisin ang mga kahong ito.',
    }),
    'annotation-id-unknown': (n) => ({
      what: `May image_id o category_id na wala sa listahan ng file ang ${count(n, 'anotasyon')}, kaya hindi isinama.`,
      fix: 'I-export muli ang file kasama ang lahat ng larawan at kategorya.',
    }),
    'class-unknown': (n) => ({
      what: `May numero ng class na walang pangalan sa ${count(n, 'label file')}; hindi isinama ang mga item.`,
      fix: 'Idagdag ang pangalan sa data.yaml o classes.txt.',
    }),
    'classes-unnamed': (n) => ({
      what: `Numero lang ang mayroon ang ${count(n, 'class')}, dahil walang file na nagpapangalan sa mga ito.`,
      fix: 'Magdagdag ng data.yaml o classes.txt kung hindi sa model ang mga numero.',
    }),
    'label-file-ignored': (n) => ({
      what: `Kapangalan ng larawan ang ${count(n, 'text file')}, pero karamihan sa mga linya ay hindi YOLO label, kaya itinuturing na walang label ang mga larawan.`,
      fix: 'Isulat sa bawat linya ang numero ng class at apat na value mula 0 hanggang 1. Para makita kung aling mga linya ang mali, piliin ang YOLO bilang layout.',
    }),
    'no-label-file': (n) => ({
      what: `Walang label file ang ${count(n, 'larawan')} at itinuturing na walang bagay sa mga ito.`,
      fix: 'Idagdag ang mga label file kung may mga bagay sa mga larawan.',
    }),
    'file-changed': (n) => ({
      what: `Nagbago ang ${count(n, 'file')} habang tumatakbo ang evaluation.`,
      fix: 'Patakbuhin itong muli kapag walang ibang program na nagsusulat sa folder.',
    }),
    'class-rare': (n) => ({
      what: `Ang bilang ng item ng ${count(n, 'class')} ay hindi hihigit sa ikasampu ng sa pinakamadalas na class.`,
      fix: 'Basahin ang mga score ng bawat class, o ang balanced accuracy: kaunti lang ang sinasabi ng kabuuang accuracy tungkol sa mga bihirang class.',
    }),
    'single-folder': (n) => ({
      what: `Nasa ${count(n, 'folder')} ang lahat ng file, at hindi malinaw kung class ang pangalan nito. Itinuturing na walang label ang mga ito.`,
      fix: 'Kung class nga, piliin ang “isang folder sa bawat class” bilang layout.',
    }),
    'path-repeated': (n) => ({
      what: `May ${count(n, 'path')} na sa ilang file, na nagkakaiba lang ang pangalan sa pagkakasulat ng tuldik. Isa sa bawat path ang binabasa.`,
      fix: 'Palitan ang pangalan ng iba.',
    }),
    duplicate: (n) => ({
      what: `Kapareho ng iba ang mga byte at label ng ${count(n, 'item')}.`,
      fix: 'Alisin ang mga kopya, para walang item na dalawang beses mabibilang.',
    }),
    'duplicate-labels-differ': (n) => ({
      what: `Kapareho ng iba ang mga byte ng ${count(n, 'item')}, pero iba ang label.`,
      fix: 'Itira ang kopyang may tamang label: mali ang kahit isa sa mga ito.',
    }),
    'size-unknown': (n) => ({
      what: `Hindi nababasang larawan ang ${count(n, 'file')}, kaya hindi isinama.`,
      fix: 'Buksan ang file sa ibang program para tingnan, o i-save ito bilang PNG o JPEG.',
    }),
  },
};
