import { homedir } from 'node:os';
import type { Namespace } from '../../core/countersign/namespace.js';
import { toBase64 } from '../../core/countersign/ssh-base64.js';
import { decodePublicKey } from '../../core/countersign/ssh-public-key.js';
import { verifySignature } from '../../core/countersign/ssh-signature.js';
import {
  armored,
  armoredSignature,
  dearmored,
  signedBytes,
} from '../../core/countersign/ssh-signature-form.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { Signer, SignFailure, SigningKey } from '../../ports/signer.js';
import { trustedProgram } from '../trusted-program.js';
import { type OpenAskpass, openAskpass } from './askpass.js';
import { type AgentClient, agentAt, signWithSha512 } from './ssh-agent.js';
import { agentPaths, otherAgentPaths } from './ssh-agent-paths.js';
import { gitSigningKey, type KeyFile, keyFileAt, keyFilesIn, keyOfGit, sshFolder } from './ssh-key-files.js';
import { type KeygenParts, signWithKeygen } from './ssh-keygen.js';

export interface SignerParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that holds `.ssh` and `.gitconfig`. */
  readonly home: string;
  readonly platform: string;
  /** Asks the person for a PIN or a passphrase; the environment's own SSH_ASKPASS without it. */
  readonly asking?: OpenAskpass;
}

/** An agent that nobody named may be anything. */
const shortly = { answerMs: 1_000, signMs: 1_000 };

/** Signs with the keys of the person's ssh-agent, and with key files beside which their private half lies. */
export function sshSigner(parts: SignerParts): Signer {
  return new SshSigner(parts);
}

/** The signer of whoever runs this process. */
export function ownSigner(
  env: Readonly<Record<string, string | undefined>> = process.env,
  asking?: OpenAskpass,
): Signer {
  const home = env['HOME'] ?? homedir();
  return sshSigner({ env, home, platform: process.platform, ...(asking === undefined ? {} : { asking }) });
}

class SshSigner implements Signer {
  readonly #parts: SignerParts;

  constructor(parts: SignerParts) {
    this.#parts = parts;
  }

  /** The key that git signs with stands first: it is the one that its owner means by "my key". */
  async keys(): Promise<Result<readonly SigningKey[], SignFailure>> {
    const [files, agent, setting] = await Promise.all([
      this.#files(),
      this.#agentKeys(),
      gitSigningKey(this.#parts.home),
    ]);
    const inFiles = files.filter((file) => this.#canUse(file)).map((file) => file.key);
    const fromAgent = agent.ok ? agent.value : [];
    const keys = united(fromAgent, inFiles);
    if (keys.length === 0 && !agent.ok) return agent;
    const first = setting === undefined ? undefined : blobOfGit(setting);
    return ok([...keys.filter((key) => key.blob === first), ...keys.filter((key) => key.blob !== first)]);
  }

  async around(): Promise<readonly string[]> {
    const { env, home, platform } = this.#parts;
    const known = agentPaths(env, home, platform);
    const paths = otherAgentPaths(env, home, platform).filter((path) => !known.includes(path));
    const lists = await Promise.all(paths.map((path) => agentAt(path, shortly).keys()));
    return lists.flatMap((list) => (list.ok ? list.value.map(({ blob }) => toBase64(blob)) : []));
  }

  async sign(
    key: SigningKey,
    namespace: Namespace,
    message: Uint8Array,
    cancelled?: AbortSignal,
  ): Promise<Result<string, SignFailure>> {
    const signed =
      key.source === 'agent'
        ? await this.#signByAgent(key, namespace, message, cancelled)
        : await this.#signByFile(key, namespace, message, cancelled);
    if (!signed.ok) return signed;
    // What is not good here would be refused by everyone else.
    const good = verifySignature(signed.value, message, namespace);
    if (!good.ok) return refuse('broken', good.error.code);
    return good.value.blob === key.blob ? signed : refuse('broken', 'another key');
  }

  #agents(): readonly AgentClient[] {
    const { env, home, platform } = this.#parts;
    return agentPaths(env, home, platform).map((path) => agentAt(path));
  }

  /** The keys of every agent; the first one's failure where none answers. */
  async #agentKeys(): Promise<Result<readonly SigningKey[], SignFailure>> {
    const lists = await Promise.all(this.#agents().map((agent) => agent.keys()));
    const answered = lists.flatMap((list) => (list.ok ? [list.value] : []));
    if (answered.length === 0) return lists.find((list) => !list.ok) ?? refuse('no-agent', 'SSH_AUTH_SOCK');
    return ok(
      answered.flat().flatMap(({ blob, comment }): readonly SigningKey[] => {
        const key = decodePublicKey(blob);
        if (!key.ok) return [];
        const { fingerprint, type } = key.value;
        return [{ fingerprint, type, blob: key.value.blob, comment, source: 'agent' }];
      }),
    );
  }

  async #agentOf(key: SigningKey): Promise<AgentClient | undefined> {
    for (const agent of this.#agents()) {
      const listed = await agent.keys();
      if (listed.ok && listed.value.some(({ blob }) => toBase64(blob) === key.blob)) return agent;
    }
    return undefined;
  }

