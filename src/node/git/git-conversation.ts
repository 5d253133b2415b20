import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { err, ok, type Result } from '../../core/shared/result.js';
import { trustedProgram } from '../trusted-program.js';
import type { GitAddress } from './git-address.js';
import { firstInPack, type GitObject, type ObjectFormat, objectId } from './git-object.js';
import { delimiterPacket, flushPacket, type Packet, PacketReader, packet, packetText } from './git-packet.js';
import { endGroup } from './git-program.js';

export interface GitFailure {
  readonly code: 'no-git' | 'unreachable' | 'refused' | 'timeout' | 'too-large' | 'absent' | 'unsupported';
  readonly detail: string;
}

export interface Ref {
  readonly name: string;
  readonly id: string;
}

export interface ConversationParts {
  readonly address: GitAddress;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Of the whole conversation. */
  readonly timeoutMs: number;
}

/** Names in one answer; a name and its id take about a hundred bytes. */
const mostRefs = 20_000;
const mostPackets = 200_000;

/**
 * Reading from a remote in git's own protocol, version 2, through git's own transports (its credentials, proxies and keys):
 * `git ls-remote` asks for every name of the remote, `git fetch` takes whatever size is sent. Here a prefix is asked for,
 * and the connection ends at the byte that is one too many. A server that speaks the old version is understood too, for
 * one object.
 */
