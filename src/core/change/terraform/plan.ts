import { isJsonObject, type JsonObject, listAt, objectAt, parseJson, textAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { parsedFile } from '../../target/memo.js';

/** In bytes. A plan of thousands of resources with their attributes is larger than the texts that judging reads. */
export const planLimit = 48 * 1024 * 1024;

export type PlannedAction = 'replace' | 'delete' | 'create' | 'update' | 'forget';

/** One resource that a plan would change. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly action: PlannedAction;
  /** Arguments that cannot be changed in place, for a replacement. */
  readonly causes?: readonly string[];
  /** Its attributes now; empty for what is created. */
  readonly before: JsonObject;
}

const parsedPlan = parsedFile(readPlan);

/** The plan at a path, as `terraform show -json` writes one. */
export function planAt(world: World, path: string): readonly PlannedChange[] | undefined {
  return parsedPlan(world, path) ?? largePlanAt(world, path);
}

function largePlanAt({ files, raw }: World, path: string): readonly PlannedChange[] | undefined {
  const read = files.read(path);
  if (read.ok || read.code !== 'too-large') return undefined;
  const size = raw?.stat(path)?.size ?? Number.POSITIVE_INFINITY;
  const bytes = size > planLimit ? undefined : raw?.bytes(path, 0, size);
  return bytes && readPlan(new TextDecoder().decode(bytes));
}

/** What `terraform show -json PLAN` says would change, or undefined when the text is no plan of major version 1. */
function readPlan(text: string): readonly PlannedChange[] | undefined {
  const plan = parseJson(text);
  if (!isJsonObject(plan) || !/^1\.\d+$/.test(textAt(plan, 'format_version'))) return undefined;
  if (!Array.isArray(plan['resource_changes'])) return undefined;
  return listAt(plan, 'resource_changes').flatMap(changeOf);
}

function changeOf(resource: unknown): readonly PlannedChange[] {
  const change = objectAt(resource, 'change');
  const address = textAt(resource, 'address');
  const action = actionOf(listAt(change, 'actions'));
  if (action === undefined || address === '') return [];
  const causes = listAt(change, 'replace_paths').flatMap((path) =>
    Array.isArray(path) ? [path.filter((step) => typeof step === 'string').join('.')] : [],
  );
  return [{ address, type: textAt(resource, 'type'), action, causes, before: objectAt(change, 'before') }];
}

/** Both orders of delete and create are a replacement: the old one is gone either way. */
function actionOf(actions: readonly unknown[]): PlannedAction | undefined {
  if (actions.includes('delete')) return actions.includes('create') ? 'replace' : 'delete';
  if (actions.includes('create')) return actions.includes('forget') ? 'replace' : 'create';
  if (actions.includes('update')) return 'update';
  return actions.includes('forget') ? 'forget' : undefined;
}
