import { isJsonObject, type JsonObject, listAt, objectAt, parseJson, textAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { parsedFile } from '../../target/memo.js';

/** One instance of a resource in a Terraform state, format 4. */
export interface StateResource {
  /** `module.web.aws_lb.front[0]` */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly attributes: JsonObject;
}

/** A state holds no more than this many instances for us; the rest is not looked at. */
const instanceLimit = 20_000;

/** The resources of the state at a path; each file is read once a call, however many effects ask for it. */
export type States = (path: string) => readonly StateResource[] | undefined;

const stateAt = parsedFile(readState);

export function statesOf(world: World): States {
  const read = new Map<string, readonly StateResource[] | undefined>();
  return (path) => {
    if (!read.has(path)) read.set(path, stateAt(world, path));
    return read.get(path);
  };
}

/** The resources of a state file, or undefined when the text is no state in a format that is known (4). */
export function readState(text: string): readonly StateResource[] | undefined {
  const state = parseJson(text);
  if (!isJsonObject(state) || state['version'] !== 4) return undefined;
  return listAt(state, 'resources').flatMap(instancesOf).slice(0, instanceLimit);
}

function instancesOf(resource: unknown): readonly StateResource[] {
  const type = textAt(resource, 'type');
  const name = textAt(resource, 'name');
  if (type === '' || name === '') return [];
  const mode = textAt(resource, 'mode') === 'data' ? 'data' : 'managed';
  const module = textAt(resource, 'module');
  const address = `${module === '' ? '' : `${module}.`}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
  return listAt(resource, 'instances').map((instance) => ({
    address: `${address}${indexOf(instance)}`,
    mode,
    type,
    attributes: objectAt(instance, 'attributes'),
  }));
}

function indexOf(instance: unknown): string {
  const key = isJsonObject(instance) ? instance['index_key'] : undefined;
  if (typeof key === 'number') return `[${key}]`;
  return typeof key === 'string' ? `[${JSON.stringify(key)}]` : '';
}
