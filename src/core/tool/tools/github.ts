import { hasOption, optionGrammar, optionValue, readArguments } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { repositoryOf } from '../../target/git.js';
import { urlTarget } from '../../target/host.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from '../../target/whereabouts.js';
import { bodyOf } from '../carried/body.js';
import { filePart } from '../carried/parts.js';
import { carriedGraphql } from '../carried/statements.js';
import { derived } from '../derived.js';
import type { Draft, Row, Tool, ToolContext } from '../table.js';
import { wordsIn } from '../word-list.js';
import { forgeMeaning } from './forge-requests.js';
import { sendingDrafts } from './http.js';

/** The repository that a forge's command line means: `-R`, its variable, then the remote of the repository here. */
function forgeTarget(system: string, name: string): (setting: ToolInvocation) => Whereabouts {
  return (setting) => {
    const given = optionValue(setting.args, '-R', '--repo', '-g', '--group');
    const set = variable(setting, name);
    const url = repositoryOf(setting).config.get('remote "origin"')?.get('url');
    const environment = optionValue(setting.args, '-e', '--env', '--environment', '-s', '--scope');
    return {
      system,
      name: given?.text ?? set?.text ?? shortened(url) ?? system,
      clues: [...clue('selector', '--repo', given?.text ?? set?.text), ...clue('selector', '--env', environment?.text)],
    };
  };
}

function shortened(url: string | undefined): string | undefined {
  return /[:/]([^:/]+\/[^/]+?)(?:\.git)?$/.exec(url ?? '')?.[1];
}

const reads =
  'list|ls|view|show|status|diff|checks|check|watch|download|search|browse|clone|checkout|get|verify|logs|trace|lint|events|develop|token|stats|help|export|note-list';

const rows: readonly Row[] = [
  { words: 'repo create', when: ['--public'], verb: 'expose', noun: 'repository', resource: 0 },
  { words: 'repo edit', when: ['--visibility=public'], verb: 'expose', noun: 'repository', resource: 0 },
  { words: 'repo|project|org delete|archive|rename|transfer', verb: 'destroy', noun: 'repository', resource: 0, safer: 'gh repo view {name}' },
  { words: 'repo edit', when: ['--visibility=public'], verb: 'expose', noun: 'repository', resource: 0 },
  { words: 'pr|mr|issue|incident create|new|comment|note|review|ready|edit|update|reopen|approve|develop|pin', verb: 'create', noun: 'issue', resource: 0 },
  { words: 'repo sync', when: ['--force'], verb: 'modify', noun: 'repository', resource: 0, traits: ['rewrites-history', 'force'] },
  { words: 'repo sync|edit|update|mirror|set-default|unarchive|deploy-key|autolink|members|contributors', verb: 'modify', noun: 'repository', resource: 0 },
  { words: 'release|tag delete|delete-asset', verb: 'delete', noun: 'release', resource: 0, traits: ['published'] },
  { words: 'release create|upload|edit', verb: 'create', noun: 'release', resource: 0, traits: ['published'] },
  { words: 'pr|mr merge', when: ['--admin'], verb: 'modify', noun: 'pull request', resource: 0, traits: ['protection-off', 'published'] },
  { words: 'pr|mr merge', verb: 'modify', noun: 'pull request', resource: 0, traits: ['published'] },
  { words: 'pr|mr|issue|incident delete', verb: 'delete', noun: 'issue', resource: 0 },
  { words: 'pr|mr|issue|incident close|lock|transfer', verb: 'modify', noun: 'issue', resource: 0 },
  { words: 'secret|variable set|update', verb: 'modify', noun: 'secret', resource: 0, traits: ['ci', 'published'] },
  {
    words:
      'secret|variable|label|cache|gist|ruleset|codespace|project|autolink|ssh-key|gpg-key|deploy-key|token|milestone|snippet|schedule|runner|cluster|environment|webhook|hook delete|remove|rm|revoke',
    verb: 'delete',
    noun: 'object',
    resource: 0,
  },
  { words: 'ssh-key|gpg-key|deploy-key|token add|create|rotate', verb: 'expose', noun: 'key', resource: 0 },
  { words: 'workflow run', verb: 'execute', noun: 'workflow', resource: 0, traits: ['ci', 'published'] },
  { words: 'workflow disable|enable', verb: 'modify', noun: 'workflow', resource: 0, traits: ['ci'] },
  { words: 'ci|pipeline run|create|trigger', verb: 'execute', noun: 'pipeline', traits: ['ci', 'published'] },
  { words: 'run|job|ci|pipeline rerun|run|retry|trigger|create|play', verb: 'execute', noun: 'run', resource: 0, traits: ['ci'] },
  { words: 'run|job|ci|pipeline cancel', verb: 'modify', noun: 'run', resource: 0 },
  { words: 'run|pipeline|ci delete', verb: 'delete', noun: 'run', resource: 0 },
  {
    words:
      'ruleset|api|codespace|attestation|extension|alias|config|auth|agent-task|preview|cache|org|user|duo|changelog|stack|iteration|securefile|check-update',
    verb: 'unknown',
  },
];