export class Conversation {
  private readonly reader: PacketReader;
  private timer: NodeJS.Timeout | undefined;
  private problem: GitFailure | undefined;
  private stderr = '';
  private readonly saidAll: Promise<unknown>;
  private format: ObjectFormat = 'sha1';
  /** Names that a server of the old version told at once; undefined when it speaks the new one. */
  private told: readonly Ref[] | undefined;
  private canFilter = false;
  private isSpent = false;
  private isAtEnd = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly stdin: NodeJS.WritableStream,
    stdout: Readable,
    private readonly isHelper: boolean,
    private readonly timeoutMs: number,
  ) {
    this.reader = new PacketReader(stdout);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = `${this.stderr}${text}`.slice(-2_000);
    });
    const { stderr } = child;
    this.saidAll = stderr ? new Promise((resolve) => stderr.once('close', resolve)) : Promise.resolve();
    child.on('error', (error) => {
      this.problem ??= { code: 'unreachable', detail: error.message };
    });
    child.on('exit', () => {
      this.isSpent = true;
    });
    // A remote that hung up is noticed when reading.
    stdin.on('error', () => undefined);
  }

  static async open(parts: ConversationParts): Promise<Result<Conversation, GitFailure>> {
    const started = start(parts);
    if (!started.ok) return started;
    const child = started.value;
    if (child.stdin === null || child.stdout === null)
      return err({ code: 'unsupported', detail: 'no pipes' });
    const isHelper = parts.address.kind === 'http';
    const conversation = new Conversation(child, child.stdin, child.stdout, isHelper, parts.timeoutMs);
    const greeted = await conversation.inTime(() => conversation.greet());
    if (greeted.ok) return ok(conversation);
    conversation.close();
    return greeted;
  }

  get objectFormat(): ObjectFormat {
    return this.format;
  }

  /** Whether something else can be asked: not when the rest of the last answer is too long to be worth reading. */
  get isOpen(): boolean {
    return !this.isSpent;
  }

  /**
   * Whether names are looked up anew for each question. Over HTTP each is answered by a process of its own; a process of
   * git that answers several remembers the names it has read (found by the suite of couriers).
   */
  get isCurrent(): boolean {
    return this.isHelper;
  }

  /** Names that begin with one of the prefixes. */
  refs(prefixes: readonly string[]): Promise<Result<readonly Ref[], GitFailure>> {
    return this.inTime(() => this.namesUnder(prefixes));
  }

  /** One object, checked against its id. Stops reading as soon as it is whole, or larger than `mostBytes`. */
  object(id: string, mostBytes: number): Promise<Result<GitObject, GitFailure>> {
    return this.inTime(() => this.objectOf(id, mostBytes));
  }

  /** Each question has its own time; a server that lets it pass is not asked again. */
  private async inTime<T>(ask: () => Promise<Result<T, GitFailure>>): Promise<Result<T, GitFailure>> {
    this.timer = setTimeout(() => {
      this.problem ??= { code: 'timeout', detail: `no answer within ${this.timeoutMs} ms` };
      endGroup(this.child);
    }, this.timeoutMs);
    const answer = await ask();
    clearTimeout(this.timer);
    if (!answer.ok) this.isSpent = true;
    return answer;
  }

  private async namesUnder(prefixes: readonly string[]): Promise<Result<readonly Ref[], GitFailure>> {
    if (this.told) return ok(this.told.filter(({ name }) => prefixes.some((one) => name.startsWith(one))));
    const lines = prefixes.map((prefix) => packet(`ref-prefix ${prefix}`));
    this.say('ls-refs', [], lines);
    const refs: Ref[] = [];
    for (;;) {
      const line = await this.line();
      if (!line.ok) return line;
      if (line.value === undefined) return ok(refs);
      const [, id, name] = /^([0-9a-f]{40,64}) (\S+)/.exec(line.value) ?? [];
      // Old servers take a prefix as a hint.
      if (id === undefined || name === undefined || !prefixes.some((one) => name.startsWith(one))) continue;
      if (refs.length < mostRefs) refs.push({ id, name });
    }
  }

  private async objectOf(id: string, mostBytes: number): Promise<Result<GitObject, GitFailure>> {
    if (this.told === undefined) {
      const filter = this.canFilter ? [packet('filter tree:0')] : [];
      const lines = [
        ...['no-progress', 'ofs-delta'].map(packet),
        ...filter,
        packet('deepen 1'),
        packet(`want ${id}`),
        packet('done'),
      ];
      this.say('fetch', [], lines);
    } else {
      const caps = 'side-band-64k ofs-delta no-progress agent=countersign';
      this.stdin.write(`${packet(`want ${id} ${caps}`)}${flushPacket}${packet('done')}`);
    }
    const object = await this.firstObject(id, mostBytes);
    this.isSpent = this.told !== undefined || !object.ok || !(await this.skipRest());
    return object;
  }

  close(): void {
    clearTimeout(this.timer);
    this.stdin.end();
    endGroup(this.child);
  }

  private async greet(): Promise<Result<void, GitFailure>> {
    if (this.isHelper) {
      this.stdin.write('stateless-connect git-upload-pack\n');
      const answer = await this.reader.take(1);
      if (answer === undefined) return this.hungUp();
      if (answer.toString('latin1') !== '\n') {
        return err({
          code: 'unsupported',
          detail: 'expected a server that speaks version 2 of the protocol of git',
        });
      }
    }
    const first = await this.line();
    if (!first.ok) return first;
    if (first.value === undefined) return this.failed();
    return first.value === 'version 2' ? this.capabilities() : this.oldGreeting(first.value);
  }

  private async capabilities(): Promise<Result<void, GitFailure>> {
    for (;;) {
      const line = await this.line();
      if (!line.ok) return line;
      if (line.value === undefined) return ok(undefined);
      if (line.value === 'object-format=sha256') this.format = 'sha256';
      if (/^fetch=.*\bfilter\b/.test(line.value)) this.canFilter = true;
    }
  }

  /** The old version tells all names first. */
  private async oldGreeting(first: string): Promise<Result<void, GitFailure>> {
    const told: Ref[] = [];
    if (/\bobject-format=sha256\b/.test(first)) this.format = 'sha256';
    for (let text: string | undefined = first; text !== undefined; ) {
      const [, id, name] = /^([0-9a-f]{40,64}) ([^\s\0]+)/.exec(text) ?? [];
      if (id !== undefined && name !== undefined && told.length < mostPackets) told.push({ id, name });
      const line = await this.line();
      if (!line.ok) return line;
      text = line.value;
    }
    this.told = told;
    return ok(undefined);
  }

  private say(command: string, capabilities: readonly string[], lines: readonly string[]): void {
    const head = [packet(`command=${command}`), packet(`object-format=${this.format}`), ...capabilities];
    this.stdin.write([...head, delimiterPacket, ...lines, flushPacket].join(''));
  }

  /** The next line; undefined at the end of an answer. */
  private async line(): Promise<Result<string | undefined, GitFailure>> {
    const next = await this.packet();
    if (!next.ok) return next;
    return ok(next.value.kind === 'data' ? packetText(next.value.bytes) : undefined);
  }

  private async packet(): Promise<Result<Packet, GitFailure>> {
    let next = await this.reader.next();
    // What git's helper puts after each answer.
    if (next?.kind === 'end') next = await this.reader.next();
    if (next === undefined) return this.hungUp();
    if (next.kind === 'data' && next.bytes.toString('latin1', 0, 4) === 'ERR ') {
      return err(gitRefusal(packetText(next.bytes).slice(4)));
    }
    return ok(next);
  }

  private async firstObject(id: string, mostBytes: number): Promise<Result<GitObject, GitFailure>> {
    let pack = Buffer.alloc(0);
    let tried = 0;
    this.isAtEnd = false;
    for (let count = 0; count < mostPackets; count += 1) {
      const next = await this.packet();
      if (!next.ok) return next;
      if (next.value.kind !== 'data') {
        this.isAtEnd = next.value.kind === 'flush';
        if (this.isAtEnd) break;
        continue;
      }
      const { bytes } = next.value;
      if (bytes[0] === 3) return err(gitRefusal(packetText(bytes.subarray(1))));
      if (bytes[0] !== 1) continue;
      pack = Buffer.concat([pack, bytes.subarray(1)]);
      // Unpacking is tried again when there is half as much more, so that it costs no square.
      if (pack.length < tried * 1.5) continue;
      tried = pack.length;
      const done = this.checked(pack, id, mostBytes);
      if (done) return done;
    }
    return (
      this.checked(pack, id, mostBytes) ?? err({ code: 'unreachable', detail: 'the answer was cut off' })
    );
  }

  /** What follows the object is its check sum, or a tree that was sent unasked. */
  private async skipRest(): Promise<boolean> {
    if (this.isAtEnd) return true;
    const from = this.reader.received;
    while (this.reader.received - from < 65_536) {
      const next = await this.packet();
      if (!next.ok) return false;
      if (next.value.kind === 'flush') return true;
    }
    return false;
  }

  private checked(pack: Buffer, id: string, mostBytes: number): Result<GitObject, GitFailure> | undefined {
    const first = firstInPack(pack, mostBytes);
    if (first === 'more') {
      return pack.length > mostBytes * 1.1 + 4_096 ? err({ code: 'too-large', detail: id }) : undefined;
    }
    if (first === 'too-large') return err({ code: 'too-large', detail: id });
    if (first === 'delta' || first === 'malformed') return err({ code: 'unsupported', detail: first });
    return objectId(first, this.format) === id
      ? ok(first)
      : err({ code: 'unsupported', detail: 'an object that was not asked for' });
  }

  /** Why comes on another pipe, and may come after the end of this one. */
  private async hungUp(): Promise<Result<never, GitFailure>> {
    await this.saidAll;
    return this.failed();
  }

  private failed(): { readonly ok: false; readonly error: GitFailure } {
    return err(this.problem ?? gitRefusal(this.stderr));
  }
}

