/** Drives the editor's own agent mode: a window whose only language model is a test's script. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './components.js';
import { field } from './json.js';
import { until } from './until.js';
import { type EditorWindow, openWindow, type WindowSetting } from './window.js';

export interface AgentModeWindow extends EditorWindow {
  /** Asks the agent, in a new chat; resolves when it has given its last answer, or its process has ended. */
  ask(modelUrl: string): Promise<void>;
  /** The process that the agent, its hooks and the gate run in: the extension host. */
  hostProcess(): number;
}

/** The agent runs every tool unasked: what stops a call in these tests is the hook and nothing else. */
const approvedBeforehand = {
  'chat.tools.global.autoApprove': true,
  'chat.tools.terminal.autoApprove': { '/.*/': true },
};

export async function openAgentMode(
  setting: WindowSetting & { readonly orders: string },
): Promise<AgentModeWindow> {
  const extension = join(projectFolder, 'test', 'support', 'agent-mode-extension');
  const window = await openWindow({
    ...setting,
    env: { ...setting.env, AGENT_MODE_ORDERS: setting.orders },
    // Only with this flag does a built editor load an extension from the folder it is developed in.
    flags: ['--enable-smoke-test-driver'],
    payload: (server) => [['extensionDevelopmentPath', `vscode-remote://${server.authority}${extension}`]],
    userSettings: { 'chat.disableAIFeatures': false, ...setting.userSettings },
    machineSettings: approvedBeforehand,
    stored: {
      // Without this the chat extension stays off until somebody signs in.
      builtinChatExtensionEnablementMigration: 'true',
      'chat.tools.global.autoApprove.optIn': 'true',
      'chat.tools.terminal.autoApprove.warningAccepted': 'true',
    },
  });
  let id = 0;
  const hostProcess = (): number => Number(readFileSync(`${setting.orders}.host`, 'utf8'));
  await until('the scripted model', () => existsSync(`${setting.orders}.host`) || undefined, 60_000);
  return {
    ...window,
    hostProcess,
    ask: (modelUrl) => {
      id += 1;
      return ask(setting.orders, hostProcess(), { id, model: modelUrl, query: 'go' });
    },
  };
}

async function ask(
  file: string,
  host: number,
  order: { readonly id: number; readonly model: string; readonly query: string },
): Promise<void> {
  writeFileSync(`${file}.new`, JSON.stringify(order));
  renameSync(`${file}.new`, file);
  const answered = (): true | undefined => {
    const done: unknown = existsSync(`${file}.done`)
      ? JSON.parse(readFileSync(`${file}.done`, 'utf8'))
      : undefined;
    if (field(done, 'id') === order.id) {
      const error = field(done, 'error');
      if (error !== undefined) throw new Error(String(error));
      return true;
    }
    return isAlive(host) ? undefined : true;
  };
  await until('the end of an order', answered, 600_000, 100);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
