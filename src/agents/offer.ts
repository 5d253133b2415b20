import { err, ok, type Result } from '../core/shared/result.js';
import type { ConfigFiles } from '../ports/ports.js';
import type { Adapter, Places } from './adapter.js';
import type { ConfigEdit, PlanError } from './connect.js';

/** What the setting would change that closes a gap of the agent; undefined where there is none. Equal texts: it is set. */
export function planOffer(
  adapter: Adapter,
  places: Places,
  files: ConfigFiles,
): Result<ConfigEdit, PlanError> | undefined {
  const { offer } = adapter;
  if (offer === undefined) return undefined;
  const path = offer.file(places);
  const before = files.read(path);
  if (!before.ok) return err({ ...before.error, path });
  const after = offer.with(before.value ?? '');
  return after === undefined
    ? err({ code: 'malformed', line: 1, path })
    : ok({ path, before: before.value, after });
}
