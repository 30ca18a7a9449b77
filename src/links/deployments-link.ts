import { LinkQuery } from './link-query.ts';

/** The contents of `#/deployments?…`. */
export interface DeploymentsLink {
  /** Id of the deployment shown; `null` for the list. */
  readonly shown: string | null;
}

/** @throws AppError link-invalid */
export function parseDeploymentsLink(query: URLSearchParams): DeploymentsLink {
  return { shown: new LinkQuery([...query], ['id']).readText('id') };
}

export function formatDeploymentHash(id: string): string {
  return `#/deployments?${new URLSearchParams({ id })}`;
}
