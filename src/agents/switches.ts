import { type Node, parseTree } from 'jsonc-parser';
import { lineAt, nodeAt, tomlLine } from './settings-text.js';

/** The name by which one hook can be switched off, where an agent gives hooks names. */
export const hookName = 'countersign';

/** The spellings that agents have for leaving hooks out. A key with dots in it is one key of the editor's settings. */
const switches: readonly { readonly path: readonly string[]; readonly off: boolean }[] = [
  { path: ['disableAllHooks'], off: true },
  { path: ['hooksDisabled'], off: true },
  { path: [hookName, 'enabled'], off: false },
  { path: ['hooksConfig', 'enabled'], off: false },
  { path: ['features', 'hooks'], off: false },
  { path: ['allow_managed_hooks_only'], off: true },
  { path: ['chat.useHooks'], off: false },
  { path: ['chat.hookFilesLocations', '~/.copilot/hooks'], off: false },
];

/** The line, from 1, on which an agent's settings tell it to leave hooks out; undefined when they do not. */
export function switchedOffLine(path: string, text: string): number | undefined {
  if (path.endsWith('/disabled-hooks')) return namedLine(text);
  if (path.endsWith('.toml')) {
    return switches
      .map((one) => tomlLine(text, one.path, one.off))
      .find((line): line is number => line !== undefined);
  }
  // Some agents read comments and trailing commas in JSON, so they are read here too.
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && (switchIn(root) ?? namesUs(root) ?? leavesUsOut(root));
  return node && lineAt(text, node.offset);
}

/** Grok Build has a line for each hook that is off, by its file and event. */
function namedLine(text: string): number | undefined {
  const at = text.split('\n').findIndex((line) => line.includes(`${hookName}:pre_tool_use`));
  return at < 0 ? undefined : at + 1;
}

function switchIn(root: Node): Node | undefined {
  return switches
    .map((one) => ({ node: nodeAt(root, one.path), off: one.off }))
    .find(({ node, off }) => node?.value === off)?.node;
}

function namesUs(root: Node): Node | undefined {
  const list = nodeAt(root, ['hooksConfig', 'disabled'])?.children ?? [];
  return list.find((name) => name.value === hookName);
}

/** Pi's settings take extensions out of its folder by patterns; which of them a `*` means is Pi's to know. */
function leavesUsOut(root: Node): Node | undefined {
  const list = nodeAt(root, ['extensions'])?.children ?? [];
  return list.find(({ value }) => typeof value === 'string' && /^[-!].*(?:[*?]|countersign)/.test(value));
}
