import { homedir } from 'node:os';
import { createTwoFilesPatch } from 'diff';
import type { Adapter, ConfigScope, Doorbell, Places } from '../agents/adapter.js';
import { scopes } from '../agents/adapter.js';
import type { ConfigEdit } from '../agents/connect.js';
import { adapterFor, adapters } from '../agents/registry.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { bellText } from '../messages/answers/bell.js';
import { agentExpectedText, scopeExpectedText, strictText } from '../messages/cli/usage.js';
import { configFilesOn } from '../node/agents/config-files.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { httpBellOf } from '../node/gate/http-bell-file.js';
import { launcherPath } from '../node/install/install.js';
import type { ConfigFiles } from '../ports/ports.js';
import type { Terminal } from './command.js';
import { parseCommandLine } from './parse.js';

/** Everything that connecting and disconnecting one agent need. */
export interface AgentSetup {
  readonly adapter: Adapter;
  readonly scope: ConfigScope;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  /** Claude Code shall ring by HTTP. */
  readonly isHttp: boolean;
  /** Also the setting that closes a gap of the agent. */
  readonly isStrict: boolean;
  readonly home: Home;
  readonly places: Places;
  readonly doorbell: Doorbell;
  readonly files: ConfigFiles;
}

/** What connecting alone can be asked for. */
const connectOptions = { http: { type: 'boolean' }, strict: { type: 'boolean' } } as const;

export function setupFrom(
  command: 'connect' | 'disconnect',
  args: readonly string[],
  terminal: Terminal,
): Result<AgentSetup, string> {
  const parsed = parseCommandLine(command, args, {
    scope: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    ...(command === 'connect' ? connectOptions : {}),
  });
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const adapter = adapterFor(positionals[0] ?? '');
  if (!adapter || positionals.length > 1) {
    return err(
      agentExpectedText(
        adapters.map(({ id }) => id),
        positionals,
      ),
    );
  }
  const offered = adapter.scopes ?? scopes;
  const scope = offered.find((one) => one === (values.scope ?? 'user'));
  if (!scope) return err(scopeExpectedText(offered, values.scope));
  const { isDryRun, isJson } = { isDryRun: values['dry-run'] === true, isJson: values.json === true };
  const isHttp = values['http'] === true;
  const isStrict = values['strict'] === true;
  if (isStrict && adapter.offer === undefined) return err(strictText);
  if (isHttp && (adapter.id !== 'claude-code' || scope !== 'user')) return err(bellText.onlyClaude);
  return ok({ adapter, scope, isDryRun, isJson, isHttp, isStrict, ...surroundings(terminal) });
}

export function surroundings(terminal: Terminal): Pick<AgentSetup, 'home' | 'places' | 'doorbell' | 'files'> {
  const home = homeFrom(terminal.env);
  return {
    home,
    places: { home: terminal.env['HOME'] || homedir(), workspace: terminal.cwd },
    doorbell: {
      launcher: launcherPath(home),
      home: terminal.env['HOME'] || homedir(),
      platform: process.platform === 'win32' ? 'win32' : 'posix',
      http: httpBellOf(home),
    },
    files: configFilesOn(home),
  };
}

/** The change as a unified diff, as it will be written. */
export function diffOf(edit: ConfigEdit): string {
  if (edit.before === edit.after) return '';
  return createTwoFilesPatch(edit.path, edit.path, edit.before ?? '', edit.after ?? '', '', '', {
    context: 3,
  });
}
