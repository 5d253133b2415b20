import { readFileSync } from 'node:fs';
import { ok, type Result } from '../../core/shared/result.js';
import {
  type Courier,
  type CourierFailure,
  type CourierFindings,
  type MessageKey,
  type MessageKind,
  messageLimitBytes,
  mostListed,
} from '../../ports/courier.js';
import { errorCode } from '../files/disk.js';
import { failure, withinTime } from './failure.js';
import { keyOfPath, pathOf, prefixOf } from './message-path.js';
import type { NatsLink } from './nats-client.js';
import { probeOf } from './probe.js';

/** Named in a person's own settings, never in the policy. */
export interface NatsCredentials {
  /** A file with a `.creds` text, `user:password` or a token. */
  readonly file?: string;
  /** The name of an environment variable that holds one of these. */
  readonly variable?: string;
  /** A PEM file with the certificate that the server's is checked against. */
  readonly caFile?: string;
}

export interface NatsCourierParts {
  readonly server: string;
  readonly isTls: boolean;
  readonly team: string;
  readonly credentials: NatsCredentials;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Watch {
  readonly filter: string;
  readonly changed: () => void;
  stop: (() => void) | undefined;
}

const patienceMs = 12_000;
const retryMs = 5_000;

/** Messages in a JetStream stream that keeps the first message of each subject, for a day. News is pushed. */
export class NatsCourier implements Courier {
  private link: Promise<Result<Opened, CourierFailure>> | undefined;
  private connecting: Promise<Result<Opened, CourierFailure>> | undefined;
  private readonly watches = new Set<Watch>();
  private retry: NodeJS.Timeout | undefined;
  private isDisposed = false;

  constructor(private readonly parts: NatsCourierParts) {}

  async put(key: MessageKey, bytes: Uint8Array): Promise<Result<'created' | 'exists', CourierFailure>> {
    if (bytes.length > messageLimitBytes) return failure('too-large', `${bytes.length} bytes`);
    return this.at(key, (link, subject) => link.create(subject, bytes));
  }

  async get(key: MessageKey): Promise<Result<Uint8Array | undefined, CourierFailure>> {
    const read = await this.at(key, (link, subject) => link.read(subject));
    if (!read.ok || read.value === undefined) return read;
    const { length } = read.value;
    return length > messageLimitBytes
      ? failure('too-large', `${length} bytes`)
      : ok(Uint8Array.from(read.value));
  }

  async list(kind: MessageKind, id?: string): Promise<Result<readonly MessageKey[], CourierFailure>> {
    const subjects = await this.ask((link) => link.subjects(filterOf(kind, id)));
    if (!subjects.ok) return subjects;
    const paths = subjects.value.map((subject) => subject.replaceAll('.', '/')).sort();
    return ok(paths.flatMap((path) => keyOfPath(path) ?? []).slice(0, mostListed));
  }

  watch(kind: MessageKind, id: string | undefined, changed: () => void): () => void {
    const watch: Watch = { filter: filterOf(kind, id), changed, stop: undefined };
    this.watches.add(watch);
    void this.listen();
    return () => {
      watch.stop?.();
      this.watches.delete(watch);
    };
  }

  async remove(keys: readonly MessageKey[]): Promise<Result<void, CourierFailure>> {
    for (const key of keys) {
      const removed = await this.at(key, (link, subject) => link.delete(subject));
      if (!removed.ok) return removed;
    }
    return ok(undefined);
  }

  probe(): Promise<Result<CourierFindings, CourierFailure>> {
    const { server, team } = this.parts;
    return probeOf(this, { pushes: true, place: `stream countersign-${team} on ${server}` });
  }

  dispose(): void {
    this.isDisposed = true;
    this.watches.clear();
    clearTimeout(this.retry);
    const { link } = this;
    this.link = undefined;
    void link
      ?.then(async (opened) => {
        if (opened.ok) await opened.value.link.close();
      })
      .catch(() => undefined);
  }

  private async at<T>(
    key: MessageKey,
    work: (link: NatsLink, subject: string) => Promise<T>,
  ): Promise<Result<T, CourierFailure>> {
    const path = pathOf(key);
    if (path === undefined) return failure('unusable', 'not a message key');
    return this.ask((link) => work(link, path.replaceAll('/', '.')));
  }

  private ask<T>(work: (link: NatsLink) => Promise<T>): Promise<Result<T, CourierFailure>> {
    return withinTime(patienceMs, this.asked(work));
  }

  private async asked<T>(work: (link: NatsLink) => Promise<T>): Promise<Result<T, CourierFailure>> {
    const opened = await this.connected();
    if (!opened.ok) return opened;
    try {
      return ok(await work(opened.value.link));
    } catch (error) {
      return opened.value.fail(error);
    }
  }

  /** One connection, opened at the first need, whoever needs it at once; a failure is tried again at the next. */
  private connected(): Promise<Result<Opened, CourierFailure>> {
    this.connecting ??= this.current().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  private async current(): Promise<Result<Opened, CourierFailure>> {
    const current = await this.link;
    if (this.isDisposed) return failure('unusable', 'closed');
    if (current?.ok === true && !current.value.link.isClosed) return current;
    this.link = this.open();
    return this.link;
  }

  private async open(): Promise<Result<Opened, CourierFailure>> {
    const secrets = this.secrets();
    if (!secrets.ok) return secrets;
    const { NatsLink, natsFailure } = await import('./nats-client.js');
    const { server, isTls, team } = this.parts;
    try {
      const link = await NatsLink.open({
        server,
        isTls,
        stream: `countersign-${team}`,
        prefix: `countersign.${team}`,
        ...secrets.value,
        reconnected: () => this.tellAll(),
      });
      return link.ok ? ok({ link: link.value, fail: natsFailure }) : link;
    } catch (error) {
      return natsFailure(error);
    }
  }

  private secrets(): Result<
    { readonly credentials: string | undefined; readonly ca: string | undefined },
    CourierFailure
  > {
    const { file, variable, caFile } = this.parts.credentials;
    try {
      const named = variable === undefined ? undefined : this.parts.env[variable];
      return ok({
        credentials: file === undefined ? named : readFileSync(file, 'utf8'),
        ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
      });
    } catch (error) {
      return failure('unusable', `credentials: ${errorCode(error)}`);
    }
  }

  /** Subscribes those that are not yet; where the server is away, later. */
  private async listen(): Promise<void> {
    const opened = await withinTime(patienceMs, this.connected());
    if (this.isDisposed) return;
    if (!opened.ok) {
      clearTimeout(this.retry);
      this.retry = setTimeout(() => void this.listen(), retryMs).unref();
      return;
    }
    for (const watch of this.watches) {
      if (watch.stop) continue;
      watch.stop = opened.value.link.subscribe(watch.filter, watch.changed);
      // What came before the subscription.
      watch.changed();
    }
  }

  private tellAll(): void {
    for (const { changed } of this.watches) changed();
  }
}

interface Opened {
  readonly link: NatsLink;
  readonly fail: Fail;
}

type Fail = (error: unknown) => { readonly ok: false; readonly error: CourierFailure };

function filterOf(kind: MessageKind, id: string | undefined): string {
  const prefix = prefixOf(kind, id).replaceAll('/', '.');
  return prefix.endsWith('.') ? `${prefix}>` : prefix;
}
