import { optionGrammar } from '../../command/arguments.js';
import type { ToolInvocation, Whereabouts } from '../../target/whereabouts.js';
import { derived } from '../derived.js';
import type { Row, Tool } from '../table.js';
import { wordsIn } from '../word-list.js';

/** This machine's services, accounts and network. What runs on it is not known, so neither is its environment. */
function hostTarget(setting: ToolInvocation): Whereabouts {
  const host = setting.args.options.get('-H')?.[0] ?? setting.args.options.get('--host')?.[0];
  const name = host?.text ?? 'this machine';
  return { system: 'host', name, clues: host === undefined ? [] : [{ rank: 'selector', source: 'host', value: host.text }] };
}

/** A tool of this machine in its shortest form. */
export function hostTool(programs: string, rows: readonly Row[], more: Partial<Tool> = {}): Tool {
  return { programs: wordsIn(programs), system: 'host', grammar: optionGrammar({}), target: hostTarget, rows, unlisted: derived, help: ['--help'], ...more };
}