  async #files(): Promise<readonly KeyFile[]> {
    const setting = await gitSigningKey(this.#parts.home);
    const named = setting === undefined ? undefined : keyOfGit(setting);
    const ofGit = named !== undefined && 'path' in named ? keyFileAt(named.path) : undefined;
    return [...(ofGit === undefined ? [] : [ofGit]), ...keyFilesIn(sshFolder(this.#parts.home))];
  }

  #canUse(file: KeyFile): boolean {
    return file.privatePath !== undefined && trustedProgram('ssh-keygen', this.#parts.platform) !== undefined;
  }

  async #signByAgent(
    key: SigningKey,
    namespace: Namespace,
    message: Uint8Array,
    cancelled: AbortSignal | undefined,
  ): Promise<Result<string, SignFailure>> {
    const agent = await this.#agentOf(key);
    if (agent === undefined) return refuse('no-key', key.fingerprint);
    const blob = new Uint8Array(Buffer.from(key.blob, 'base64'));
    const hash = 'sha512';
    const signature = await agent.sign(
      blob,
      signedBytes(message, namespace, hash),
      key.type === 'ssh-rsa' ? signWithSha512 : 0,
      cancelled,
    );
    if (!signature.ok) return signature;
    return ok(armoredSignature({ key: blob, namespace, hash, signature: signature.value }));
  }

  async #signByFile(
    key: SigningKey,
    namespace: Namespace,
    message: Uint8Array,
    cancelled: AbortSignal | undefined,
  ): Promise<Result<string, SignFailure>> {
    const { platform } = this.#parts;
    const files = (await this.#files()).filter((file) => file.key.blob === key.blob);
    const path = files.find((file) => file.privatePath !== undefined)?.privatePath;
    if (path === undefined) return refuse('no-key', key.fingerprint);
    const program = trustedProgram('ssh-keygen', platform);
    if (program === undefined) return refuse('unsupported', 'ssh-keygen');
    const said = await this.#withKeygen(program, (parts) =>
      signWithKeygen(parts, path, namespace, message, cancelled),
    );
    if (!said.ok) return said;
    // Windows ends lines in its own way; what is stored has one spelling.
    const text = said.value.replaceAll('\r\n', '\n');
    const bytes = dearmored(text);
    return bytes === undefined ? refuse('broken', 'armor') : ok(armored(bytes));
  }

  /** With somebody who can be asked, for as long as it takes. */
  async #withKeygen<T>(program: string, work: (parts: KeygenParts) => Promise<T>): Promise<T> {
    const { platform, home, env, asking } = this.#parts;
    const parts = { program, platform, env: { ...env, HOME: home } };
    if (asking === undefined || platform === 'win32') return work(parts);
    const askpass = await openAskpass(asking);
    try {
      return await work({ ...parts, env: { ...parts.env, ...askpass.env }, askpass: askpass.program });
    } finally {
      askpass.close();
    }
  }
}

/** One entry a key. A security key is better asked by its file: an agent often cannot show that it waits for a touch. */
function united(agent: readonly SigningKey[], files: readonly SigningKey[]): readonly SigningKey[] {
  const keys = new Map<string, SigningKey>();
  for (const key of [...agent, ...files]) {
    if (!keys.has(key.blob) || key.type.startsWith('sk-')) keys.set(key.blob, key);
  }
  return [...keys.values()];
}

function blobOfGit(setting: string): string | undefined {
  const named = keyOfGit(setting);
  if (named === undefined) return undefined;
  return 'path' in named ? keyFileAt(named.path)?.key.blob : named.line.replace(/^key::/, '').split(' ')[1];
}

function refuse(
  code: SignFailure['code'],
  detail: string,
): { readonly ok: false; readonly error: SignFailure } {
  return err({ code, detail });
}
