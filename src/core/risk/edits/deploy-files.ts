import { parse } from 'jsonc-parser';
import { parseJson } from '../../shared/json.js';
import { readYaml } from '../../target/yaml.js';

/** A kind of file whose commands run without any further call: on a push, a deploy, a build, an install. */
interface DeployFile {
  readonly path: RegExp;
  readonly commands: (text: string) => readonly string[];
}

/** Scripts and targets that others start by themselves; `db:reset` only runs where somebody asks for it. */
const onItsOwn =
  /^(?:(?:pre|post)?(?:install|build|start|deploy|release|publish|prepare|pack)|prepublishOnly|heroku-(?:pre|post)build|heroku-cleanup|(?:vercel|now|gcp|render|railway|netlify|cf|docker)-?(?:build|start|deploy)|ci|ci:.*|deploy[:-].*|release[:-].*|start[:-]prod\w*|build[:-]prod\w*|all|default|up|serve|(?:post|pre)-(?:\w+-)*cmd|preview|postdeploy|predeploy|pr-predestroy)$/;

const kinds: readonly DeployFile[] = [
  { path: /\/(?:[^/]{0,80}\.)?(?:dockerfile|containerfile)(?:\.[^/]{0,80})?$/i, commands: dockerCommands },
  { path: /\/procfile(?:\.\w+)?$/i, commands: procCommands },
  { path: /\/(?:package|composer|deno|app)\.jsonc?$/, commands: namedScripts },
  { path: /\/(?:gnu)?makefile$|\/justfile$|\.mk$/i, commands: targetCommands },
  { path: /\/jenkinsfile[^/]*$/i, commands: groovyCommands },
  {
    path: /\/(?:vercel|now|railway|netlify|firebase|nixpacks|apphosting|koyeb|zeabur)\.json$/,
    commands: documentCommands,
  },
  {
    path: /\/(?:fly|netlify|railway|nixpacks|render|scalingo|wrangler)(?:\.[\w-]+)?\.toml$/,
    commands: settingCommands,
  },
  {
    path: /\/\.platform\/(?:conf)?hooks\/|\/\.husky\/[^/]+$|\/(?:docker-)?entrypoint[^/]*\.sh$|\/bin\/(?:release|deploy|(?:post|pre)_compile)[^/]*$|\/\.git\/hooks\/[^/]+$/,
    commands: shellCommands,
  },
  {
    path: /\/\.github\/(?:workflows|actions)\/|\/\.gitlab-ci\.ya?ml$|\/\.gitlab\/ci\/|\/\.circleci\/|\/azure-pipelines[^/]*\.ya?ml$|\/\.buildkite\/|\/bitbucket-pipelines\.yml$|\/\.(?:drone|travis|appveyor|cirrus)\.ya?ml$|\/\.woodpecker[./]|\/cloudbuild\.ya?ml$|\/buildspec[^/]*\.ya?ml$|\/appspec\.ya?ml$|\/\.tekton\/|\/\.ebextensions\/[^/]+\.config$|\/(?:docker-)?compose[^/]*\.ya?ml$|\/(?:render|heroku|lefthook|dokku|nixpacks|skaffold|captain-definition)\.ya?ml$|\/\.platform\.app\.yaml$|\/\.upsun\/[^/]+\.yaml$/i,
    commands: documentCommands,
  },
];

/** Any YAML file may be one of Kubernetes' own: it says so. */
const manifest = [/^[ \t]{0,4}['"]?apiVersion['"]?:/m, /^[ \t]{0,4}['"]?kind['"]?:/m];

/** The commands that a deploy file starts by itself; undefined for a file that starts none. */
export function deployCommands(path: string, text: string): readonly string[] | undefined {
  const kind = kinds.find((one) => one.path.test(path));
  if (kind !== undefined) return kind.commands(text);
  return /\.ya?ml$|\.yaml\.(?:tpl|j2|erb)$/.test(path) && manifest.every((mark) => mark.test(text))
    ? documentCommands(text)
    : undefined;
}

const databaseImage =
  /\bimage['"]?\s{0,4}[:=]\s{0,4}['"]?(?:[\w.-]{1,80}\/){0,4}(?:postgres|postgis|pgvector|timescaledb|mysql|mariadb|mongo|redis|valkey|mssql|cockroach|supabase)\w{0,20}[:@'"\s]/i;

/** A file that starts a database of its own resets that one, unless it speaks of another. */
export function holdsOwnDatabase(text: string): boolean {
  return (
    databaseImage.test(text) &&
    !/\bsecrets\.\w{0,40}(?:DATABASE|DB_|PG|MYSQL|MONGO)|\bprod(?:uction)?\b/i.test(text)
  );
}

/** `RUN a && b`, `CMD ["npx", "prisma"]`; a line that ends in a backslash goes on. */
function dockerCommands(text: string): readonly string[] {
  return joined(text).flatMap((line) => {
    const rest =
      /^[ \t]{0,40}(?:ONBUILD[ \t]{1,8})?(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK[ \t]{1,8}(?:--\S{1,80}[ \t]{1,8}){0,6}CMD)[ \t]{1,8}(\S[^\n]*)/i.exec(
        line,
      )?.[1];
    if (rest === undefined) return [];
    const plain = rest.replace(/^(?:--(?:mount|network|security)=\S+\s+)+/, '');
    return [listed(plain) ?? plain];
  });
}

function joined(text: string): readonly string[] {
  return text.replace(/\\\r?\n/g, ' ').split('\n');
}

/** The words of a JSON list; undefined for what is none. */
function listed(text: string): string | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  const value = parseJson(text);
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
    ? commandOfWords(value)
    : undefined;
}

/** `['sh', '-c', 'x y']` runs its text; other words stand beside each other. */
function commandOfWords(words: readonly string[]): string {
  const at = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const text = words[at + 1];
  return at >= 0 && text !== undefined && /\s/.test(text) ? text : words.join(' ');
}

function procCommands(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => /^[ \t]{0,40}[\w-]{1,80}[ \t]{0,40}:[ \t]{0,40}(\S[^\n]*)/.exec(line)?.[1] ?? []);
}

