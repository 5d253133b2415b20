import { isObject, parseJson } from '../change/json.js';
import type { World } from '../shared/world.js';
import { workspaceRoot } from '../tool/files/place.js';
import type { CallerId } from '../toolcall/toolcall.js';

/** By this our own entries are known. */
const ours = 'countersign-hook';

const mostFiles = 20;

/**
 * Files of the workspace with pre-tool hooks of others. Such a hook can put another input in the place of the one that
 * was judged: Claude Code and VS Code take the `updatedInput` of whichever hook answers last.
 */
export function foreignHooks(agent: CallerId, world: World): readonly string[] {
  const root = workspaceRoot(world) ?? world.cwd;
  return candidates(agent, root, world).filter((path) => {
    const file = world.files.read(path);
    return file.ok && /pretooluse/i.test(file.text) && holdsForeign(parseJson(file.text));
  });
}

function candidates(agent: CallerId, root: string, { files }: World): readonly string[] {
  const claude = [`${root}/.claude/settings.json`, `${root}/.claude/settings.local.json`];
  if (agent === 'claude-code') return claude;
  if (agent !== 'vscode') return [];
  const folder = `${root}/.github/hooks`;
  const names = files.list(folder).filter((name) => name.endsWith('.json'));
  return [...names.slice(0, mostFiles).map((name) => `${folder}/${name}`), ...claude];
}

function holdsForeign(settings: unknown): boolean {
  const hooks = isObject(settings) ? settings['hooks'] : undefined;
  if (!isObject(hooks)) return false;
  const before = [hooks['PreToolUse'], hooks['preToolUse']].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return before.some((entry) => !JSON.stringify(entry).includes(ours));
}
