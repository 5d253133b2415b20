/** The files that a patch names, held against what supervises an agent. */
import { resolvePath } from '../../command/paths.js';
import { directoryOf } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { isGuarded } from './reach.js';

/** True where the text could be read and names no guard, however many parts of its paths are left out. */
export function patchIsClear(text: string | undefined, folder: string, setting: ToolInvocation): boolean {
  if (text === undefined) return false;
  const names = [...text.matchAll(/^(?:\+\+\+|---|\*\*\*|Index:|rename to|copy to)[ \t]+([^\t\n]+)/gm)].map(
    ([, name = '']) => name.trim(),
  );
  // Names deeper than any project's are not followed part by part.
  if (names.length === 0 || names.some((name) => name.split('/').length > 40)) return false;
  const top = resolvePath(directoryOf(setting), folder);
  return names.every((name) => endsOf(name).every((end) => !isGuarded(resolvePath(top, end), setting.world)));
}

/** The name, and what is left of it without its first parts. */
function endsOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.map((_, at) => parts.slice(at).join('/')).filter((end) => end !== '');
}
