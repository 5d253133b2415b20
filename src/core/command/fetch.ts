import type { Call } from './machine.js';
import { isKnown } from './value.js';

const fetchers = new Set([
  'curl',
  'http',
  'https',
  'xh',
  'xhs',
  'curlie',
  'fetch',
  'aria2c',
  'nc',
  'ncat',
  'netcat',
  'socat',
  'telnet',
  'lynx',
  'w3m',
  'links',
  'elinks',
  'dig',
  'drill',
  'host',
  'nslookup',
  'gh',
  'scp',
  'sftp',
  'ftp',
  'lwp-request',
  'GET',
  'Invoke-WebRequest',
  'Invoke-RestMethod',
]);
const cloudReaders = new Set([
  'aws',
  'gsutil',
  'gcloud',
  'rclone',
  'mc',
  's3cmd',
  'az',
  'redis-cli',
  'kubectl',
]);

/** Programs that print text for `eval` or `source`: setting up a shell is what they are for. */
const setup: ReadonlyMap<string, RegExp> = new Map([
  ['ssh-agent', /^/],
  ['dircolors', /^/],
  ['lesspipe', /^/],
  ['resize', /^/],
  ['keychain', /^/],
  ['brew', /^shellenv/],
  ['direnv', /^(?:hook|export)/],
  ['conda', /^shell\.|^info/],
  ['mamba', /^shell/],
  ['micromamba', /^shell/],
  ['minikube', /^(?:-p \S+ )?docker-env/],
  ['docker-machine', /^env/],
  ['opam', /^env/],
  ['fnm', /^env/],
  ['mise', /^(?:activate|env|hook-env)/],
  ['rtx', /^(?:activate|env)/],
  ['starship', /^init/],
  ['zoxide', /^init/],
  ['atuin', /^init/],
  ['pyenv', /^(?:init|virtualenv-init)/],
  ['rbenv', /^init/],
  ['nodenv', /^init/],
  ['goenv', /^init/],
  ['jenv', /^init/],
  ['luarocks', /^path/],
  ['podman-machine', /^env/],
]);

/** True for `kubectl completion bash`, `brew shellenv` and their like. */
export function printsShellSetup(call: Call): boolean {
  const words = call.argv
    .slice(1)
    .map((value) => value.text)
    .join(' ');
  return (
    /^(?:completion|completions) (?:bash|zsh|-s bash)$/.test(words) ||
    setup.get(call.program)?.test(words) === true
  );
}

/** What a fetching program prints: text from a network, nothing (it saves a file), or undefined for other programs. */
export function fetchedOutput(call: Call): 'network' | 'none' | undefined {
  const { program } = call;
  if (program === 'wget' || program === 'wget2') return printsDocument(call) ? 'network' : 'none';
  if (program === 'curl' && savedFile(call) !== undefined) return 'none';
  if (fetchers.has(program)) return 'network';
  if (cloudReaders.has(program) && call.argv.some((value) => value.text === 'cat' || value.text === '-'))
    return 'network';
  return undefined;
}

function printsDocument(call: Call): boolean {
  const words = call.argv.map((value) => value.text);
  return words.some((word, index) => {
    if (/^-[a-zA-Z]*O-$/.test(word) || word === '--output-document=-' || word === '-O/dev/stdout')
      return true;
    return (
      (/^-[a-zA-Z]*O$/.test(word) || word === '--output-document') &&
      /^(?:-|\/dev\/stdout)$/.test(words[index + 1] ?? '')
    );
  });
}

/** The file that curl or wget leaves, as named on its command line or taken from the address. */
export function savedFile(call: Call): string | undefined {
  if (call.program !== 'curl' && call.program !== 'wget' && call.program !== 'wget2') return undefined;
  const isCurl = call.program === 'curl';
  const words = call.argv
    .slice(1)
    .filter(isKnown)
    .map((value) => value.text);
  const named = isCurl
    ? /^(?:-[a-zA-Z]*o|--output)(?:=?(.*))$/s
    : /^(?:-[a-zA-Z]*O|--output-document)(?:=?(.*))$/s;
  for (const [index, word] of words.entries()) {
    const value = named.exec(word);
    if (value === null) continue;
    const path = value[1] === '' || value[1] === undefined ? (words[index + 1] ?? '') : value[1];
    return path === '-' || path === '' || path === '/dev/stdout' ? undefined : path;
  }
  const address = words.findLast((word) => /^[a-z]+:\/\/|^[\w.-]+\.[a-z]{2,}\//.test(word));
  const remote = isCurl ? words.some((word) => /^-[a-zA-Z]*O$|^--remote-name$/.test(word)) : true;
  const name = address?.split(/[?#]/)[0]?.split('/').at(-1);
  return remote && name !== undefined && name !== '' ? name : undefined;
}
