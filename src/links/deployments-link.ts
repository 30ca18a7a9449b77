import { LinkQuery } from './link-query.ts';

/** The contents of `#/deployments?…`. */
export interface DeploymentsLink {
  /** The id of the deployment to show; `null` for the list. */
  readonly deploymentId: string | null;
}

/** @throws AppError link-invalid */
export function parseDeploymentsLink(query: URLSearchParams): DeploymentsLink {
  return { deploymentId: new LinkQuery([...query], ['id']).readText('id') };
}

export function formatDeploymentHash(id: string): string {
  return `#/deployments?${new URLSearchParams({ id })}`;
}