const forbidden =
  /permission denied|authentication failed|could not read (?:username|password)|terminal prompts disabled|access denied|not found|does not (?:exist|appear)|no such|host key verification|forbidden|\b40[134]\b|publickey|dubious ownership/i;

/** What a remote, ssh or git said last, as a failure. */
export function gitRefusal(said: string): GitFailure {
  const detail = said.trim().split('\n').slice(-3).join(' ');
  if (/not our ref|bad object|upload-pack: not/i.test(said)) return { code: 'absent', detail };
  if (/hash algorithm/i.test(said)) return { code: 'unsupported', detail };
  return { code: forbidden.test(said) ? 'refused' : 'unreachable', detail };
}

function start(parts: ConversationParts): Result<ChildProcess, GitFailure> {
  const command = commandOf(parts.address, parts.env);
  if (command === undefined) return err({ code: 'no-git', detail: '' });
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: parts.cwd,
    env: { ...parts.env, GIT_PROTOCOL: 'version=2' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  return ok(child);
}

function commandOf(
  address: GitAddress,
  env: Readonly<Record<string, string>>,
): readonly [string, ...string[]] | undefined {
  const git = trustedProgram('git');
  if (git === undefined) return undefined;
  switch (address.kind) {
    case 'file':
      return [git, 'upload-pack', '--strict', '--timeout=30', address.path];
    case 'http':
      return [git, `remote-${address.url.split(':')[0]}`, 'origin', address.url];
    case 'ssh': {
      const port = address.port === undefined ? [] : ['-p', address.port];
      const remote = `git-upload-pack '${address.path.replace(/['!]/g, "'\\$&'")}'`;
      const args = ['-o', 'SendEnv=GIT_PROTOCOL', ...port, address.destination, remote];
      const ssh = env['GIT_SSH_COMMAND'] ?? 'ssh';
      const shell = trustedProgram('sh');
      return shell === undefined ? undefined : [shell, '-c', `${ssh} "$@"`, 'ssh', ...args];
    }
  }
}
