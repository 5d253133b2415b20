import { type Node, parseTree } from 'jsonc-parser';
import { lineAt, nodeAt } from './settings-text.js';

/** What an agent takes for a hook. Whatever else stands in a list makes it drop more than that: ours beside it too. */
export interface HookForm {
  /** The events whose flaws reach ours. */
  readonly events: readonly string[];
  /** The types of hooks, each with the field that it cannot be without. */
  readonly types: Readonly<Record<string, string | undefined>>;
  /** True when a group may stand without hooks. */
  readonly isEmptyFine: boolean;
  /** True when null stands for a field that is not there. */
  readonly isNullFine: boolean;
  /** What `onFailure` may say; absent where the agent does not look at it. */
  readonly onFailure?: readonly string[];
  isLimit(seconds: number): boolean;
}

/** Measured on 2.1.331. A matcher that is no regular expression drops its own group alone. */
export const claudeForm: HookForm = {
  events: ['PreToolUse', 'PermissionRequest'],
  types: { command: 'command', http: 'url', prompt: 'prompt', agent: 'prompt', mcp_tool: 'server' },
  isEmptyFine: false,
  isNullFine: false,
  onFailure: ['block', 'continue'],
  isLimit: (seconds) => seconds > 0,
};

/** Measured on 0.169.0: one flaw drops the whole file. An event that it does not know is passed over. */
export const codexForm: HookForm = {
  events: [
    'PreToolUse',
    'PostToolUse',
    'PermissionRequest',
    'SessionStart',
    'UserPromptSubmit',
    'SubagentStart',
    'SubagentStop',
    'PreCompact',
    'PostCompact',
    'Stop',
  ],
  types: { command: 'command', prompt: undefined, agent: undefined },
  isEmptyFine: true,
  isNullFine: true,
  isLimit: (seconds) => Number.isInteger(seconds) && seconds >= 0,
};

/** The line, from 1, of the first entry for which the agent drops ours with it; undefined when all can be read. */
export function flawIn(text: string, form: HookForm): number | undefined {
  const root = text.trim() === '' ? undefined : parseTree(text);
  const events = root && nodeAt(root, ['hooks']);
  if (events?.type !== 'object') return undefined;
  const flaw = (events.children ?? [])
    .filter(({ children }) => form.events.includes(String(children?.[0]?.value)))
    .map(({ children }) => flawInList(children?.[1], form))
    .find(Boolean);
  return flaw && lineAt(text, flaw.offset);
}

function flawInList(list: Node | undefined, form: HookForm): Node | undefined {
  if (list?.type !== 'array') return list;
  return (list.children ?? []).map((group) => flawInGroup(group, form)).find(Boolean);
}

function flawInGroup(group: Node, form: HookForm): Node | undefined {
  if (group.type !== 'object') return group;
  const matcher = given(group, 'matcher', form);
  if (matcher && matcher.type !== 'string') return matcher;
  const hooks = nodeAt(group, ['hooks']);
  if (hooks === undefined) return form.isEmptyFine ? undefined : group;
  if (hooks.type !== 'array') return hooks;
  return (hooks.children ?? []).find((hook) => !isHook(hook, form));
}

function isHook(hook: Node, form: HookForm): boolean {
  const type: unknown = nodeAt(hook, ['type'])?.value;
  if (typeof type !== 'string' || !Object.hasOwn(form.types, type)) return false;
  const needed = form.types[type];
  if (needed !== undefined && !isText(nodeAt(hook, [needed])?.value, needed)) return false;
  const limit = given(hook, 'timeout', form);
  const seconds: unknown = limit?.value;
  if (limit && !(typeof seconds === 'number' && form.isLimit(seconds))) return false;
  const onFailure = form.onFailure && given(hook, 'onFailure', form);
  if (onFailure && !form.onFailure?.some((one) => one === onFailure.value)) return false;
  const isAsync = given(hook, 'async', form);
  return isAsync === undefined || isAsync.type === 'boolean';
}

function isText(value: unknown, field: string): boolean {
  return typeof value === 'string' && (field !== 'url' || URL.canParse(value));
}

/** A field that says something. */
function given(node: Node, name: string, form: HookForm): Node | undefined {
  const value = nodeAt(node, [name]);
  return value?.type === 'null' && form.isNullFine ? undefined : value;
}

/**
 * The same for Antigravity, whose file names hooks and gives each its events: what others measured on 1.1.25 to drop the whole file.
 */
export function flawInNamed(text: string): number | undefined {
  const root = text.trim() === '' ? undefined : parseTree(text);
  const flaw = (root?.children ?? []).map((property) => flawOfName(property)).find(Boolean);
  return flaw && lineAt(text, flaw.offset);
}

function flawOfName({ children }: Node): Node | undefined {
  const [name, hook] = children ?? [];
  if (name?.value === 'enabled' || hook?.type !== 'object') return hook ?? name;
  for (const [key, value] of (hook.children ?? []).map((one) => one.children ?? [])) {
    if (key?.value === 'enabled' && value?.type !== 'boolean') return value;
    const flaw = key?.value === 'enabled' ? undefined : flawOfEntries(value);
    if (flaw) return flaw;
  }
  return undefined;
}

/** Groups with a matcher and hooks, or hooks alone. */
function flawOfEntries(list: Node | undefined): Node | undefined {
  if (list?.type !== 'array') return list;
  for (const entry of list.children ?? []) {
    const hooks = nodeAt(entry, ['hooks']);
    const [matcher, type, limit] = ['matcher', 'type', 'timeout'].map((name) => nodeAt(entry, [name]));
    const isRead =
      entry.type === 'object' &&
      (matcher === undefined || matcher.type === 'string') &&
      (type === undefined || type.value === 'command' || type.value === 'prompt') &&
      (limit === undefined || Number.isInteger(limit.value));
    if (!isRead) return entry;
    const flaw = hooks && flawOfEntries(hooks);
    if (flaw) return flaw;
  }
  return undefined;
}
