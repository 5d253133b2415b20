import { err, ok, type Result } from '../core/shared/result.js';
import type { ConfigFailure, ConfigFiles } from '../ports/ports.js';
import { gatewayName, launcherName, type Places } from './adapter.js';
import type { TextError } from './config-text.js';
import type { ConfigEdit } from './connect.js';
import { mcpFiles } from './mcp-files.js';
import { guardedJson, jsonServers, unguardedJson } from './mcp-json.js';
import type { McpServer } from './mcp-server.js';
import { guardedToml, type TomlError, tomlServers, unguardedToml } from './mcp-toml.js';
import { originalOf } from './original.js';

/** What putting the gateway in front of a file's servers, or taking it away, would change. */
export interface McpPlan extends ConfigEdit {
  /** The servers as they stand now. */
  readonly servers: readonly McpServer[];
}

export type McpPlanError = (TextError | TomlError | ConfigFailure) & { readonly path: string };

/** The servers of a file; none where there is no file. */
export function mcpServersOf(path: string, files: ConfigFiles): Result<readonly McpServer[], McpPlanError> {
  const text = files.read(path);
  if (!text.ok) return err({ ...text.error, path });
  const servers = readServers(path, text.value ?? '');
  return servers.ok ? servers : err({ ...servers.error, path });
}

/** The known files in which servers stand behind the gateway. */
export function guardedFiles(places: Places, files: ConfigFiles): readonly string[] {
  return mcpFiles(places).filter((path) => {
    const text = files.read(path);
    return text.ok && text.value?.includes(gatewayName) === true;
  });
}

/** Nothing is written. */
export function planGuard(path: string, launcher: string, files: ConfigFiles): Result<McpPlan, McpPlanError> {
  return plan(path, files, (text) =>
    path.endsWith('.toml') ? guardedToml(text, launcher) : guardedJson(text, launcher),
  );
}

/** The file as it was before, or without the gateway when it has changed since. Nothing is written. */
export function planUnguard(path: string, files: ConfigFiles): Result<McpPlan, McpPlanError> {
  return plan(path, files, (text) => {
    // What stood there before anything of ours stood there: not while the file holds our hooks too.
    const original = text.includes(launcherName) ? undefined : originalOf(path, text, files);
    if (typeof original === 'string') return ok(original);
    return path.endsWith('.toml') ? unguardedToml(text) : unguardedJson(text);
  });
}

function plan(
  path: string,
  files: ConfigFiles,
  change: (text: string) => Result<string, TextError | TomlError>,
): Result<McpPlan, McpPlanError> {
  const before = files.read(path);
  if (!before.ok) return err({ ...before.error, path });
  if (before.value === null) return ok({ path, before: null, after: null, servers: [] });
  const servers = readServers(path, before.value);
  if (!servers.ok) return err({ ...servers.error, path });
  const after = change(before.value);
  if (!after.ok) return err({ ...after.error, path });
  return ok({ path, before: before.value, after: after.value, servers: servers.value });
}

function readServers(path: string, text: string): Result<readonly McpServer[], TextError | TomlError> {
  return path.endsWith('.toml') ? tomlServers(text) : jsonServers(text);
}
