import type { World } from '../../shared/world.js';
import { type WireField, wireFields, wireNumber, wireText } from '../protobuf.js';
import { zipBytes, zipEntries } from '../zip.js';
import { type PlannedAction, type PlannedChange, planLimit } from './plan.js';
import { readState, type StateResource } from './state.js';

const changeLimit = 20_000;

/** A saved plan as `terraform plan -out` writes it: a ZIP with the plan and the state before. */
export interface SavedPlan {
  readonly changes: readonly PlannedChange[];
  /** The state that it starts from; empty where it could not be read. */
  readonly before: readonly StateResource[];
  /** Set where it has an action or a form that is not known: then it says less than it does. */
  readonly isNewer: boolean;
}

/** Actions by their number in the plan's own form. */
const actions: Readonly<Record<number, PlannedAction | 'nothing'>> = {
  0: 'nothing',
  1: 'create',
  2: 'nothing',
  3: 'update',
  5: 'delete',
  6: 'replace',
  7: 'replace',
  8: 'forget',
  9: 'replace',
};

/** The plan at a path, read without Terraform. Undefined for what is no saved plan. */
export function savedPlanAt(path: string, world: World): SavedPlan | undefined {
  const { raw } = world;
  const entries = raw && zipEntries(path, raw);
  const plan = entries?.find(({ name }) => name === 'tfplan');
  const bytes = raw && plan && zipBytes(path, plan, raw, planLimit);
  const fields = bytes && wireFields(bytes);
  if (raw === undefined || fields === undefined) return undefined;
  const state = entries?.find(({ name }) => name === 'tfstate');
  const text = state && zipBytes(path, state, raw, planLimit);
  const before = (text && readState(new TextDecoder().decode(text))) ?? [];
  const read = fields
    .filter(({ field }) => field === 3)
    .slice(0, changeLimit)
    .map(changeOf);
  const all = fields.filter(({ field }) => field === 3).length;
  return {
    changes: read
      .filter((change) => change !== 'nothing' && change !== 'unknown')
      .map((change) => withBefore(change, before)),
    before,
    isNewer: wireNumber(fields, 1) !== 3 || read.includes('unknown') || all > changeLimit,
  };
}

type Read = Omit<PlannedChange, 'before'> | 'nothing' | 'unknown';

function changeOf({ bytes }: WireField): Read {
  const fields = wireFields(bytes);
  const change = fields?.find(({ field }) => field === 9);
  const inner = change && wireFields(change.bytes);
  const address = fields === undefined ? '' : wireText(fields, 13);
  const action = inner && actions[wireNumber(inner, 1)];
  if (fields === undefined || action === undefined || address === '') return 'unknown';
  if (action === 'nothing') return 'nothing';
  const causes = fields.filter(({ field }) => field === 11).map(stepsOf);
  return { address, type: typeOf(address), action, causes: causes.filter((cause) => cause !== '') };
}

/** The argument that cannot be changed in place: its first name. */
function stepsOf({ bytes }: WireField): string {
  const names = (wireFields(bytes) ?? []).flatMap(({ field, bytes: step }) => {
    const name = field === 1 ? wireText(wireFields(step) ?? [], 1) : '';
    return name === '' ? [] : [name];
  });
  return names.join('.');
}

function withBefore(change: Omit<PlannedChange, 'before'>, before: readonly StateResource[]): PlannedChange {
  const { address } = change;
  return { ...change, before: before.find((one) => one.address === address)?.attributes ?? {} };
}

/** `module.a["x"].aws_lb.front[0]` is an `aws_lb`. */
export function typeOf(address: string): string {
  let depth = 0;
  const parts: string[] = [''];
  for (const character of address) {
    if (character === '[') depth += 1;
    if (character === '.' && depth === 0) parts.push('');
    else if (depth === 0) parts[parts.length - 1] += character;
    if (character === ']') depth -= 1;
  }
  const from = parts.findIndex((part, at) => part !== 'module' && parts[at - 1] !== 'module');
  const rest = parts.slice(Math.max(0, from));
  return (rest[0] === 'data' ? rest[1] : rest[0]) ?? 'resource';
}
