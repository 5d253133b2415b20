import { OPAQUE_MARK } from '../command/invocation.js';
import { budgets } from '../shared/budgets.js';
import { directoryOf, fileText, pathIn } from '../target/files.js';
import type { ToolInvocation } from '../target/whereabouts.js';

/** What a client reads when it is given no command: known text, text that cannot be known, or a terminal. */
export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'opaque'; readonly name: string }
  | { readonly kind: 'terminal' };

/** How an input is named that only the running command knows. */
export const standardInput = 'standard input';

/** Standard input of a client, with a file by redirection read where it can be. */
export function inputOf(setting: ToolInvocation): Input {
  const { stdin, redirections } = setting.invocation;
  if (stdin !== undefined && stdin.text.replaceAll(OPAQUE_MARK, '').trim() !== '')
    return { kind: 'text', text: stdin.text };
  const file = redirections.filter((one) => one.mode === 'read').at(-1);
  if (file !== undefined) return fileInput(setting, file.path.text);
  if (stdin !== undefined && stdin.opaque.length > 0) return { kind: 'opaque', name: standardInput };
  return { kind: 'terminal' };
}

/** The text of a script file; opaque when it cannot be read or is longer than 1 MiB. */
export function fileInput(setting: ToolInvocation, path: string): Input {
  const text = fileText(setting.world, pathIn(directoryOf(setting), path, setting.world));
  return text === undefined || text.length > budgets.sqlFile.most
    ? { kind: 'opaque', name: path }
    : { kind: 'text', text };
}
