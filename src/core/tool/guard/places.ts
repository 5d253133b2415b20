/**
 * Which files decide whether an agent is supervised: Countersign's own, the editors' that carry it, and each agent's hooks,
 * permissions, trust, plug-ins and servers. Said as patterns of places, since editors are forked and agents come and go;
 * the names of agents are a list, because the world has such a list. Sources: the agents' and editors' documentation and
 * the measurements behind this project.
 */

/** `keys`: a guard only by what is written into it, as an editor's settings are. */
export type GuardKind = 'guard' | 'keys';

/** Folders in which agents keep their configuration, below a home, a workspace or a configuration folder. */
const agentFolders = new Set(
  (
    'agents aider amazonq amp agy antigravity augment cline clinerules claude codeium codex continue copilot crush cursor devin factory ' +
    'forge gemini goose grok junie kilo kilocode kimi kimi-code kiro opencode pi qchat qwen roo rovodev trae windsurf'
  ).split(' '),
);

/** What an agent reads from such a folder to decide what it may do or what it starts. */
const decidingFolders = new Set('hooks plugin plugins policies tool tools custom-tools'.split(' '));

const decidingFile =
  /^(?:[\w-]{1,40}\.)?(?:settings|config|hooks?|permissions?|mcp|requirements|managed|cli|trust|trusted|polic(?:y|ies))[-_.a-z0-9]{0,40}\.(?:json|jsonc|toml|ya?ml)$/;

/** Folders of agents whose sub-folders mean more than their names say elsewhere. */
const decidingElsewhere = new Set([
  '.codex/rules',
  '.kiro/agents',
  '.aws/amazonq/cli-agents',
  '.aws/amazonq/agents',
  '.gemini/extensions',
  '.qwen/extensions',
  '.pi/agent/extensions',
  '.pi/extensions',
  '.amazonq/cli-agents',
  '.grok/disabled-hooks',
  '.agent/hooks.json',
  '_agents/hooks.json',
  '_agent/hooks.json',
  '.grok/hooks-paths',
]);

/** Files that agents read from the top of a home or a workspace. */
const decidingAtTop = new Set(
  '.claude.json .mcp.json opencode.json opencode.jsonc kilo.json kilo.jsonc crush.json .crush.json .aider.conf.yml .goosehints.json'.split(
    ' ',
  ),
);

/** Folders of the system in which an administrator says what agents may do. */
const administratorFolders = new Set(
  (
    'claude-code claudecode codex gemini-cli geminicli qwen-code cursor windsurf devin github-copilot factory opencode augment kiro kilo grok ' +
    'countersign vscode'
  ).split(' '),
);

/** Programs that the product itself starts or trusts, in the folders where it looks for them. */
const trustedPrograms = /^(?:git|ssh|ssh-add|ssh-agent|ssh-keygen|node|perl|gpg)(?:\.exe)?$/;
/** Agents' programs where their installers put them for one user: another in its place is an agent without its hooks. */
const startsAgent =
  /^(?:claude|codex|gemini|copilot|opencode|cursor-agent|qwen|droid|kiro-cli|q|amp|kilo|pi|goose|crush|devin|auggie|grok|kimi|agy)(?:\.exe)?$/;
const programFolder = /^(?:\/(?:usr\/(?:local\/)?|opt\/homebrew\/)?bin|\/run\/current-system\/sw\/bin)$/;

/** Folders from which agents load what others wrote: its files decide by what stands in them. */
const loadedFolders = new Set(
  'skills commands agents subagents droids extensions prompts workflows modes'.split(' '),
);

/** True for such a folder and whatever lies below it: what comes there unread may be a hook. */
export function isLoaded(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  return parts.some(
    (part, at) => isAgentFolder(part, parts[at - 1]) && loadedFolders.has(parts[at + 1] ?? ''),
  );
}

/** What a path is to supervision. `path` is absolute, with `/` between its parts. */
export function guardKindOf(path: string, countersignHome?: string): GuardKind | undefined {
  const lower = path.toLowerCase();
  if (countersignHome !== undefined && isWithin(lower, countersignHome.toLowerCase())) return 'guard';
  const parts = lower.split('/').filter((part) => part !== '');
  if (isOwn(parts) || isEditors(parts) || isAgents(parts) || isAdministrators(parts) || isProgram(lower))
    return 'guard';
  return isSettings(parts) ? 'keys' : undefined;
}

