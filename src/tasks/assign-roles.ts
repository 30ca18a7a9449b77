import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { FileRole, GraphRole, GraphSignature } from '#core/task/task.ts';

/**
 * Assigns the graphs of a model to the roles of a task. For a task with one role, a single graph is accepted without a
 * check: binding it reports what does not match.
 * @param graphs the header facts of each graph, by file name
 * @throws AppError model-parts if a graph matches no role or several, two graphs match one role, or a role has no graph
 */
export function assignGraphs(
  roles: Readonly<Record<string, GraphRole>>,
  graphs: ReadonlyMap<string, GraphSignature>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(roles);
  const [[onlyRole] = [], ...otherRoles] = entries;
  const [onlyName, ...otherNames] = graphs.keys();
  if (onlyRole && onlyName !== undefined && otherRoles.length === 0 && otherNames.length === 0)
    return { [onlyRole]: onlyName };
  const candidates = [...graphs].map(([name, graph]) => ({
    name,
    matchingRoles: entries.filter(([, role]) => role.matches(graph)).map(([id]) => id),
  }));
  const unmatched = candidates.filter(({ matchingRoles }) => matchingRoles.length === 0);
  if (unmatched.length > 0) throw createPartsError('no-role', unmatched, Object.keys(roles));
  const ambiguous = candidates.find(({ matchingRoles }) => matchingRoles.length > 1);
  if (ambiguous) throw createPartsError('several-roles', [ambiguous], ambiguous.matchingRoles);
  const assigned = entries.map(([id]) => ({
    id,
    files: candidates.filter(({ matchingRoles }) => matchingRoles[0] === id),
  }));
  return requireOneFilePerRole(roles, assigned);
}

/**
 * Assigns the other files of a model to the roles of a task. Files that match no role are ignored: they belong to the
 * graphs, as their weights do.
 * @param readText returns the content of a file; called only for roles that have `matchesContent`
 * @throws AppError model-parts if two files match one role, or a role has no file
 */
export async function assignFiles(
  roles: Readonly<Record<string, FileRole>>,
  names: readonly string[],
  readText: (name: string) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const assigned: { readonly id: string; readonly files: { readonly name: string }[] }[] = [];
  for (const [id, role] of Object.entries(roles)) {
    const files = [];
    for (const name of names.filter((name) => role.namePattern.test(getBaseName(name))))
      if (!role.matchesContent || role.matchesContent(await readText(name))) files.push({ name });
    assigned.push({ id, files });
  }
  return requireOneFilePerRole(roles, assigned);
}

type NamedFiles = readonly { readonly name: string }[];

function requireOneFilePerRole(
  roles: Readonly<Record<string, { readonly isOptional?: boolean; readonly defaultName?: string }>>,
  assigned: readonly { readonly id: string; readonly files: NamedFiles }[],
): Readonly<Record<string, string>> {
  const duplicated = assigned.find(({ files }) => files.length > 1);
  if (duplicated) throw createPartsError('same-role', duplicated.files, [duplicated.id]);
  const unfilled = assigned.filter(({ id, files }) => files.length === 0 && !roles[id]?.isOptional);
  if (unfilled.length > 0)
    throw createPartsError(
      'empty-role',
      [],
      unfilled.map(({ id }) => roles[id]?.defaultName ?? id),
    );
  return Object.fromEntries(assigned.flatMap(({ id, files: [file] }) => (file ? [[id, file.name]] : [])));
}

function createPartsError(problem: string, files: NamedFiles, roles: readonly string[]): AppError {
  const names = files.map(({ name }) => name);
  return new AppError('model-parts', { problem, files: names.join(', '), roles: roles.join(', ') });
}
