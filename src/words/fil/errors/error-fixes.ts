import type * as en from '../../en/errors/error-fixes.ts';

/** What to do, by reason. A reason without an entry has the fix of its error. */
export const hallmarkFixes: typeof en.hallmarkFixes = {
  'hallmark-missing': 'Mag-paste ng link na may #/h/, o pumili ng file na nagtatapos sa .hallmark.json.',
  'hallmark-not-json': 'Pumili ng file na nagtatapos sa .hallmark.json, gaya ng sine-save ng Assay.',
  'other-method': 'Buksan ito sa bersyon ng Assay na gumawa nito, o sukatin muli ang model sa bersyong ito.',
  'other-file': 'Valid ang lagda nito. Ihambing ang file na nasukat, o kunin ito sa parehong pinagmulan.',
  'digest-missing': 'Buksan muli ang mga file ng model, at ulitin ang run.',
  'run-not-comparable': 'Piliin ang model, ang data, at ang gate file na pinapangalanan ng hallmark.',
  'not-reproduced':
    'Tiyaking pareho ang mga setting na ginamit sa run. Hindi dapat pagkatiwalaan ang hallmark na hindi mauulit ng ibang device.',
};

const keysFix = 'Piliin ang model kasama ang sarili nitong listahan ng mga karakter.';
const smallerSizes = 'Maglagay ng mas maliliit na laki para sa mga malayang dimension nito.';

export const inputFixes: typeof en.inputFixes = {
  'size-missing': 'Maglagay ng laki na 1 o higit pa para sa bawat malayang dimension nito.',
  'size-invalid': 'Maglagay ng buong bilang na higit sa 0.',
  'sizes-not-for-task':
    'Ilagay ang mga iminumungkahing laki. Kailangan ng karamihan sa mga detector na magkapareho ang taas at lapad.',
  'not-a-profile': 'Piliin ang JSON file na isinusulat ng ONNX Runtime gamit ang enable_profiling.',
  'profile-without-nodes': 'Patakbuhin ang model bago matapos ang pag-profile.',
  'no-node-coverage': 'Pumili ng ONNX, TensorFlow.js, o LiteRT model.',
  'no-such-dimension': 'Mga malayang dimension lang ang itakda, gamit ang mga pangalang ito.',
  'input-too-large': smallerSizes,
  'message-too-large':
    'Maglagay ng mas maliliit na laki para sa mga malayang dimension nito, o pumili ng engine ng browser.',
  'text-not-numbers': 'Pumili ng model para sa task na pinapatakbo ng Assay.',
  'text-blank': 'Maglagay ng text.',
  'no-chat-template': 'Magpadala ng plain text sa halip na pag-uusap, o pumili ng model na sinanay para sa chat.',
  'prompt-beyond-context': 'Paikliin ang prompt, o pumili ng mas mahabang context.',
  'no-top-k': 'Gamitin ang top-p sa halip.',
  'language-unknown': 'Pumili ng ibang wika, o hayaang tukuyin ito.',
  'schema-keyword':
    'Gamitin lang ang mga keyword na ito: type, properties, required, additionalProperties, items, minItems, maxItems, enum, const, anyOf, oneOf, minLength, maxLength, $ref. Para sa iba, buksan ang model sa ibang engine.',
  'schema-too-large': 'Gumamit ng mas maliit na schema, o buksan ang model sa ibang engine.',
  'schema-beyond-vocabulary': 'Gumamit ng ibang schema, o ibang model.',
  'chat-template-rejects': 'Baguhin ang mga mensahe, o magpadala ng plain text.',
  'rejected-by-engine': 'Pumili ng mga laki o value na suportado ng model.',
  answering: 'Hintayin itong matapos, o ihinto ito.',
  'task-not-scored': 'Pumili ng ibang task.',
  'no-matching-classes':
    'Pumili ng mga label ng model para sa mga class ng dataset, o ng model para sa mga class na ito.',
  'unfinished-run-differs': 'Piliin ang parehong model at folder para ituloy ito, o itapon ito at magsimulang muli.',
  'action-not-offered': 'Buksan muna ang page na mayroon nito.',
  'keys-missing': keysFix,
  'keys-wrong-count': keysFix,
};

export const documentFixes: typeof en.documentFixes = {
  'pdf-encrypted': 'Mag-save ng kopyang walang password, at iyon ang idagdag.',
  'pdf-without-text': 'Malamang na scan ito: ipabasa muna ang text nito sa isang OCR program, at idagdag ang resulta.',
  'pdf-damaged': 'Buksan ito sa ibang program at i-save muli.',
  'docx-damaged': 'Buksan ito sa Word o LibreOffice at i-save muli bilang .docx.',
  'word-old-or-encrypted': 'I-save ito bilang .docx na walang password, at iyon ang idagdag.',
  'document-too-large': 'Hatiin ito, at idagdag ang mga bahaging kailangan mo.',
  'document-not-text': 'Magdagdag ng mga text, Markdown, HTML, PDF, o Word (.docx) file.',
};

export const labelFixes: typeof en.labelFixes = {
  'several-layouts': 'Piliin kung alin sa mga ito ang gagamitin.',
  'several-label-files': 'Piliin kung alin sa mga ito ang gagamitin.',
  'several-splits': 'Piliin ang isa sa mga ito, o ang folder nito.',
  'no-label-file': 'Idagdag ito, o pumili ng ibang uri ng label.',
  'audio-not-scored': 'Pumili ng folder ng mga larawan o text, o ang task na pagkilala sa pananalita.',
  'no-inputs': 'Piliin ang folder na may laman ng mga ito, o isang model para sa mga file na naroon.',
  'no-class-matches': 'Itugma ang mga class sa mga label sa page ng Evaluate, o pumili ng ibang model o folder.',
  'no-labels-or-baseline':
    'Magdagdag ng mga label, o pumili ng baseline na model: ang pagtutugma rito ang magiging score.',
  'no-items': 'Piliin ang folder na may laman ng mga file, o itama ang mga pangalan ng mga ito sa mga label.',
  'other-label-kind': 'Pumili ng task para sa mga label na ito, o ng ibang folder.',
  'dataset-file-changed': 'Patakbuhin itong muli kapag walang ibang program na nagsusulat sa folder.',
  'text-not-unicode': 'I-save ito bilang UTF-8.',
  'labels-too-large': 'Hatiin ito, o i-evaluate ang isang bahagi nito.',
  'quote-not-closed': 'Isara ito, o doblehin ang mga panipi na bahagi ng text.',
  'text-after-quote': 'Doblehin ang mga panipi na bahagi ng text.',
  'line-not-json': 'Itama ang linya. Dapat JSON object ang bawat isa.',
  'line-not-object': 'Itama ang linya. Dapat JSON object ang bawat isa.',
  'key-repeated': 'Alisin ang hindi nalalapat.',
  'too-many-columns': 'Bigyan ng magkakaparehong field ang lahat ng row.',
  'no-tagged-words':
    'Tiyaking CoNLL file ito: isang salita at ang tag nito sa bawat linya, at blankong linya sa pagitan ng mga pangungusap.',
  'columns-unclear': 'Piliin kung ano ang laman ng bawat column.',
  'column-unknown': 'Pumili ng isa sa mga column na ito.',
};
