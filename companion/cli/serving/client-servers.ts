import packageJson from '../../../package.json' with { type: 'json' };
import { OipServer } from '../../protocols/oip/oip-server.ts';
import { OpenaiServer } from '../../protocols/openai/openai-server.ts';
import { RequestBodies } from '../../protocols/request-bodies.ts';
import { ServedModels } from '../../protocols/served-models.ts';
import type { ModelResources } from '../../gateway/sessions/client-sessions.ts';
import { formatErrorMessage } from '../print/print-error.ts';

/** The servers of the protocols for clients with an API key. */
export interface ClientServers {
  readonly oip: OipServer;
  readonly openai: OpenaiServer;
}

/** Creates the servers, which share the models and the limit of request bodies. */
export function createClientServers(resources: ModelResources): ClientServers {
  const models = new ServedModels(resources);
  const bodies = new RequestBodies();
  const { version } = packageJson;
  const commonOptions = { models, bodies, formatMessage: formatErrorMessage };
  return { oip: new OipServer({ ...commonOptions, version }), openai: new OpenaiServer(commonOptions) };
}
