import { hasOption, rehearses } from '../command/arguments.js';
import { OPAQUE_MARK } from '../command/invocation.js';
import type { ToolInvocation } from '../target/whereabouts.js';
import { draftsOfRow } from './carried/row.js';
import { swallowed } from './command-words.js';
import { commandAsTyped, derived, suspected } from './derived.js';
import { disarmedBy } from './disarmed.js';
import { opaqueCommand } from './opaque-command.js';
import { openedToAll } from './public-options.js';
import { findRow, rowSpan } from './rows.js';
import type { Draft, Row, Tool, ToolContext } from './table.js';

/** What a tool says of one call: its own code first, then its rows, then what it says of commands in none. */
export function draftsOf(tool: Tool, setting: ToolInvocation, context: ToolContext): readonly Draft[] {
  if (asksForHelp(tool, setting)) return [{ verb: 'read', resource: 'help' }];
  const told = tool.beyond?.(setting, context) ?? byRows(tool, setting, context);
  const drafts = disarmedBy(openedToAll(told, tool.system, setting), tool.system, setting);
  if (tool.dryRun === undefined || !rehearses(setting.args, ...tool.dryRun)) return drafts;
  return drafts.map((draft) => ({ ...draft, verb: 'read', traits: [] }));
}

function byRows(tool: Tool, setting: ToolInvocation, context: ToolContext): readonly Draft[] {
  const found = findRow(tool, setting);
  if (found !== undefined)
    return behind(tool, found, setting) ?? draftsOfRow(found.row, found.taken, setting, context);
  const first = setting.args.operands[0];
  if (first?.text.includes(OPAQUE_MARK)) return [opaqueCommand(setting, first)];
  if (typeof tool.unlisted === 'function') return tool.unlisted(setting, context);
  if (first === undefined && tool.rows.length > 0) return [{ verb: 'read', resource: 'help' }];
  const verb = tool.unlisted ?? 'unknown';
  const words = first === undefined ? [] : [first.text];
  const plain: Draft = {
    verb,
    resource: verb === 'unknown' ? commandAsTyped(setting, words) : words.join(''),
    span: rowSpan(setting, 1, []),
  };
  return (tool.system === 'git' ? undefined : suspected(setting)) ?? [plain];
}

/** A row of `proj *` says nothing of the `role delete` behind it. */
function behind(
  tool: Tool,
  { row, taken }: { readonly row: Row; readonly taken: number },
  setting: ToolInvocation,
): readonly Draft[] | undefined {
  if (
    tool.clues !== 'words' ||
    taken === 0 ||
    row.here === true ||
    row.verb === 'destroy' ||
    row.verb === 'delete'
  )
    return undefined;
  const star = row.words.split(' ').indexOf('*');
  const words = setting.args.operands.map((word) => word.text);
  return swallowed(words, star < 0 ? taken : star) ? derived(setting) : undefined;
}

function asksForHelp(tool: Tool, setting: ToolInvocation): boolean {
  const { args } = setting;
  const usual = tool.grammar.valued.has('-h') ? ['--help'] : ['--help', '-h', '-help'];
  // `-batch` is no bundle of letters with an h among them.
  const given = (tool.help ?? usual).filter(
    (name) => !/^-[A-Za-z]$/.test(name) || setting.invocation.argv.some(({ text }) => text === name),
  );
  if (rehearses(args, ...given)) return true;
  if (args.operands.length === 0) return hasOption(args, '--version', '-version');
  return args.operands[0]?.text === 'help' && tool.rows.length > 0;
}
