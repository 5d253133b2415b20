import type { Places } from './adapter.js';

/** Where clients keep their MCP servers, by their documentation: in the home, and in a workspace. */
const inHome = [
  '.claude.json',
  '.codex/config.toml',
  '.gemini/settings.json',
  '.qwen/settings.json',
  '.copilot/mcp-config.json',
  '.config/opencode/opencode.json',
  '.config/opencode/opencode.jsonc',
  '.cursor/mcp.json',
  '.codeium/windsurf/mcp_config.json',
  '.kiro/settings/mcp.json',
  '.aws/amazonq/mcp.json',
  '.factory/mcp.json',
  '.cline/data/settings/cline_mcp_settings.json',
];

const inWorkspace = [
  '.vscode/mcp.json',
  '.mcp.json',
  '.codex/config.toml',
  '.gemini/settings.json',
  '.qwen/settings.json',
  'opencode.json',
  'opencode.jsonc',
  '.cursor/mcp.json',
  '.kiro/settings/mcp.json',
  '.amazonq/mcp.json',
  '.factory/mcp.json',
];

/** Of an editor's user folder: its own servers, and those of Cline's extension. */
const ofEditor = ['mcp.json', 'globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json'];

const editors = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf', 'Kiro'];
const userFolders = ['.config', 'Library/Application Support', 'AppData/Roaming'];

/** Every file in which MCP servers may be configured; most of them are not there. */
export function mcpFiles({ home, workspace }: Places): readonly string[] {
  const ofEditors = userFolders.flatMap((folder) =>
    editors.flatMap((editor) => ofEditor.map((file) => `${home}/${folder}/${editor}/User/${file}`)),
  );
  return [
    ...(workspace === '' ? [] : inWorkspace.map((file) => `${workspace}/${file}`)),
    ...inHome.map((file) => `${home}/${file}`),
    ...ofEditors,
    ...[`${home}/.vscode-server/data/User/mcp.json`],
  ];
}