/** gh and glab. `api` is judged as the request that it is; an alias that starts a shell is kept for later, so it counts. */
function forge(programs: string, system: string, variableName: string): Tool {
  return {
    programs: wordsIn(programs),
    system,
    grammar: optionGrammar({
      valued:
        '-R --repo -X --method -f --field -F --raw-field -H --header --input -q --jq -t --template --json -e --env --environment -b --body -B --base -h --hostname -o --org -a --app -L --limit -s --state -l --label -m --milestone -g --group -r --ref --title --head --author -A --assignee --cache --scope -n --notes --notes-file -p --preview -d --description --visibility',
      flags: '--admin --squash --merge --rebase --auto -y --yes --web -w --paginate --silent -i',
    }),
    help: ['--help'],
    clues: 'words',
    target: forgeTarget(system, variableName),
    rows: [
      ...rows.slice(0, -1),
      { words: `* ${reads}`, verb: 'read' },
      { words: 'status|browse|search|version|help|completion|extension', verb: 'read' },
      ...rows.slice(-1),
    ],
    unlisted: derived,
    beyond,
  };
}

function beyond(setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  const words = setting.args.operands.map((word) => word.text);
  // As the last word it has no value: a host would stand behind it.
  if (setting.invocation.argv.at(-1)?.text === '-h') return [{ verb: 'read', resource: 'help' }];
  if (words[0] === 'api') return apiDrafts(setting, context);
  if (words[0] === 'alias' && words[1] === 'set' && (words.slice(3).join(' ').startsWith('!') || hasOption(setting.args, '-s', '--shell'))) {
    return [{ verb: 'modify', resource: `alias ${words[2] ?? ''}`, traits: ['startup'] }];
  }
  const scopes = ['-s', '--scopes'].flatMap((name) => setting.args.options.get(name) ?? []).map(({ text }) => text);
  if (words[0] === 'auth' && scopes.some((text) => /delete_repo|admin:|delete:packages/.test(text)))
    return [{ verb: 'expose', resource: `rights ${scopes.join(',')}` }];
  if (words[0] === 'auth' && (words[1] === 'token' || hasOption(setting.args, '--show-token'))) return [{ verb: 'read', resource: 'token', traits: [] }];
  return undefined;
}

