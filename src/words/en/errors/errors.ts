import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import type { ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import type { RequestReason } from '#core/errors/reason.ts';
import { describeDownload, fact, isFaultOfParameters, isFaultOfRun, isTruncated } from '../../error-facts.ts';
import { companionFixes } from '../device/companion.ts';
import { enginePackages } from '../device/engine-packages.ts';
import { format } from '../format.ts';
import { nonModelFiles } from '../models/non-model-files.ts';
import { shell } from '../shell/shell.ts';
import { documentFixes, hallmarkFixes, inputFixes, labelFixes } from './error-fixes.ts';
import { actualInput, because, causeText, freeDimensions } from './fact-phrases.ts';
import { cannotRun, engineNames, otherTask, type Wording } from './model-errors.ts';
import { requestFixes, serverFixes } from './requests.ts';

const links: Readonly<Record<string, string>> = { first: 'The first link', second: 'The second link' };

export const errors = {
  'engine-unavailable': (facts) => ({
    what: `${fact(facts, 'engine', 'The engine')} cannot use ${fact(facts, 'device', 'this device')} here${because(facts)}`,
    fix: 'Choose another device for the run. The Device page shows what this browser offers.',
  }),
  'engine-not-cached': ({ engine }) => {
    const name = engineNames[String(engine)] ?? 'The engine';
    return {
      what: `${name} is not saved for offline use, and there is no connection to load it.`,
      fix: `Connect once and save it under “${shell.offline.details}” at the foot of any page, or open a model with it while online.`,
    };
  },
  'engine-not-ready': (facts) => {
    const id = String(facts['engine']) as PackageId;
    const state = facts as unknown as PackageState; // the facts are the fields of the state
    const action = enginePackages.action(id, state);
    return {
      what: `${enginePackages.names[id]} cannot be used: ${enginePackages.message(state)}.`,
      fix: action?.startsWith('npm ') ? `Add it with: ${action}` : (action ?? ''),
    };
  },
  'engine-rejected': (facts) => ({
    what: `${fact(facts, 'file', 'The package')} was rejected${because(facts)}`,
    fix: 'Nothing was installed. Check the package registry that is configured for pip or npm, or the path of the library, then try again.',
  }),
  'engine-died': (facts) => ({
    what: `${engineNames[String(facts['engine'])] ?? 'The native engine'} stopped unexpectedly${because(facts)}`,
    fix: 'Run again: the engine has been restarted, and other models are not affected. If it happens again, choose another engine.',
  }),
  'engine-in-use': ({ engine: id }) => ({
    what: `Another command is adding or removing ${enginePackages.names[String(id) as PackageId]}.`,
    fix: 'Wait until it has finished, then try again.',
  }),
  'model-unsupported': (facts) =>
    facts['misfit'] === 'task'
      ? otherTask(facts, `${fact(facts, 'model', '')}: ${causeText(facts)}`)
      : cannotRun(facts),
  'graph-unavailable': (facts) => ({
    what: `The graph of ${fact(facts, 'model', 'this model')} cannot be shown${because(facts)}`,
    fix: 'Open an ONNX, TFLite or GGUF file, or a TensorFlow.js graph model.',
  }),
  'model-parts': (facts) => {
    const [files, roles] = [fact(facts, 'files', 'A file'), fact(facts, 'roles', 'none')];
    const what: Readonly<Record<string, string>> = {
      'no-role': `${files} is not one of the models that this task needs: ${roles}.`,
      'several-roles': `${files} fits several roles in this task: ${roles}.`,
      'same-role': `Several files fit the role ${roles}: ${files}.`,
      'empty-role': `This task also needs: ${roles}.`,
    };
    const problem = what[String(facts['problem'])];
    if (facts['suits'] !== undefined) return otherTask(facts, problem ?? '');
    return {
      what: problem ?? `These files do not form one model: ${files}.`,
      fix: 'Choose all files of one model together, and no others.',
    };
  },
  'model-corrupt': (facts) => {
    if (facts.reason === 'file-missing') {
      return {
        what: `A file of the model is missing: ${fact(facts, 'file', '')}.`,
        fix: 'Choose all files of the model together, or the folder that contains them.',
      };
    }
    if (facts.reason === 'tensor-missing') {
      return {
        what: `The weights do not match config.json${because(facts)}`,
        fix: 'Choose the weights and the config.json of the same model.',
      };
    }
    if (facts.reason === 'graph-cycle') {
      return {
        what: `The graph of the model has a cycle${because(facts)}`,
        fix: 'Export the model again; no engine can run it as it is.',
      };
    }
    return {
      what: isTruncated(facts)
        ? `The ${fact(facts, 'format', 'model')} file is incomplete${because(facts)}`
        : `The ${fact(facts, 'format', 'model')} file is damaged${facts['offset'] === undefined ? '' : ` at byte ${facts['offset']}`}${because(facts)}`,
      fix: 'Download the file again from its source, and compare its size with the one shown there.',
    };
  },
  'model-unknown': (facts) => {
    const other = Object.entries(nonModelFiles).find(([id]) => id === facts['detectedAs'])?.[1];
    const model = fact(facts, 'model', '');
    if (model === '') return { what: 'No model is open.', fix: 'Choose a model first.' };
    return other
      ? { what: `${model} ${other.what}`, fix: other.fix }
      : { what: `There is no model called ${model}.`, fix: 'Check the name, or open the model from a file.' };
  },
  'model-not-stored': (facts) => ({
    what: `${fact(facts, 'model', 'The model')} is not stored in this browser.`,
    fix: 'On the Models page, download it or choose its file again. Then open this link again.',
    link: {
      label: 'Open on the Models page',
      href: `#/models?${new URLSearchParams({ model: fact(facts, 'model', '') })}`,
    },
  }),
  'other-model': (facts) => ({
    what: `${fact(facts, 'model', 'This')} is a different model: its SHA-256 is ${fact(facts, 'sha256', 'different')}, but the measured ${fact(facts, 'otherModel', 'model')} has ${fact(facts, 'otherSha256', 'an unknown one')}.`,
    fix: 'Choose the file with that SHA-256, or measure this one without comparing.',
  }),
  'other-copy': (facts) => ({
    what: `${fact(facts, 'file', 'This')} is not the file that was stored as ${fact(facts, 'model', 'this model')}: its SHA-256 differs.`,
    fix: 'Choose the original file, or open this one as a new model.',
  }),
  'model-in-use': (facts) => ({
    what: `A tab has ${fact(facts, 'model', 'the model')} open, or is downloading it, so it was not deleted.`,
    fix: 'Close the pages that use it, or pause the download there, then delete it.',
  }),
  'input-invalid': (facts) => {
    if (typeof facts['free'] === 'string') {
      return {
        what: `Enter a size for ${freeDimensions(facts['free'])}.`,
        fix: 'The model does not fix this size. Enter a whole number above 0 that the model supports.',
      };
    }
    if (facts.reason === 'sizes-not-for-task') {
      return {
        what: `The model does not fit this task with ${fact(facts, 'sizes', 'these sizes')}; it does with ${fact(facts, 'suggested', 'others')}.`,
        fix: inputFixes[facts.reason]!,
      };
    }
    if (facts.reason === 'no-such-dimension') {
      return {
        what: `The model has no free dimension ${fact(facts, 'name', '')}${because(facts)}`,
        fix: inputFixes[facts.reason]!,
      };
    }
    return {
      what: `The input ${fact(facts, 'name', '')} is not valid${facts.reason ? because(facts) : `: it is ${actualInput(facts)}.`}`,
      fix: inputFixes[String(facts.reason)] ?? `Expected: ${fact(facts, 'expected', 'another value')}.`,
    };
  },
  'input-blank': () => ({
    what: 'There is nothing to read: the image is blank.',
    fix: 'Draw one digit, darker or lighter than its background.',
  }),
  'file-unreadable': (facts) => ({
    what: `${fact(facts, 'file', 'The file')} could not be read${because(facts)}`,
    fix:
      documentFixes[String(facts.reason)] ??
      'Check the file in another program, or choose another one. Images can be PNG, JPEG, WebP, AVIF or GIF; videos MP4, MOV, WebM or MKV. Audio in datasets, and in commands with --target, must be WAV.',
  }),
  'file-permission-denied': ({ file }) => ({
    what: `The browser did not allow reading ${file}.`,
    fix: 'Open it again and allow it when asked. If the browser no longer asks, choose the file again.',
  }),
  'file-gone': ({ file }) => ({
    what: `${file} was not found: it was moved, renamed or deleted, or its drive is not connected.`,
    fix: 'Put it back and open it again, or choose the file at its new location.',
  }),
  'file-changed': ({ file }) => ({
    what: `${file} has changed since you last opened it.`,
    fix: 'If you expected that, open it anyway.',
  }),
  'labels-invalid': (facts) => ({
    what: `The labels in ${fact(facts, 'file', 'the file')} cannot be read${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? 'Correct the file, or choose another one.',
  }),
  'not-scored': (facts) => ({
    what: `The result cannot be scored${because(facts)}`,
    fix: 'The item counts as failed. If many do, check the model with another engine or device.',
  }),
  'dataset-unclear': (facts) => ({
    what: `This folder cannot be evaluated as it is${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? 'Choose another folder.',
  }),
  'fetch-failed': (facts) => {
    const { subject, host, url } = describeDownload(facts, 'A file');
    return {
      what: `${subject} could not be downloaded${host && ` from ${host}`}${because(facts)}`,
      fix: 'Check the connection and try again. Files that were downloaded once stay available offline.',
      ...(url && { details: url }),
    };
  },
  'access-denied': (facts) => {
    const { subject, host, url } = describeDownload(facts, 'This download');
    return {
      what: `${subject}${host && ` on ${host}`} requires a sign-in or accepted terms (HTTP ${fact(facts, 'status', '401')}).`,
      fix: 'Assay sends no account or token. Open the model’s page, accept its terms and download the file there, then open it here from disk.',
      ...(url && { details: url }),
    };
  },
  'out-of-memory': (facts) => ({
    what: `There is not enough memory${because(facts)}`,
    fix: 'Close other tabs and try again, or use a smaller model.',
  }),
  'worker-died': (facts) => ({
    what: `The worker running ${fact(facts, 'engine', 'the model')} stopped unexpectedly${because(facts)}`,
    fix: 'Usually it ran out of memory. Run again: a new worker starts automatically. If it happens again, use a smaller model.',
  }),
  'device-lost': (facts) => ({
    what: `The GPU device was lost${because(facts)}`,
    fix: 'Run again. If it happens again, update the graphics driver or run on WebAssembly instead.',
  }),
  'companion-unreachable': (facts) => ({
    what: `The companion at ${fact(facts, 'address', 'this computer')} cannot be reached${because(facts)}`,
    fix: 'Start it with “npm start”, then try again. Or choose an engine of the browser.',
  }),
  'companion-rejected': (facts) => ({
    what: `The companion rejected this${because(facts)}`,
    fix: companionFixes[String(facts.reason)] ?? 'Reload this page. If it happens again, restart the companion.',
  }),
  'message-invalid': (facts) => ({
    what: `The page and the companion do not understand each other${because(facts)}`,
    fix: 'Update the older of the two, and reload this page.',
  }),
  'server-failed': (facts) => ({
    what: `The server ${fact(facts, 'server', '')} (${fact(facts, 'url', fact(facts, 'model', ''))}) failed${because(facts)}`,
    fix:
      serverFixes[String(facts.reason)] ??
      'Check that it is running and that its address is right: npm run assay -- server ls.',
  }),
  'server-address': (facts) => ({
    what: `${fact(facts, 'url', 'The address')} cannot be used${because(facts)}`,
    fix: serverFixes[String(facts.reason)] ?? 'Correct the address.',
  }),
  'request-invalid': (facts) => ({
    what: `The request is not valid${because(facts)}`,
    fix: requestFixes[facts.reason as RequestReason],
  }),
  'session-closed': (facts) => ({
    what: `The companion no longer has the model open${because(facts)}`,
    fix: 'Open the model again.',
  }),
  'deadline-exceeded': (facts) => ({
    what: `The companion did not finish within ${facts['deadlineMs'] === undefined ? 'the time limit' : format.duration(Number(facts['deadlineMs']))}.`,
    fix: 'Try again, or choose a smaller input or model.',
  }),
  aborted: () => ({ what: 'Stopped.', fix: 'Nothing was saved. Start again at any time.' }),
  'run-interrupted': (facts) => ({
    what: `The run was interrupted${because(facts)}`,
    fix: 'Start it again and keep this tab visible until it is done: browsers throttle hidden pages.',
  }),
  'link-invalid': (facts) =>
    isFaultOfParameters(facts) && facts['which'] === undefined
      ? {
          what: 'This link is damaged, or from another version of Assay.',
          fix: 'Copy it again and paste all of it: messengers sometimes cut long links. Or open the page from the menu, without the link.',
          details: causeText(facts),
        }
      : {
          what: `${links[String(facts['which'])] ?? 'This link'} cannot be read${because(facts)}`,
          fix: 'Correct the link, or copy it again and paste all of it: messengers sometimes cut long links.',
        },
  'gates-invalid': (facts) => ({
    what: `The gate file cannot be used${because(facts)}`,
    fix: 'Correct the file. Nothing was measured.',
  }),
  'hallmark-invalid': (facts) => ({
    what: `${isFaultOfRun(facts) ? 'This run cannot be signed' : 'This hallmark was rejected'}${because(facts)}`,
    fix:
      hallmarkFixes[String(facts.reason)] ??
      'Get the link or file again from the person who made it. Do not rely on this one.',
  }),
  'result-invalid': (facts) => ({
    what: `Result ${fact(facts, 'entry', '')} of the file was not imported${because(facts)}`,
    fix: 'Export the results again in the browser that has them. The other results of the file were imported.',
  }),
  'results-newer': (facts) => ({
    what: `The file was not imported: its format version is ${fact(facts, 'version', '')}, and this version of Assay reads up to ${fact(facts, 'maxVersion', '')}.`,
    fix: 'Update Assay: reload this page while online, and import the file again.',
  }),
  'recipe-invalid': (facts) => ({
    what: `The recipe cannot be used${because(facts)}`,
    fix: 'Correct it. Nothing was changed.',
  }),
  'deployment-changed': (facts) => ({
    what: `The deployment was not changed${because(facts)}`,
    fix: 'Another tab may have changed it. The page shows its current state; nothing was lost.',
  }),
  'federation-invalid': (facts) => ({
    what: `The federation cannot be used${because(facts)}`,
    fix: 'Ask the coordinator for a new invitation, and open the model that it names.',
  }),
  'federation-refused': (facts) => ({
    what: `The update was not accepted${because(facts)}`,
    fix: 'No part of the update is used. Ask the person who coordinates the federation.',
  }),
  'coordinator-untrusted': (facts) => ({
    what: `The coordinator is not trusted${because(facts)}`,
    fix: 'Nothing more was sent. Do not take part again until the person who coordinates the federation has explained this.',
  }),
  'deployments-newer': (facts) => ({
    what: `A deployment has format version ${fact(facts, 'version', '')}, and this version of Assay reads up to ${fact(facts, 'maxVersion', '')}.`,
    fix: 'Update Assay: reload this page while online. The deployment was neither read nor changed.',
  }),
  'conversation-invalid': (facts) => ({
    what: `${fact(facts, 'file', 'The file')} was not imported${because(facts)}`,
    fix: 'Nothing was changed. Choose a file that was saved here as JSON, or correct the field.',
  }),
  'address-invalid': (facts) => ({
    what: `This is not the address of a model${because(facts)}`,
    fix: 'Enter organisation/name, organisation/name:file, or the https address of a model file.',
  }),
  'storage-failed': (facts) => ({
    what: `${facts['host'] === 'companion' ? 'The companion could not save a file' : 'The browser’s storage failed'}${because(facts)}`,
    fix: storageFix(facts),
  }),
  'camera-unavailable': (facts) => ({
    what: `The camera cannot be used${because(facts)}`,
    fix: 'Allow the camera for this page in the browser, and close other programs that use it.',
  }),
  'microphone-unavailable': (facts) => ({
    what: `The microphone cannot be used${because(facts)}`,
    fix: 'Allow the microphone for this page in the browser, and close other programs that use it.',
  }),
  'faces-locked': () => ({
    what: 'This passphrase does not unlock the enrolled faces.',
    fix: 'Type it again. If it is lost, the faces cannot be recovered: delete them, and enrol people again.',
  }),
  'video-not-saved': (facts) => ({
    what: `The annotated video cannot be saved${because(facts)}`,
    fix: 'Save the tracks as CSV or JSON, or try another browser, or a video of lower resolution.',
  }),
  internal: (facts) => ({
    what: `Internal error in Assay${because(facts)}`,
    fix: 'Reload the page. If it happens again, please report it with the text above.',
  }),
} satisfies Record<ErrorCode, (facts: ErrorFacts) => Wording>;

function storageFix({ host, reason }: ErrorFacts): string {
  if (host === 'companion') return 'Free some disk space, then try again.';
  if (reason === 'cleared-by-browser') return 'On the Models page, download the model or choose its file again.';
  if (reason === 'storage-blocked')
    return 'Files still open and run, but models, results and conversations are lost when the page closes. To keep them, allow site data for this page in the browser.';
  if (reason === 'storage-newer')
    return 'Reload this page while online to update Assay. Nothing that is stored was changed.';
  return 'Free some disk space or leave private browsing, then try again.';
}
