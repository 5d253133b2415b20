import type { Value } from '../command/invocation.js';
import type { ToolInvocation } from '../target/whereabouts.js';
import { rowSpan } from './rows.js';
import type { Draft } from './table.js';

/** The command word itself is computed: it may be any command of the tool. */
export function opaqueCommand(setting: ToolInvocation, word: Value): Draft {
  return {
    verb: 'execute',
    resource: setting.invocation.program,
    traits: ['opaque-program'],
    opaque: [word.text],
    span: rowSpan(setting, 0, [word]),
  };
}
