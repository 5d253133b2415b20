import { shellWord } from '../../shared/shell-word.js';
import { runCode, withLabel } from '../code.js';
import type { Call, Reader } from '../machine.js';
import { known, opaque } from '../value.js';
import { remote, valueOfOption } from './cloud.js';

const bodyOptions = ['-d', '--data', '--data-raw', '--data-binary', '--json'];

/** A request that has a server run a shell text, or Docker's own do what its command line says. */
export const readRequest: Reader = (call, machine) => {
  const docker = dockerLine(call);
  const told = docker ?? shellText(call);
  if (told === undefined) return undefined;
  const url = call.argv.find(({ text }) => /^https?:\/\//i.test(text)) ?? known('');
  const host = known(/^https?:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(url.text)?.[1] ?? '');
  machine.emit(call);
  const place =
    docker === undefined ? remote(call, 'ssh', host, call.program) : withLabel(call.place, 'docker.sock');
  runCode(known(told), '', call, place, machine);
  return { status: 'unknown', output: opaque('command-output') };
};

/** Words that a service's own language begins with, and no program of a machine is called. */
const spoken =
  /^\s*(?:delete|remove|destroy|drop|create|update|get|set|list|add|stop|start|restart|run|clear|reset|turn|play|open|close|move|show|cancel)\s/;

/** `{"cmd": "rm -rf /data"}`, `{"command": ["rm", "-rf", "/data"]}`: a program and what it is given. */
function shellText(call: Call): string | undefined {
  const entries = Object.entries(bodyOf(call));
  const found = entries.find(([key]) =>
    /^(?:cmd|command|commands|commandline|command_line|script|shell|shell_command)$/i.test(key),
  )?.[1];
  const text = typeof found === 'string' ? found : wordsOf(found);
  return text !== undefined &&
    text.length < 20_000 &&
    /^\s*(?:\.{0,2}\/)?[a-z][\w./-]*\s+\S/.test(text) &&
    !spoken.test(text)
    ? text
    : undefined;
}

function wordsOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const words = value.filter((item): item is string => typeof item === 'string');
  return words.length === 0 || words.length !== value.length ? undefined : words.map(shellWord).join(' ');
}

function bodyOf({ argv }: Call): object {
  try {
    const value: unknown = JSON.parse(valueOfOption(argv, bodyOptions)?.text ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** What a request to Docker's socket is as a command. */
function dockerLine(call: Call): string | undefined {
  if (!call.argv.some(({ text }) => /docker(?:\.\w+)?\.sock|podman\.sock/.test(text))) return undefined;
  const url =
    call.argv
      .map(({ text }) => /^https?:\/\/[^/]*(\/[^?#]*)/i.exec(text)?.[1])
      .find((one) => one !== undefined) ?? '';
  const path = url.replace(/^\/v\d[\d.]*/, '');
  const [, kind, name, act] = /^\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?/.exec(path) ?? [];
  if (name === 'prune' && kind !== undefined)
    return `docker ${kind === 'build' ? 'builder' : kind.replace(/s$/, '')} prune -f`;
  if (kind === 'containers' && name === 'create') return createLine(Object.entries(bodyOf(call)));
  return kind === 'containers' && name !== undefined && /^(?:stop|kill|restart|pause)$/.test(act ?? '')
    ? `docker ${act} ${shellWord(name)}`
    : undefined;
}

function createLine(entries: readonly (readonly [string, unknown])[]): string | undefined {
  const given = new Map(entries);
  const command = [given.get('Entrypoint'), given.get('Cmd')].flatMap(
    (one) => wordsOf(one) ?? (typeof one === 'string' ? one : []),
  );
  const host = given.get('HostConfig');
  const binds: unknown = typeof host === 'object' && host !== null && 'Binds' in host ? host.Binds : [];
  const volumes = (Array.isArray(binds) ? binds : []).flatMap((one) =>
    typeof one === 'string' ? ['-v', shellWord(one)] : [],
  );
  const privileged =
    typeof host === 'object' && host !== null && 'Privileged' in host && host.Privileged === true
      ? ['--privileged']
      : [];
  const image = given.get('Image');
  return [
    'docker run',
    ...volumes,
    ...privileged,
    typeof image === 'string' ? shellWord(image) : 'image',
    ...command,
  ].join(' ');
}