/** A field makes it a POST unless a method is named. GraphQL that only queries is a read. */
function apiDrafts(setting: ToolInvocation, context: ToolContext): readonly Draft[] {
  const { args } = setting;
  const fields = ['-f', '--field', '-F', '--raw-field'].flatMap((name) => args.options.get(name) ?? []);
  const path = args.operands[1];
  if (path === undefined) return [{ verb: 'read', resource: 'help' }];
  const body = fields.length > 0 || hasOption(args, '--input');
  const method = optionValue(args, '-X', '--method')?.text.toUpperCase() ?? (body ? 'POST' : 'GET');
  if (path.text === 'graphql') {
    return graphqlDrafts(fields, setting);
  }
  const rooted = { ...path, text: `/${path.text.replace(/^\//, '')}` };
  const drafts = sendingDrafts({ method, urls: [rooted], body, uploads: [] }, setting, context);
  const input = optionValue(args, '--input')?.text;
  const parts = [...fields.map(({ text }) => ({ text: fieldAsJson(text) })), ...(input === undefined ? [] : filePart(input, setting))];
  const whole = method === 'DELETE' ? wholeAt(path.text) : undefined;
  return drafts.map(({ where: _where, ...draft }) => ({
    ...draft,
    ...grants(method, path.text),
    ...forgeMeaning(method, rooted.text, parts, setting.world),
    ...(whole === undefined ? {} : { resource: whole }),
    names: [path.text],
  }));
}

/** `name=value`, as one member: no character of the value ends it. */
function fieldAsJson(text: string): string {
  const at = text.indexOf('=');
  return JSON.stringify({ [text.slice(0, at)]: text.slice(at + 1) });
}

/** `hub api …`: git's companion, with gh's words. */
export function hubApi(setting: ToolInvocation, context: ToolContext): readonly Draft[] {
  return apiDrafts({ ...setting, args: readArguments(setting.invocation.argv, github.grammar) }, context);
}

/** What ends with its address is not a part of it: a repository, an organisation, a project, a group. */
function wholeAt(path: string): string | undefined {
  const [, kind = '', name = ''] = /^\/?(?:api\/v\d\/)?(repos(?=\/[^/]+\/[^/?]+\/?$)|orgs|projects|groups)\/([^/?]+(?:\/[^/?]+)?)\/?$/.exec(path) ?? [];
  const noun = { repos: 'repository', orgs: 'organization', projects: 'project', groups: 'group' }[kind];
  return noun === undefined ? undefined : `${noun}/${name}`;
}

/** `-f query=…`, `-F query=@file`, `--input file`; every other field is a variable. */
function graphqlDrafts(fields: readonly Value[], setting: ToolInvocation): readonly Draft[] {
  const given = new Map(fields.map(({ text }) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]));
  const query = given.get('query');
  const input = optionValue(setting.args, '--input')?.text;
  const path = query?.startsWith('@') ? query.slice(1) : query === undefined ? input : undefined;
  const [part] = path === undefined ? [] : filePart(path, setting);
  const read = part !== undefined && 'text' in part ? part.text : undefined;
  const document = path === undefined ? query : input === undefined ? read : bodyOf(read ?? '', setting.world).texts.find(({ name }) => name === 'query')?.text;
  if (document === undefined) return [{ verb: 'execute', resource: 'graphql document', traits: ['opaque-code'] }];
  return carriedGraphql(document, given, { dialect: 'other' });
}

/** Requests that give people rights or take protection away weigh more than their method says. */
function grants(method: string, path: string): Partial<Draft> {
  if (method === 'GET' || method === 'HEAD') return {};
  if (/\/(?:collaborators|memberships|teams\/[^/]+\/repos|keys|invitations|members|access_tokens|deploy_keys|share)\b/.test(path) && method !== 'DELETE')
    return { verb: 'expose' };
  if (/\/(?:protection|rulesets|protected_branches|branch_protections|environments)\b/.test(path)) return { traits: ['protection-off'] };
  if (/\/(?:secrets|variables|hooks|dispatches|actions)\b/.test(path) && method !== 'DELETE') return { traits: ['ci', 'published'] };
  return {};
}

export const github = forge('gh', 'github', 'GH_REPO');
export const gitlab = forge('glab', 'gitlab', 'GITLAB_REPO');

/** Other forges and their bots, by the words that they share. */
export const otherForges: Tool = { ...forge('tea bb bitbucket gitea forgejo', 'forge', 'GITEA_REPO'), target: () => urlTarget('', 'forge') };
