import type { Coverage } from '../../core/toolcall/coverage.js';
import type { Lockable } from '../../core/toolcall/level.js';
import { coveredText, failureText, gapText, triedText } from './coverage.js';
import { lockableText } from './level.js';

/** What the table says of one agent. */
export interface AgentRow {
  readonly name: string;
  readonly coverage: Coverage;
  readonly lockable: Lockable;
  /** Its configuration files, for a user and for a workspace where it reads them there. */
  readonly files: readonly string[];
}

const header = [
  '| agent | tested with | how it is connected | what is covered | what is not | when the doorbell fails | locked install |',
  '|---|---|---|---|---|---|---|',
];

/** The agents as a Markdown table, one line each. */
export function agentsTable(rows: readonly AgentRow[]): string {
  return [...header, ...rows.map(rowOf)].join('\n');
}

function rowOf({ name, coverage, lockable, files }: AgentRow): string {
  const cells = [
    name,
    triedText(coverage.tried),
    files.map((file) => `\`${file}\``).join(', or '),
    coveredText[coverage.covered],
    coverage.gaps.map((gap) => gapText[gap]).join('; '),
    failureText[coverage.onFailure],
    lockableText(lockable),
  ];
  return `| ${cells.join(' | ')} |`;
}
