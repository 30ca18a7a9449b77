import { AppError } from '#core/errors/error.ts';
import type { ClientMessage } from '#protocol/client-messages.ts';
import type { Scope } from '#protocol/schemas.ts';
import type { AuthenticatedClient } from '../access/authenticated-client.ts';
import { limits } from '../limits.ts';
import { ClientSessions, type Request, type SessionResources } from './client-sessions.ts';

/** The scope that each request requires; `null` if it requires none. */
const requiredScopes: Readonly<Record<Request['type'], Scope | null>> = {
  'list-engines': 'read',
  'list-models': 'read',
  'read-hardware': 'read',
  'begin-upload': 'manage',
  upload: 'manage',
  open: 'run',
  run: 'run',
  generate: 'run',
  'time-text': 'run',
  vocabulary: 'run',
  tokenise: 'run',
  predict: 'run',
  bench: 'run',
  profile: 'run',
  memory: 'run',
  close: 'run',
  federate: 'run',
  'rotate-key': null,
};

/**
 * Answers the concurrent requests of a WebSocket until it is closed, then aborts them and closes its models. Replies are sent
 * in any order, but each model handles one call at a time.
 */
export async function serveClient(client: AuthenticatedClient, resources: SessionResources): Promise<void> {
  const { connection } = client;
  const sessions = new ClientSessions(client, resources);
  const runningRequests = new Map<
    number,
    { readonly controller: AbortController; readonly completion: Promise<void> }
  >();
  for (;;) {
    const message = await connection.receive();
    if (message === null) break;
    if (message.type === 'cancel') {
      runningRequests.get(message.id)?.controller.abort(new AppError('aborted'));
      continue;
    }
    if (!isRequest(message)) {
      connection.reject(null, new AppError('message-invalid', { reason: 'message-type', type: message.type }));
      continue;
    }
    const { id } = message;
    const rejection = findRejection(message, client, runningRequests);
    if (rejection) {
      const isRunning = rejection.facts.reason === 'request-id-in-use'; // the running request with this id still gets its reply
      connection.reject(isRunning ? null : id, rejection);
      continue;
    }
    const controller = new AbortController();
    const completion = handleRequest(client, sessions, message, controller).finally(() => runningRequests.delete(id));
    runningRequests.set(id, { controller, completion });
  }
  for (const { controller } of runningRequests.values()) controller.abort(new AppError('aborted'));
  await Promise.all([...runningRequests.values()].map(({ completion }) => completion));
  await sessions.close();
}

async function handleRequest(
  { connection }: AuthenticatedClient,
  sessions: ClientSessions,
  request: Request,
  controller: AbortController,
): Promise<void> {
  const deadlineMs = 'deadlineMs' in request ? request.deadlineMs : undefined;
  const expire = () => controller.abort(new AppError('deadline-exceeded', { deadlineMs: deadlineMs ?? 0 }));
  const timer = deadlineMs === undefined ? undefined : setTimeout(expire, deadlineMs);
  try {
    const message = await sessions.answer(request, controller.signal);
    if (message) connection.send(message);
  } catch (thrown) {
    connection.sendError(request.id, thrown);
  } finally {
    clearTimeout(timer);
  }
}

function isRequest(message: ClientMessage): message is Request {
  return message.type in requiredScopes;
}

function findRejection(
  request: Request,
  { identity }: AuthenticatedClient,
  running: ReadonlyMap<number, unknown>,
): AppError | null {
  const scope = requiredScopes[request.type];
  if (scope !== null && !identity.scopes.includes(scope)) {
    return new AppError('companion-rejected', { reason: 'scope-missing', scope });
  }
  if (running.has(request.id)) {
    return new AppError('companion-rejected', { reason: 'request-id-in-use', id: request.id });
  }
  if (running.size >= limits.maxRequests) {
    return new AppError('companion-rejected', { reason: 'too-many-requests', max: limits.maxRequests });
  }
  return null;
}
