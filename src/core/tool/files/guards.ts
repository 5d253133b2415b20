/**
 * Files that decide whether an agent is supervised at all: Countersign's own, and each agent's hooks, permissions and
 * trust. Sources: the agents' documentation and the measurements behind this project.
 */
const guardFolders = [
  '.countersign',
  '.claude/hooks',
  '.github/hooks',
  '.copilot/hooks',
  '.cline/hooks',
  '.clinerules/hooks',
  'cline/hooks',
  '.kiro/hooks',
  '.kiro/agents',
  '.opencode/plugin',
  '.opencode/plugins',
  '.config/opencode/plugin',
  '.config/opencode/plugins',
  '.aws/amazonq/cli-agents',
  '.amazonq/cli-agents',
  '.cursor/hooks',
  '.gemini/hooks',
  '.qwen/hooks',
  '.factory/hooks',
  '.codex/hooks',
  '.codex/rules',
  'etc/claude-code',
  'etc/codex',
  'etc/gemini-cli',
  'etc/cursor',
  'etc/windsurf',
  'etc/github-copilot',
  'library/application support/claudecode',
];

const guardFiles = [
  '.claude.json',
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.codex/config.toml',
  '.codex/hooks.json',
  '.codex/requirements.toml',
  '.gemini/settings.json',
  '.gemini/trustedfolders.json',
  '.qwen/settings.json',
  '.copilot/settings.json',
  '.copilot/config.json',
  '.copilot/permissions-config.json',
  '.github/copilot/settings.json',
  '.cursor/hooks.json',
  '.cursor/cli.json',
  '.cursor/cli-config.json',
  '.cursor/permissions.json',
  '.windsurf/hooks.json',
  '.codeium/windsurf/hooks.json',
  '.factory/hooks.json',
  '.factory/settings.json',
  '.factory/settings.local.json',
  '.config/opencode/opencode.json',
  'opencode.json',
  'opencode.jsonc',
  // Which MCP servers are started, and whether the gateway stands in front of them.
  '.mcp.json',
  '.vscode/mcp.json',
  'code/user/mcp.json',
  'code - insiders/user/mcp.json',
  'vscodium/user/mcp.json',
  'cursor/user/mcp.json',
  'windsurf/user/mcp.json',
  'kiro/user/mcp.json',
  '.cursor/mcp.json',
  '.copilot/mcp-config.json',
  '.codeium/windsurf/mcp_config.json',
  '.kiro/settings/mcp.json',
  '.amazonq/mcp.json',
  '.aws/amazonq/mcp.json',
  '.factory/mcp.json',
  'settings/cline_mcp_settings.json',
];

/** The editor's settings: a guard only where a key in them lets agents act unasked. */
const editorSettings = [
  '.vscode/settings.json',
  'code/user/settings.json',
  'code - insiders/user/settings.json',
  'cursor/user/settings.json',
  'windsurf/user/settings.json',
  'kiro/user/settings.json',
  'vscodium/user/settings.json',
];

export const guardKeys =
  /autoapprove|autopilot|usehooks|hookfileslocations|disableallhooks|globalautoapprove|countersign|chat\.tools|chat\.agent|yolo|alwaysallow/i;

/** True when writing the file may take an agent's guard away. `path` is absolute, with `/` between its parts. */
export function isGuardFile(path: string, countersignHome?: string): boolean {
  const lower = path.toLowerCase();
  if (countersignHome !== undefined && isWithin(lower, countersignHome.toLowerCase())) return true;
  return (
    guardFiles.some((file) => lower.endsWith(`/${file}`)) ||
    guardFolders.some((folder) => lower.includes(`/${folder}/`) || lower.endsWith(`/${folder}`)) ||
    /\/claude\/settings[^/]*\.json$|\.kiro\.hook$|\/hooks\/hooks\.json$/.test(lower)
  );
}

/** Settings of an editor, which are a guard only by what is written into them. */
export function isEditorSettings(path: string): boolean {
  const lower = path.toLowerCase();
  return editorSettings.some((file) => lower.endsWith(`/${file}`));
}

/** Folders whose loss takes a guard file along: `rm -rf ~/.claude`. */
export function holdsGuardFiles(path: string): boolean {
  const lower = path.toLowerCase().replace(/(?<!\/)\/+$/, '');
  return [...guardFiles, ...guardFolders].some((file) => {
    const top = file.slice(0, file.indexOf('/'));
    return file.includes('/') && top.startsWith('.') && !isShared(top) && lower.endsWith(`/${top}`);
  });
}

/** Folders that hold much besides. */
function isShared(top: string): boolean {
  return ['.github', '.config', '.aws', '.vscode'].includes(top);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
