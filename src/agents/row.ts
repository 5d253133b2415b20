import type { Coverage } from '../core/toolcall/coverage.js';
import type { Adapter } from './adapter.js';

/** What a table of agents says of one: its files as a person writes them. */
export function agentRow(adapter: Adapter): {
  readonly name: string;
  readonly coverage: Coverage;
  readonly files: readonly [user: string, workspace: string];
} {
  const places = { home: '~', workspace: '' };
  const { name, coverage } = adapter;
  const workspace = adapter.file('workspace', places).replace(/^\//, '');
  return { name, coverage, files: [adapter.file('user', places), workspace] };
}
