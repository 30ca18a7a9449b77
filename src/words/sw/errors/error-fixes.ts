import type * as en from '../../en/errors/error-fixes.ts';

/** What to do, by reason. A reason without an entry has the fix of its error. */
export const hallmarkFixes: typeof en.hallmarkFixes = {
  'hallmark-missing': 'Bandika kiungo chenye #/h/, au chagua faili inayoishia na .hallmark.json.',
  'hallmark-not-json': 'Chagua faili inayoishia na .hallmark.json, kama Assay inavyoihifadhi.',
  'other-method': 'Ufungue kwa toleo la Assay lililoutengeneza, au pima modeli upya kwa toleo hili.',
  'other-file': 'Sahihi yake ni halali. Linganisha faili iliyopimwa, au ipate kutoka chanzo kile kile.',
  'digest-missing': 'Fungua faili za modeli tena, kisha urudie uendeshaji.',
  'run-not-comparable': 'Chagua modeli, data na faili ya vigezo zinazotajwa na muhuri.',
  'not-reproduced':
    'Hakikisha uendeshaji ulitumia mipangilio ile ile. Muhuri ambao vifaa vingine haviwezi kuurudia haupaswi kutegemewa.',
};

export const inputFixes: typeof en.inputFixes = {
  'size-missing': 'Weka ukubwa wa 1 au zaidi kwa kila dimensheni yake huru.',
  'size-invalid': 'Weka namba kamili iliyo zaidi ya 0.',
  'sizes-not-for-task': 'Weka ukubwa unaopendekezwa. Modeli nyingi za kutambua vitu huhitaji urefu na upana sawa.',
  'not-a-profile': 'Chagua faili ya JSON ambayo ONNX Runtime huandika kwa enable_profiling.',
  'profile-without-nodes': 'Endesha modeli kabla ya uchanganuzi kuisha.',
  'no-node-coverage': 'Chagua modeli ya ONNX, TensorFlow.js au LiteRT.',
  'no-such-dimension': 'Weka dimensheni huru pekee, kwa majina haya.',
  'input-too-large': 'Weka ukubwa mdogo zaidi kwa dimensheni zake huru.',
  'message-too-large': 'Weka ukubwa mdogo zaidi kwa dimensheni zake huru, au chagua injini ya kivinjari.',
  'text-not-numbers': 'Chagua modeli ya kazi ambayo Assay inaiendesha.',
  'text-blank': 'Weka maandishi.',
  'no-chat-template': 'Tuma maandishi ya kawaida badala ya mazungumzo, au chagua modeli iliyofunzwa kwa gumzo.',
  'prompt-beyond-context': 'Fupisha prompti, au chagua muktadha mrefu zaidi.',
  'no-top-k': 'Tumia top-p badala yake.',
  'language-unknown': 'Chagua lugha nyingine, au iache itambuliwe.',
  'schema-keyword':
    'Tumia maneno haya muhimu pekee: type, properties, required, additionalProperties, items, minItems, maxItems, enum, const, anyOf, oneOf, minLength, maxLength, $ref. Kwa mengine, fungua modeli kwa injini nyingine.',
  'schema-too-large': 'Tumia skima ndogo zaidi, au fungua modeli kwa injini nyingine.',
  'schema-beyond-vocabulary': 'Tumia skima nyingine, au modeli nyingine.',
  'chat-template-rejects': 'Badilisha ujumbe, au tuma maandishi ya kawaida.',
  'rejected-by-engine': 'Chagua ukubwa au thamani ambazo modeli inazikubali.',
  answering: 'Subiri imalize, au uisimamishe.',
  'task-not-scored': 'Chagua kazi nyingine.',
  'no-matching-classes': 'Chagua lebo za modeli kwa madarasa ya seti ya data, au modeli ya madarasa haya.',
  'unfinished-run-differs': 'Chagua modeli na folda zile zile ili kuuendeleza, au uutupe na uanze upya.',
  'action-not-offered': 'Fungua kwanza ukurasa wenye kitendo hicho.',
  'keys-missing': 'Chagua modeli pamoja na orodha yake ya herufi.',
  'keys-wrong-count': 'Chagua modeli pamoja na orodha yake ya herufi.',
};

export const documentFixes: typeof en.documentFixes = {
  'pdf-encrypted': 'Hifadhi nakala isiyo na nenosiri, kisha uiongeze.',
  'pdf-without-text':
    'Huenda imeskaniwa: tambua maandishi yake kwa programu ya OCR kwanza, kisha uongeze kilichopatikana.',
  'pdf-damaged': 'Ifungue kwa programu nyingine kisha uihifadhi tena.',
  'docx-damaged': 'Ifungue kwa Word au LibreOffice kisha uihifadhi tena kama .docx.',
  'word-old-or-encrypted': 'Ihifadhi kama .docx bila nenosiri, kisha uiongeze.',
  'document-too-large': 'Igawanye, kisha uongeze sehemu unazohitaji.',
  'document-not-text': 'Ongeza faili za maandishi, Markdown, HTML, PDF au Word (.docx).',
};

export const labelFixes: typeof en.labelFixes = {
  'several-layouts': 'Chagua itakayotumika.',
  'several-label-files': 'Chagua itakayotumika.',
  'several-splits': 'Chagua mmojawapo, au folda yake.',
  'no-label-file': 'Iongeze, au chagua aina nyingine ya lebo.',
  'audio-not-scored': 'Chagua folda ya picha au maandishi, au kazi ya utambuzi wa usemi.',
  'no-inputs': 'Chagua folda yenye faili hizo, au modeli ya faili zilizopo.',
  'no-class-matches': 'Linganisha madarasa na lebo kwenye ukurasa wa Tathmini, au chagua modeli au folda nyingine.',
  'no-labels-or-baseline': 'Ongeza lebo, au chagua modeli ya msingi: ulinganifu nayo utakuwa alama.',
  'no-items': 'Chagua folda yenye faili hizo, au sahihisha majina yake kwenye lebo.',
  'other-label-kind': 'Chagua kazi ya lebo hizi, au folda nyingine.',
  'dataset-file-changed': 'Endesha upya wakati hakuna programu nyingine inayoandika kwenye folda.',
  'text-not-unicode': 'Ihifadhi kama UTF-8.',
  'labels-too-large': 'Igawanye, au tathmini sehemu yake.',
  'quote-not-closed': 'Ifunge, au rudufu alama za nukuu zilizo sehemu ya maandishi.',
  'text-after-quote': 'Rudufu alama za nukuu zilizo sehemu ya maandishi.',
  'line-not-json': 'Sahihisha mstari. Kila mmoja lazima uwe kitu cha JSON (object).',
  'line-not-object': 'Sahihisha mstari. Kila mmoja lazima uwe kitu cha JSON (object).',
  'key-repeated': 'Ondoa ile isiyotumika.',
  'too-many-columns': 'Zipe safu mlalo zote sehemu zile zile.',
  'no-tagged-words':
    'Hakikisha kuwa hii ni faili ya CoNLL: neno na tagi yake katika kila mstari, na mstari mtupu kati ya sentensi.',
  'columns-unclear': 'Chagua kilichomo katika kila safu wima.',
  'column-unknown': 'Chagua mojawapo ya safu wima hizi.',
};
