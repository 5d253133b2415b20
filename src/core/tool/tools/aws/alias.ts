import { pathIn } from '../../../target/files.js';
import { iniAt } from '../../../target/memo.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import type { Draft } from '../../table.js';

/** A first word that `~/.aws/cli/alias` defines may be any command of AWS, or of the shell behind a `!`. */
export function aliasDrafts(setting: ToolInvocation): readonly Draft[] | undefined {
  const name = setting.args.operands[0]?.text;
  if (name === undefined) return undefined;
  const aliases = iniAt(setting.world, pathIn('/', '~/.aws/cli/alias', setting.world));
  const meaning = aliases.get('toplevel')?.get(name.toLowerCase());
  if (meaning === undefined) return undefined;
  return [{ verb: 'execute', resource: `alias/${name}`, traits: ['opaque-code'], opaque: [meaning.slice(0, 200)] }];
}
