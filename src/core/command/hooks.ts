import type { Value } from './invocation.js';
import type { ExecutionContext, Machine } from './machine.js';
import { isKnown } from './value.js';

/** Variables whose value is a command that other programs run. */
const commands = new Set([
  'PAGER',
  'GIT_PAGER',
  'MANPAGER',
  'SYSTEMD_PAGER',
  'AWS_PAGER',
  'DELTA_PAGER',
  'BAT_PAGER',
  'EDITOR',
  'VISUAL',
  'GIT_EDITOR',
  'GIT_SEQUENCE_EDITOR',
  'KUBE_EDITOR',
  'GIT_SSH_COMMAND',
  'GIT_SSH',
  'GIT_PROXY_COMMAND',
  'GIT_EXTERNAL_DIFF',
  'KUBECTL_EXTERNAL_DIFF',
  'GIT_ASKPASS',
  'SSH_ASKPASS',
  'SUDO_ASKPASS',
  'LESSOPEN',
  'LESSCLOSE',
  'PROMPT_COMMAND',
  'BROWSER',
  'RSYNC_RSH',
  'CVS_RSH',
  'FZF_DEFAULT_COMMAND',
  'MAKEFLAGS',
  'FCEDIT',
  'TAR_OPTIONS',
  'RUSTC_WRAPPER',
]);

/** Variables that load code into every program of a kind, whatever their value. */
const loaders = new Set([
  'BASH_ENV',
  'LD_PRELOAD',
  'LD_AUDIT',
  'DYLD_INSERT_LIBRARIES',
  'DYLD_FORCE_FLAT_NAMESPACE',
  'PYTHONSTARTUP',
  'PERL5DB',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_EXEC_PATH',
  'GIT_TEMPLATE_DIR',
  'GCONV_PATH',
  'ZDOTDIR',
  'BASH_FUNC_',
  'PS4',
]);

/** Variables that carry options; only some options load code. */
const options: ReadonlyMap<string, RegExp> = new Map([
  [
    'NODE_OPTIONS',
    /(?:--require|-r|--import|--loader|--experimental-loader)[= ]+(?:["']?(?:[./~]|[A-Za-z]:|data:|https?:))/,
  ],
  ['RUBYOPT', /-r|-e/],
  ['PERL5OPT', /-M|-m|-e/],
  ['JAVA_TOOL_OPTIONS', /-javaagent|-agent(?:lib|path)/],
  ['_JAVA_OPTIONS', /-javaagent|-agent(?:lib|path)/],
  ['JDK_JAVA_OPTIONS', /-javaagent|-agent(?:lib|path)/],
  ['PHP_INI_SCAN_DIR', /./],
  ['ENV', /\//],
]);

/** Looks at one variable that a program would inherit: some of them make other programs run code. */
export function checkHook(
  name: string,
  value: Value,
  place: ExecutionContext,
  machine: Machine,
  exported: boolean,
): void {
  if (!exported && name !== 'PROMPT_COMMAND' && name !== 'PS4') return;
  const span = value.span ?? place.source.locate(0, place.source.text.length);
  if (loaders.has(name) || /^BASH_FUNC_/.test(name)) {
    if (value.text !== '' && !isNullDevice(value.text) && !(name === 'PS4' && !/[$`]/.test(value.text))) {
      machine.report.anomaly('environment-hook', name, span);
      if (name === 'PS4') machine.prompt(value, place);
    }
    return;
  }
  if (/^TF_CLI_ARGS/.test(name)) {
    if (/destroy|auto-approve|replace|force|-target|-chdir|-state/.test(value.text) || !isKnown(value)) {
      machine.report.anomaly('environment-hook', name, span);
    }
    return;
  }
  if (/^GIT_CONFIG_(?:KEY|VALUE)_\d+$/.test(name)) {
    checkGitConfig(name, value, place, machine);
    return;
  }
  const option = options.get(name);
  if (option !== undefined) {
    if (!isKnown(value) || option.test(value.text)) machine.report.anomaly('environment-hook', name, span);
    return;
  }
  if (commands.has(name)) checkCommand(name, value, place, machine);
}

const harmless =
  /^(?:cat|less|more|most|head|tail|true|false|echo|vi|vim|nvim|nano|emacs|ed|code|bat|delta|ssh|zstd|zstdmt|pigz|gzip|xz|pixz|lz4|lbzip2|bzip2|pbzip2|brotli|lzop|lzma|never|auto|rsync|open|xdg-open|sccache|ccache|:)$/;

function checkCommand(name: string, value: Value, place: ExecutionContext, machine: Machine): void {
  const text = value.text.trim();
  if (name === 'MAKEFLAGS' || name === 'TAR_OPTIONS') {
    if (/--eval|checkpoint-action|to-command|use-compress/.test(text)) hook(name, value, place, machine);
    return;
  }
  if (isHarmlessHelper(text)) return;
  const before = machine.report.count();
  machine.read(value, name, { ...place, scope: place.scope.copy(), input: undefined });
  if (!machine.report.programsSince(before).every((program) => mild.has(program)))
    hook(name, value, place, machine);
}

/** Programs that an editor's or a pager's part is often given to; they are reported like any other. */
const mild = new Set(
  'sed awk cat cp mv tee head tail echo printf true : less more vi vim nvim nano ed code grep delta bat ssh git gh gpg gpg2 git-lfs aws test [ perl'.split(
    ' ',
  ),
);

/** A value with nothing in it but one well-known helper and plain words. */
export function isHarmlessHelper(text: string): boolean {
  const words = text.trim().split(/\s+/);
  const [first = '', ...rest] = words;
  if (!harmless.test(first.split('/').at(-1) ?? '')) return first === '';
  return rest.every((word) => /^[\w./@:~=+,%-]+$/.test(word) && !/proxycommand|localcommand/i.test(word));
}

function checkGitConfig(name: string, value: Value, place: ExecutionContext, machine: Machine): void {
  if (/alias|pager|editor|command|hook|fsmonitor|textconv|helper|^!/i.test(value.text))
    hook(name, value, place, machine);
}

function hook(name: string, value: Value, place: ExecutionContext, machine: Machine): void {
  machine.report.anomaly(
    'environment-hook',
    name,
    value.span ?? place.source.locate(0, place.source.text.length),
  );
}

function isNullDevice(text: string): boolean {
  return text === '/dev/null' || text === 'nul';
}
