import type { Asking } from '../client/pass-or-stop.js';
import { type Fields, fieldsOf, isFields, namedText, own } from '../core/toolcall/fields.js';
import { gatewayRefusalText, mcpWaitingText } from '../messages/answers/gateway.js';
import { stoppedText } from '../messages/answers/refusal.js';
import { type ClientMessage, type RequestId, readClientLine, type ToolsCall } from './client-message.js';
import { clientNameIn } from './client-name.js';
import { decodeJson } from './decode-json.js';
import { errorLine, stoppedLine, waitingLine } from './replies.js';
import { ToolHints } from './tool-hints.js';

export interface RelayParts {
  /** The server as the configuration names it. */
  readonly server: string;
  /** How the server is started, without secrets. */
  readonly launch: readonly string[];
  readonly session: string;
  /** This gateway's own id: its calls are named by it. */
  readonly instance: string;
  readonly cwd: string;
  /** Above this many bytes a call is refused. */
  readonly callLimit: number;
  toServer(line: Uint8Array | string): void;
  toClient(line: Uint8Array | string): void;
  ask(payload: Uint8Array, held: (request: string) => void): Asking;
}

const lineFeed = Buffer.from('\n');

/**
 * What stands between a client and its server: every message passes as it came, both ways; only `tools/call` waits for
 * the gate, and is passed on as the value that was judged.
 */
export class Relay {
  private readonly hints = new ToolHints();
  /** Calls that wait for the gate, by id. */
  private readonly waiting = new Map<string, Asking>();
  /** Calls that the server has, and what the gate was told of them. */
  private readonly running = new Map<string, object>();
  private readonly listing = new Set<string>();
  /** Rings that report how a call ended. */
  private readonly reports = new Set<Asking>();
  private client: string | undefined;
  private calls = 0;

  constructor(private readonly parts: RelayParts) {}

  fromClient(line: Buffer): void {
    for (const message of readClientLine(line, this.parts.callLimit)) this.take(message);
  }

  /** A line of the client's that was too long to be read. */
  clientLineTooLong(): void {
    this.parts.toClient(errorLine(undefined, 'other', gatewayRefusalText('too-large')));
  }

  fromServer(line: Buffer): void {
    if (this.listing.size > 0 || this.running.size > 0) this.watch(line);
    this.parts.toClient(Buffer.concat([line, lineFeed]));
  }

  /** Resolves when no call waits for the gate any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.waiting.values()].map((asking) => asking.answer));
  }

  /** Resolves when the gate has heard how every call ended. */
  async reported(): Promise<void> {
    await Promise.all([...this.reports].map((asking) => asking.answer));
  }

  /** Nobody waits for the calls any more: what is asked about is parked. */
  hangUp(): void {
    for (const asking of this.waiting.values()) asking.hangUp();
    this.waiting.clear();
  }

  private take(message: ClientMessage): void {
    switch (message.kind) {
      case 'pass':
        if (message.fields !== undefined) this.note(message.fields);
        this.parts.toServer(ended(message.line));
        return;
      case 'cancel':
        this.cancel(message.request, message.line);
        return;
      case 'refuse':
        this.refuse(message);
        return;
      case 'call':
        void this.gate(message.call);
    }
  }

  private refuse({
    id,
    code,
    detail,
    isCall,
    isSelfContained,
  }: ClientMessage & { readonly kind: 'refuse' }): void {
    const words = gatewayRefusalText(code, detail);
    if (isCall && id !== undefined) this.parts.toClient(stoppedLine(id, words, isSelfContained));
    else this.parts.toClient(errorLine(id, code === 'not-json' ? 'not-json' : 'other', words));
  }

  /** Remembers what answers are to be looked at, and who the client says it is. */
  private note(fields: Fields): void {
    this.client = clientNameIn(fields) ?? this.client;
    const id = own(fields, 'id');
    if (namedText(fields, 'method') === 'tools/list' && id !== undefined)
      this.listing.add(JSON.stringify(id));
  }

  private cancel(request: RequestId, line: Uint8Array | string): void {
    const key = JSON.stringify(request);
    const asking = this.waiting.get(key);
    if (asking === undefined) {
      // Its answer may never come, and how it ended is not known.
      this.running.delete(key);
      this.parts.toServer(ended(line));
      return;
    }
    // The server never had the call, and the client wants no answer.
    this.waiting.delete(key);
    asking.hangUp();
  }

  // The answer of `ask` never rejects, so that no call is left without one.
  private async gate(call: ToolsCall): Promise<void> {
    this.calls += 1;
    const key = call.id === undefined ? `no-id-${this.calls}` : JSON.stringify(call.id);
    if (this.waiting.has(key) || this.running.has(key)) {
      this.stop(call, gatewayRefusalText('id-in-use'));
      return;
    }
    const told = this.told(call);
    let signs = 0;
    const asking = this.parts.ask(Buffer.from(JSON.stringify(told)), (request) => {
      if (call.progress === undefined || this.waiting.get(key) !== asking) return;
      signs += 1;
      this.parts.toClient(waitingLine(call.progress, signs, mcpWaitingText(request)));
    });
    this.waiting.set(key, asking);
    const answer = await asking.answer;
    // Cancelled meanwhile: whatever the answer is, the call does not run.
    if (this.waiting.get(key) !== asking) return;
    this.waiting.delete(key);
    if (answer.kind !== 'pass') {
      this.stop(call, stoppedText(answer));
      return;
    }
    if (call.id !== undefined) this.running.set(key, told);
    this.parts.toServer(call.line);
  }

  private stop(call: ToolsCall, reason: string): void {
    if (call.id !== undefined) this.parts.toClient(stoppedLine(call.id, reason, call.isSelfContained));
  }

  private told(call: ToolsCall): object {
    const { server, launch, session, instance, cwd } = this.parts;
    return {
      server,
      launch,
      name: call.name,
      arguments: call.arguments,
      annotations: this.hints.of(call.name),
      ...(call.options === undefined ? {} : { options: call.options }),
      ...(this.client === undefined ? {} : { client: this.client }),
      session,
      call: `${instance}-${this.calls}`,
      cwd,
    };
  }

  /** Looks at answers: to `tools/list` for hints, to calls for how they ended. */
  private watch(line: Buffer): void {
    const value = decodeJson(line.toString('utf8'))?.value;
    for (const message of Array.isArray(value) ? value : [value]) {
      if (!isFields(message) || own(message, 'method') !== undefined) continue;
      const key = JSON.stringify(own(message, 'id') ?? null);
      const result = fieldsOf(message, 'result');
      if (this.listing.delete(key) && result !== undefined) this.hints.learn(result);
      const told = this.running.get(key);
      if (told === undefined) continue;
      this.running.delete(key);
      const outcome = result === undefined || own(result, 'isError') === true ? 'failed' : 'ran';
      this.report({ ...told, outcome });
    }
  }

  /** The call is over, so that no answer can stop it any more. */
  private report(told: object): void {
    const asking = this.parts.ask(Buffer.from(JSON.stringify(told)), () => undefined);
    this.reports.add(asking);
    void asking.answer.then(() => this.reports.delete(asking));
  }
}

/** A line as it came has lost its end; one that was written anew has it. */
function ended(line: Uint8Array | string): Uint8Array | string {
  return typeof line === 'string' ? line : Buffer.concat([line, lineFeed]);
}