/** True for a folder whose loss takes guard files along: `rm -rf ~/.claude`, `rm -rf ~/.vscode/extensions`. */
export function holdsGuardFiles(path: string): boolean {
  const parts = path
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '');
  const last = parts.at(-1) ?? '';
  if (last === '.countersign' || (last.startsWith('.') && agentFolders.has(last.slice(1)))) return true;
  const above = parts.at(-2) ?? '';
  if (agentFolders.has(last) && (above === '.config' || above === 'etc')) return true;
  return (
    (last === 'extensions' && above.startsWith('.')) ||
    (last === 'user' && isEditorFolder(parts.slice(0, -1)))
  );
}

/** True for the product's own programs: under another name they are what they were. */
export function isOwnProgram(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  const at = parts.indexOf('.countersign');
  return (at >= 0 && parts[at + 1] === 'bin') || isOwn(parts.filter((part) => part !== '.countersign'));
}

/** Countersign's home, its command in a folder of programs, and its extension in whatever editor. */
function isOwn(parts: readonly string[]): boolean {
  if (parts.includes('.countersign')) return true;
  if (parts.at(-2) === 'bin' && /^countersign(?:\.cmd)?$/.test(parts.at(-1) ?? '')) return true;
  return parts.some(
    (part, at) => parts[at - 1] === 'extensions' && /(?:^|\.)countersign(?:[.-]|$)/.test(part),
  );
}

/** What makes an editor load an extension, forget one, or open to a debugger. */
function isEditors(parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? '';
  const above = parts.at(-2) ?? '';
  if (above === 'extensions' && /^(?:extensions\.json|\.obsolete)$/.test(last)) return true;
  if (last === 'argv.json') return above.startsWith('.');
  if (/^state\.vscdb(?:\.backup)?$/.test(last) || (last === 'storage.json' && above === 'globalstorage'))
    return true;
  return (last === 'mcp.json' && above === 'user') || (above === '.vscode' && last === 'mcp.json');
}

function isAgents(parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? '';
  if (decidingAtTop.has(last) || last.endsWith('.kiro.hook')) return true;
  return parts.some((part, at) => decides(part, at, parts));
}

/** True when the part at `at` is an agent's folder, and what lies below it decides. */
function decides(part: string, at: number, parts: readonly string[]): boolean {
  const [next, ...more] = parts.slice(at + 1);
  if (next === undefined) return false;
  if (decidingElsewhere.has(`${part}/${next}`) || decidingElsewhere.has(`${part}/${next}/${more[0]}`))
    return true;
  if (part === '.github') return next === 'hooks' || (next === 'copilot' && more[0] === 'settings.json');
  if (!isAgentFolder(part, parts[at - 1])) return false;
  if (decidingFolders.has(next)) return true;
  const rest = more.length === 0 ? next : (more.at(-1) ?? '');
  return (more.length <= 2 && decidingFile.test(rest)) || /(?:^|_)mcp_settings\.json$/.test(rest);
}

/** `.claude`, `.config/opencode`, and folders that editors name after an extension: `saoudrizwan.claude-dev`. */
function isAgentFolder(part: string, above: string | undefined): boolean {
  if (part.startsWith('.')) return agentFolders.has(part.slice(1));
  if (part === 'amazonq' && above === '.aws') return true;
  if (agentFolders.has(part)) return above === '.config' || above === '.codeium' || above === 'documents';
  return above === 'globalstorage';
}

function isAdministrators(parts: readonly string[]): boolean {
  return parts.some((part, at) => {
    if (!administratorFolders.has(part)) return false;
    const above = parts[at - 1];
    if (above === 'etc' || above === 'programdata' || above === 'program files') return true;
    return above === 'application support' && parts[at - 2] === 'library' && at === 2;
  });
}

function isProgram(path: string): boolean {
  const at = path.lastIndexOf('/');
  if (path.slice(0, at).endsWith('/.local/bin')) return startsAgent.test(path.slice(at + 1));
  return trustedPrograms.test(path.slice(at + 1)) && programFolder.test(path.slice(0, at));
}

/** An editor's settings: of its user, of a profile, of the machine behind a remote window, of a workspace. */
function isSettings(parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? '';
  if (last.endsWith('.code-workspace')) return true;
  if (last !== 'settings.json') return false;
  const above = parts.at(-2);
  return above === '.vscode' || above === 'user' || above === 'machine' || parts.at(-3) === 'profiles';
}

function isEditorFolder(parts: readonly string[]): boolean {
  return parts.length > 1;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
