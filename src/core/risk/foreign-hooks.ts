import * as v from 'valibot';
import { budgets } from '../shared/budgets.js';
import { sha256 } from '../shared/digest.js';
import { isJsonObject, parseJson } from '../shared/json.js';
import { hexDigest, type Shape, text } from '../shared/shape.js';
import type { Files, World } from '../shared/world.js';
import { workspaceRoot } from '../tool/files/workspace-root.js';
import type { CallerId } from '../toolcall/toolcall.js';

/** By this our own entries are known. */
const ours = 'countersign-hook';

/** A hook of somebody else that runs before a call. */
export const foreignHookShape = v.strictObject({
  file: text,
  /** From 1. */
  line: v.number(),
  /** Of the file's text: a person accepts a content, not a name. */
  sha256: hexDigest,
});
export type ForeignHook = Shape<typeof foreignHookShape>;

/** Where agents look for hooks inside a workspace, by paths relative to it; one that ends in `/` is a folder. */
const claudeFiles = ['.claude/settings.json', '.claude/settings.local.json'];
const hookFiles: Partial<Readonly<Record<CallerId, readonly string[]>>> = {
  'claude-code': claudeFiles,
  vscode: ['.github/hooks/', ...claudeFiles],
  'copilot-cli': ['.github/hooks/', '.github/copilot/settings.json', '.claude/settings.json'],
  codex: ['.codex/hooks.json', '.codex/config.toml'],
  'gemini-cli': ['.gemini/settings.json'],
  'qwen-code': ['.qwen/settings.json'],
  droid: ['.factory/hooks.json', '.factory/settings.json', '.factory/settings.local.json'],
  cursor: ['.cursor/hooks.json', ...claudeFiles],
  opencode: ['.opencode/plugin/', '.opencode/plugins/'],
  pi: ['.pi/extensions/'],
  auggie: ['.augment/settings.json', '.augment/settings.local.json'],
  antigravity: ['.agents/hooks.json', '.agent/hooks.json', '_agents/hooks.json', '_agent/hooks.json'],
  'grok-build': ['.grok/hooks/', '.grok/config.toml', '.cursor/hooks.json', ...claudeFiles],
  kilo: ['.kilo/plugin/', '.kilo/plugins/', '.kilocode/plugin/', '.kilocode/plugins/'],
  cline: ['.clinerules/hooks/', '.cline/hooks/'],
};

/** The event before a call, in the spellings of the agents, as a key of JSON or a table of TOML. */
const eventBefore = /["[.](?:preToolUse|BeforeTool)["\]]/i;

/**
 * Files of the workspace with pre-tool hooks of others. Such a hook can put another input in the place of the one that
 * was judged: agents take the changed input of whichever hook answers last.
 */
export function foreignHooks(agent: CallerId, world: World): readonly ForeignHook[] {
  return foreignHooksIn(agent, workspaceRoot(world) ?? world.cwd, world.files);
}

/** The same for the workspace at `root`. */
export function foreignHooksIn(
  agent: CallerId,
  root: string,
  files: Pick<Files, 'read' | 'list'>,
): readonly ForeignHook[] {
  return (hookFiles[agent] ?? []).flatMap((path) =>
    path.endsWith('/')
      ? hooksOfFolder(`${root}/${path.slice(0, -1)}`, files)
      : hooksOfFile(`${root}/${path}`, files),
  );
}

function hooksOfFile(file: string, files: Pick<Files, 'read'>): readonly ForeignHook[] {
  const read = files.read(file);
  const line = read.ok ? foreignLine(file, read.text) : undefined;
  return read.ok && line !== undefined ? [{ file, line, sha256: sha256(read.text) }] : [];
}

/** A folder with more files than are read counts as a hook itself: any of them may rewrite the call. */
function hooksOfFolder(folder: string, files: Pick<Files, 'read' | 'list'>): readonly ForeignHook[] {
  const listed = files.list(folder);
  const names = listed.filter((name) => /\.json$|\.[cm]?[jt]s$|^PreToolUse(\.|$)/.test(name));
  const isCut = names.length > budgets.hookFiles.most || listed.length >= budgets.listing.most;
  const whole = isCut ? [{ file: folder, line: 1, sha256: sha256(names.join('\n')) }] : [];
  const read = names.slice(0, budgets.hookFiles.most);
  return [...whole, ...read.flatMap((name) => hooksOfFile(`${folder}/${name}`, files))];
}

/** Where the file names a hook of somebody else; undefined when it names none. */
function foreignLine(file: string, text: string): number | undefined {
  if (!/\.(json|toml)$/.test(file)) return text.includes(ours) ? undefined : 1;
  const found = eventBefore.exec(text);
  if (!found) return undefined;
  const isForeign = file.endsWith('.toml') ? !text.includes(ours) : holdsForeign(parseJson(text));
  return isForeign ? text.slice(0, found.index).split('\n').length : undefined;
}

/** The lists stand under `hooks`, or the file is the map of events itself. */
function holdsForeign(settings: unknown): boolean {
  if (!isJsonObject(settings)) return false;
  const { hooks } = settings;
  return Object.entries(isJsonObject(hooks) ? hooks : settings)
    .filter(([event]) => /^(preToolUse|BeforeTool)$/i.test(event))
    .flatMap(([, list]): readonly unknown[] => (Array.isArray(list) ? list : []))
    .some((entry) => groupOf(entry).some((hook) => !JSON.stringify(hook).includes(ours)));
}

/** The hooks of one entry, which can be a group with one matcher. */
function groupOf(entry: unknown): readonly unknown[] {
  return isJsonObject(entry) && Array.isArray(entry['hooks']) ? entry['hooks'] : [entry];
}
