import type { Result } from '../core/shared/result.js';
import type { ConfigFiles } from '../ports/ports.js';
import { type Adapter, gatewayName, launcherName, type Places } from './adapter.js';
import { type ConfigEdit, planDisconnect } from './connect.js';
import { planUnguard } from './guard-mcp.js';
import { adapters } from './registry.js';

/** True where a file still starts what Countersign installs. */
export function namesDoorbell(path: string, files: ConfigFiles): boolean {
  const text = files.read(path);
  return (
    text.ok && text.value !== null && [launcherName, gatewayName].some((name) => text.value?.includes(name))
  );
}

/** What takes Countersign's entries out of a file that it once wrote; undefined where nothing here knows the file. */
export function planLeftover(path: string, places: Places, files: ConfigFiles): ConfigEdit | undefined {
  for (const adapter of adapters) {
    if (adapter.scopes?.includes('workspace') === false) continue;
    const workspace = workspaceOf(adapter, path, places);
    if (workspace !== undefined)
      return planned(planDisconnect(adapter, 'workspace', { ...places, workspace }, files));
  }
  const text = files.read(path);
  return text.ok && text.value?.includes(gatewayName) ? planned(planUnguard(path, files)) : undefined;
}

function planned(plan: Result<ConfigEdit, unknown>): ConfigEdit | undefined {
  return plan.ok ? plan.value : undefined;
}

/** The workspace in which a path is an agent's file. */
function workspaceOf(adapter: Adapter, path: string, places: Places): string | undefined {
  const marker = '/workspace';
  const file = adapter.file('workspace', { ...places, workspace: marker });
  const end = file.startsWith(`${marker}/`) ? file.slice(marker.length) : undefined;
  const plain = path.replaceAll('\\', '/');
  return end !== undefined && plain.endsWith(end) ? path.slice(0, path.length - end.length) : undefined;
}
