import { optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { hostOfUrl, urlTarget } from '../../target/host.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { fileInput, inputOf } from '../input.js';
import type { Draft, Tool } from '../table.js';
import { redisVerb } from './redis-commands.js';

/** What curl says to a server that speaks no HTTP: commands of a store, of a file server, of a mailbox. */
export function carrierDraft(url: Value, setting: ToolInvocation): readonly Draft[] {
  const scheme = /^([a-z][a-z0-9]*):\/\//i.exec(url.text)?.[1]?.toLowerCase() ?? '';
  const where = urlTarget(url.text);
  if (/^(?:gopher|gophers|dict|telnet)$/.test(scheme)) return lineDrafts(saidTo(scheme, url.text, setting), url.text);
  if (!/^(?:ftps?|sftp|imaps?|pop3s?|smtps?)$/.test(scheme)) return [];
  const { options } = setting.args;
  const said = ['-Q', '--quote', '-X', '--request'].flatMap((name) => options.get(name) ?? []).map(({ text }) => text.replace(/^[-+*]+/, '').trim());
  const ends = said.find((text) => /^(?:dele|rmd|xrmd|rm|rmdir|delete|expunge|site\s+(?:rm|del)\w*)\b|\\deleted/i.test(text));
  return ends === undefined ? [] : [{ verb: 'delete', resource: ends.slice(0, 200), where }];
}

function saidTo(scheme: string, url: string, setting: ToolInvocation): string {
  const path = /^[a-z]+:\/\/[^/]*\/(.*)$/is.exec(url)?.[1] ?? '';
  if (scheme === 'telnet') return setting.invocation.stdin?.text ?? '';
  // The first character of a gopher path is its type; of a dict path the parts are words.
  return scheme === 'dict' ? path.replaceAll(':', ' ') : unescaped(path.slice(1));
}

function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function lineDrafts(text: string, url: string): readonly Draft[] {
  // A store's own protocol has lengths between the words: `*1\r\n$8\r\nFLUSHALL`.
  const lines = text
    .replace(/\*\d+\r?\n/g, '\n')
    .replace(/\r?\n?\$\d+\r?\n/g, ' ')
    .split(/\r?\n/);
  return lines.flatMap((line): readonly Draft[] => {
    const [command = '', first = ''] = line.trim().split(/\s+/);
    const verb = /^flush_?all$/i.test(command) ? 'destroy' : redisVerb(command, first);
    if (command === '' || verb === 'unknown') return [];
    return [{ verb, resource: `keys ${first}`.trim(), where: urlTarget(url, 'redis'), reach: verb === 'destroy' ? 'uncountable' : 1 }];
  });
}

/** Programs that send one request many times, or those of a list. */
export const loadTools: Tool = {
  programs: ['ab', 'hey', 'oha', 'bombardier', 'wrk', 'vegeta', 'siege', 'hurl', 'lwp-request', 'lwp-download', 'k6x'],
  system: 'http',
  grammar: optionGrammar({
    valued: '-m --method -X -n -c -z -q -d --data -D -H --header -T -t -A -b -body -targets -rate -duration -C -f --body --variable --variables-file',
    flags: '-k -v -i -s',
  }),
  clues: 'none',
  target: (setting) => urlTarget(urlsOf(setting)[0] ?? ''),
  rows: [],
  beyond: (setting) => {
    const listed = requestLines(setting);
    const method = optionValue(setting.args, '-m', '--method', '-X')?.text.toUpperCase() ?? 'GET';
    const own = urlsOf(setting).map((url): readonly [string, string] => [method, url]);
    const drafts = [...own, ...listed].flatMap(([verb, url]): readonly Draft[] =>
      /^(?:DELETE|PURGE)$/.test(verb) ? [{ verb: 'delete', resource: url.replace(/[?#].*/s, '').slice(0, 300), where: urlTarget(url) }] : [],
    );
    if (drafts.length > 0) return drafts;
    return [
      { verb: method === 'GET' || method === 'HEAD' ? 'unknown' : 'modify', resource: hostOfUrl(urlsOf(setting)[0] ?? '') || setting.invocation.program },
    ];
  },
};

function urlsOf({ args }: ToolInvocation): readonly string[] {
  return args.operands.map(({ text }) => text).filter((text) => /^https?:\/\//i.test(text));
}

/** `DELETE https://…` on a line of its own: from a pipe, a here-document or the files that are named. */
function requestLines(setting: ToolInvocation): readonly (readonly [string, string])[] {
  const files = [
    ...setting.args.operands.map(({ text }) => text),
    ...['-targets', '-f'].flatMap((name) => setting.args.options.get(name) ?? []).map(({ text }) => text),
  ];
  const inputs = [
    inputOf(setting),
    ...files
      .filter((text) => /[./]/.test(text) && !/:\/\//.test(text))
      .slice(0, 20)
      .map((path) => fileInput(setting, path)),
  ];
  return inputs.flatMap((input) =>
    input.kind === 'text'
      ? [...input.text.matchAll(/^[ \t]{0,8}([A-Z]{3,8})[ \t]{1,8}(https?:\/\/\S{1,2000})/gm)].map(([, verb = '', url = '']): readonly [string, string] => [
          verb,
          url,
        ])
      : [],
  );
}
