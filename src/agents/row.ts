import type { Coverage } from '../core/toolcall/coverage.js';
import type { Lockable } from '../core/toolcall/level.js';
import { type Adapter, scopes } from './adapter.js';
import { lockableOf } from './locks/registry.js';

/** What a table of agents says of one: its files as a person writes them. */
export function agentRow(adapter: Adapter): {
  readonly name: string;
  readonly coverage: Coverage;
  readonly lockable: Lockable;
  readonly files: readonly string[];
} {
  const places = { home: '~', workspace: '' };
  const { name, coverage } = adapter;
  return {
    name,
    coverage,
    lockable: lockableOf(adapter.id),
    files: (adapter.scopes ?? scopes).map((scope) => adapter.file(scope, places).replace(/^\//, '')),
  };
}
