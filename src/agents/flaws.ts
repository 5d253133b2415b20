import { type Node, parseTree } from 'jsonc-parser';
import { lineAt, nodeAt } from './settings-text.js';

/**
 * The line, from 1, of the first hook that an agent with groups of hooks cannot read, and for which it drops more than
 * that hook: ours beside it would not run either. Undefined when every hook can be read. Measured on Claude Code and Codex.
 */
export function flawIn(text: string, types: readonly string[]): number | undefined {
  const root = text.trim() === '' ? undefined : parseTree(text);
  const events = root && nodeAt(root, ['hooks']);
  if (!events) return undefined;
  const flaw =
    events.type === 'object'
      ? (events.children ?? []).map((event) => flawInList(event.children?.[1], types)).find(Boolean)
      : events;
  return flaw && lineAt(text, flaw.offset);
}

function flawInList(list: Node | undefined, types: readonly string[]): Node | undefined {
  if (list?.type !== 'array') return list;
  return (list.children ?? []).map((group) => flawInGroup(group, types)).find(Boolean);
}

function flawInGroup(group: Node, types: readonly string[]): Node | undefined {
  const matcher = nodeAt(group, ['matcher']);
  if (matcher && !isMatcher(matcher.value)) return matcher;
  const hooks = nodeAt(group, ['hooks']);
  if (hooks?.type !== 'array') return hooks ?? group;
  return (hooks.children ?? []).find((hook) => !isHook(hook, types));
}

/** `*` alone stands for every tool; anything else is a regular expression. */
function isMatcher(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return value === '*' || new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

function isHook(hook: Node, types: readonly string[]): boolean {
  const type: unknown = nodeAt(hook, ['type'])?.value;
  if (typeof type !== 'string' || !types.includes(type)) return false;
  if (type !== 'command') return true;
  const command: unknown = nodeAt(hook, ['command'])?.value;
  return typeof command === 'string' && isLimit(nodeAt(hook, ['timeout'])?.value);
}

function isLimit(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && value > 0);
}
