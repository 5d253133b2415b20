import { spawn } from 'node:child_process';
import type { Namespace } from '../../core/countersign/namespace.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { SignFailure } from '../../ports/signer.js';

export interface KeygenParts {
  /** An absolute, trusted path. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** A program that asks the person for a PIN or a passphrase and prints it; without one nothing can be asked. */
  readonly askpass?: string;
}

const patienceMs = 120_000;
const mostBytes = 64 * 1024;

/** What an environment may hand on: where the person's session is. Nothing that loads code, and no agent. */
const passedOn = [
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
  'TMPDIR',
  'COUNTERSIGN_ASKPASS',
];

/**
 * `ssh-keygen -Y sign` over `message` with the private key, or a token's handle, at `path`; the armored text as it printed it.
 * It runs in a session of its own, without a terminal: a question in a terminal that nobody sees would wait for ever.
 */
export function signWithKeygen(
  parts: KeygenParts,
  path: string,
  namespace: Namespace,
  message: Uint8Array,
  cancelled?: AbortSignal,
): Promise<Result<string, SignFailure>> {
  return new Promise((resolve) => {
    if (cancelled?.aborted) return resolve(refuse('refused', 'cancelled'));
    const child = spawn(parts.program, ['-Y', 'sign', '-q', '-f', path, '-n', namespace], {
      env: environment(parts),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: parts.platform !== 'win32',
      windowsHide: true,
    });
    const said = { out: '', err: '' };
    const end = (result: Result<string, SignFailure>): void => {
      clearTimeout(timer);
      cancelled?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const stop = (code: SignFailure['code'], why: string): void => {
      endGroup(child.pid, parts.platform);
      end(refuse(code, why));
    };
    const onAbort = (): void => stop('refused', 'cancelled');
    const timer = setTimeout(() => stop('timeout', `${patienceMs / 1000} s`), patienceMs);
    cancelled?.addEventListener('abort', onAbort);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      if (said.out.length > mostBytes) stop('broken', 'ssh-keygen said too much');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err = (said.err + text).slice(-2_000);
    });
    child.stdin.on('error', () => undefined).end(message);
    child.on('error', (error) => end(refuse('broken', error.message)));
    child.on('close', (code) => end(code === 0 ? ok(said.out) : refuse('refused', lastLine(said.err))));
  });
}

/** With it ends what asks for the PIN. */
function endGroup(pid: number | undefined, platform: string): void {
  if (pid === undefined) return;
  try {
    process.kill(platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    return;
  }
}

function environment(parts: KeygenParts): NodeJS.ProcessEnv {
  const kept = passedOn.flatMap((name) => {
    const value = parts.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const askpass = parts.askpass ?? parts.env['SSH_ASKPASS'];
  const asking =
    askpass === undefined
      ? { SSH_ASKPASS_REQUIRE: 'never' }
      : { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force' };
  return { ...Object.fromEntries(kept), ...asking };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

function refuse(
  why: SignFailure['code'],
  detail: string,
): { readonly ok: false; readonly error: SignFailure } {
  return err({ code: why, detail });
}