function namedScripts(text: string): readonly string[] {
  const value = parse(text);
  return ['scripts', 'tasks'].flatMap((key) =>
    Object.entries(recordOf(recordOf(value)[key])).flatMap(([name, script]) =>
      onItsOwn.test(name) ? stringsOf(script) : [],
    ),
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function stringsOf(value: unknown): readonly string[] {
  return [value].flat().flatMap((one) => (typeof one === 'string' ? [one] : []));
}

/** Recipes of the targets that are started for everybody. */
function targetCommands(text: string): readonly string[] {
  let isOwn = false;
  return joined(text).flatMap((line) => {
    if (!/^\s/.test(line)) {
      const target = /^([\w.-]+)(?:\s[^:=]*)?:(?!=)/.exec(line)?.[1];
      if (target !== undefined) isOwn = onItsOwn.test(target);
      return [];
    }
    return isOwn ? [line.trim().replace(/^[@+-]+/, '')] : [];
  });
}

function groovyCommands(text: string): readonly string[] {
  const found = text.matchAll(
    /\b(?:sh|bat|powershell)\b[\s(]{0,4}(?:script\s{0,4}:\s{0,4})?(?:'''([\s\S]*?)'''|"""([\s\S]*?)"""|'([^'\n]*)'|"([^"\n]*)")/g,
  );
  return [...found].slice(0, 200).flatMap((one) => (one[1] ?? one[2] ?? one[3] ?? one[4] ?? '').split('\n'));
}

function shellCommands(text: string): readonly string[] {
  return joined(text);
}

/** `key = "value"`, `key = ["a", "b"]`. */
function settingCommands(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const value = /^[ \t]{0,40}[\w."-]{1,120}[ \t]{0,40}=[ \t]{0,40}(\S[^\n]*)/.exec(line)?.[1]?.trim();
    if (value === undefined) return [];
    const list = listed(value.replace(/,\s*\]$/, ']'));
    if (list !== undefined) return [list, ...stringsOf(parseJson(value))];
    const quoted = /^"((?:[^"\\]|\\.)*)"|^'([^']*)'/.exec(value);
    return quoted === null ? [] : [(quoted[1] ?? '').replace(/\\(["\\])/g, '$1') || (quoted[2] ?? '')];
  });
}

/** Names under which people write to people, or name a thing. */
const said =
  /^(?:name|description|title|summary|label|message|comment|image|uses|if|on|branches|paths|key|kind|apiVersion|namespace|labels|annotations|ports|volumes|needs|env|environment|group)$/i;

/** Every text of a YAML or JSON document that is not said to be something else, and every list of words as one command. */
function documentCommands(text: string): readonly string[] {
  const found: string[] = [];
  for (const part of text.split(/^---[ \t]*$/m).slice(0, 64)) {
    const value = readYaml(part);
    if (value === undefined)
      found.push(
        ...part
          .split('\n')
          .map((line) => line.replace(/^[\s-]*(?:[\w-]+:\s+)?['"]?/, '').replace(/['"]\s*$/, '')),
      );
    else gather(value, found, new Set());
  }
  return found;
}

/** An alias is the same object again: it is looked at once. */
function gather(value: unknown, found: string[], seen: Set<unknown>): void {
  if (typeof value === 'object' && (seen.has(value) || seen.add(value).size === 0)) return;
  if (typeof value === 'string') found.push(...joined(value));
  else if (Array.isArray(value)) {
    const words = value.filter((one) => typeof one === 'string');
    if (words.length > 1) found.push(commandOfWords(words));
    for (const one of value) gather(one, found, seen);
  } else if (typeof value === 'object' && value !== null) {
    const { command, args } = recordOf(value);
    if (Array.isArray(command) && Array.isArray(args))
      found.push(commandOfWords([...stringsOf(command), ...stringsOf(args)]));
    for (const [key, one] of Object.entries(value)) if (!said.test(key)) gather(one, found, seen);
  }
}
